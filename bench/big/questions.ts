import type { ReaderHandlers } from '../../src/api/reader.ts'
import type { LineageQuery } from '../../src/contract/lineage.ts'
import * as of from './shape.ts'
import type { Shape } from './shape.ts'

/** Asks once; `i` spreads the questions over the estate. Resolves to how many things are in the answer. */
export type Ask = (reader: ReaderHandlers, i: number) => Promise<number>

const spread = (i: number, n: number): number => (i * 7_919_317) % n
const first = { limit: 50, after: null }
const listed = async (page: Promise<{ items: unknown[] }>): Promise<number> => (await page).items.length
const nodesIn = async (answer: Promise<{ nodes: unknown[] } | null>): Promise<number> => (await answer)?.nodes.length ?? 0

/** Lineage in all its forms. */
export function lineageQuestions(shape: Shape): Record<string, Ask> {
  const dataset = (i: number) => named(spread(i, shape.jobs * of.outputsPerJob))
  const hub = (i: number) => named(shape.hubAt(i))
  const asked = { type: 'dataset', direction: 'both', depth: 100, columns: false, limit: 1_000 } as const
  const lineage = (reader: ReaderHandlers, root: object, more: Partial<LineageQuery> = {}): Promise<number> =>
    nodesIn(reader.lineage({ ...asked, ...root, ...more } as LineageQuery))
  const inChain = (i: number) => named(chained(shape, i) * of.outputsPerJob)
  return {
    'lineage, 1,000 nodes': (r, i) => lineage(r, dataset(i)),
    'lineage, 1,000 nodes, with facts': (r, i) => lineage(r, dataset(i), { facts: true }),
    'lineage, 1,000 nodes, folded': (r, i) => lineage(r, dataset(i), { fold: true }),
    'lineage, 1,000 nodes, with columns': (r, i) => lineage(r, dataset(i), { columns: true }),
    'lineage, 1,000 nodes, upstream': (r, i) => lineage(r, dataset(i), { direction: 'upstream' }),
    'lineage, 1,000 nodes, downstream': (r, i) => lineage(r, dataset(i), { direction: 'downstream' }),
    'lineage, 1,000 nodes, as of an hour ago': (r, i) => lineage(r, dataset(i), { asOf: '2026-10-31T23:00:00Z' }),
    'lineage, 1,000 nodes, as of when half was there': (r, i) => lineage(r, dataset(i), { asOf: '2026-09-02T00:00:00Z' }),
    'lineage, 1,000 nodes, last 7 days': (r, i) => lineage(r, dataset(i), { window: 7 }),
    'lineage along a chain': (r, i) => lineage(r, inChain(i), { direction: 'upstream' }),
    'lineage, one hop': (r, i) => lineage(r, dataset(i), { depth: 1 }),
    'lineage of a hub, one hop': (r, i) => lineage(r, hub(i), { depth: 1 }),
    'lineage of a hub, 1,000 nodes': (r, i) => lineage(r, hub(i)),
    'compare, 1,000 nodes': (r, i) =>
      nodesIn(r.compareLineage({ ...asked, ...dataset(i), before: '2026-10-25T00:00:00Z', after: '2026-10-31T00:00:00Z' } as never)),
    'lineage of a field': (r, i) => lineage(r, { ...dataset(i), field: of.fieldName(spread(i, shape.datasets), 3) }, { depth: 20 }),
    'lineage of a field of a hub': (r, i) => lineage(r, { ...hub(i), field: of.fieldName(shape.hubAt(i), 3) }, { depth: 20 }),
    causes: async (r, i) => (await r.causes({ type: 'dataset', ...dataset(i), depth: 20, limit: 100 }))?.lookedAt ?? 0,
  }
}

const named = (i: number): { namespace: string; name: string } => ({ namespace: of.namespaceOf(i), name: of.datasetName(i) })

/** The last job of a chain. */
const chained = (shape: Shape, i: number): number => Math.min(shape.jobs - 1, 1_000 * spread(i + 1, Math.ceil(shape.jobs / 1_000)) + 999)

