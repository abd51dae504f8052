/**
 * How long questions of the read side take on a generated estate: `node bench/read.ts FILE [--seconds S] [--json]` (bench/estate.ts makes
 * the file). In this process, without HTTP and without the message between threads; times in milliseconds.
 */
import fs from 'node:fs'
import { performance } from 'node:perf_hooks'
import { createReader } from '../src/api/reader.ts'
import type { ReaderHandlers } from '../src/api/reader.ts'
import { openSqlite } from '../src/db/sqlite.ts'
import type { EventMeta, LogReader } from '../src/log/reader.ts'
import { datasetName, estateEnd } from './estate.ts'

export interface Figure {
  readonly question: string
  readonly times: number
  readonly p50: number
  readonly p99: number
  /** Processor time of this thread: what the question costs where nothing else runs. */
  readonly cpu50: number
  readonly cpu99: number
  /** Things in the answers, on average. */
  readonly size: number
}

type Ask = (reader: ReaderHandlers, i: number) => Promise<number>

const dayMs = 86_400_000
const namespace = (i: number): string => `postgres://warehouse-${i % 200}.example.com:5432`
const listed = async (page: Promise<{ items: unknown[] }>): Promise<number> => (await page).items.length

/** Bodies are no part of what is measured: an event is an empty object. */
const emptyLog = {
  bodies: async (positions: readonly number[]) => new Map(positions.map((p) => [p, Buffer.from('{}')])),
  body: async () => Buffer.from('{}'),
  metas: async (positions: readonly number[]): Promise<EventMeta[]> => positions.map(metaAt),
  meta: async (position: number) => metaAt(position),
  recent: async () => [],
  stats: async () => ({ events: 0, bytes: 0, rawBytes: 0, head: 0 }),
} as unknown as LogReader
const metaAt = (position: number): EventMeta => ({
  position,
  sourceId: 1,
  receivedAt: estateEnd,
  hash: '0'.repeat(64),
  bytes: 2_000,
  deep: false,
})

/** Spreads questions over the whole estate. */
const pick = (i: number, n: number): number => (i * 7_919_317) % n

function questions(n: number): Record<string, Ask> {
  const dataset = (i: number): { namespace: string; name: string } => ({ namespace: namespace(pick(i, n)), name: datasetName(pick(i, n)) })
  const lineage = async (reader: ReaderHandlers, i: number, more: object): Promise<number> =>
    (await reader.lineage({ type: 'dataset', ...dataset(i), direction: 'both', depth: 100, columns: false, limit: 1000, ...more }))?.nodes
      .length ?? 0
  const first = { limit: 50, after: null }
  const jobs = { ...first, view: 'all', sort: 'lastRun' } as const
  const datasets = { ...first, sort: 'lastWritten' } as const
  const job = async (reader: ReaderHandlers, i: number): Promise<{ namespace: string; name: string }> => {
    const found = await reader.jobs({ ...jobs, limit: 1, namespace: namespace(i), after: [`0${String(63_900_000_000 + i)}`, 0] })
    return found.items[0] ?? (await reader.jobs({ ...jobs, limit: 1, namespace: namespace(i) })).items[0] ?? { namespace: '', name: '' }
  }
  return {
    'lineage, 1,000 nodes': (r, i) => lineage(r, i, {}),
    'lineage with columns, 1,000 nodes': (r, i) => lineage(r, i, { columns: true }),
    'lineage as of a day, 1,000 nodes': (r, i) => lineage(r, i, { asOf: '2026-10-20T00:00:00Z' }),
    'lineage, one hop': (r, i) => lineage(r, i, { depth: 1 }),
    'lineage of a hub, one hop': async (r, i) =>
      (
        await r.lineage({
          type: 'dataset',
          namespace: namespace(i % 20),
          name: datasetName(i % 20),
          direction: 'both',
          depth: 1,
          columns: false,
          limit: 1000,
        })
      )?.nodes.length ?? 0,
    'lineage of a field': async (r, i) =>
      (await r.lineage({ type: 'dataset', ...dataset(i), field: 'amount', direction: 'both', depth: 20, columns: true, limit: 1000 }))
        ?.nodes.length ?? 0,
    'jobs by last run': (r) => listed(r.jobs(jobs)),
    'jobs by name, somewhere': (r, i) => listed(r.jobs({ ...jobs, sort: 'name', after: [`${'bcdefghijklmnop'[i % 15]}`, 0] })),
    'jobs, roots': (r) => listed(r.jobs({ ...jobs, view: 'roots' })),
    'jobs of a namespace that failed': (r, i) => listed(r.jobs({ ...jobs, namespace: namespace(i), state: 'FAIL' })),
    'jobs of an integration by name': (r, i) => listed(r.jobs({ ...jobs, sort: 'name', integration: ['airflow', 'spark', 'dbt'][i % 3] })),
    'jobs of a source, running': (r, i) => listed(r.jobs({ ...jobs, source: (i % 2) + 1, state: 'RUNNING' })),
    'jobs lost': (r) => listed(r.jobs({ ...jobs, state: 'LOST' })),
    'jobs, search': (r, i) => listed(r.jobs({ ...jobs, q: datasetName(pick(i, n)).split('.')[2] ?? '' })),
    'jobs, search for a common word': (r, i) => listed(r.jobs({ ...jobs, q: ['orders', 'daily', 'cust'][i % 3] })),
    'jobs, facets': async (r) => (await r.jobFacets({})).namespaces.length,
    job: async (r, i) => ((await r.job({ ...(await job(r, i)), sources: [] })) === null ? 0 : 1),
    runs: (r) => listed(r.runs(first)),
    'runs that failed': (r) => listed(r.runs({ ...first, state: 'FAIL' })),
    'runs of a namespace': (r, i) => listed(r.runs({ ...first, namespace: namespace(i) })),
    run: async (r, i) => {
      const { items } = await r.runs({ ...first, limit: 1, namespace: namespace(i) })
      const run = items[0]
      return run === undefined ? 0 : ((await r.run({ ...run.job, runId: run.runId, sources: [] }))?.family.length ?? 0)
    },
    'datasets by last write': (r) => listed(r.datasets(datasets)),
    'datasets by name, somewhere': (r, i) => listed(r.datasets({ ...datasets, sort: 'name', after: [`db${i % 12}.r`, 0] })),
    'datasets of a namespace': (r, i) => listed(r.datasets({ ...datasets, namespace: namespace(i) })),
    'datasets of a source': (r, i) => listed(r.datasets({ ...datasets, source: (i % 2) + 1 })),
    'datasets of a source in a namespace': (r, i) => listed(r.datasets({ ...datasets, source: 2, namespace: namespace(i) })),
    dataset: async (r, i) => (await r.dataset(dataset(i)))?.fields.length ?? 0,
    'dataset, a hub': async (r, i) =>
      (await r.dataset({ namespace: namespace(i % 20), name: datasetName(i % 20) }))?.consumerJobs.length ?? 0,
    'field lineage': async (r, i) => (await r.fieldLineage({ ...dataset(i), field: 'amount' }))?.upstream.length ?? 0,
    'fields by name': (r, i) => listed(r.fields({ ...first, q: ['amount', 'cust', 'i'][i % 3] ?? '' })),
    'events of a job': async (r, i) =>
      listed(r.events({ ...first, ...(({ namespace: jobNamespace, name: jobName }) => ({ jobNamespace, jobName }))(await job(r, i)) })),
    'events of a dataset': (r, i) => listed(r.events({ ...first, datasetNamespace: dataset(i).namespace, datasetName: dataset(i).name })),
    'events of a type that is rare': (r) => listed(r.events({ ...first, eventType: 'FAIL' })),
    'search, a name': async (r, i) => (await r.search({ q: datasetName(pick(i, n)), limit: 10 })).hits.length,
    'search, a common word': async (r, i) =>
      (await r.search({ q: ['orders', 'daily', 'customers ran'][i % 3] ?? '', limit: 10 })).hits.length,
    'search, a letter': async (r, i) => (await r.search({ q: 'abcdefghijklm'[i % 13] ?? '', limit: 10 })).hits.length,
    home: async (r) => (await r.home({})).failing.length,
  }
}

