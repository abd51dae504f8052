/** What is given to the log, from events one by one. */
import type { AppendRequest } from '../../src/log/appender.ts'
import { depthMax, depthOf } from '../../src/openlineage/body.ts'

export interface ToAppend {
  readonly sourceId: number
  readonly receivedAt: number
  readonly body: Buffer
}

export const appendRequest = (events: readonly ToAppend[]): AppendRequest => ({
  bytes: Buffer.concat(events.map((e) => e.body)),
  lengths: Uint32Array.from(events, (e) => e.body.length),
  sourceIds: Uint32Array.from(events, (e) => e.sourceId),
  receivedAt: Float64Array.from(events, (e) => e.receivedAt),
  deep: Uint8Array.from(events, (e) => (depthOf(e.body, depthMax) > depthMax ? 1 : 0)),
})
