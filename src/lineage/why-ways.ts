import type { ReadContext } from '../catalog/context.ts'
import { groupNames, jobNames, shownKey } from '../catalog/names.ts'
import type { NodeRef } from '../contract/lineage.ts'
import type { Way } from '../contract/why.ts'
import type { Executor } from '../db/contract.ts'
import { earlier, later } from '../openlineage/order-key.ts'
import { runsOf, lastSaidOf, seenOf } from './edge-facts.ts'
import { linksBetween } from './graph.ts'
import { firstBy } from './moment.ts'
import type { Moment } from './moment.ts'
import type { EdgeSaid } from './walk.ts'
import type { Ends, Said } from './why-said.ts'

/** Jobs or datasets between two ends that are shown, and links of one end that are looked at. */
const shownAtMost = 100
const looksAtMost = 20_000

/** How one dataset leads to another over jobs, or one job to another over datasets; null when there is no such way. */
export async function waysOf(context: ReadContext, kind: NodeRef['type'], ends: Ends, moment: Moment): Promise<Said | null> {
  const { db } = context
  const { between, isCut } = await betweenOf(db, kind, ends, moment)
  if (between.length === 0) return null
  const shown = between.slice(0, shownAtMost)
  const steps = (end: number, side: 0 | 1) =>
    linksBetween(
      db,
      shown.map((id) => (kind === 'dataset' ? [end, side, id] : [id, side, end])),
      { asOf: moment.asOf, since: null },
    )
  const [comes, goes] = [await steps(ends.from, kind === 'dataset' ? 0 : 1), await steps(ends.to, kind === 'dataset' ? 1 : 0)]
  const idOf = (one: { job: number; dataset: number }): number => (kind === 'dataset' ? one.job : one.dataset)
  const [into, outOf] = [Map.groupBy(comes, idOf), Map.groupBy(goes, idOf)]
  const said = (links: typeof comes | undefined): EdgeSaid[] => (links ?? []).flatMap((l) => l.said ?? [])
  const all = shown.flatMap((id) => [said(into.get(id)), said(outOf.get(id))])
  const [names, lastSaid, runs] = await Promise.all([
    kind === 'dataset' ? jobNames(db, shown) : groupNames(db, shown),
    lastSaidOf(db, all, moment, true),
    runsOf(db, all, moment),
  ])
  const stepOf = (edges: readonly EdgeSaid[]) => ({ ...seenOf(edges, lastSaid), runs: runs(edges) })
  const found = shown.flatMap((id) => {
    const name = names.get(id)
    return name === undefined ? [] : [{ id, name, into: stepOf(said(into.get(id))), outOf: stepOf(said(outOf.get(id))) }]
  })
  // a way is there once both of its steps are, and as long as both are
  const firsts = found.map((w) => later(w.into.firstKey, w.outOf.firstKey))
  const lasts = found.map((w) => earlier(w.into.lastKey, w.outOf.lastKey))
  const edges = kind === 'dataset' ? goes : comes
  return {
    firstKey: firsts.reduce<string | null>((first, one) => earlier(first, one), null),
    lastKey: lasts.reduce<string | null>((last, one) => later(last, one), null),
    sayings: [],
    truncated: false,
    edges: edges.flatMap((l) => l.said ?? []),
    job: edges[0]?.job ?? 0,
    ways: found.map((w): Way => ({
      via: { type: kind === 'dataset' ? 'job' : 'dataset', ...w.name },
      into: shownStep(w.into),
      outOf: shownStep(w.outOf),
    })),
    waysAtLeast: isCut || between.length > shownAtMost,
  }
}

const shownStep = (step: { firstKey: string | null; lastKey: string | null; runs: number | null }): Way['into'] => ({
  firstSeenAt: shownKey(step.firstKey),
  lastSeenAt: shownKey(step.lastKey),
  runs: step.runs,
})

/** What stands between the ends, those that were said last first. */
async function betweenOf(
  db: Executor,
  kind: NodeRef['type'],
  ends: Ends,
  { asOf }: Moment,
): Promise<{ between: number[]; isCut: boolean }> {
  const [end, other] = kind === 'dataset' ? ['group_id', 'job_id'] : ['job_id', 'group_id']
  const [near, far] = kind === 'dataset' ? [ends.to, ends.from] : [ends.from, ends.to]
  // Most datasets are made by fewer jobs than read them; most jobs write less than they read. Both times that is what writes.
  const looked = `SELECT e.${other} AS id, e.last_key, e.first_key FROM edge e WHERE e.${end} = ? AND e.direction = 1 LIMIT ${looksAtMost}`
  const reads = `SELECT 1 FROM edge e WHERE e.${end} = ? AND e.direction = 0 AND e.${other} = n.id ${firstBy({ asOf })}`
  const then = asOf === null ? '' : 'AND substr(n.first_key, 2, 21) <= ?'
  const sql = `SELECT n.id, max(n.last_key) AS last_key FROM (${looked}) AS n WHERE EXISTS (${reads}) ${then} GROUP BY n.id ORDER BY last_key DESC, n.id LIMIT ${shownAtMost + 1}`
  const moment = asOf === null ? [] : [asOf]
  const rows = await db.all<{ id: number }>(sql, [near, far, ...moment, ...moment])
  const count = await db.get<{ n: number }>(
    `SELECT count(*) AS n FROM (SELECT 1 FROM edge e WHERE e.${end} = ? AND e.direction = 1 LIMIT ${looksAtMost}) AS n`,
    [near],
  )
  return { between: rows.map((r) => r.id), isCut: (count?.n ?? 0) >= looksAtMost }
}