/** Lists and pages. */
export function pageQuestions(shape: Shape): Record<string, Ask> {
  const dataset = (i: number) => named(spread(i, shape.jobs * of.outputsPerJob))
  const job = (i: number) => jobAt(shape, spread(i, shape.jobs))
  const hub = (i: number) => named(shape.hubAt(i))
  const jobs = { ...first, view: 'all', sort: 'lastRun' } as const
  const datasets = { ...first, sort: 'lastWritten' } as const
  return {
    'jobs by last run': (r) => listed(r.jobs(jobs)),
    'jobs by name, somewhere': (r, i) => listed(r.jobs({ ...jobs, sort: 'name', after: [`${'bcdefghijklmnop'[i % 15]}`, 0] })),
    'jobs, roots': (r) => listed(r.jobs({ ...jobs, view: 'roots' })),
    'jobs of a namespace that failed': (r, i) => listed(r.jobs({ ...jobs, namespace: of.namespaceOf(i), state: 'FAIL' })),
    'jobs of an integration by name': (r, i) => listed(r.jobs({ ...jobs, sort: 'name', integration: ['airflow', 'spark', 'dbt'][i % 3] })),
    'jobs of a source, running': (r, i) => listed(r.jobs({ ...jobs, source: (i % 2) + 1, state: 'RUNNING' })),
    'jobs lost': (r) => listed(r.jobs({ ...jobs, state: 'LOST' })),
    'jobs, search': (r, i) => listed(r.jobs({ ...jobs, q: of.datasetName(spread(i, shape.datasets)).split('.')[2] ?? '' })),
    'jobs, search for a common word': (r, i) => listed(r.jobs({ ...jobs, q: ['orders', 'daily', 'cust'][i % 3] })),
    'jobs, facets': async (r) => (await r.jobFacets({})).namespaces.length,
    job: async (r, i) => ((await r.job({ ...job(i), sources: [] })) === null ? 0 : 1),
    runs: (r) => listed(r.runs(first)),
    'runs that failed': (r) => listed(r.runs({ ...first, state: 'FAIL' })),
    'runs of a namespace': (r, i) => listed(r.runs({ ...first, namespace: of.namespaceOf(i) })),
    run: async (r, i) => (await r.run({ ...job(i), runId: runOf(shape, i), sources: [] }))?.family.length ?? 0,
    'datasets by last write': (r) => listed(r.datasets(datasets)),
    'datasets by name, somewhere': (r, i) => listed(r.datasets({ ...datasets, sort: 'name', after: [`db${i % 12}.r`, 0] })),
    'datasets of a namespace': (r, i) => listed(r.datasets({ ...datasets, namespace: of.namespaceOf(i) })),
    'datasets of a source': (r, i) => listed(r.datasets({ ...datasets, source: (i % 2) + 1 })),
    'datasets of a source in a namespace': (r, i) => listed(r.datasets({ ...datasets, source: 2, namespace: of.namespaceOf(i) })),
    dataset: async (r, i) => (await r.dataset(dataset(i)))?.fields.length ?? 0,
    'dataset, a hub': async (r, i) => (await r.dataset(hub(i)))?.consumerJobs.length ?? 0,
    'field lineage': async (r, i) => (await r.fieldLineage({ ...dataset(i), field: 'amount' }))?.upstream.length ?? 0,
    'fields by name': (r, i) => listed(r.fields({ ...first, q: ['amount', 'cust', 'i'][i % 3] ?? '' })),
    events: (r) => listed(r.events(first)),
    'events of a job': (r, i) => listed(r.events({ ...first, jobNamespace: job(i).namespace, jobName: job(i).name })),
    'events of a dataset': (r, i) => listed(r.events({ ...first, datasetNamespace: dataset(i).namespace, datasetName: dataset(i).name })),
    'events of a type that is rare': (r) => listed(r.events({ ...first, eventType: 'FAIL' })),
    home: async (r) => (await r.home({})).failing.length,
  }
}

const jobAt = (shape: Shape, j: number): { namespace: string; name: string } => ({
  namespace: of.namespaceOf(shape.dagOf(j)),
  name: shape.jobName(j),
})
const runOf = (shape: Shape, i: number): string => `run-${spread(i, shape.jobs) * of.runsPerJob + of.runsPerJob}`
