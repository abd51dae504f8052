import fs from 'node:fs'
import os from 'node:os'
import path from 'node:path'

/** Characters of one run: what is held in memory and sorted at a time. */
const runLength = 4 << 20
const readLength = 32 << 10
const lineBreak = 0x0a

/**
 * Sorts any number of lines by UTF-8 bytes in bounded memory, a run at a time, so that no step keeps the thread for long. Where there
 * is more than one, they wait in a temporary file (in TMPDIR), which vanishes with the process. Lines are well formed and hold no line break.
 */
export class LineSorter {
  readonly #runLength: number
  readonly #runs: { readonly start: number; readonly end: number }[] = []
  #file: number | null = null
  #written = 0
  #lines: string[] = []
  #length = 0

  constructor(length = runLength) {
    this.#runLength = length
  }

  add(line: string): void {
    this.#lines.push(line)
    this.#length += line.length
    if (this.#length >= this.#runLength) this.#spill()
  }

  /** All lines in order. To be asked once. */
  *sorted(): Generator<string> {
    if (this.#file === null) {
      yield* sortedByBytes(this.#lines)
      return
    }
    this.#spill()
    const file = this.#file
    const heap = new RunHeap(this.#runs.map(({ start, end }) => new Run(file, start, end)))
    for (let line = heap.next(); line !== null; line = heap.next()) yield line.toString()
  }

  close(): void {
    this.#lines = []
    if (this.#file !== null) fs.closeSync(this.#file)
    this.#file = null
  }

  #spill(): void {
    if (this.#lines.length === 0) return
    this.#file ??= openNameless()
    const bytes = Buffer.from(`${sortedByBytes(this.#lines).join('\n')}\n`)
    for (let done = 0; done < bytes.length;) done += fs.writeSync(this.#file, bytes, done, bytes.length - done, this.#written + done)
    this.#runs.push({ start: this.#written, end: this.#written + bytes.length })
    this.#written += bytes.length
    this.#lines = []
    this.#length = 0
  }
}

/** A file that no one else sees and that is gone when it is closed, however the process ends. */
function openNameless(): number {
  const name = path.join(os.tmpdir(), `headwater-sort-${process.pid}-${Math.random().toString(36).slice(2)}`)
  const file = fs.openSync(name, 'wx+', 0o600)
  fs.rmSync(name)
  return file
}

/** JavaScript orders by UTF-16 units, which is the order of UTF-8 bytes but for what lies at and above the surrogates. */
function sortedByBytes(lines: string[]): string[] {
  const high = /[\ud800-\uffff]/
  return lines.some((l) => high.test(l)) ? lines.sort((a, b) => Buffer.compare(Buffer.from(a), Buffer.from(b))) : lines.sort()
}

/** Reads one sorted stretch of the file. `head` is its next line. */
class Run {
  readonly #file: number
  readonly #end: number
  #offset: number
  #rest: Buffer = Buffer.alloc(0)
  #at = 0
  head: Buffer | null = null

  constructor(file: number, start: number, end: number) {
    this.#file = file
    this.#offset = start
    this.#end = end
    this.advance()
  }

  advance(): void {
    let end = this.#rest.indexOf(lineBreak, this.#at)
    while (end < 0) {
      const more = Buffer.allocUnsafe(readLength)
      const read = fs.readSync(this.#file, more, 0, Math.min(readLength, this.#end - this.#offset), this.#offset)
      if (read === 0) {
        this.head = null
        return
      }
      this.#offset += read
      this.#rest = Buffer.concat([this.#rest.subarray(this.#at), more.subarray(0, read)])
      this.#at = 0
      end = this.#rest.indexOf(lineBreak)
    }
    this.head = this.#rest.subarray(this.#at, end)
    this.#at = end + 1
  }
}

/** Runs by their heads, the least on top: a binary heap. */
class RunHeap {
  readonly #runs: Run[]

  constructor(runs: readonly Run[]) {
    this.#runs = runs.filter((r) => r.head !== null)
    for (let i = this.#runs.length >> 1; i >= 0; i--) this.#sink(i)
  }

  next(): Buffer | null {
    const top = this.#runs[0]
    if (top === undefined) return null
    const line = top.head
    top.advance()
    const last = this.#runs.at(-1)
    if (top.head === null && last !== undefined) {
      this.#runs[0] = last
      this.#runs.pop()
    }
    this.#sink(0)
    return line
  }

  #sink(from: number): void {
    const runs = this.#runs
    for (let i = from; ;) {
      let least = i
      for (const child of [2 * i + 1, 2 * i + 2]) if (child < runs.length && this.#isLess(child, least)) least = child
      if (least === i) return
      const moved = runs[i]
      const up = runs[least]
      if (moved === undefined || up === undefined) return
      runs[i] = up
      runs[least] = moved
      i = least
    }
  }

  #isLess(a: number, b: number): boolean {
    const x = this.#runs[a]?.head
    const y = this.#runs[b]?.head
    return x != null && y != null && Buffer.compare(x, y) < 0
  }
}
