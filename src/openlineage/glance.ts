import { isUtf8 } from 'node:buffer'
import { depthMax } from './body.ts'
import { endOfEscape, endOfNumber, skipSpace } from './json-scan.ts'

/** What is told of an event that is beyond doubt one. */
export interface Glance {
  readonly producer: string | null
}

const space = 0x20
const quote = 0x22
const comma = 0x2c
const colon = 0x3a
const backslash = 0x5c
const openBracket = 0x5b
const openBrace = 0x7b
const closeBrace = 0x7d

/** The bracket that closes each level. One for all: a glance never waits. */
const closing = new Uint8Array(depthMax + 1)

/**
 * Whether bytes are beyond doubt an event that can be kept: UTF-8, JSON as JSON.parse takes it, nested no deeper than the fold reads, with
 * the identity of a job or a dataset. Null: perhaps not, so read it whole. Builds nothing, and so takes half the time of JSON.parse or
 * less; of all that an acknowledgement waits for, reading was the most. One loop that looks before it calls: functions for its parts would
 * cost as much again.
 */
export function glance(bytes: Uint8Array): Glance | null {
  let at = skipSpace(bytes, 0)
  if (bytes[at] !== openBrace || !isUtf8(bytes)) return null
  const end = bytes.length
  const members = new Members(bytes)
  let depth = 0
  let isKey = false
  for (;;) {
    const c = bytes[at++]
    if (c === quote) {
      const from = at
      for (;;) {
        if (at >= end) return null
        const t = bytes[at++] as number
        if (t > backslash) continue
        if (t === quote) break
        if (t < 0x20 || (t === backslash && (at = endOfEscape(bytes, at)) < 0)) return null
      }
      if (isKey) {
        if (depth <= 2 && !members.key(depth, from, at - 1)) return null
        if (bytes[at] !== colon) at = skipSpace(bytes, at)
        if (bytes[at++] !== colon) return null
        if ((bytes[at] as number) <= space) at = skipSpace(bytes, at)
        isKey = false
        continue
      }
      if (depth <= 2) members.text(from, at - 1)
    } else if (isKey) return null
    else if (c === openBrace || c === openBracket) {
      if (++depth > depthMax) return null
      const close = c + 2
      closing[depth] = close
      if (depth === 2) members.enter(c === openBrace)
      if ((bytes[at] as number) <= space) at = skipSpace(bytes, at)
      if (bytes[at] !== close) {
        isKey = c === openBrace
        continue
      }
    } else {
      at = endOfScalar(bytes, at - 1)
      if (at < 0) return null
    }
    for (;;) {
      if ((bytes[at] as number) <= space) at = skipSpace(bytes, at)
      const next = bytes[at++]
      if (next === comma) break
      if (next !== closing[depth]) return null
      if (--depth === 1) members.leave()
      else if (depth === 0) return skipSpace(bytes, at) === end ? members.glance() : null
    }
    isKey = closing[depth] === closeBrace
    if ((bytes[at] as number) <= space) at = skipSpace(bytes, at)
  }
}

/** Unlike in a lenient reading NaN and Infinity are none. */
function endOfScalar(bytes: Uint8Array, at: number): number {
  const c = bytes[at]
  if (c === 0x74) return isAt(bytes, at, 'true') ? at + 4 : -1
  if (c === 0x66) return isAt(bytes, at, 'false') ? at + 5 : -1
  if (c === 0x6e) return isAt(bytes, at, 'null') ? at + 4 : -1
  return endOfNumber(bytes, at)
}

function isAt(bytes: Uint8Array, at: number, word: string): boolean {
  for (let i = 0; i < word.length; i++) if (bytes[at + i] !== word.charCodeAt(i)) return false
  return true
}

const none = 0
const job = 1
const dataset = 2
const producer = 4
const namespace = 8
const name = 16

/** The members that matter: those of the event itself, and of its job and dataset. Doubts what comes twice or is written with escapes. */
class Members {
  readonly #bytes: Uint8Array
  #seen = none
  #current = none
  /** Names that are texts, of the job or dataset that is being read. */
  #names = none
  #isInside = false
  #isIdentified = false
  #producer: string | null = null

  constructor(bytes: Uint8Array) {
    this.#bytes = bytes
  }

  /** False: doubtful. */
  key(depth: number, from: number, to: number): boolean {
    this.#current = none
    if (depth === 2 && !this.#isInside) return true
    if (this.#hasEscape(from, to)) return false
    const which = depth === 1 ? this.#atTop(from, to - from) : this.#inside(from, to - from)
    if ((this.#seen & which) !== 0) return false
    this.#seen |= which
    this.#current = which
    return true
  }

  text(from: number, to: number): void {
    if (this.#current === producer) this.#producer = this.#textAt(from, to)
    else if (this.#current === namespace || (this.#current === name && to > from)) this.#names |= this.#current
  }

  /** What stands at the second level begins. */
  enter(isObject: boolean): void {
    this.#isInside = isObject && (this.#current === job || this.#current === dataset)
    this.#current = none
    this.#names = none
    this.#seen &= ~(namespace | name)
  }

  leave(): void {
    this.#isIdentified ||= this.#isInside && this.#names === (namespace | name)
    this.#isInside = false
  }

  glance(): Glance | null {
    return this.#isIdentified ? { producer: this.#producer } : null
  }

  #atTop(from: number, length: number): number {
    if (length === 3 && isAt(this.#bytes, from, 'job')) return job
    if (length === 7 && isAt(this.#bytes, from, 'dataset')) return dataset
    return length === 8 && isAt(this.#bytes, from, 'producer') ? producer : none
  }

  #inside(from: number, length: number): number {
    if (length === 4 && isAt(this.#bytes, from, 'name')) return name
    return length === 9 && isAt(this.#bytes, from, 'namespace') ? namespace : none
  }

  #hasEscape(from: number, to: number): boolean {
    for (let i = from; i < to; i++) if (this.#bytes[i] === backslash) return true
    return false
  }

  #textAt(from: number, to: number): string {
    const text = Buffer.from(this.#bytes.buffer, this.#bytes.byteOffset + from, to - from).toString('utf8')
    return this.#hasEscape(from, to) ? (JSON.parse(`"${text}"`) as string) : text
  }
}
