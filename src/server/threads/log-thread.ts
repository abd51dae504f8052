import { flushCompileCache } from 'node:module'
import { parentPort, workerData } from 'node:worker_threads'
import { createControl } from '../../control/control.ts'
import type { ControlHandlers } from '../../control/control.ts'
import type { ControlOptions } from '../../control/store.ts'
import { migrate } from '../../db/migrate.ts'
import type { Appended } from '../../ingest/group-commit.ts'
import { lookAt, without } from '../../ingest/look.ts'
import type { GroupRequest } from '../../ingest/look.ts'
import { must } from '../../lib/assert.ts'
import { Handover, serveCalls } from '../../lib/rpc.ts'
import { Appender } from '../../log/appender.ts'
import type { AppendRequest, AppendResult } from '../../log/appender.ts'
import { compactStep } from '../../log/compact.ts'
import { LogReader } from '../../log/reader.ts'
import { logMigrations } from '../../log/tables.ts'
import { openLogWriter } from './store.ts'
import type { StorePlace } from './store.ts'

/** The log thread: the one writer of the event log and of what people set. */
export interface LogThreadData {
  readonly place: StorePlace
  readonly control: Omit<ControlOptions, 'now'>
  /** How many groups were sent here and have not been taken up. */
  readonly groupsWaiting: Int32Array
}

export type LogHandlers = ControlHandlers & {
  /** Never throws: what could not be stored comes back. */
  append: (group: GroupRequest) => Promise<Handover<Appended & { readonly commitMs: number }>>
  logStats: (_: object) => Promise<{ events: number; bytes: number; rawBytes: number; head: number }>
  positionOf: (asked: { hash: string; sourceIds: readonly number[] }) => Promise<number | null>
  /** Writes nothing new to the disk and waits for it: throws while the log cannot be written. */
  probe: (_: object) => Promise<void>
  /** Joins and indexes all that waits; then the files are as small as they get. */
  settle: (_: object) => Promise<void>
  stop: (_: object) => Promise<void>
}

/** How long nothing must come before small blocks are joined. */
const quietMs = 1_000
const settleMs = 15_000

const { place, control: controlOptions, groupsWaiting } = workerData as LogThreadData
const port = must(parentPort, 'this file runs in a thread')
const db = await openLogWriter(place, () => Atomics.load(groupsWaiting, 0) > 0)
await migrate(db, 'log', logMigrations)
const appender = await Appender.open(db)
const control = createControl(db, controlOptions)
const reader = new LogReader(db)
let lastAppend = performance.now()
let housekeeping: Promise<void> | null = null
let settled = false
let stopping = false

/** Looks at what came and keeps what is an event. The bytes change hands, and back with the answer. */
async function append(group: GroupRequest): ReturnType<LogHandlers['append']> {
  Atomics.sub(groupsWaiting, 0, 1)
  const { bytes } = group
  const started = performance.now()
  const looked = lookAt(group)
  const kept = without(group, looked.refused)
  const result = await appendNow(kept).catch((error: unknown) => (error instanceof Error ? error.message : String(error)))
  return new Handover({ bytes, looked, result, commitMs: performance.now() - started }, [bytes.buffer])
}

async function appendNow(request: AppendRequest): Promise<AppendResult> {
  if (request.lengths.length === 0)
    return { positions: new Float64Array(), duplicates: new Uint8Array(), hashes: new Uint8Array(), head: 0 }
  const result = await appender.append(request)
  lastAppend = performance.now()
  settled = false
  return result
}

/** A short piece of the work that can wait, when nothing came for a while. */
async function keepHouse(): Promise<void> {
  const quiet = performance.now() - lastAppend
  if (stopping || quiet < quietMs) return
  while (!stopping && performance.now() - lastAppend > quietMs && (await compactStep(db, false))) await new Promise(setImmediate)
  if (quiet < settleMs || settled || stopping) return
  settled = true
  await settle()
}

async function probe(): Promise<void> {
  await db.transaction((tx) => tx.run('UPDATE log_head SET raw_bytes = raw_bytes WHERE id = 1'))
}

async function settle(): Promise<void> {
  while (await appender.indexRecent()) await new Promise(setImmediate)
  while (await compactStep(db, true)) await new Promise(setImmediate)
  if (db.dialect === 'sqlite') await db.get('PRAGMA wal_checkpoint(TRUNCATE)')
}

const untidied = (error: Error): void => port.postMessage({ type: 'error', message: error.message })

const timer = setInterval(() => {
  housekeeping ??= keepHouse()
    .catch(untidied)
    .finally(() => (housekeeping = null))
}, 500)

async function stop(): Promise<void> {
  stopping = true
  clearInterval(timer)
  await housekeeping
  await db.close()
  setImmediate(() => port.close())
}

const positionOf: LogHandlers['positionOf'] = ({ hash, sourceIds }) => appender.positionOf(hash, sourceIds)

serveCalls(port, { ...control, append, logStats: () => reader.stats(), positionOf, settle, probe, stop })
port.postMessage({ type: 'ready' })
flushCompileCache()
