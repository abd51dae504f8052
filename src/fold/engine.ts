import type { LogReader, StoredEvent } from '../log/reader.ts'
import { CatalogBuild } from './catalog-build.ts'
import type { Step, Watcher } from './catalog-build.ts'
import type { CatalogStore } from './catalog-store.ts'
import { defaultRules } from '../rules/rules.ts'
import type { Rules } from '../rules/rules.ts'
import { Firsts } from './firsts.ts'
import type { Inferrer } from './inference/inferrer.ts'
import { addTally, emptyTally } from './writer/tally.ts'
import { progressOf } from './sync-progress.ts'
import type { ActiveSync, EngineMessage } from './sync-progress.ts'

/**
 * The catalog to go on with. One that holds more than the log, because the log lost its last commits with the power or was put back from
 * a copy, is made anew: events to come would have the positions of those that are gone.
 */
async function openLive(store: CatalogStore, log: LogReader, rules: Rules): Promise<CatalogBuild> {
  const name = await store.current(rules.text)
  const live = await CatalogBuild.open(name, await store.openWriter(name, false), log)
  if (live.position <= (await log.head())) return live
  await live.close()
  const fresh = await store.create(rules.text)
  await store.makeCurrent(fresh)
  return CatalogBuild.open(fresh, await store.openWriter(fresh, false), log)
}

/** Events behind the catalog that are told apart by source; beyond it the count is a least one. */
const countedMax = 20_000

export interface Waiting {
  readonly head: number
  readonly position: number
  /** Arrival of the first event behind the catalog's position, ms since 1970. */
  readonly oldestReceivedAt: number | null
  /** Events that were passed over, by source that is synced by hand. */
  readonly held: [sourceId: number, events: number][]
  /** Events behind the catalog's position, by source. */
  readonly behind: [sourceId: number, events: number][]
}

const announceEveryMs = 200
/** Between two batches of the live catalog. */
const gatherMs = 20
const giveWayMs = 100
/** A burst may leave the catalog this far behind. */
const giveWayMaxMs = 60_000
const pause = (ms: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, ms))
/** How often a process that does not write the catalog looks how far it is, and whether it may take over. */
const followMs = 500
/** After a failed step, such as with a full disk: longer each time. */
const retryMs = [200, 1_000, 5_000]

/**
 * Keeps the live catalog at the end of the log, takes in held-back sources when asked, and builds a new catalog beside the live one for a
 * full sync. One step at a time, all on one thread: the catalog has one writer. A failed step changes nothing and is tried again.
 */
export class SyncEngine {
  readonly #store: CatalogStore
  readonly #log: LogReader
  readonly #post: (message: EngineMessage) => void
  readonly #busy: () => boolean
  readonly #rules: () => Promise<Rules>
  readonly #inferrer: Inferrer | null
  /** The rules for which the live catalog was last asked to be made anew. */
  #asked = ''
  readonly #firsts = new Firsts((first) => this.#post({ type: 'first', first }))
  readonly #syncs = new Map<number, ActiveSync>()
  #live: CatalogBuild
  #modes = new Map<number, 'continuous' | 'manual'>()
  #running: Promise<void> | null = null
  #again = false
  #stopped = false
  #failures = 0
  #leader = false

  private constructor(
    store: CatalogStore,
    log: LogReader,
    live: CatalogBuild,
    post: (message: EngineMessage) => void,
    busy: () => boolean,
    rules: () => Promise<Rules>,
    inferrer: Inferrer | null,
  ) {
    this.#inferrer = inferrer
    this.#busy = busy
    this.#rules = rules
    this.#store = store
    this.#log = log
    this.#live = live
    this.#post = post
  }

