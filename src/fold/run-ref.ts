import type { Identity } from '../openlineage/event.ts'

/** A run by its natural key; identities are stored text. */
export interface RunRef {
  readonly job: Identity
  readonly runId: string
}
