import type { GivenAnswer } from '../contract/rejections.ts'
import { rejectionCauses } from '../control/rejection-causes.ts'
import type { Refusal } from './answer.ts'
import type { Outcome, Stored } from './group-commit.ts'
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
  }[]
  /** `answer`: what was said of it in the report. */
  readonly refused: readonly { readonly refusal: Refusal; readonly element: Uint8Array; readonly answer: GivenAnswer }[]
}

interface Element {
  readonly index: number
  readonly bytes: Uint8Array
  stored: Stored | null
  refusal: Refusal | null
}

/** Bytes between two chances for others to be answered. */
const pauseBytes = 1 << 20

/** Stores each element of a JSON array as an event of its own; none of them sinks the others. */
export async function takeBatch(
  bytes: Buffer,
  eventsMax: number,
  store: (element: Uint8Array) => Promise<Outcome>,
  inspect: (bytes: Uint8Array) => Inspection | Promise<Inspection> = inspectEvent,
): Promise<BatchOutcome | { readonly refusal: Refusal }> {
  const split = splitArray(bytes, eventsMax)
  if (split === 'too many') return { refusal: { code: 'batch_too_large', cause: `The batch has more than ${eventsMax} events.` } }
  if (split === null) return { refusal: wholeRefusal(await inspect(bytes)) }
  const elements: Element[] = split.map(({ start, end }, index) => ({
    index,
    bytes: bytes.subarray(start, end),
    stored: null,
    refusal: null,
  }))
  const writes: Promise<void>[] = []
  let sincePause = 0
  for (const element of elements) {
    writes.push(takeElement(element, store))
    sincePause += element.bytes.length
    if (sincePause > pauseBytes) {
      sincePause = 0
      await new Promise(setImmediate)
    }
  }
  await Promise.all(writes)
  return outcomeOf(elements)
}

async function takeElement(element: Element, store: (element: Uint8Array) => Promise<Outcome>): Promise<void> {
  const outcome = await store(element.bytes).catch((error: Error) => ({ ok: false, code: 'storage_failed', cause: error.message }) as const)
  if (outcome.ok) element.stored = outcome
  else if (outcome.code === 'storage_failed') element.refusal = outcome
  else element.refusal = { ...outcome, pointer: `/${element.index}${outcome.pointer}` }
}

function outcomeOf(elements: readonly Element[]): BatchOutcome {
  const bad = elements.flatMap(({ index, refusal, bytes }) =>
    refusal === null
      ? []
      : [{ refusal, element: bytes, told: { index, reason: reasonOf(refusal), retriable: refusal.code === 'storage_failed' } }],
  )
  const failed = bad.map(({ told }) => told)
  const retriable = failed.filter((f) => f.retriable).length
  const good = elements.flatMap(({ index, stored, bytes }) => (stored === null ? [] : [{ index, stored, length: bytes.length }]))
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
      events: good.map(({ index, stored }) => ({
        index,
        eventId: stored.hash,
        position: stored.position,
        duplicate: stored.duplicate,
        warnings: stored.warnings,
      })),
    },
    accepted: good.map(({ stored, length }) => ({ stored, length })),
    refused: bad.map(({ refusal, element, told }) => ({
      refusal,
      element,
      answer: { status: 200, reason: 'OK', text: JSON.stringify({ failed_events: [told] }) },
    })),
  }
}

const reasonOf = (refusal: Refusal): string =>
  `${refusal.cause ?? rejectionCauses[refusal.code].cause}${refusal.pointer ? ` (at ${refusal.pointer})` : ''}`

function wholeRefusal(inspection: Inspection): Refusal {
  if (inspection.ok || inspection.code === 'no_identity' || inspection.code === 'not_object') return { code: 'not_array' }
  return { code: inspection.code, cause: inspection.cause }
}
