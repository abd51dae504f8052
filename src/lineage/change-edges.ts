import type { ChangesQuery } from '../contract/changes.ts'
import type { Executor } from '../db/contract.ts'
import { instantOf } from '../openlineage/order-key.ts'
import { formatInstant } from '../openlineage/time.ts'
import { boundsOf } from './bounds.ts'
import { spansBetween } from './change-columns.ts'
import { nearestFirst } from './change-spans.ts'
import type { Span, Spans } from './change-spans.ts'
import { walkBudget } from './budget.ts'
import { foldedFor } from './fold-top.ts'
import { catalogGraph, linksBetween } from './graph.ts'
import { byLastRuns, ever } from './moment.ts'
import { walk } from './walk.ts'
import type { EdgeSaid, Link } from './walk.ts'

/** The edges of the graph that lineage shows ever, with the column edges between its datasets. */
export async function edgeSpans(db: Executor, query: ChangesQuery, root: { kind: 'job' | 'dataset'; id: number }): Promise<Spans> {
  const base = catalogGraph(db, ever)
  const folded = await foldedFor(db, base, query, root.kind === 'job' ? root.id : null)
  const walked = await walk(folded ?? base, {
    root,
    directions: query.direction === 'both' ? ['upstream', 'downstream'] : [query.direction],
    depth: query.depth,
    nodesAtMost: query.limit,
    linksAtMost: query.limit * boundsOf(db).linksPerNode,
    budget: walkBudget({}),
  })
  const shown = (await folded?.shownAs(walked.links.flatMap((l) => (l.said ?? []).map((one) => one.job)))) ?? new Map<number, number>()
  const columns = await spansBetween(db, new Set(walked.datasets.keys()), shown)
  return {
    spans: [...(await spansOf(db, walked.links)), ...columns.spans],
    jobs: nearestFirst(walked.jobs),
    datasets: nearestFirst(walked.datasets),
    truncated: walked.truncated || columns.truncated,
  }
}

async function spansOf(db: Executor, links: readonly Link[]): Promise<Span[]> {
  const pairs = links.flatMap(({ said = [], dataset, side }) => said.map(({ job }) => [dataset, side, job] as const))
  const held = new Set((await linksBetween(db, pairs, byLastRuns)).flatMap((l) => l.said ?? []).map(keyOf))
  return links.flatMap((link) => spanOf(link, (one) => held.has(keyOf(one))))
}

const keyOf = ({ job, side, dataset }: EdgeSaid): string => `${job} ${side} ${dataset}`

/** What several jobs that are shown as one say, or one job of several ids of a dataset, is there from the first to the last of it. */
function spanOf(link: Link, isHeld: (one: EdgeSaid) => boolean): Span[] {
  const said = (link.said ?? []).toSorted((a, b) => ((a.lastKey ?? '') < (b.lastKey ?? '') ? 1 : -1))
  const [newest] = said
  if (newest === undefined) return []
  const [job, dataset] = [{ kind: 'job', id: link.job } as const, { kind: 'dataset', id: link.dataset } as const]
  const firsts = said.map((one) => instantOf(one.firstKey ?? '')).filter((at) => formatInstant(at) !== null)
  return [
    {
      ...(link.side === 0 ? { from: dataset, to: job } : { from: job, to: dataset }),
      fields: null,
      first: firsts.toSorted()[0] ?? '',
      last: instantOf(newest.lastKey ?? ''),
      isHeld: said.some(isHeld),
      saidBy: newest.job,
      direction: link.side,
      dataset: link.dataset,
    },
  ]
}
