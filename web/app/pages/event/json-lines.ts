/** Gives every value of a JSON text its line in the unfolded, indented form. */
import { ARRAY, OBJECT, at } from './json-doc.ts'
import type { JsonDoc } from './json-doc.ts'

type Values = Pick<JsonDoc, 'count' | 'kind' | 'start' | 'end' | 'keyStart' | 'keyEnd' | 'parent' | 'after' | 'size'>
type Places = Pick<JsonDoc, 'line' | 'endLine' | 'inline'>

/** A container of scalars that is no wider than this stands on one line. */
const INLINE_WIDTH = 72

const isContainer = (values: Values, i: number): boolean => at(values.kind, i) === OBJECT || at(values.kind, i) === ARRAY

/** 1 for each container that stands on one line: an empty one, or a small one of scalars only. */
function findInline(values: Values): Uint8Array {
  const width = new Float64Array(values.count)
  const nested = new Uint8Array(values.count)
  const inline = new Uint8Array(values.count)
  for (let i = values.count - 1; i >= 0; i -= 1) {
    const container = isContainer(values, i)
    if (container && (at(values.size, i) === 0 || (nested[i] === 0 && (width[i] ?? 0) <= INLINE_WIDTH && i > 0))) inline[i] = 1
    const parent = at(values.parent, i)
    if (parent < 0) continue
    if (container && at(values.size, i) > 0) nested[parent] = 1
    const key = at(values.keyStart, i) < 0 ? 0 : at(values.keyEnd, i) - at(values.keyStart, i) + 2
    width[parent] = (width[parent] ?? 0) + key + at(values.end, i) - at(values.start, i) + 2
  }
  return inline
}

/** First and last line of each value. Members of an inline container share its line. */
export function layOut(values: Values): Places {
  const inline = findInline(values)
  const line = new Uint32Array(values.count)
  const endLine = new Uint32Array(values.count)
  const open: number[] = []
  let next = 1
  const closeUpTo = (i: number): void => {
    while (open.length > 0 && at(values.after, open.at(-1) ?? 0) <= i) endLine[open.pop() ?? 0] = next++
  }
  for (let i = 0; i < values.count;) {
    closeUpTo(i)
    line[i] = next
    endLine[i] = next
    next += 1
    if (isContainer(values, i) && inline[i] === 0) {
      open.push(i)
      i += 1
      continue
    }
    const stop = at(values.after, i)
    for (let c = i + 1; c < stop; c += 1) line[c] = endLine[c] = next - 1
    i = stop
  }
  closeUpTo(values.count)
  return { line, endLine, inline }
}
