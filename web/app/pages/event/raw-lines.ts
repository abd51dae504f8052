/** The text as it came, cut into rows of at most `width` characters: a body without line breaks is one line and many rows. */
export type RawRows = {
  /** Offset of each row's first character; the row ends where the next one starts. */
  readonly starts: Uint32Array
  /** The line (from 1) of the text that the row belongs to. */
  readonly lines: Uint32Array
}

const isLow = (c: number): boolean => c >= 0xdc00 && c <= 0xdfff

/** Cuts at line breaks and at `width`, never between the halves of a surrogate pair. */
export function rawRows(text: string, width: number): RawRows {
  const starts: number[] = []
  const lines: number[] = []
  let line = 0
  let from = 0
  while (from < text.length || line === 0) {
    line += 1
    const brk = text.indexOf('\n', from)
    const end = brk < 0 ? text.length : brk + 1
    do {
      starts.push(from)
      lines.push(line)
      let to = Math.min(from + width, end)
      if (to < end && isLow(text.charCodeAt(to))) to += 1
      if (brk >= 0 && to === brk) to = end
      from = to
    } while (from < end)
    if (brk < 0) break
  }
  return { starts: Uint32Array.from(starts), lines: Uint32Array.from(lines) }
}

/** The row that holds a place in the text. */
export function rawRowAt(rows: RawRows, offset: number): number {
  let low = 0
  let high = rows.starts.length - 1
  while (low < high) {
    const middle = (low + high + 1) >> 1
    if ((rows.starts[middle] ?? 0) <= offset) low = middle
    else high = middle - 1
  }
  return low
}