async function measure(reader: ReaderHandlers, question: string, ask: Ask, seconds: number): Promise<Figure> {
  for (let i = 0; i < 5; i++) await ask(reader, 1_000_000 + i)
  const times: number[] = []
  const cpu: number[] = []
  let size = 0
  for (let i = 0, end = performance.now() + seconds * 1000; i < 1_000 && (performance.now() < end || i < 20); i++) {
    const started = performance.now()
    const before = process.threadCpuUsage()
    size += await ask(reader, i)
    const used = process.threadCpuUsage(before)
    times.push(performance.now() - started)
    cpu.push((used.user + used.system) / 1000)
  }
  return {
    question,
    times: times.length,
    p50: at(times, 0.5),
    p99: at(times, 0.99),
    cpu50: at(cpu, 0.5),
    cpu99: at(cpu, 0.99),
    size: Math.round(size / times.length),
  }
}

function at(times: number[], share: number): number {
  times.sort((a, b) => a - b)
  return Math.round((times[Math.min(times.length - 1, Math.floor(times.length * share))] ?? 0) * 100) / 100
}

/** Measures every question whose name holds `only`. */
export async function measureReads(file: string, seconds: number, only = ''): Promise<Figure[]> {
  const db = openSqlite(file, { readOnly: true, cacheKb: 32_768 })
  const reader = createReader({ catalog: db, log: emptyLog, settings: { lostAfterMs: dayMs }, now: () => estateEnd })
  const n = (await db.get<{ n: number }>('SELECT max(id) AS n FROM dataset'))?.n ?? 0
  const figures: Figure[] = []
  for (const [question, ask] of Object.entries(questions(n)))
    if (question.includes(only)) figures.push(await measure(reader, question, ask, seconds))
  await db.close()
  return figures
}

if (process.argv[1] === import.meta.filename) {
  const [file = 'estate.db', seconds = '1', only = ''] = process.argv.slice(2)
  console.log(`${file}, ${Math.round(fs.statSync(file).size / 1e6)} MB`)
  for (const f of await measureReads(file, Number(seconds), only)) {
    console.log(
      [
        f.question.padEnd(40),
        `${f.times} times`.padStart(11),
        `p50 ${f.p50}`.padStart(12),
        `p99 ${f.p99}`.padStart(12),
        `cpu p50 ${f.cpu50}`.padStart(16),
        `p99 ${f.cpu99}`.padStart(12),
        `${f.size} in it`.padStart(13),
      ].join(' '),
    )
  }
}
