import { isObject, member } from '../lib/json.ts'
import { readBody } from '../openlineage/body.ts'
import { splitArray } from './inspect.ts'

/**
 * The events of a file: one JSON event, an array of events, or one event a line (which may have blank lines). Elements are the bytes as
 * they stand in the file; whether each is an event is for the caller to see.
 */
export function* splitImport(bytes: Buffer): Generator<Buffer> {
  const text = withoutMark(bytes)
  const array = firstByte(text) === 0x5b ? splitArray(text, Number.MAX_SAFE_INTEGER) : null
  if (Array.isArray(array)) {
    for (const { start, end } of array) yield text.subarray(start, end)
    return
  }
  if (isOneValue(text)) {
    yield trimmed(text)
    return
  }
  for (let at = 0; at < text.length;) {
    const end = text.indexOf(0x0a, at)
    const line = trimmed(text.subarray(at, end < 0 ? text.length : end))
    if (line.length > 0) yield line
    at = end < 0 ? text.length : end + 1
  }
}

/** Arrivals are kept in six bytes, as milliseconds since 1970. */
const arrivalMax = 2 ** 48

/** A line of `export events --json` holds the event as text with its first arrival; any other line is the event itself. */
export function unwrapLine(line: Buffer): { readonly body: Buffer; readonly receivedAt: number | null } {
  if (!line.includes('"receivedAt"') || !line.includes('"body"')) return { body: line, receivedAt: null }
  const read = readBody(line)
  if (!read.ok || !isObject(read.value) || member(read.value, 'job') !== undefined || member(read.value, 'dataset') !== undefined)
    return { body: line, receivedAt: null }
  const body = member(read.value, 'body')
  const at = Date.parse(String(member(read.value, 'receivedAt')))
  return typeof body === 'string' && at >= 0 && at < arrivalMax
    ? { body: Buffer.from(body), receivedAt: at }
    : { body: line, receivedAt: null }
}

/** A single value over several lines: its first line alone is not JSON, the whole is. */
function isOneValue(text: Buffer): boolean {
  const end = text.indexOf(0x0a)
  if (end < 0) return text.length > 0
  const first = trimmed(text.subarray(0, end))
  return first.length > 0 && !readBody(first).ok && readBody(text).ok
}

const withoutMark = (bytes: Buffer): Buffer => (bytes[0] === 0xef && bytes[1] === 0xbb && bytes[2] === 0xbf ? bytes.subarray(3) : bytes)

function firstByte(bytes: Buffer): number | undefined {
  return bytes.find((c) => !isSpace(c))
}

const isSpace = (c: number | undefined): boolean => c === 0x20 || c === 0x09 || c === 0x0a || c === 0x0d

function trimmed(bytes: Buffer): Buffer {
  let start = 0
  let end = bytes.length
  while (start < end && isSpace(bytes[start])) start++
  while (end > start && isSpace(bytes[end - 1])) end--
  return bytes.subarray(start, end)
}
