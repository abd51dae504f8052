import type { Database, Executor } from '../db/contract.ts'

export interface ControlOptions {
  readonly now?: () => number
  readonly sessionIdleHours: number
  readonly sessionMaxHours: number
  readonly linkHours: number
  readonly rejectionDays: number
  readonly maxRejections: number
  readonly maxRejectionBytes: number
  readonly maxSourceRejections: number
  readonly maxSourceRejectionBytes: number
}

/** What each part of control works with. Every write goes through `db.transaction`: the connection is shared with the event log. */
export interface Store {
  readonly db: Database
  readonly options: ControlOptions
  readonly now: () => number
}

export const iso = (ms: number): string => new Date(ms).toISOString()
export const isoOrNull = (ms: number | null): string | null => (ms === null ? null : iso(ms))
export const hourMs = 3_600_000
export const hex = (bytes: Uint8Array): string => Buffer.from(bytes).toString('hex')

export async function readMeta(tx: Executor, name: string): Promise<string | null> {
  return (await tx.get<{ value: string }>('SELECT value FROM control_meta WHERE name = ?', [name]))?.value ?? null
}

export async function writeMeta(tx: Executor, name: string, value: string | null): Promise<void> {
  if (value === null) await tx.run('DELETE FROM control_meta WHERE name = ?', [name])
  else
    await tx.run('INSERT INTO control_meta (name, value) VALUES (?, ?) ON CONFLICT (name) DO UPDATE SET value = excluded.value', [
      name,
      value,
    ])
}

/** True for the one caller that wrote it first, in any process. */
export async function claimMeta(tx: Executor, name: string, value: string): Promise<boolean> {
  return (await tx.run('INSERT INTO control_meta (name, value) VALUES (?, ?) ON CONFLICT (name) DO NOTHING', [name, value])) === 1
}

/** After every change that the gates of all processes must see. */
export async function raiseRevision(tx: Executor): Promise<void> {
  await tx.run(
    "INSERT INTO control_meta (name, value) VALUES ('gate_revision', '1') ON CONFLICT (name) DO UPDATE SET value = CAST(CAST(control_meta.value AS bigint) + 1 AS text)",
  )
}
