/** What of an error message stands in the title, and which line of the stack is to blame. Pure. */

const NOISE =
  /^(traceback|exception in thread|caused by|database error in model|runtime error in model|compilation error in model|py4j|error:?\s*$)/i

/** The line that says what went wrong: after a heading that only says where, the line below it. */
export function titleOf(message: string): string {
  const lines = message
    .split('\n')
    .map((line) => line.trim())
    .filter((line) => line !== '')
  const first = lines[0] ?? ''
  return NOISE.test(first) && lines[1] !== undefined ? lines[1] : first
}

/** The lines to show: the message, then the stack where it says more. */
export function errorLines(message: string, stack: string | null): readonly string[] {
  const body = message.trimEnd().split('\n')
  if (stack === null || stack.trim() === '') return body.length > 1 ? body : []
  const trace = stack.trimEnd()
  return trace.includes(message.trim()) ? trace.split('\n') : [...body, '', ...trace.split('\n')]
}

/** The index of the line that carries the title; -1 without one. */
export const guiltyLine = (lines: readonly string[], title: string): number =>
  title === '' ? -1 : lines.findLastIndex((line) => line.includes(title))

/** A line to show, or how many are left out in its place. */
export type ErrorLine = { readonly index: number; readonly text: string } | { readonly index: number; readonly hidden: number }

const SHORT = 16
const HEAD = 4
const ROUND = 6

/** A short error whole; of a long one its head and what stands round the guilty line, which in Python is the last. */
export function pickLines(lines: readonly string[], guilty: number, all: boolean): readonly ErrorLine[] {
  const every = lines.map((text, index) => ({ index, text }))
  if (all || lines.length <= SHORT) return every
  if (guilty < HEAD + ROUND) return every.slice(0, HEAD + ROUND)
  const from = Math.max(HEAD, guilty - ROUND)
  const gap = from > HEAD ? [{ index: HEAD, hidden: from - HEAD }] : []
  return [...every.slice(0, HEAD), ...gap, ...every.slice(from, guilty + 3)]
}
