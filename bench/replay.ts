/** How fast a full sync is, what the log takes on disk, how long a start takes and what memory is held. */
import fs from 'node:fs'
import path from 'node:path'
import { gunzipSync } from 'node:zlib'
import { openSqlite } from '../src/db/sqlite.ts'
import { migrate } from '../src/db/migrate.ts'
import { generateDemo } from '../src/demo/generate.ts'
import { Appender } from '../src/log/appender.ts'
import { compactStep } from '../src/log/compact.ts'
import { LogReader } from '../src/log/reader.ts'
import { logMigrations } from '../src/log/tables.ts'
import { report, residentMb, round, startProgram, tempDir } from './programs.ts'
import type { Program } from './programs.ts'

/** Recorded events where a corpus is at hand (HEADWATER_BENCH_CORPUS, else beside the project), else those of the demo. */
export function recordedEvents(name: string): readonly string[] {
  const folder = process.env['HEADWATER_BENCH_CORPUS'] ?? path.join(import.meta.dirname, '..', '..', 'shared', 'corpus')
  const file = path.join(folder, name, 'events.ndjson.gz')
  if (!fs.existsSync(file)) return [...generateDemo({ now: new Date(0) })].map((e) => e.body)
  return gunzipSync(fs.readFileSync(file)).toString('utf8').split('\n').filter(Boolean)
}

/** `count` events: copies of the recorded ones with run ids and times of their own, so that none is a duplicate. */
export function* copies(events: readonly string[], count: number): Generator<string> {
  for (let i = 0; i < count; i++) {
    const copy = Math.floor(i / events.length)
    const text = events[i % events.length] ?? ''
    yield copy === 0 ? text : rewritten(text, copy)
  }
}

function rewritten(text: string, copy: number): string {
  const mark = copy.toString(16).padStart(4, '0')
  const runs = text.replaceAll(/"runId": ?"([0-9a-f]{8})-[0-9a-f]{4}/g, (_, head: string) => `"runId":"${head}-${mark}`)
  return runs.replace(/"eventTime": ?"(\d{4}-\d\d-\d\dT)/, (_, date: string) => `"eventTime":"${shifted(date.slice(0, 10), -copy)}T`)
}

const shifted = (date: string, days: number): string => new Date(Date.parse(date) + days * 86_400_000).toISOString().slice(0, 10)

export async function benchReplay(count: number): Promise<void> {
  const dataDir = tempDir()
  const program = await startProgram(dataDir)
  const { source } = await program.api<{ source: { id: number } }>('POST', '/api/v2/sources', { name: 'bench', syncMode: 'manual' })
  await importAll(program, source.id, copies(recordedEvents('airflow'), count))
  const before = residentMb(program.pid)
  const full = await syncedFully(program)
  const seconds = (Date.parse(full.endedAt) - Date.parse(full.startedAt)) / 1000
  report('replay', [
    {
      events: full.eventsDone,
      'took s': round(seconds),
      'events/s': round(full.eventsDone / seconds, 0),
      'memory before MB': round(before, 0),
      'after MB': round(residentMb(program.pid), 0),
    },
  ])
  await program.stop()
  await benchStart(dataDir)
  fs.rmSync(dataDir, { recursive: true })
}

/** Sends bodies to a source in batches. */
export async function importAll(program: Program, sourceId: number, bodies: Iterable<string>): Promise<void> {
  let lines: string[] = []
  const flush = async (): Promise<void> => {
    if (lines.length > 0) await program.send(`/api/v2/import?source=${sourceId}`, `${lines.join('\n')}\n`, 'application/x-ndjson')
    lines = []
  }
  for (const body of bodies) {
    lines.push(body)
    if (lines.length >= 500) await flush()
  }
  await flush()
}

interface Done {
  readonly id: number
  readonly state: string
  readonly startedAt: string
  readonly endedAt: string
  readonly eventsDone: number
}

/** Syncs all of the log into a new catalog and waits for it. */
export async function syncedFully(program: Program): Promise<Done> {
  const { sync } = await program.api<{ sync: Done }>('POST', '/api/v2/sync', { full: true })
  for (;;) {
    const now = await program.api<Done>('GET', `/api/v2/syncs/${sync.id}`)
    if (now.state !== 'running') return now
    await new Promise((resolve) => setTimeout(resolve, 200))
  }
}

/** Starts on an empty folder and on one with events. */
async function benchStart(filled: string): Promise<void> {
  const empty = tempDir()
  const rows = []
  for (const [name, dir] of [
    ['empty', empty],
    ['with the replayed events', filled],
  ] as const) {
    const program = await startProgram(dir)
    await program.api('GET', '/api/v2/jobs')
    await new Promise((resolve) => setTimeout(resolve, 3_000))
    rows.push({ folder: name, 'ready ms': round(program.readyMs, 0), 'idle memory MB': round(residentMb(program.pid), 0) })
    await program.stop()
  }
  fs.rmSync(empty, { recursive: true })
  report('start', rows)
}

/** Bytes of the log's file after compaction against the bytes of the events. */
export async function benchLogSize(): Promise<void> {
  const rows = []
  for (const corpus of ['airflow', 'spark']) {
    const dir = tempDir()
    const db = openSqlite(path.join(dir, 'log.db'), { synchronous: 'off' })
    await migrate(db, 'log', logMigrations)
    const appender = await Appender.open(db)
    const bodies = [...copies(recordedEvents(corpus), 5_000)].map((text) => Buffer.from(text))
    for (let i = 0; i < bodies.length; i += 10) {
      const part = bodies.slice(i, i + 10)
      await appender.append({
        bytes: Buffer.concat(part),
        lengths: Uint32Array.from(part, (b) => b.length),
        sourceIds: Uint32Array.from(part, () => 1),
        receivedAt: Float64Array.from(part, () => Date.now()),
        deep: new Uint8Array(part.length),
      })
    }
    while (await appender.indexRecent());
    while (await compactStep(db, true));
    await db.script('VACUUM')
    const { bytes, rawBytes } = await new LogReader(db).stats()
    await db.close()
    fs.rmSync(dir, { recursive: true })
    rows.push({
      events: corpus,
      'raw MB': round(rawBytes / 1e6),
      'on disk MB': round(bytes / 1e6, 2),
      'share %': round((100 * bytes) / rawBytes, 2),
    })
  }
  report('log-size', rows)
}