  /** `busy`: whether the intake has no time left. `rules`: those that are in force; asked often. `inferrer` null: nothing is inferred from SQL. */
  static async open(
    store: CatalogStore,
    log: LogReader,
    post: (message: EngineMessage) => void,
    busy: () => boolean = () => false,
    rules: () => Promise<Rules> = async () => defaultRules,
    inferrer: Inferrer | null = null,
  ): Promise<SyncEngine> {
    const live = await openLive(store, log, await rules())
    return new SyncEngine(store, log, live, post, busy, rules, inferrer)
  }

  get catalogName(): string {
    return this.#live.name
  }

  get position(): number {
    return this.#live.position
  }

  /** Whether the live catalog is by the rules that are in force. */
  async rulesInForce(): Promise<boolean> {
    return (await this.#rules()).text === this.#live.madeWith
  }

  /** Events that the catalog does not hold: in all behind its position, and by held-back source. */
  async waiting(): Promise<Waiting> {
    const head = await this.#log.head()
    const { position } = this.#live
    const metas = await this.#log.metas(Array.from({ length: Math.min(head - position, countedMax) }, (_, i) => position + 1 + i))
    const behind = new Map<number, number>()
    for (const { sourceId } of metas) behind.set(sourceId, (behind.get(sourceId) ?? 0) + 1)
    return { head, position, oldestReceivedAt: metas[0]?.receivedAt ?? null, held: [...this.#live.waiting], behind: [...behind] }
  }

  /** Sources and whether the catalog follows them by itself. */
  setModes(modes: ReadonlyMap<number, 'continuous' | 'manual'>): void {
    this.#modes = new Map(modes)
    this.wake()
  }

  /** Begins a sync; its progress comes as messages. */
  async start(sync: { id: number; sourceId: number | null; full: boolean }): Promise<void> {
    const target = await this.#log.head()
    const active: ActiveSync = { ...sync, target, phase: 'reading', done: 0, total: 0, tally: emptyTally(), build: null, announced: 0 }
    active.total = await this.#countFor(active)
    this.#syncs.set(sync.id, active)
    this.#announce(active, true)
    this.wake()
  }

  /** Moves the end of a running sync to the end that the log has now; false when it has ended already. */
  async extend(id: number): Promise<boolean> {
    const head = await this.#log.head()
    const sync = this.#syncs.get(id)
    if (sync === undefined) return false
    sync.target = head
    sync.total = Math.max(sync.total, sync.done + (await this.#countFor(sync)))
    this.wake()
    return this.#syncs.has(id)
  }

  /** Something may be there to do. */
  wake(): void {
    this.#again = true
    this.#running ??= this.#run().finally(() => (this.#running = null))
  }

  async stop(): Promise<void> {
    this.#stopped = true
    await this.#running
    await this.#live.close()
    for (const sync of this.#syncs.values()) await this.#abandon(sync)
    await this.#store.close()
  }

  async #run(): Promise<void> {
    while (this.#again && !this.#stopped) {
      this.#again = false
      try {
        if (!(await this.#leads())) {
          await this.#follow()
          continue
        }
        while (!this.#stopped && (await this.#step())) await this.#giveWay()
        this.#failures = 0
        // What comes in the meantime is taken in together: a batch costs much less than its events one by one.
        await pause(gatherMs)
      } catch (error) {
        await this.#failed(error)
      }
    }
  }

  /** Lets the intake go first while it has no time left, for a while: in a burst the catalog falls behind and catches up after it. */
  async #giveWay(): Promise<void> {
    await new Promise(setImmediate)
    for (let waited = 0; waited < giveWayMaxMs && this.#busy() && this.#syncs.size === 0 && !this.#stopped; waited += giveWayMs)
      await pause(giveWayMs)
  }

  /** Whether this process writes the catalog. Whoever takes over goes on from what the one before has committed. */
  async #leads(): Promise<boolean> {
    const leads = await this.#store.lead()
    if (leads && !this.#leader) await this.#reopen()
    this.#leader = leads
    return leads
  }

  /** Another process keeps the catalog: looks how far it is, so that syncs that were started here end. */
  async #follow(): Promise<void> {
    await this.#reopen()
    for (const sync of this.#syncs.values().toArray())
      if (!sync.full && this.#live.position >= sync.target) this.#end(sync, 'complete', null)
    await pause(followMs)
    this.#again = true
  }

  async #reopen(): Promise<void> {
    const name = await this.#store.current((await this.#rules()).text)
    const moved = name !== this.#live.name
    await this.#live.close()
    this.#live = await CatalogBuild.open(name, await this.#store.openWriter(name, false), this.#log)
    if (moved) this.#post({ type: 'catalog', name })
  }

  async #failed(error: unknown): Promise<void> {
    const message = error instanceof Error ? error.message : String(error)
    this.#post({ type: 'error', message })
    const wait = retryMs[Math.min(this.#failures++, retryMs.length - 1)] ?? 5_000
    if (this.#failures > 3)
      for (const sync of this.#syncs.values())
        this.#end(sync, 'failed', `${message}. Free the cause, then sync again: nothing is lost, the events are in the log`)
    await pause(wait)
    this.#again = true
  }

  /** One bounded piece of work; false when there is nothing left to do. */
  async #step(): Promise<boolean> {
    this.#endCancelled()
    await this.#applyModes()
    await this.#applyRules()
    let more = (await this.#advanceLive(await this.#log.head())) > 0
    for (const sync of Array.from(this.#syncs.values()))
      more = (sync.full ? await this.#stepFull(sync) : await this.#stepSource(sync)) || more
    // What follows from the catalog waits until the catalog has caught up.
    return more || ((await this.#inferrer?.step(this.#live.db, () => this.wake())) ?? false)
  }

  async #advanceLive(head: number): Promise<number> {
    const started = performance.now()
    const step = await this.#live.advance(head, this.#watcher)
    if (step.position > 0 && step.events > 0)
      this.#post({ type: 'applied', position: step.position, events: step.events, ms: performance.now() - started })
    for (const sync of this.#syncs.values()) if (!sync.full && !this.#isHeld(sync)) this.#count(sync, step)
    return step.position < head ? 1 : step.events
  }

  readonly #watcher: Watcher = (event: StoredEvent, touched, changes) => this.#firsts.see(event, touched, changes)

  async #stepSource(sync: ActiveSync): Promise<boolean> {
    for (const sourceId of this.#heldOf(sync)) {
      const step = await this.#live.advanceSource(sourceId, sync.target, this.#watcher)
      this.#count(sync, step)
      if (step.events > 0 || step.position < Math.min(sync.target, this.#live.position)) {
        this.#post({ type: 'applied', position: this.#live.position, events: step.events, ms: 0 })
        this.#announce(sync, false)
        return true
      }
    }
    if (this.#live.position >= sync.target) this.#end(sync, 'complete', null)
    else this.#announce(sync, false)
    return false
  }

  async #stepFull(sync: ActiveSync): Promise<boolean> {
    if (sync.build === null) {
      const name = await this.#store.create((await this.#rules()).text)
      sync.build = await CatalogBuild.open(name, await this.#store.openWriter(name, true), this.#log)
      sync.phase = 'applying'
    }
    const step = await sync.build.advance(await this.#log.head())
    this.#count(sync, step)
    if (step.events > 0) {
      this.#announce(sync, false)
      return true
    }
    await this.#swap(sync, sync.build)
    return false
  }

  /** The new catalog takes the live one's place. Held-back sources are up to date in it. */
  async #swap(sync: ActiveSync, build: CatalogBuild): Promise<void> {
    sync.phase = 'swapping'
    this.#announce(sync, true)
    for (const [sourceId, mode] of this.#modes) if (mode === 'manual') await build.holdSource(sourceId)
    await build.close()
    const old = this.#live
    await this.#store.makeCurrent(build.name)
    this.#live = await CatalogBuild.open(build.name, await this.#store.openWriter(build.name, false), this.#log)
    sync.build = null
    this.#post({ type: 'catalog', name: build.name })
    await old.close()
    this.#retired.push(old.name)
    this.#end(sync, 'complete', null)
  }

  readonly #retired: string[] = []

  /** Readers have moved on: catalogs before the live one may go. */
  async removeRetired(): Promise<void> {
    for (const name of this.#retired.splice(0)) await this.#store.remove(name)
  }

  async #applyModes(): Promise<void> {
    for (const [sourceId, mode] of this.#modes) {
      if (mode === 'manual' && !this.#live.isManual(sourceId)) await this.#live.holdSource(sourceId)
      if (mode === 'continuous' && this.#live.isManual(sourceId)) await this.#release(sourceId)
    }
  }

  async #release(sourceId: number): Promise<void> {
    for (;;) {
      const step = await this.#live.advanceSource(sourceId, this.#live.position, this.#watcher)
      if (step.events === 0 && step.position >= this.#live.position) break
    }
    await this.#live.releaseSource(sourceId)
  }

  /** Rules hold for history as well: a catalog by other rules is made anew beside the live one, which goes on by those it has. */
  async #applyRules(): Promise<void> {
    const { text } = await this.#rules()
    for (const sync of this.#syncs.values()) {
      if (sync.build === null || sync.build.madeWith === text) continue
      await this.#abandon(sync)
      Object.assign(sync, { phase: 'reading', done: 0, tally: emptyTally() })
    }
    const isUnderWay = this.#syncs.values().some((s) => s.full)
    if (text === this.#live.madeWith || text === this.#asked || isUnderWay) return
    this.#asked = text
    this.#post({ type: 'rules' })
  }

  /** Ends a running sync where it is: a catalog that was being built goes, the live one stays. False when it does not run. */
  async cancel(id: number): Promise<boolean> {
    const sync = this.#syncs.get(id)
    if (sync === undefined) return false
    this.#cancelled.add(id)
    this.wake()
    return true
  }

  readonly #cancelled = new Set<number>()

  #endCancelled(): void {
    for (const id of this.#cancelled) {
      const sync = this.#syncs.get(id)
      if (sync !== undefined) this.#end(sync, 'cancelled', null)
    }
    this.#cancelled.clear()
  }

  #isHeld(sync: ActiveSync): boolean {
    return sync.sourceId !== null && this.#live.isManual(sync.sourceId)
  }

  /** The held-back sources that a sync takes in: its own, or all. */
  #heldOf(sync: ActiveSync): number[] {
    return [...this.#live.waiting.keys(), ...[...this.#modes].filter(([, m]) => m === 'manual').map(([id]) => id)].filter(
      (id, i, all) => all.indexOf(id) === i && this.#live.isManual(id) && (sync.sourceId === null || sync.sourceId === id),
    )
  }

  async #countFor(sync: ActiveSync): Promise<number> {
    if (sync.full) return sync.target
    const behind = Math.max(0, sync.target - this.#live.position)
    const held = this.#heldOf(sync).reduce((n, id) => n + (this.#live.waiting.get(id) ?? 0), 0)
    return behind + held
  }

  #count(sync: ActiveSync, step: Step): void {
    sync.done += step.events
    sync.total = Math.max(sync.total, sync.done)
    addTally(sync.tally, step.tally)
  }

  #end(sync: ActiveSync, state: 'complete' | 'failed' | 'cancelled', error: string | null): void {
    this.#syncs.delete(sync.id)
    void this.#abandon(sync)
    this.#post({ type: 'sync', progress: { ...progressOf(sync), state, phase: 'done', error } })
  }

  async #abandon(sync: ActiveSync): Promise<void> {
    const build = sync.build
    if (build === null) return
    sync.build = null
    await build.close()
    await this.#store.remove(build.name)
  }

  #announce(sync: ActiveSync, now: boolean): void {
    if (!now && performance.now() - sync.announced < announceEveryMs) return
    sync.announced = performance.now()
    this.#post({ type: 'sync', progress: progressOf(sync) })
  }
}
