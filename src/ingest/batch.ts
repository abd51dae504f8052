import { rejectionCauses } from '../control/rejection-causes.ts'
import type { Refusal } from './answer.ts'
import { tooDeepWarning } from './answer.ts'
import type { Stored } from './group-commit.ts'
import { inspectEvent, splitArray } from './inspect.ts'
import type { Inspection } from './inspect.ts'

/** Answer of POST /lineage/batch (OpenLineage OpenAPI 2-0-2). */
export interface BatchReport {
  readonly status: 'success' | 'partial_success'
  readonly summary: {
    readonly received: number
    readonly successful: number
    readonly failed: number
    readonly retriable: number
    readonly non_retriable: number
  }
  readonly failed_events: readonly { readonly index: number; readonly reason: string; readonly retriable: boolean }[]
  readonly events: readonly {
    readonly index: number
    readonly eventId: string
    readonly position: number
    readonly duplicate: boolean
    readonly warnings: readonly string[]
  }[]
}

export interface BatchOutcome {
  readonly report: BatchReport
  readonly accepted: readonly {
    readonly stored: Stored
    readonly length: number
    readonly warnings: number
    readonly producer: string | null
  }[]
  readonly refused: readonly { readonly refusal: Refusal; readonly element: Uint8Array }[]
}

interface Element {
  readonly index: number
  readonly bytes: Uint8Array
  stored: Stored | null
  refusal: Refusal | null
  warnings: readonly string[]
  producer: string | null
}

/** Bytes between two chances for others to be answered. */
const pauseBytes = 1 << 20

/** Stores each element of a JSON array as an event of its own; none of them sinks the others. */
export async function takeBatch(
  bytes: Buffer,
  eventsMax: number,
  store: (element: Uint8Array) => Promise<Stored>,
  inspect: (element: Uint8Array) => Inspection | Promise<Inspection> = inspectEvent,
): Promise<BatchOutcome | { readonly refusal: Refusal }> {
  const split = splitArray(bytes, eventsMax)
  if (split === 'too many') return { refusal: { code: 'batch_too_large', cause: `The batch has more than ${eventsMax} events.` } }
  if (split === null) return { refusal: wholeRefusal(bytes) }
  const elements: Element[] = split.map(({ start, end }, index) => ({
    index,
    bytes: bytes.subarray(start, end),
    stored: null,
    refusal: null,
    warnings: [],
    producer: null,
  }))
  const writes: Promise<void>[] = []
  let sincePause = 0
  for (const element of elements) {
    writes.push(takeElement(element, store, inspect))
    sincePause += element.bytes.length
    if (sincePause > pauseBytes) {
      sincePause = 0
      await new Promise(setImmediate)
    }
  }
  await Promise.all(writes)
  return outcomeOf(elements)
}

async function takeElement(
  element: Element,
  store: (element: Uint8Array) => Promise<Stored>,
  inspect: (element: Uint8Array) => Inspection | Promise<Inspection>,
): Promise<void> {
  try {
    // Not awaited where it is there at once: elements go to the log in their order.
    const looked = inspect(element.bytes)
    const inspection = looked instanceof Promise ? await looked : looked
    if (!inspection.ok) {
      element.refusal = { code: inspection.code, cause: inspection.cause, pointer: `/${element.index}${inspection.pointer}` }
      return
    }
    element.producer = inspection.producer
    element.stored = await store(element.bytes)
    element.warnings = element.stored.tooDeep ? [...inspection.warnings, tooDeepWarning] : inspection.warnings
  } catch (error) {
    element.refusal = { code: 'storage_failed', cause: error instanceof Error ? error.message : 'not stored' }
  }
}

function outcomeOf(elements: readonly Element[]): BatchOutcome {
  const failed = elements.flatMap(({ index, refusal }) =>
    refusal === null ? [] : [{ index, reason: reasonOf(refusal), retriable: refusal.code === 'storage_failed' }],
  )
  const retriable = failed.filter((f) => f.retriable).length
  const good = elements.flatMap(({ index, stored, warnings, bytes, producer }) =>
    stored === null ? [] : [{ index, stored, warnings, producer, length: bytes.length }],
  )
  return {
    report: {
      status: failed.length === 0 ? 'success' : 'partial_success',
      summary: {
        received: elements.length,
        successful: good.length,
        failed: failed.length,
        retriable,
        non_retriable: failed.length - retriable,
      },
      failed_events: failed,
      events: good.map(({ index, stored, warnings }) => ({
        index,
        eventId: stored.hash,
        position: stored.position,
        duplicate: stored.duplicate,
        warnings,
      })),
    },
    accepted: good.map(({ stored, length, warnings, producer }) => ({ stored, length, producer, warnings: warnings.length })),
    refused: elements.flatMap(({ refusal, bytes }) => (refusal === null ? [] : [{ refusal, element: bytes }])),
  }
}

const reasonOf = (refusal: Refusal): string =>
  `${refusal.cause ?? rejectionCauses[refusal.code].cause}${refusal.pointer ? ` (at ${refusal.pointer})` : ''}`

function wholeRefusal(bytes: Buffer): Refusal {
  const inspection = inspectEvent(bytes)
  if (inspection.ok || inspection.code === 'no_identity' || inspection.code === 'not_object') return { code: 'not_array' }
  return { code: inspection.code, cause: inspection.cause }
}
