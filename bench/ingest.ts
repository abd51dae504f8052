/** Durable ingest against a bare Node server in the same run, and the acknowledgement's latency at half of that load. */
import fs from 'node:fs'
import { performance } from 'node:perf_hooks'
import { must } from '../src/lib/assert.ts'
import { bodyOf } from './bodies.ts'
import { load, median, report, round, startBare, startProgram, tempDir } from './programs.ts'
import type { Program } from './programs.ts'

const connections = 256
const batchEvents = 100

interface Source {
  readonly source: { readonly id: number }
  readonly apiToken: string
}

/** Bare and durable in turn, and compared turn by turn, so that what else the machine does falls on both. */
export async function benchIngest(seconds: number, rounds: number): Promise<void> {
  const rows = []
  for (const size of [2_000, 35_000]) {
    const bare: number[] = []
    const durable: number[] = []
    for (let round = 0; round < rounds; round++) {
      bare.push(await bareRate(size, seconds))
      durable.push(await durableRate(size, seconds))
    }
    const half = await halfLoad(size, median(durable) / 2, seconds)
    rows.push({
      body: `${size / 1000} kB`,
      'bare events/s': round(median(bare), 0),
      'durable events/s': round(median(durable), 0),
      'share %': round(100 * median(durable.map((rate, i) => rate / must(bare[i], 'as many of both')))),
      'p99 ms at half': round(half.p99),
      'max ms': round(half.max),
    })
  }
  report('ingest', rows)
}

async function bareRate(size: number, seconds: number): Promise<number> {
  const bare = await startBare()
  const result = await load(bare.port, 'none', size, connections, seconds)
  await bare.stop()
  return result.perSecond
}

async function withProgram<T>(work: (program: Program, token: string) => Promise<T>): Promise<T> {
  const dataDir = tempDir()
  const program = await startProgram(dataDir)
  try {
    const { apiToken } = await program.api<Source>('POST', '/api/v2/sources', { name: 'bench' })
    return await work(program, apiToken)
  } finally {
    await program.stop()
    fs.rmSync(dataDir, { recursive: true })
  }
}

const durableRate = (size: number, seconds: number): Promise<number> =>
  withProgram(async (program, token) => {
    const result = await load(program.port, token, size, connections, seconds)
    const refused = Object.entries(result.statuses).filter(([status]) => status !== '201')
    if (refused.length > 0) throw new Error(`Not all were accepted: ${JSON.stringify(result.statuses)}`)
    return result.perSecond
  })

const halfLoad = (size: number, rate: number, seconds: number) =>
  withProgram((program, token) => load(program.port, token, size, connections, seconds, { rate }))

/** Batches of 100 events against JSON.parse alone on the same bytes, eight connections. */
export async function benchBatches(seconds: number): Promise<void> {
  const rows = []
  for (const size of [2_000, 35_000]) {
    const bodies = Array.from({ length: batchEvents }, (_, i) => bodyOf(size, i))
    const parseRate = parsePerSecond(bodies.map((b) => b.bytes.toString()))
    const rate = await withProgram((program, token) => batchRate(program, token, size, seconds))
    rows.push({
      body: `${size / 1000} kB`,
      'JSON.parse events/s': round(parseRate, 0),
      'batched events/s': round(rate, 0),
      'share %': round((100 * rate) / parseRate),
    })
  }
  report('batches', rows)
}

function parsePerSecond(texts: readonly string[]): number {
  const joined = texts.map((t) => Buffer.from(t))
  const started = performance.now()
  let events = 0
  while (performance.now() - started < 2_000) for (const body of joined) if (JSON.parse(body.toString('utf8')) !== null) events++
  return events / ((performance.now() - started) / 1000)
}

const batchRate = async (program: Program, token: string, size: number, seconds: number): Promise<number> => {
  const { perSecond, statuses } = await load(program.port, token, size, 8, seconds, { batch: batchEvents })
  if (Object.keys(statuses).join() !== '200') throw new Error(`Not all were answered 200: ${JSON.stringify(statuses)}`)
  return perSecond * batchEvents
}
