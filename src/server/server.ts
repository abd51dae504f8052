import { randomBytes } from 'node:crypto'
import http from 'node:http'
import { flushCompileCache } from 'node:module'
import type { AddressInfo } from 'node:net'
import path from 'node:path'
import { getRequestListener } from '@hono/node-server'
import { buildApi } from '../api/app.ts'
import type { ApiContext } from '../api/context.ts'
import { inviteLink } from '../api/invite-link.ts'
import { Previews } from '../api/previews.ts'
import { allRoutes } from '../api/routes.ts'
import { closeStreams } from '../api/sse.ts'
import type { Sync } from '../contract/sync.ts'
import type { EngineMessage } from '../fold/sync-progress.ts'
import { answerBrokenRequest } from '../ingest/broken-request.ts'
import { GroupCommit } from '../ingest/group-commit.ts'
import { Intake } from '../ingest/intake.ts'
import { TokenGate } from '../ingest/token-gate.ts'
import { must } from '../lib/assert.ts'
import { clientAddress, networksOf } from '../lib/client-address.ts'
import { createHub } from '../lib/hub.ts'
import { createLogger } from '../observe/logger.ts'
import type { Logger } from '../observe/logger.ts'
import { createMetrics } from '../observe/metrics.ts'
import type { Settings } from '../settings/settings.ts'
import { lockDataDir, writeServerFile } from './data-dir.ts'
import { loadDemoInto } from './demo.ts'
import { endThreads, leave } from './ending.ts'
import { GateKeeper } from './gate-keeper.ts'
import { watchFirsts } from './ladder-steps.ts'
import { PictureMaker } from './picture-maker.ts'
import { Reporter } from './reporter.ts'
import { Syncs } from './sync-service.ts'
import { watchBusy, yieldToOthers } from './priority.ts'
import { createRetry } from './retry.ts'
import { smallYoungGenerations, startThread, ThreadEnded } from './thread.ts'
import type { Thread } from './thread.ts'
import type { LogHandlers, LogThreadData } from './threads/log-thread.ts'
import type { ReadHandlers } from './threads/read-thread.ts'
import { makeDataDir } from './threads/store.ts'
import type { StorePlace } from './threads/store.ts'
import type { SyncHandlers } from './threads/sync-thread.ts'
import { createExportService, createIntakeService } from './transfer.ts'
import { version } from './version.ts'

export interface RunningServer {
  readonly url: string
  /** Lets the command line on this machine in. */
  readonly localToken: string
  /** At the very first start of a store: the one-time link for the first administrator. */
  readonly setupLink: string | null
  close(): Promise<void>
}

const webRoot = path.join(import.meta.dirname, '..', '..', 'web', 'dist')
const hour = 3_600_000
const wakeMs = 10

interface Threads {
  readonly log: Thread<LogHandlers>
  readonly sync: Thread<SyncHandlers>
  readonly read: Thread<ReadHandlers>
  readonly groupsWaiting: Int32Array
}

/**
 * Starts the whole program and resolves when it can store events and answer questions. Threads: this one speaks HTTP and never touches
 * a database; `log` is the one writer of the event log, `sync` of the catalog, `read` answers questions.
 */
export async function startServer(settings: Settings): Promise<RunningServer> {
  const logger = createLogger({ level: settings.logLevel })
  const place: StorePlace = { dataDir: path.resolve(settings.dataDir), databaseUrl: settings.databaseUrl ?? null }
  makeDataDir(place.dataDir)
  const unlock = lockDataDir(place.dataDir)
  const started: Started = []
  try {
    const threads = await startThreads(place, settings, logger, started)
    return await assemble(settings, place, threads, logger, unlock)
  } catch (error) {
    await endThreads(started).catch((why: unknown) => logger.error({ err: why }, 'a thread could not let go of everything'))
    unlock()
    throw error
  }
}

/** The threads that run; the last one first, as they end. */
type Started = Pick<Thread, 'end'>[]

async function startThreads(place: StorePlace, settings: Settings, logger: Logger, started: Started): Promise<Threads> {
  const died = (error: Error): void => {
    logger.fatal({ err: error }, 'a thread ended; the program ends too, what was acknowledged is on disk')
    process.exitCode = 1
    void leave(1, started)
  }
  const groupsWaiting = new Int32Array(new SharedArrayBuffer(4))
  const logData: LogThreadData = { place, control: controlOptions(settings), groupsWaiting }
  const log = await startThread<LogHandlers>('log-thread.ts', logData, died)
  started.unshift(log)
  smallYoungGenerations()
  // Its tables hold the rules by which the catalog is made.
  await log.call.start({})
  const sync = await startThread<SyncHandlers>('sync-thread.ts', { place, busy: watchBusy(log.utilization) }, died)
  started.unshift(sync)
  yieldToOthers('sync-thread.ts')
  const read = await startThread<ReadHandlers>(
    'read-thread.ts',
    { place, catalog: await sync.call.catalogName({}), lostAfterMs: settings.lostAfterHours * hour },
    died,
  )
  started.unshift(read)
  return { log, sync, read, groupsWaiting }
}

