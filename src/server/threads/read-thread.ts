import { flushCompileCache } from 'node:module'
import { setTimeout } from 'node:timers/promises'
import { parentPort, workerData } from 'node:worker_threads'
import { createReader } from '../../api/reader.ts'
import type { ReaderHandlers } from '../../api/reader.ts'
import { exportCatalog } from '../../catalog/export.ts'
import type { ImpactQuery } from '../../contract/impact.ts'
import type { Database } from '../../db/contract.ts'
import { openCatalogStore } from '../../fold/catalog-store.ts'
import { inspectEvent } from '../../ingest/inspect.ts'
import type { Inspection } from '../../ingest/inspect.ts'
import { must } from '../../lib/assert.ts'
import { serveCalls } from '../../lib/rpc.ts'
import type { Handlers } from '../../lib/rpc.ts'
import type { ImpactFormat } from '../../lineage/impact-text.ts'
import { LogReader } from '../../log/reader.ts'
import { eventLines } from './event-lines.ts'
import type { EventLines } from './event-lines.ts'
import { catalogPlace, openLogReader } from './store.ts'
import type { StorePlace } from './store.ts'

/** The read thread: answers questions; writes nothing. */
export interface ReadThreadData {
  readonly place: StorePlace
  readonly catalog: string
  readonly lostAfterMs: number
}

export type ReadHandlers = ReaderHandlers & {
  openCatalog: (name: string) => Promise<void>
  inspect: (bytes: Uint8Array) => Inspection
  /** A stretch of the log as text; `next` is to be given as `after`, null at the end. */
  eventLines: (request: { after: number; upTo: number; json: boolean; sources: [number, string][] }) => Promise<EventLines>
  head: (_: object) => Promise<number>
  /** `inferred`: with the column edges inferred from SQL. */
  beginExport: (request: { inferred: boolean }) => number
  /** Null: no such dataset. Goes on and ends like an export. */
  beginImpact: (request: { query: ImpactQuery; format: ImpactFormat }) => Promise<number | null>
  /** About a megabyte of lines; null: that was all. */
  nextOfExport: (id: number) => Promise<string | null>
  /** After the last line, or when nobody wants more. */
  endExport: (id: number) => Promise<void>
  stop: (_: object) => Promise<void>
}

const { place, catalog, lostAfterMs } = workerData as ReadThreadData
const port = must(parentPort, 'this file runs in a thread')
const store = openCatalogStore(catalogPlace(place))
const logDb = await openLogReader(place)
const log = new LogReader(logDb)
let catalogDb: Database = await store.openReader(catalog)
let reader = open()
interface Export {
  readonly lines: AsyncIterator<string>
  /** The catalog that it reads. */
  readonly of: Database
  readonly ended: Promise<void>
  readonly end: () => void
}
const exports = new Map<number, Export>()
let lastExport = 0
const exportChunk = 1 << 20
const exportsMax = 8
/** How long a catalog that was replaced stays for the exports that read it. */
const patienceMs = 600_000

function open(): ReturnType<typeof createReader> {
  return createReader({ catalog: catalogDb, log, settings: { lostAfterMs }, now: () => Date.now() })
}

function keep(lines: AsyncIterable<string>, of: Database): number {
  if (exports.size >= exportsMax) throw new Error(`More than ${exportsMax} exports at one time; wait for one to end`)
  const { promise: ended, resolve: end } = Promise.withResolvers<void>()
  exports.set(++lastExport, { lines: lines[Symbol.asyncIterator](), of, ended, end })
  return lastExport
}

async function endExport(id: number): Promise<void> {
  const one = exports.get(id)
  exports.delete(id)
  await one?.lines.return?.()
  one?.end()
}

/** Exports of a catalog that was replaced are read to their end, so long as that does not take too long. */
async function exportsEnded(of: Database): Promise<void> {
  const left = [...exports].filter(([, one]) => one.of === of)
  if (left.length === 0) return
  const patience = new AbortController()
  const { signal } = patience
  const tooLong = setTimeout(patienceMs, undefined, { signal, ref: false }).catch(() => undefined)
  await Promise.race([Promise.all(left.map(([, one]) => one.ended)), tooLong])
  patience.abort()
  for (const [id] of left) await endExport(id)
}

const own = {
  openCatalog: async (name: string): Promise<void> => {
    const old = catalogDb
    catalogDb = await store.openReader(name)
    reader = open()
    await exportsEnded(old)
    await old.close()
  },
  inspect: (bytes: Uint8Array): Inspection => inspectEvent(bytes),
  eventLines: (request: Parameters<ReadHandlers['eventLines']>[0]) => eventLines(log, request),
  head: () => log.head(),
  beginExport: ({ inferred }: { inferred: boolean }): number => {
    return keep(exportCatalog({ catalog: catalogDb, inferred }), catalogDb)
  },
  beginImpact: async (request: { query: ImpactQuery; format: ImpactFormat }): Promise<number | null> => {
    const of = catalogDb
    const lines = await reader.impactText(request)
    return lines === null ? null : keep(lines, of)
  },
  nextOfExport: async (id: number): Promise<string | null> => {
    const lines = exports.get(id)?.lines
    if (lines === undefined) throw new Error('The catalog was replaced while it was exported; export it again')
    let text = ''
    while (text.length < exportChunk) {
      const next = await lines.next()
      if (next.done === true) break
      text += `${next.value}\n`
    }
    return text === '' ? null : text
  },
  endExport,
  stop: async (): Promise<void> => {
    for (const id of exports.keys()) await endExport(id)
    await catalogDb.close()
    await logDb.close()
    await store.close()
    setImmediate(() => port.close())
  },
}

const dispatch = new Proxy({} as Handlers, {
  get: (_, name: string) => (name in own ? own[name as keyof typeof own] : (reader as Handlers)[name]),
})
serveCalls(port, dispatch)
port.postMessage({ type: 'ready' })
flushCompileCache()
