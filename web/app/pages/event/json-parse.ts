/** Reads a JSON text into a JsonDoc without recursion: depth is bounded by memory only. */
import { ARRAY, NUMBER, OBJECT, STRING, WORD, at } from './json-doc.ts'
import type { JsonDoc } from './json-doc.ts'
import { layOut } from './json-lines.ts'

const QUOTE = 34
const COMMA = 44
const COLON = 58
const OPEN_ARRAY = 91
const BACKSLASH = 92
const CLOSE_ARRAY = 93
const OPEN_OBJECT = 123
const CLOSE_OBJECT = 125

const isSpace = (c: number): boolean => c === 32 || c === 10 || c === 13 || c === 9 || c === 0xfeff
const endsScalar = (c: number): boolean => isSpace(c) || c === COMMA || c === CLOSE_ARRAY || c === CLOSE_OBJECT
/** NaN and Infinity are not JSON, but the intake reads them as null, so that they may stand in a stored event. */
const WORDS = new Set(['true', 'false', 'null', 'NaN', 'Infinity', '-Infinity'])
const NUMBERS = /^-?\d+(\.\d+)?([eE][+-]?\d+)?$/

class Growing {
  #data: Int32Array
  length = 0
  constructor(capacity: number) {
    this.#data = new Int32Array(capacity)
  }
  push(value: number): void {
    if (this.length === this.#data.length) {
      const wider = new Int32Array(this.length * 2)
      wider.set(this.#data)
      this.#data = wider
    }
    this.#data[this.length] = value
    this.length += 1
  }
  set(index: number, value: number): void {
    this.#data[index] = value
  }
  get(index: number): number {
    return this.#data[index] ?? 0
  }
  take(): Int32Array<ArrayBuffer> {
    return new Int32Array(this.#data.subarray(0, this.length))
  }
}

type Want = 'value' | 'first' | 'key' | 'after' | 'end'

class Reader {
  readonly #text: string
  #offset = 0
  #want: Want = 'value'
  #key: readonly [number, number] = [-1, -1]
  readonly #open: number[] = []
  readonly kind: Growing
  readonly start: Growing
  readonly end: Growing
  readonly keyStart: Growing
  readonly keyEnd: Growing
  readonly parent: Growing
  readonly after: Growing
  readonly size: Growing
  error: { offset: number; expected: string } | null = null

  constructor(text: string) {
    this.#text = text
    const guess = Math.max(16, Math.min(1 << 20, text.length >> 5))
    const column = (): Growing => new Growing(guess)
    this.kind = column()
    this.start = column()
    this.end = column()
    this.keyStart = column()
    this.keyEnd = column()
    this.parent = column()
    this.after = column()
    this.size = column()
  }

  run(): void {
    while (this.error === null && this.#want !== 'end') this.#step()
    if (this.error === null) {
      this.#skip()
      if (this.#offset < this.#text.length) this.#fail('the end of the text')
    }
    while (this.#open.length > 0) this.#close(this.#text.length)
  }

  #step(): void {
    this.#skip()
    const c = this.#text.charCodeAt(this.#offset)
    if (this.#want === 'first') this.#first(c)
    else if (this.#want === 'key') this.#readKey(c)
    else if (this.#want === 'value') this.#readValue(c)
    else this.#afterValue(c)
  }

  #skip(): void {
    while (isSpace(this.#text.charCodeAt(this.#offset))) this.#offset += 1
  }

  #fail(expected: string): void {
    this.error = { offset: this.#offset, expected }
  }

  #inObject(): boolean {
    return this.kind.get(this.#open.at(-1) ?? 0) === OBJECT
  }

  #first(c: number): void {
    if (c === (this.#inObject() ? CLOSE_OBJECT : CLOSE_ARRAY)) this.#close(this.#offset + 1)
    else this.#want = this.#inObject() ? 'key' : 'value'
  }

  #readKey(c: number): void {
    if (c !== QUOTE) return this.#fail('a key in quotes')
    const from = this.#offset
    const to = this.#stringEnd()
    if (to < 0) return this.#fail('a quote that ends the key')
    this.#offset = to
    this.#skip()
    if (this.#text.charCodeAt(this.#offset) !== COLON) return this.#fail('a colon')
    this.#offset += 1
    this.#key = [from, to]
    this.#want = 'value'
  }

  #readValue(c: number): void {
    if (c === OPEN_OBJECT || c === OPEN_ARRAY) return this.#enter(c === OPEN_OBJECT ? OBJECT : ARRAY)
    if (c === QUOTE) {
      const to = this.#stringEnd()
      if (to < 0) return this.#fail('a quote that ends the string')
      return this.#scalar(STRING, to)
    }
    let to = this.#offset
    while (to < this.#text.length && !endsScalar(this.#text.charCodeAt(to))) to += 1
    const word = this.#text.slice(this.#offset, to)
    if (WORDS.has(word)) this.#scalar(WORD, to)
    else if (NUMBERS.test(word)) this.#scalar(NUMBER, to)
    else this.#fail('a value')
  }

  /** Just past the closing quote of the string that starts here; -1 where it never ends. */
  #stringEnd(): number {
    let quote = this.#text.indexOf('"', this.#offset + 1)
    while (quote > 0) {
      let before = quote - 1
      while (this.#text.charCodeAt(before) === BACKSLASH) before -= 1
      if ((quote - before) % 2 === 1) return quote + 1
      quote = this.#text.indexOf('"', quote + 1)
    }
    return -1
  }

  #push(kind: number, end: number): number {
    const index = this.kind.length
    const parent = this.#open.at(-1) ?? -1
    this.kind.push(kind)
    this.start.push(this.#offset)
    this.end.push(end)
    this.keyStart.push(this.#key[0])
    this.keyEnd.push(this.#key[1])
    this.parent.push(parent)
    this.after.push(index + 1)
    this.size.push(0)
    if (parent >= 0) this.size.set(parent, this.size.get(parent) + 1)
    this.#key = [-1, -1]
    return index
  }

  #enter(kind: number): void {
    this.#open.push(this.#push(kind, 0))
    this.#offset += 1
    this.#want = 'first'
  }

  #scalar(kind: number, end: number): void {
    this.#push(kind, end)
    this.#offset = end
    this.#want = this.#open.length > 0 ? 'after' : 'end'
  }

  #close(end: number): void {
    const index = this.#open.pop() ?? 0
    this.end.set(index, end)
    this.after.set(index, this.kind.length)
    this.#offset = end
    this.#want = this.#open.length > 0 ? 'after' : 'end'
  }

  #afterValue(c: number): void {
    if (c === COMMA) {
      this.#offset += 1
      this.#want = this.#inObject() ? 'key' : 'value'
    } else if (c === (this.#inObject() ? CLOSE_OBJECT : CLOSE_ARRAY)) this.#close(this.#offset + 1)
    else this.#fail(this.#inObject() ? 'a comma or }' : 'a comma or ]')
  }
}

/** Reads a whole text. A text that is not JSON gives what was read up to there, and `error`. */
export function parseJson(text: string): JsonDoc {
  const reader = new Reader(text)
  reader.run()
  const count = reader.kind.length
  const unsigned = (column: Growing): Uint32Array<ArrayBuffer> => new Uint32Array(column.take().buffer)
  const base = {
    count,
    kind: Uint8Array.from(reader.kind.take()),
    start: unsigned(reader.start),
    end: unsigned(reader.end),
    keyStart: reader.keyStart.take(),
    keyEnd: reader.keyEnd.take(),
    parent: reader.parent.take(),
    after: unsigned(reader.after),
    size: unsigned(reader.size),
    error: reader.error,
  }
  const placed = layOut(base)
  return { ...base, ...placed, lines: count === 0 ? 0 : at(placed.endLine, 0) }
}

/** The buffers of a document, to hand it over between threads without a copy. */
export const buffersOf = (doc: JsonDoc): ArrayBuffer[] =>
  [doc.kind, doc.start, doc.end, doc.keyStart, doc.keyEnd, doc.parent, doc.after, doc.size, doc.line, doc.endLine, doc.inline].flatMap(
    (column) => (column.buffer instanceof ArrayBuffer ? [column.buffer] : []),
  )