const controlOptions = (settings: Settings) => ({
  sessionIdleHours: settings.sessionIdleHours,
  sessionMaxHours: settings.sessionMaxHours,
  linkHours: settings.linkHours,
  rejectionDays: settings.rejectionDays,
  maxRejections: settings.maxRejections,
  maxRejectionBytes: settings.maxRejectionBytes,
  maxSourceRejections: settings.maxSourceRejections,
  maxSourceRejectionBytes: settings.maxSourceRejectionBytes,
})

async function assemble(
  settings: Settings,
  place: StorePlace,
  threads: Threads,
  logger: Logger,
  unlock: () => void,
): Promise<RunningServer> {
  const control = threads.log.call
  const { instanceId } = await control.start({})
  const cutOff = await control.runningSyncs({})
  await control.endOrphanedSyncs({})
  const metrics = createMetrics()
  const hub = createHub()
  const gate = new TokenGate()
  const syncs = new Syncs(control, threads.sync.call, hub)
  const keeper = new GateKeeper(control, gate, threads.sync.call, place.databaseUrl === null ? null : 500)
  await keeper.refresh()
  const trusted = must(networksOf(settings.trustedProxies), 'settings were checked')
  const addressOf = (request: http.IncomingMessage): string =>
    clientAddress(request.socket.remoteAddress, headerText(request.headers['x-forwarded-for']), trusted)
  const reporter = new Reporter(control, hub, metrics, logger)
  let storageFailure: string | null = null
  // At the end the last wake may find the thread gone: it read the log to its head before.
  const wakeSync = atMostEvery(wakeMs, () => void threads.sync.call.wake({}).catch(() => undefined))
  const commit = new GroupCommit(async (request, transfer) => {
    Atomics.add(threads.groupsWaiting, 0, 1)
    const answer = await threads.log.call.append(request, [transfer])
    const { result } = answer
    if (typeof result === 'string') storageFailure = result
    if (typeof result === 'string' || result.positions.length === 0) return answer
    storageFailure = null
    metrics.commitSeconds.observe(answer.commitMs / 1000)
    metrics.logHead.set(result.head)
    wakeSync()
    return answer
  })
  const inspectElsewhere = (bytes: Uint8Array) => threads.read.call.inspect(bytes)
  const intake = new Intake({
    gate,
    commit,
    limits: settings,
    observer: reporter,
    inspectElsewhere,
    addressOf,
  })
  const intakeService = {
    ...createIntakeService(commit, settings, Date.now, (note) => reporter.imported(note)),
    retry: createRetry({ commit, limits: settings, now: Date.now, inspectElsewhere, observer: reporter }),
  }
  const pictures = new PictureMaker()
  let stopping = false
  const localToken = randomBytes(32).toString('hex')
  const server = http.createServer({
    maxHeaderSize: settings.maxHeaderBytes,
    headersTimeout: settings.headerTimeoutMs,
    requestTimeout: settings.headerTimeoutMs + settings.bodyTimeoutMs + 2_000,
    keepAliveTimeout: 75_000,
    connectionsCheckingInterval: 1_000,
  })
  const address = (): { host: string; port: number } => ({
    host: settings.host,
    port: (server.address() as AddressInfo | null)?.port ?? settings.port,
  })
  const context: ApiContext = {
    version,
    store: place.databaseUrl === null ? 'sqlite' : 'postgres',
    instanceId,
    startedAt: Date.now(),
    settings,
    control,
    gate,
    refreshGate: () => keeper.refresh(),
    hub,
    logger,
    metrics,
    log: { stats: () => threads.log.call.logStats({}), positionOf: (asked) => threads.log.call.positionOf(asked) },
    catalog: threads.read.call,
    previews: new Previews({
      draw: (asked) => threads.read.call.lineagePreview(asked),
      paint: (svg) => pictures.png(svg),
      failed: (error) => logger.warn({ err: error }, 'the picture of a link could not be drawn'),
      now: Date.now,
    }),
    sync: syncs,
    intake: intakeService,
    export: createExportService(threads.read.call, control),
    demo: ({ startedBy }) => loadDemoInto({ control, intake: intakeService, syncs, refreshGate: () => keeper.refresh(), startedBy }),
    localToken,
    listening: address,
    ready: async () => {
      // Where no events are routed to a server that is not ready, none would show that it is again.
      if (storageFailure !== null)
        storageFailure = await threads.log.call.probe({}).then(
          () => null,
          (error: Error) => error.message,
        )
      return readiness(stopping, storageFailure)
    },
    webRoot,
  }
  watchThreads(threads, syncs, context)
  measure(context, threads, commit)
  const listener = getRequestListener(buildApi(context, allRoutes(settings)).fetch)
  // A client that has closed its side after the request still hears the answer.
  Object.assign(server, { httpAllowHalfOpen: true })
  server.on('request', (request, response) => {
    if (!intake.handle(request, response)) void listener(request, response)
  })
  server.on('clientError', (error, socket) => answerBrokenRequest(error, socket, reporter))
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject)
    server.listen(settings.port, settings.host, () => resolve())
  })
  const url = urlOf(address())
  const forgetServerFile = writeServerFile(place.dataDir, { url: localUrlOf(address()), token: localToken, pid: process.pid })
  flushCompileCache()
  await takeUp(syncs, cutOff)
  const link = await control.firstAdminLink({})
  logger.info({ url, store: context.store, version }, 'ready')

  const close = async (): Promise<void> => {
    stopping = true
    intake.stop()
    forgetServerFile()
    keeper.stop()
    const closed = new Promise<void>((resolve) => server.close(() => resolve()))
    closeStreams()
    server.closeIdleConnections()
    await intake.finished(5_000)
    await drained(commit)
    setTimeout(() => server.closeAllConnections(), 1_000).unref()
    await closed
    // What an import that was cut off had handed over already.
    await drained(commit)
    await new Promise(setImmediate)
    await reporter.flush()
    await syncs.settled()
    await pictures.close()
    // The writer of a file is the last to close it: only then is the write-ahead log moved into it.
    await endThreads([threads.read, threads.sync, threads.log]).finally(unlock)
    logger.info('stopped')
  }
  return { url, localToken, setupLink: link === null ? null : await inviteLink(context, link.token), close }
}

