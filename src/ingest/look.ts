import type { AppendRequest } from '../log/appender.ts'
import { must } from '../lib/assert.ts'
import { inspectEvent } from './inspect.ts'
import type { Refused } from './inspect.ts'

/** A group of bodies on its way to the log. `deep` is filled where a body is looked at. */
export interface GroupRequest extends AppendRequest {
  /** 1: was looked at before; it is an event. */
  readonly known: Uint8Array
}

/** What was found in a group. Whatever is not named is an event without warnings. Indices are those of the group. */
export interface Looked {
  readonly refused: ReadonlyMap<number, Refused>
  readonly warned: ReadonlyMap<number, readonly string[]>
  /** Each producer once, and which of them each event names; 0: none. */
  readonly producers: readonly (string | null)[]
  readonly producerOf: Uint16Array
}

/** Looks at every body of a group: which are events, and what is to be said of them. Fills `deep`. */
export function lookAt(group: GroupRequest): Looked {
  const refused = new Map<number, Refused>()
  const warned = new Map<number, readonly string[]>()
  const producers = new Map<string | null, number>([[null, 0]])
  const producerOf = new Uint16Array(group.lengths.length)
  let at = 0
  for (const [i, length] of group.lengths.entries()) {
    const body = group.bytes.subarray(at, (at += length))
    if (group.known[i] === 1) continue
    const inspection = inspectEvent(body)
    if (!inspection.ok) {
      refused.set(i, inspection)
      continue
    }
    if (inspection.warnings.length > 0) warned.set(i, inspection.warnings)
    if (inspection.tooDeep) group.deep[i] = 1
    producerOf[i] = numberOf(producers, inspection.producer)
  }
  return { refused, warned, producers: [...producers.keys()], producerOf }
}

function numberOf(producers: Map<string | null, number>, producer: string | null): number {
  const known = producers.get(producer)
  if (known !== undefined) return known
  producers.set(producer, producers.size)
  return producers.size - 1
}

/** The group without some of it; itself where there is nothing to leave out. */
export function without(group: GroupRequest, out: ReadonlyMap<number, unknown>): AppendRequest {
  if (out.size === 0) return group
  const starts = new Map<number, number>()
  let at = 0
  for (const [i, length] of group.lengths.entries()) {
    if (!out.has(i)) starts.set(i, at)
    at += length
  }
  const kept = [...starts.keys()]
  const of = (column: ArrayLike<number>) => (i: number) => must(column[i], 'a column has an entry an event')
  return {
    bytes: Buffer.concat([...starts].map(([i, start]) => group.bytes.subarray(start, start + of(group.lengths)(i)))),
    lengths: Uint32Array.from(kept, of(group.lengths)),
    sourceIds: Uint32Array.from(kept, of(group.sourceIds)),
    receivedAt: Float64Array.from(kept, of(group.receivedAt)),
    deep: Uint8Array.from(kept, of(group.deep)),
  }
}
