/**
 * How long questions take on an estate that bench/big-estate.ts made: `node --max-semi-space-size=16 bench/read.ts FILE|postgres://… N [--seconds S] [--asks A] [--only TEXT]
 * [--json]`. Each question is asked for S seconds, and A times at the least. In this process, without HTTP and without the message between
 * threads; times in milliseconds.
 */
import { performance } from 'node:perf_hooks'
import { parseArgs } from 'node:util'
import { createReader } from '../src/api/reader.ts'
import type { ReaderHandlers } from '../src/api/reader.ts'
import type { Database } from '../src/db/contract.ts'
import { openPostgres } from '../src/db/postgres.ts'
import { openSqlite } from '../src/db/sqlite.ts'
import { lineageQuestions, pageQuestions } from './big/questions.ts'
import type { Ask } from './big/questions.ts'
import { searchQuestions } from './big/search-questions.ts'
import { Shape, datasetName, dayMs, estateEnd, namespaceOf } from './big/shape.ts'
import { emptyLog } from './big/empty-log.ts'
import { round } from './programs.ts'

export interface Figure {
  readonly question: string
  /** How many times it was asked: of fewer than a hundred the p99 is the slowest one, such as the one hub that was met. */
  readonly asks: number
  readonly p50: number
  readonly p99: number
  /** Processor time of this thread: what the question costs where nothing else runs. With PostgreSQL most of the work is done elsewhere. */
  readonly cpu50: number
  readonly cpu99: number
  /** Things in the answers, on average. */
  readonly size: number
}

/** Rows of one impact that are measured. */
const impactRows = 100_000

/** How long a question is asked, and how often at the least. */
interface Effort {
  readonly seconds: number
  readonly asks: number
}

const asksAtMost = 1_000

async function measure(reader: ReaderHandlers, question: string, ask: Ask, { seconds, asks }: Effort): Promise<Figure> {
  for (let i = 0; i < 10; i++) await ask(reader, 1_000_000 + i)
  const [times, cpu]: [number[], number[]] = [[], []]
  let size = 0
  for (let i = 0, end = performance.now() + seconds * 1000; i < asksAtMost && (performance.now() < end || i < asks); i++) {
    const [started, before] = [performance.now(), process.threadCpuUsage()]
    size += await ask(reader, i)
    const used = process.threadCpuUsage(before)
    times.push(performance.now() - started)
    cpu.push((used.user + used.system) / 1000)
  }
  const n = times.length
  return {
    question,
    asks: n,
    p50: at(times, 0.5),
    p99: at(times, 0.99),
    cpu50: at(cpu, 0.5),
    cpu99: at(cpu, 0.99),
    size: Math.round(size / n),
  }
}

function at(times: number[], share: number): number {
  times.sort((a, b) => a - b)
  return round(times[Math.min(times.length - 1, Math.floor(times.length * share))] ?? 0, 2)
}

/** Streams what is downstream of the first hub, once. */
async function measureImpact(reader: ReaderHandlers, question: string): Promise<Figure> {
  await streamed(reader, impactRows / 10)
  const [started, before] = [performance.now(), process.threadCpuUsage()]
  const rows = await streamed(reader, impactRows)
  const used = process.threadCpuUsage(before)
  const [ms, cpu] = [performance.now() - started, (used.user + used.system) / 1000]
  return { question, asks: 1, p50: round(ms), p99: round(ms), cpu50: round(cpu), cpu99: round(cpu), size: rows }
}

async function streamed(reader: ReaderHandlers, limit: number): Promise<number> {
  const query = { namespace: namespaceOf(0), name: datasetName(0), depth: 1_000, limit }
  let rows = -1
  for await (const line of (await reader.impactText({ query, format: 'ndjson' })) ?? []) rows += line === '' ? 0 : 1
  return rows
}

async function measureAll(db: Database, shape: Shape, effort: Effort, only: string): Promise<Figure[]> {
  const reader = createReader({ catalog: db, log: emptyLog, settings: { lostAfterMs: dayMs }, now: () => estateEnd })
  const figures: Figure[] = []
  for (const [question, ask] of Object.entries({ ...lineageQuestions(shape), ...pageQuestions(shape), ...searchQuestions(shape) }))
    if (question.includes(only)) figures.push(await measure(reader, question, ask, effort))
  const question = `impact, ${impactRows} rows`
  if (question.includes(only)) figures.push(await measureImpact(reader, question))
  return figures
}

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: {
    seconds: { type: 'string', default: '1' },
    asks: { type: 'string', default: '20' },
    only: { type: 'string', default: '' },
    json: { type: 'boolean', default: false },
  },
})
const [target = 'estate.db', n = '100000'] = positionals
const db = target.startsWith('postgres')
  ? openPostgres(target, { readOnly: true, searchPath: [`big_${n}`] })
  : openSqlite(target, { readOnly: true, cacheKb: 65_536 })
const figures = await measureAll(db, new Shape(Number(n)), { seconds: Number(values.seconds), asks: Number(values.asks) }, values.only)
await db.close()
if (values.json) console.log(JSON.stringify(figures))
else console.table(figures)
