import type { ReadContext } from '../catalog/context.ts'
import { groupNames, jobNames, shownKey } from '../catalog/names.ts'
import type { NodeRef } from '../contract/lineage.ts'
import type { EdgeBeneath, WhyGroups, WhyGroupsQuery } from '../contract/why-groups.ts'
import type { Executor } from '../db/contract.ts'
import { must } from '../lib/assert.ts'
import { instantOf, later } from '../openlineage/order-key.ts'
import { parseInstant } from '../openlineage/time.ts'
import { boundsOf } from './bounds.ts'
import { lastSaidOf, runsOf, seenOf } from './edge-facts.ts'
import { catalogGraph } from './graph.ts'
import { membersOfGroup } from './group-members.ts'
import type { Members } from './group-members.ts'
import type { Moment } from './moment.ts'
import type { EdgeSaid, Link } from './walk.ts'

/** The edges that an edge between groups stands for; null where there are none. Throws RangeError when `asOf` is no time. */
export async function whyGroups(context: ReadContext, query: WhyGroupsQuery): Promise<WhyGroups | null> {
  const asOf = query.asOf === undefined ? null : parseInstant(query.asOf)
  if (query.asOf !== undefined && asOf === null) throw new RangeError('asOf is no time')
  const { db } = context
  const moment: Moment = { asOf, since: null }
  const from = await membersOfGroup(db, query.fromType, { namespace: query.fromNamespace, name: query.fromName })
  const to = await membersOfGroup(db, query.toType, { namespace: query.toNamespace, name: query.toName })
  const { links, isCut } = await linksFromTo(db, from, to, moment)
  const edges = merged(links)
  if (edges.length === 0) return null
  return {
    from: { type: query.fromType, namespace: query.fromNamespace, name: query.fromName },
    to: { type: query.toType, namespace: query.toNamespace, name: query.toName },
    edges: edges.length,
    edgesAtLeast: isCut,
    items: await shownEdges(context, newestFirst(edges, asOf).slice(0, query.limit), moment),
  }
}

interface Looked {
  readonly links: readonly Link[]
  readonly isCut: boolean
}

/** Between two groups of one kind: into what of the other kind leads from the one to the other. */
async function linksFromTo(db: Executor, from: Members, to: Members, moment: Moment): Promise<Looked> {
  if (from.kind !== to.kind) return linksBetweenSets(db, from, to, from.kind === 'job' ? 1 : 0, moment)
  const near = await looked(db, to, to.kind === 'dataset' ? 1 : 0, moment)
  const between: Members = {
    kind: to.kind === 'dataset' ? 'job' : 'dataset',
    ids: [...new Set(near.links.map((l) => (to.kind === 'dataset' ? l.job : l.dataset)))],
    isCut: near.isCut || to.isCut,
  }
  return linksBetweenSets(db, from, between, from.kind === 'job' ? 1 : 0, moment)
}

/** All links of the smaller side, so far as they are looked at, that lead to the other. */
async function linksBetweenSets(db: Executor, a: Members, b: Members, side: 0 | 1, moment: Moment): Promise<Looked> {
  const [few, many] = a.ids.length <= b.ids.length ? [a, b] : [b, a]
  const all = await looked(db, few, side, moment)
  const there = new Set(many.ids)
  return {
    links: all.links.filter((l) => there.has(many.kind === 'job' ? l.job : l.dataset)),
    isCut: all.isCut || a.isCut || b.isCut,
  }
}

async function looked(db: Executor, { kind, ids }: Members, side: 0 | 1, moment: Moment): Promise<Looked> {
  if (ids.length === 0) return { links: [], isCut: false }
  const looksAtMost = boundsOf(db).groupLooks
  const graph = catalogGraph(db, moment, { looksAtMost })
  const limit = looksAtMost + 1
  const links = await (kind === 'job' ? graph.linksOfJobs(ids, side, limit) : graph.linksOfDatasets(ids, side, limit))
  return { links: links.slice(0, looksAtMost), isCut: graph.isCut === true || links.length > looksAtMost }
}

/** Ids of one dataset say one edge. */
const merged = (links: readonly Link[]): Edge[] =>
  [...Map.groupBy(links, (l) => `${l.job} ${l.side} ${l.dataset}`).values()].flatMap((same) =>
    same.slice(0, 1).map(({ job, side, dataset }) => ({ job, side, dataset, said: same.flatMap((l) => l.said ?? []) })),
  )

interface Edge extends Pick<Link, 'job' | 'side' | 'dataset'> {
  readonly said: readonly EdgeSaid[]
}

/** What was said again after the moment was said about then. */
function newestFirst(edges: readonly Edge[], asOf: string | null): Edge[] {
  const lastOf = ({ said }: Edge): string => {
    const last = instantOf(said.reduce<string | null>((key, one) => later(key, one.lastKey), null) ?? '')
    return asOf !== null && last > asOf ? asOf : last
  }
  const keyed = edges.map((edge) => ({ edge, at: lastOf(edge) }))
  return keyed.toSorted((a, b) => (a.at < b.at ? 1 : a.at > b.at ? -1 : 0)).map((k) => k.edge)
}

async function shownEdges({ db }: ReadContext, edges: readonly Edge[], moment: Moment): Promise<EdgeBeneath[]> {
  const all = edges.map((e) => e.said)
  const [jobs, datasets, lastSaid, runs] = await Promise.all([
    jobNames(
      db,
      edges.map((e) => e.job),
    ),
    groupNames(
      db,
      edges.map((e) => e.dataset),
    ),
    lastSaidOf(db, all, moment, true),
    runsOf(db, all, moment),
  ])
  return edges.map(({ job, side, dataset, said }) => {
    const [own, other]: [NodeRef, NodeRef] = [
      { type: 'job', ...must(jobs.get(job), 'a job has a name') },
      { type: 'dataset', ...must(datasets.get(dataset), 'a dataset has a name') },
    ]
    const { firstKey, lastKey } = seenOf(said, lastSaid)
    const seen = { firstSeenAt: shownKey(firstKey), lastSeenAt: shownKey(lastKey), runs: runs(said) }
    return side === 0 ? { from: other, to: own, ...seen } : { from: own, to: other, ...seen }
  })
}
