import type { SourceLag, SyncService } from '../api/context.ts'
import type { Sync } from '../contract/sync.ts'
import type { ControlHandlers } from '../control/control.ts'
import type { SyncProgress } from '../fold/sync-progress.ts'
import type { Hub } from '../lib/hub.ts'
import type { Client } from '../lib/rpc.ts'
import type { SyncHandlers } from './threads/sync-thread.ts'

const writeAgainMs = 5_000

/** Starts syncs, keeps their history, and tells those who watch. */
export class Syncs implements SyncService {
  readonly #control: Client<ControlHandlers>
  readonly #thread: Client<SyncHandlers>
  readonly #hub: Hub
  readonly #running = new Map<number, Sync>()
  #writing: Promise<unknown> = Promise.resolve()

  constructor(control: Client<ControlHandlers>, thread: Client<SyncHandlers>, hub: Hub) {
    this.#control = control
    this.#thread = thread
    this.#hub = hub
  }

  /** Joins a running sync of the same scope; its end is then the end that the log has now. */
  async start({
    sourceId,
    full,
    startedBy,
  }: {
    sourceId: number | null
    full: boolean
    startedBy: string | null
  }): Promise<{ sync: Sync; joined: boolean }> {
    const kind = full ? 'full' : 'metadata'
    const running = [...this.#running.values()].find((s) => s.kind === kind && (full || s.sourceId === sourceId))
    if (running !== undefined && (await this.#thread.extend(running.id))) return { sync: running, joined: true }
    const sync = await this.#control.insertSync({ kind, sourceId: full ? null : sourceId, eventsTotal: 0, startedBy })
    this.#running.set(sync.id, sync)
    await this.#thread.start({ id: sync.id, sourceId: sync.sourceId, full })
    return { sync, joined: false }
  }

  /** False when it does not run (any more). */
  cancel(id: number): Promise<boolean> {
    return this.#running.has(id) ? this.#thread.cancel(id) : Promise.resolve(false)
  }

  rulesInForce(): Promise<boolean> {
    return this.#thread.rulesInForce({})
  }

  /** Resolves when that sync has ended, well or not; at once when it does not run. */
  ended(id: number): Promise<void> {
    if (!this.#running.has(id)) return Promise.resolve()
    return new Promise((resolve) => {
      const stop = this.#hub.subscribe(`sync:${id}`, () => {
        if (this.#running.has(id)) return
        stop()
        resolve()
      })
    })
  }

  async waiting(): Promise<readonly SourceLag[]> {
    const { oldestReceivedAt, held, behind } = await this.#thread.waiting({})
    const lags = new Map<number, SourceLag>(
      held.filter(([, waiting]) => waiting > 0).map(([sourceId, waiting]) => [sourceId, { sourceId, waiting, lagMs: null }]),
    )
    for (const [sourceId, waiting] of behind) {
      const known = lags.get(sourceId)?.waiting ?? 0
      lags.set(sourceId, {
        sourceId,
        waiting: known + waiting,
        lagMs: oldestReceivedAt === null ? null : Math.max(0, Date.now() - oldestReceivedAt),
      })
    }
    return [...lags.values()]
  }

  async lagMs(): Promise<number> {
    const { oldestReceivedAt } = await this.#thread.waiting({})
    return oldestReceivedAt === null ? 0 : Math.max(0, Date.now() - oldestReceivedAt)
  }

  /** Takes progress from the sync thread; the last word of a sync waits for its row. */
  progressed(progress: SyncProgress): void {
    this.#writing = this.#writing.then(() => this.#write(progress)).catch(() => this.#writeLater(progress))
  }

  async #write({ id, state, phase, eventsDone, eventsTotal, added, changed, error }: SyncProgress): Promise<void> {
    const sync = await this.#control.updateSync({ id, state, phase, eventsDone, eventsTotal, added, changed, error })
    if (state === 'running') this.#running.set(id, sync)
    else this.#running.delete(id)
    this.#hub.publish(`sync:${id}`, sync)
  }

  /** A last word that could not be written, such as on a full disk, is told at once and written when that is possible again. */
  #writeLater(progress: SyncProgress): void {
    if (progress.state === 'running') return
    const known = this.#running.get(progress.id)
    this.#running.delete(progress.id)
    if (known !== undefined)
      this.#hub.publish(`sync:${progress.id}`, { ...known, state: progress.state, phase: progress.phase, error: progress.error })
    setTimeout(() => this.progressed(progress), writeAgainMs).unref()
  }

  async settled(): Promise<void> {
    await this.#writing
  }
}