/** What was under way when the program ended goes on by itself: a full sync, and a catalog by new rules. */
async function takeUp(syncs: Syncs, cutOff: readonly Sync[]): Promise<void> {
  const full = cutOff.find((s) => s.kind === 'full')
  if (full !== undefined) await syncs.start({ sourceId: null, full: true, startedBy: takenUpAgain(full.startedBy) })
  else if (!(await syncs.rulesInForce())) await syncs.start({ sourceId: null, full: true, startedBy: newRules })
}

const newRules = 'new rules'
const takenUp = 'taken up again after a restart'
const takenUpAgain = (by: string | null): string => (by === null ? takenUp : by.endsWith(takenUp) ? by : `${by}, ${takenUp}`)

/** While the program ends, what threads still say comes to threads that are gone; at the next start it is found again. */
function unlessEnded(error: unknown): void {
  if (!(error instanceof ThreadEnded)) throw error
}

function watchThreads(threads: Threads, syncs: Syncs, context: ApiContext): void {
  const firsts = watchFirsts(context)
  threads.sync.onMessage((received) => {
    const message = received as EngineMessage
    if (message.type === 'sync') syncs.progressed(message.progress)
    else if (message.type === 'rules') void syncs.start({ sourceId: null, full: true, startedBy: newRules }).catch(unlessEnded)
    else if (message.type === 'first') firsts(message.first)
    else if (message.type === 'error')
      context.logger.error({ reason: message.message }, 'the catalog could not be brought up to date; trying again')
    else if (message.type === 'applied') {
      context.metrics.catalogPosition.set(message.position)
      context.metrics.folded.inc(message.events)
      context.metrics.foldSeconds.observe(message.ms / 1000)
    } else if (message.type === 'catalog')
      void threads.read.call
        .openCatalog(message.name)
        .then(() => threads.sync.call.removeRetired({}))
        .catch(unlessEnded)
  })
  threads.log.onMessage((message) => {
    if (message.type === 'error')
      context.logger.error({ reason: 'message' in message ? message.message : '' }, 'the log could not be tidied; trying again')
  })
}

function measure(context: ApiContext, threads: Threads, commit: GroupCommit): void {
  const { metrics } = context
  metrics.beforeScrape(async () => {
    metrics.queueBytes.set(commit.bytes)
    metrics.queueRequests.set(commit.events)
    metrics.catalogLagSeconds.set((await context.sync.lagMs()) / 1000)
    const { bytes, head } = await threads.log.call.logStats({})
    metrics.logBytes.set(bytes)
    metrics.logHead.set(head)
  })
}

/** Many commits are one reason to look at the log. */
function atMostEvery(ms: number, work: () => void): () => void {
  let timer: NodeJS.Timeout | null = null
  return () => {
    timer ??= setTimeout(() => {
      timer = null
      work()
    }, ms)
    timer.unref()
  }
}

/** Waits until what was taken in is written. */
async function drained(commit: GroupCommit): Promise<void> {
  while (commit.events > 0) await new Promise(setImmediate)
}

const urlOf = ({ host, port }: { host: string; port: number }): string => `http://${host.includes(':') ? `[${host}]` : host}:${port}`
const localUrlOf = ({ host, port }: { host: string; port: number }): string =>
  urlOf({ host: host === '0.0.0.0' || host === '' ? '127.0.0.1' : host === '::' ? '::1' : host, port })

const headerText = (value: string | string[] | undefined): string | undefined => (Array.isArray(value) ? value.join(', ') : value)

/** Not ready while it stops, and from a commit of the log that failed to the next one that did not. */
function readiness(stopping: boolean, storageFailure: string | null): { ready: boolean; why: string[] } {
  const why = [
    stopping ? 'The server is being stopped.' : null,
    storageFailure === null ? null : `The event log could not be written: ${storageFailure}.`,
  ]
  const reasons = why.filter((w) => w !== null)
  return { ready: reasons.length === 0, why: reasons }
}
