import type { TokenGate, GateRow } from './token-gate.ts'

/** What the gate is loaded from. */
export interface GateSource {
  gateRevision(_: object): Promise<string>
  gateRows(_: object): Promise<readonly GateRow[]>
}

export interface GateRefresh {
  /** Loads the gate now. */
  refresh(): Promise<void>
  stop(): void
}

/**
 * Keeps the gate up to date: at once after this process's own changes (`refresh`), and within `everyMs` after those of other
 * processes on the same store. While the store cannot be reached the gate keeps what it knows, so that a token revoked in that time
 * works on until the store is back.
 */
export async function startGateRefresh(source: GateSource, gate: TokenGate, everyMs = 500): Promise<GateRefresh> {
  let known = ''
  let loading: Promise<void> = Promise.resolve()
  const load = async (): Promise<void> => {
    // Read first: a change in between raises it again.
    const revision = await source.gateRevision({})
    gate.load(await source.gateRows({}))
    known = revision
  }
  const refresh = (): Promise<void> => {
    loading = loading.then(load, load)
    return loading
  }
  const poll = async (): Promise<void> => {
    if ((await source.gateRevision({})) !== known) await refresh()
  }
  await refresh()
  let polling = false
  const timer = setInterval(() => {
    if (polling) return
    polling = true
    // Tried again with the next tick; the first load is the one that must succeed.
    void poll().catch(() => undefined).finally(() => (polling = false))
  }, everyMs)
  timer.unref()
  return { refresh, stop: () => clearInterval(timer) }
}
