/** What receipts cost the way of an event from the log into the catalog: with what the fold does for them only, and without. */
import { execFile } from 'node:child_process'
import fs from 'node:fs'
import path from 'node:path'
import { promisify } from 'node:util'
import { openSqlite } from '../src/db/sqlite.ts'
import { migrate } from '../src/db/migrate.ts'
import { Appender } from '../src/log/appender.ts'
import { logMigrations } from '../src/log/tables.ts'
import { median, report, round, tempDir } from './programs.ts'
import { copies, recordedEvents } from './replay.ts'

const run = promisify(execFile)
/** With receipts it is at least so much as fast as without. */
const boundPercent = 85

/** Replays `count` events in processes of their own, with and without in turn; `rounds` of each. */
export async function benchReceipts(count: number, rounds: number): Promise<void> {
  const folder = tempDir()
  await writeLog(path.join(folder, 'log.db'), copies(recordedEvents('airflow'), count))
  const rates = { with: [] as number[], without: [] as number[] }
  for (let n = 0; n < rounds; n++) for (const way of ['with', 'without'] as const) rates[way].push(await replayed(folder, way))
  fs.rmSync(folder, { recursive: true })
  const [having, lacking] = [median(rates.with), median(rates.without)]
  const share = round((100 * having) / lacking, 0)
  report('receipts', [
    {
      events: count,
      'events/s of processor with': round(having, 0),
      without: round(lacking, 0),
      'share %': share,
      'at least %': boundPercent,
    },
  ])
  if (share < boundPercent) process.exitCode = 1
}

async function replayed(folder: string, way: 'with' | 'without'): Promise<number> {
  const hook = way === 'without' ? ['--import', path.join(import.meta.dirname, 'without-receipts.ts')] : []
  const { stdout } = await run(process.execPath, [...hook, path.join(import.meta.dirname, 'receipts-run.ts'), folder])
  return Number(stdout)
}

async function writeLog(file: string, bodies: Iterable<string>): Promise<void> {
  const db = openSqlite(file, { synchronous: 'off' })
  await migrate(db, 'log', logMigrations)
  const appender = await Appender.open(db)
  let waiting: Buffer[] = []
  const flush = async (): Promise<void> => {
    await appender.append({
      bytes: Buffer.concat(waiting),
      lengths: Uint32Array.from(waiting, (b) => b.length),
      sourceIds: Uint32Array.from(waiting, () => 1),
      receivedAt: Float64Array.from(waiting, () => Date.now()),
      deep: new Uint8Array(waiting.length),
    })
    waiting = []
  }
  for (const body of bodies) if (waiting.push(Buffer.from(body)) >= 200) await flush()
  if (waiting.length > 0) await flush()
  await db.close()
}
