import { among, idList } from '../catalog/sql.ts'
import { jobIdOf } from '../catalog/names.ts'
import type { ChangesQuery } from '../contract/changes.ts'
import type { Executor } from '../db/contract.ts'
import { instantOf } from '../openlineage/order-key.ts'
import { spansBetween } from './change-columns.ts'
import { nearestFirst } from './change-spans.ts'
import type { Span, Spans } from './change-spans.ts'
import { FoldedGraph } from './fold.ts'
import { catalogGraph } from './graph.ts'
import { ever } from './moment.ts'
import { walk } from './walk.ts'
import type { Graph, Link, Walked } from './walk.ts'

const linksPerNode = 20

/** The edges of the graph that lineage shows ever, with the column edges between its datasets. */
export async function edgeSpans(db: Executor, query: ChangesQuery, root: { kind: 'job' | 'dataset'; id: number }): Promise<Spans> {
  const said = new Map<string, Link>()
  const base = noting(catalogGraph(db, ever), said)
  const folded = query.fold === true ? await FoldedGraph.open(db, base, await topOf(db, query, root)) : null
  const walked = await walk(folded ?? base, {
    root,
    directions: query.direction === 'both' ? ['upstream', 'downstream'] : [query.direction],
    depth: query.depth,
    nodesAtMost: query.limit,
    linksAtMost: query.limit * linksPerNode,
  })
  const shown = folded === null ? new Map<number, number>() : await folded.shownAs([...said.values()].map((l) => l.job))
  const columns = await spansBetween(db, new Set(walked.datasets.keys()), shown)
  return {
    spans: [...(await spansOf(db, walked, [...said.values()], shown)), ...columns.spans],
    jobs: nearestFirst(walked.jobs),
    datasets: nearestFirst(walked.datasets),
    truncated: walked.truncated || columns.truncated,
  }
}

async function topOf(db: Executor, query: ChangesQuery, root: { kind: 'job' | 'dataset'; id: number }): Promise<number | null> {
  if (root.kind === 'job') return root.id
  return query.topName === undefined ? null : jobIdOf(db, { namespace: query.topNamespace ?? '', name: query.topName })
}

const keyOf = (l: Link, job = l.job): string => `${job} ${l.side} ${l.dataset}`

/** Keeps what the walk reads, before jobs are folded: an id of a dataset apart from its group tells nothing here, so the widest span stands. */
function noting(graph: Graph, said: Map<string, Link>): Graph {
  const note = (links: readonly Link[]): readonly Link[] => {
    for (const link of links) {
      const known = said.get(keyOf(link))
      said.set(keyOf(link), known === undefined ? link : { ...link, firstKey: earliest(known, link), lastKey: latest(known, link) })
    }
    return links
  }
  return {
    linksOfDatasets: async (datasets, side, limit) => note(await graph.linksOfDatasets(datasets, side, limit)),
    linksOfJobs: async (jobs, side, limit) => note(await graph.linksOfJobs(jobs, side, limit)),
  }
}

const earliest = (a: Link, b: Link): string => ((a.firstKey ?? '') < (b.firstKey ?? '') ? (a.firstKey ?? '') : (b.firstKey ?? ''))
const latest = (a: Link, b: Link): string => ((a.lastKey ?? '') > (b.lastKey ?? '') ? (a.lastKey ?? '') : (b.lastKey ?? ''))

async function spansOf(db: Executor, walked: Walked, said: readonly Link[], shown: ReadonlyMap<number, number>): Promise<Span[]> {
  const kept = new Set(walked.links.map((l) => keyOf(l)))
  const links = said.filter((l) => kept.has(keyOf(l, shown.get(l.job) ?? l.job)))
  const ended = await endedRuns(
    db,
    links.map((l) => l.job),
  )
  const lastWord = new Map<number, string>()
  for (const l of links) if ((l.lastKey ?? '') > (lastWord.get(l.job) ?? '')) lastWord.set(l.job, l.lastKey ?? '')
  // A run that named nothing at all takes nothing back.
  const ranOn = (l: Link): boolean => {
    const started = ended.get(l.job)
    return started !== undefined && started > instantOf(l.lastKey ?? '') && instantOf(lastWord.get(l.job) ?? '') >= started
  }
  const spans = new Map<string, Span>()
  for (const link of links) {
    const job = shown.get(link.job) ?? link.job
    const key = keyOf(link, job)
    spans.set(key, joined(spans.get(key), spanOf(link, job, ranOn(link))))
  }
  return [...spans.values()]
}

function spanOf(link: Link, shownJob: number, ranOn: boolean): Span {
  const [job, dataset] = [{ kind: 'job', id: shownJob } as const, { kind: 'dataset', id: link.dataset } as const]
  const [first, last] = [instantOf(link.firstKey ?? ''), instantOf(link.lastKey ?? '')]
  const ends = link.side === 0 ? { from: dataset, to: job } : { from: job, to: dataset }
  return { ...ends, fields: null, first, last, ranOn, saidBy: link.job, direction: link.side, dataset: link.dataset }
}

/** What several jobs that are shown as one say is there from the first to the last of them. */
const joined = (a: Span | undefined, b: Span): Span =>
  a === undefined
    ? b
    : {
        ...(a.last >= b.last ? a : b),
        first: a.first < b.first ? a.first : b.first,
        last: a.last > b.last ? a.last : b.last,
        ranOn: a.ranOn && b.ranOn,
      }

/** When the last run of each job began, of those that ended well. */
async function endedRuns(db: Executor, jobs: readonly number[]): Promise<Map<number, string>> {
  const sql = `SELECT id, last_started FROM job WHERE id ${among(db)} AND last_state = 'COMPLETE' AND last_started <> ''`
  const rows = await db.all<{ id: number; last_started: string }>(sql, [idList(db, new Set(jobs))])
  return new Map(rows.map((r) => [r.id, r.last_started]))
}
