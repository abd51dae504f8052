import type { EventWarning } from '../catalog/warning-kinds.ts'
import { truncate } from '../lib/text.ts'
import { orderKey } from '../openlineage/order-key.ts'
import type { OrderKey } from '../openlineage/order-key.ts'
import type { Changes } from './changes.ts'

/** An accepted event as the log gives it. `hash`: SHA-256 of the bytes, hexadecimal. */
export interface LoggedEvent {
  readonly position: number
  readonly sourceId: number
  readonly receivedAt: number
  readonly hash: string
  readonly body: Uint8Array
  /** Whether it is nested deeper than `depthMax`, where that is known already. */
  readonly deep?: boolean
}

/** Hears what became of each part of an event; the receipt is written from it. */
export interface Listener {
  note(use: 'used' | 'stored only' | 'ignored', pointer: string, label: string, says: string): void
  warn(code: EventWarning, pointer: string, label: string, says: string): void
}

const testFlag = 2
const pointerLength = 500
const saysLength = 300

type Heard = Listener & { count: number; readonly first: Map<EventWarning, { readonly pointer: string; readonly says: string }> }

const heard: Heard = {
  count: 0,
  first: new Map(),
  note: () => undefined,
  warn(code, pointer, _, says) {
    heard.count++
    if (!heard.first.has(code)) heard.first.set(code, { pointer, says })
  },
}

/** Listens to one event at a time: the same listener again and again, because most events have no warning. */
export function warningsOfEvent(): Heard {
  heard.count = 0
  if (heard.first.size > 0) heard.first.clear()
  return heard
}

/** Counts what was heard of an event: on its row, and for its source by kind. Tests of the connection stay out. */
export function keepWarnings(event: LoggedEvent, changes: Changes, { count, first }: Heard, key: OrderKey | null): void {
  const last = changes.events.at(-1)
  if (count === 0 || last === undefined) return
  last.row['warnings'] = count
  if (last.row['flags'] === testFlag) return
  const at = key ?? orderKey(null, null, event.hash, event.receivedAt)
  for (const [code, { pointer, says }] of first)
    changes.warning({
      sourceId: event.sourceId,
      code,
      events: 1,
      first: at,
      last: at,
      samples: [{ key: at, position: event.position, pointer: truncate(pointer, pointerLength), says: truncate(says, saysLength) }],
    })
}
