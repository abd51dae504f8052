import { stringMember } from '../lib/json.ts'
import { depthMax, isDeeper, readBody, readShallow } from '../openlineage/body.ts'
import type { ReadBody } from '../openlineage/body.ts'
import { identify } from '../openlineage/event.ts'
import { glance } from '../openlineage/glance.ts'
import type { RejectionCode } from '../control/rejection-causes.ts'

/** Whether bytes are an event that can be kept: the only reasons to refuse one. */
export type Inspection = Accepted | Refused
export interface Accepted {
  readonly ok: true
  readonly warnings: readonly string[]
  readonly producer: string | null
  /** Nested deeper than the fold reads: kept, not applied. Among the warnings. */
  readonly tooDeep: boolean
}
export interface Refused {
  readonly ok: false
  readonly code: RejectionCode
  readonly cause: string
  readonly pointer: string
}

const tooDeepWarning = `Nested deeper than ${depthMax} levels: kept, not applied to the catalog`

/** JSON.parse takes a second for brackets half a million deep: in larger bodies their depth is looked at first. */
const anyDepthBytes = 64 << 10

export function inspectEvent(bytes: Uint8Array): Inspection {
  const seen = glance(bytes)
  return seen === null ? inspectWhole(bytes) : { ok: true, warnings: none, tooDeep: false, producer: seen.producer }
}

const none: readonly string[] = []

function inspectWhole(bytes: Uint8Array): Inspection {
  const read = bytes.length > anyDepthBytes ? readShallow(bytes) : readAnyDepth(bytes)
  if (!read.ok) return { ok: false, code: read.code, cause: read.reason, pointer: '' }
  if (typeof read.value !== 'object' || read.value === null || Array.isArray(read.value)) {
    return { ok: false, code: 'not_object', cause: 'The body is JSON, but not an object', pointer: '' }
  }
  const identity = identify(read.value)
  if (!('kind' in identity)) return { ok: false, code: 'no_identity', cause: identity.reason, pointer: identity.pointer }
  const { tooDeep } = read
  const warnings = tooDeep ? [...read.warnings, tooDeepWarning] : read.warnings
  return { ok: true, warnings, tooDeep, producer: stringMember(read.value, 'producer') ?? null }
}

function readAnyDepth(bytes: Uint8Array): ReadBody & { readonly tooDeep: boolean } {
  const read = readBody(bytes)
  return { ...read, tooDeep: read.ok && isDeeper(read.value, depthMax) }
}

/** Where each element of a JSON array stands, as offsets into the bytes; null when the bytes are no array. Elements need not be valid. */
export function splitArray(bytes: Uint8Array, elementsMax: number): { start: number; end: number }[] | null | 'too many' {
  const elements: { start: number; end: number }[] = []
  let at = skipSpace(bytes, startsWithMark(bytes) ? 3 : 0)
  if (bytes[at] !== 0x5b) return null
  at = skipSpace(bytes, at + 1)
  if (bytes[at] === 0x5d) return skipSpace(bytes, at + 1) === bytes.length ? elements : null
  for (;;) {
    const end = endOfElement(bytes, at)
    if (end < 0 || end === at) return null
    if (elements.length >= elementsMax) return 'too many'
    elements.push({ start: at, end: trimEnd(bytes, at, end) })
    if (bytes[end] === 0x5d) return skipSpace(bytes, end + 1) === bytes.length ? elements : null
    at = skipSpace(bytes, end + 1)
  }
}

/** The comma or bracket that ends the element which starts at `from`; -1 when there is none. One loop: see glance. */
function endOfElement(bytes: Uint8Array, from: number): number {
  const end = bytes.length
  let depth = 0
  for (let i = from; i < end; i++) {
    const c = bytes[i] as number
    if (c === 0x22) {
      for (i++; i < end; i++) {
        const t = bytes[i] as number
        if (t > 0x5c) continue
        if (t === 0x22) break
        if (t === 0x5c) i++
      }
    } else if (c === 0x7b || c === 0x5b) depth++
    else if (c === 0x7d || c === 0x5d) {
      if (depth === 0) return c === 0x5d ? i : -1
      depth--
    } else if (c === 0x2c && depth === 0) return i
  }
  return -1
}

const isSpace = (c: number | undefined): boolean => c === 0x20 || c === 0x0a || c === 0x0d || c === 0x09
const startsWithMark = (bytes: Uint8Array): boolean => bytes[0] === 0xef && bytes[1] === 0xbb && bytes[2] === 0xbf

function skipSpace(bytes: Uint8Array, from: number): number {
  let at = from
  while (at < bytes.length && isSpace(bytes[at])) at++
  return at
}

function trimEnd(bytes: Uint8Array, start: number, end: number): number {
  let at = end
  while (at > start && isSpace(bytes[at - 1])) at--
  return at
}
