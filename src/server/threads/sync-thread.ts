import { flushCompileCache } from 'node:module'
import { parentPort, workerData } from 'node:worker_threads'
import { openCatalogStore } from '../../fold/catalog-store.ts'
import { SyncEngine } from '../../fold/engine.ts'
import { Inferrer } from '../../fold/inference/inferrer.ts'
import { must } from '../../lib/assert.ts'
import { serveCalls } from '../../lib/rpc.ts'
import { LogReader } from '../../log/reader.ts'
import { sqlReader } from '../../sql/sql-reader.ts'
import { sourcesWithoutInference } from '../../control/sources.ts'
import { currentRules } from './rules.ts'
import { catalogPlace, openLogReader } from './store.ts'
import type { StorePlace } from './store.ts'

/** The sync thread: the one writer of the catalog. */
export interface SyncThreadData {
  readonly place: StorePlace
  /** 1 while the thread that answers producers has no time left. */
  readonly busy: Int32Array
}

export type SyncHandlers = {
  wake: (_: object) => void
  setModes: (modes: [number, 'continuous' | 'manual'][]) => void
  start: (sync: { id: number; sourceId: number | null; full: boolean }) => Promise<void>
  extend: (id: number) => Promise<boolean>
  cancel: (id: number) => Promise<boolean>
  /** Whether the live catalog is by the rules that are in force. */
  rulesInForce: (_: object) => Promise<boolean>
  waiting: (_: object) => ReturnType<SyncEngine['waiting']>
  catalogName: (_: object) => string
  removeRetired: (_: object) => Promise<void>
  stop: (_: object) => Promise<void>
}

const { place, busy } = workerData as SyncThreadData
const port = must(parentPort, 'this file runs in a thread')
const logDb = await openLogReader(place)
const inferrer = new Inferrer(
  sqlReader(),
  () => sourcesWithoutInference(logDb),
  ({ message }) => port.postMessage({ type: 'error', message: `No SQL is read until the next start: ${message}` }),
)
const engine = await SyncEngine.open(
  openCatalogStore(catalogPlace(place)),
  new LogReader(logDb),
  (message) => port.postMessage(message),
  () => Atomics.load(busy, 0) === 1,
  currentRules(logDb),
  inferrer,
)

serveCalls(port, {
  wake: () => engine.wake(),
  setModes: (modes: [number, 'continuous' | 'manual'][]) => engine.setModes(new Map(modes)),
  start: (sync: { id: number; sourceId: number | null; full: boolean }) => engine.start(sync),
  extend: (id: number) => engine.extend(id),
  cancel: (id: number) => engine.cancel(id),
  rulesInForce: () => engine.rulesInForce(),
  waiting: () => engine.waiting(),
  catalogName: () => engine.catalogName,
  removeRetired: () => engine.removeRetired(),
  stop: async () => {
    await engine.stop()
    await inferrer.close()
    await logDb.close()
    setImmediate(() => port.close())
  },
} satisfies SyncHandlers)
port.postMessage({ type: 'ready' })
flushCompileCache()
