import type { EventMeta, LogReader } from '../../src/log/reader.ts'
import { estateEnd } from './shape.ts'

/** Bodies are no part of what is measured: an event is an empty object. */
export const emptyLog = {
  bodies: async (positions: readonly number[]) => new Map(positions.map((p) => [p, Buffer.from('{}')])),
  body: async () => Buffer.from('{}'),
  metas: async (positions: readonly number[]): Promise<EventMeta[]> => positions.map(metaAt),
  meta: async (position: number) => metaAt(position),
  recent: async () => [],
  stats: async () => ({ events: 0, bytes: 0, rawBytes: 0, head: 0 }),
} as unknown as LogReader

const metaAt = (position: number): EventMeta => ({
  position,
  sourceId: 1,
  receivedAt: estateEnd,
  hash: '0'.repeat(64),
  bytes: 2_000,
  deep: false,
})
