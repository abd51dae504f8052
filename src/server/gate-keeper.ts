import type { ControlHandlers } from '../control/control.ts'
import type { TokenGate } from '../ingest/token-gate.ts'
import type { Client } from '../lib/rpc.ts'
import type { SyncHandlers } from './threads/sync-thread.ts'

/**
 * Keeps what this process knows of sources and their tokens like what is stored: after each change made here at once, and where other
 * processes may change it too by looking at a revision number often.
 */
export class GateKeeper {
  readonly #control: Client<ControlHandlers>
  readonly #gate: TokenGate
  readonly #sync: Client<SyncHandlers>
  readonly #timer: NodeJS.Timeout | null
  #revision = ''

  constructor(control: Client<ControlHandlers>, gate: TokenGate, sync: Client<SyncHandlers>, pollMs: number | null) {
    this.#control = control
    this.#gate = gate
    this.#sync = sync
    this.#timer = pollMs === null ? null : setInterval(() => void this.#poll().catch(() => undefined), pollMs)
    this.#timer?.unref()
  }

  async refresh(): Promise<void> {
    this.#revision = await this.#control.gateRevision({})
    this.#gate.load(await this.#control.gateRows({}))
    const sources = await this.#control.listSources({})
    await this.#sync.setModes(sources.map((s) => [s.id, s.syncMode]))
  }

  stop(): void {
    if (this.#timer !== null) clearInterval(this.#timer)
  }

  async #poll(): Promise<void> {
    if ((await this.#control.gateRevision({})) !== this.#revision) await this.refresh()
  }
}
