/** Cuts a stream of bytes into JSON values, without reading them: an event's bytes stay what they are. */

/** One value of the input. `bytes` is null for one that is larger than the bound; `size` counts it all the same. */
export type Part = { readonly bytes: Buffer | null; readonly size: number }

const NEWLINE = 0x0a
const QUOTE = 0x22
const COMMA = 0x2c
const BACKSLASH = 0x5c
const ARRAY = 0x5b
const OBJECT = 0x7b
const isSpace = (byte: number): boolean => byte === 0x20 || byte === 0x09 || byte === NEWLINE || byte === 0x0d
const opens = (byte: number): boolean => byte === ARRAY || byte === OBJECT
const closes = (byte: number): boolean => byte === 0x5d || byte === 0x7d

/** Collects the bytes of one value and lets go of them beyond the bound. */
class Piece {
  readonly #max: number
  #chunks: Buffer[] = []
  #size = 0

  constructor(max: number) {
    this.#max = max
  }
  add(bytes: Buffer): void {
    this.#size += bytes.length
    if (this.#size > this.#max) this.#chunks = []
    else if (bytes.length > 0) this.#chunks.push(bytes)
  }
  /** What was collected, without the space round it; null when that is nothing. Starts anew. */
  take(): Part | null {
    const [chunks, size] = [this.#chunks, this.#size]
    this.#chunks = []
    this.#size = 0
    if (size > this.#max) return { bytes: null, size }
    const bytes = trimmed(Buffer.concat(chunks))
    return bytes.length === 0 ? null : { bytes, size: bytes.length }
  }
}

function trimmed(bytes: Buffer): Buffer {
  let [start, end] = [0, bytes.length]
  while (start < end && isSpace(bytes[start] ?? 0)) start++
  while (end > start && isSpace(bytes[end - 1] ?? 0)) end--
  return bytes.subarray(start, end)
}

/** Follows strings and brackets through bytes that come in pieces. */
class Nesting {
  depth = 0
  #inString = false
  #escaped = false

  /** True for a byte that stands outside of strings. */
  step(byte: number): boolean {
    if (this.#inString) {
      if (this.#escaped) this.#escaped = false
      else if (byte === BACKSLASH) this.#escaped = true
      else if (byte === QUOTE) this.#inString = false
      return false
    }
    if (byte === QUOTE) this.#inString = true
    else if (opens(byte)) this.depth++
    else if (closes(byte)) this.depth--
    return true
  }
}

/** Each line is a value. A broken one is its own trouble only. */
async function* lines(chunks: AsyncIterable<Buffer>, max: number): AsyncGenerator<Part> {
  const piece = new Piece(max)
  for await (const chunk of chunks) {
    let start = 0
    for (let end = chunk.indexOf(NEWLINE); end !== -1; end = chunk.indexOf(NEWLINE, start)) {
      piece.add(chunk.subarray(start, end))
      const part = piece.take()
      if (part !== null) yield part
      start = end + 1
    }
    piece.add(chunk.subarray(start))
  }
  const rest = piece.take()
  if (rest !== null) yield rest
}

/** Values one after the other, over as many lines as they like; with `array` the elements of the array that they stand in. */
async function* values(chunks: AsyncIterable<Buffer>, max: number, array: boolean): AsyncGenerator<Part> {
  const piece = new Piece(max)
  const nesting = new Nesting()
  const floor = array ? 1 : 0
  for await (const chunk of chunks) {
    let start = 0
    for (let index = 0; index < chunk.length; index++) {
      const byte = chunk[index] ?? 0
      const before = nesting.depth
      if (!nesting.step(byte)) continue
      const entered = array && before === 0 && nesting.depth === 1
      const left = nesting.depth < before && nesting.depth <= floor
      const between = array && byte === COMMA && before === 1
      if (!entered && !left && !between) continue
      // The bracket that closes the array and the comma between elements belong to none of them.
      const inside = left && nesting.depth === floor
      piece.add(chunk.subarray(start, inside ? index + 1 : index))
      start = index + 1
      const part = entered ? null : piece.take()
      if (part !== null) yield part
    }
    piece.add(chunk.subarray(start))
  }
  const rest = piece.take()
  if (rest !== null) yield rest
}

/** Enough of the input to tell how it is laid out: its first byte that is not space, and the line that it begins. */
async function peek(source: AsyncIterator<Buffer>, max: number): Promise<{ text: Buffer; ended: boolean }> {
  const seen: Buffer[] = []
  let size = 0
  for (;;) {
    const { value, done } = await source.next()
    if (done === true) return { text: Buffer.concat(seen), ended: true }
    const begun = seen.length > 0
    const bytes = begun ? value : withoutLead(value)
    if (bytes.length === 0) continue
    seen.push(bytes)
    size += bytes.length
    if (seen[0]?.[0] === ARRAY || bytes.includes(NEWLINE) || size > max) return { text: Buffer.concat(seen), ended: false }
  }
}

/** Without the byte order mark and the space that may stand before everything. */
function withoutLead(bytes: Buffer): Buffer {
  const start = bytes[0] === 0xef && bytes[1] === 0xbb && bytes[2] === 0xbf ? 3 : 0
  const first = bytes.subarray(start).findIndex((byte) => !isSpace(byte))
  return first === -1 ? bytes.subarray(bytes.length) : bytes.subarray(start + first)
}

/** Whether the first line is a whole value by itself. */
function wholeLine(text: Buffer): boolean {
  const end = text.indexOf(NEWLINE)
  const nesting = new Nesting()
  for (const byte of end === -1 ? text : text.subarray(0, end)) nesting.step(byte)
  return nesting.depth === 0
}

/**
 * The events of a file: of one JSON value, of an array, or of one value a line. Memory is bounded by `maxBytes`, the largest value that is
 * handed on.
 */
export async function* jsonParts(input: AsyncIterable<Buffer>, maxBytes: number): AsyncGenerator<Part> {
  const source = input[Symbol.asyncIterator]()
  const { text, ended } = await peek(source, maxBytes)
  const all = async function* (): AsyncGenerator<Buffer> {
    yield text
    if (!ended) for (let next = await source.next(); next.done !== true; next = await source.next()) yield next.value
  }
  if (text[0] === ARRAY) yield* values(all(), maxBytes, true)
  else if (wholeLine(text) || text[0] !== OBJECT) yield* lines(all(), maxBytes)
  else yield* values(all(), maxBytes, false)
}
