/** Standard output is the answer, and nothing else goes there; everything said beside it goes to standard error. */
import { once } from 'node:events'

let broken: NodeJS.ErrnoException | null = null

/** From here on `write` tells when nobody reads any more. Must be called before anything is printed. */
export function watchOutput(): void {
  process.stdout.on('error', (error) => (broken ??= error))
  // Who does not read what is said beside the answer misses it, and nothing else.
  process.stderr.on('error', () => undefined)
}

/** Why the answer could not be printed, if so. With the code EPIPE the reader has enough (head), which is no failure. */
export const brokenOutput = (): NodeJS.ErrnoException | null => broken

/** Writes a part of the answer; waits while the reader is slower. Throws when the reader has gone: a command has nothing more to do then. */
export async function write(part: string | Uint8Array): Promise<void> {
  if (broken !== null) throw broken
  if (!process.stdout.write(part)) await once(process.stdout, 'drain')
}

/** Prints the answer: with `json` one JSON value, else the lines for people. */
export async function answer(json: boolean, value: unknown, lines: () => readonly string[]): Promise<void> {
  await write(
    json
      ? `${JSON.stringify(value)}\n`
      : lines()
          .map((line) => `${line}\n`)
          .join(''),
  )
}

/** Says something beside the answer. */
export function say(line: string): void {
  process.stderr.write(`${line}\n`)
}

/** A line on a terminal that later ones overwrite; nothing where standard error is not a terminal. */
export function progress(line: string): void {
  if (process.stderr.isTTY) process.stderr.write(`\r\u001B[K${line}`)
}

/** Columns padded to the widest cell, two spaces between. */
export function table(head: readonly string[], rows: readonly (readonly string[])[]): string[] {
  const all = [head, ...rows]
  const widths = head.map((_, column) => Math.max(...all.map((row) => [...(row[column] ?? '')].length)))
  return all.map((row) =>
    row
      .map((cell, column) => cell + ' '.repeat(Math.max(0, (widths[column] ?? 0) - [...cell].length)))
      .join('  ')
      .trimEnd(),
  )
}

/** Control characters of names that others chose must not reach a terminal. */
export const printable = (text: string): string => text.replaceAll(/[\p{Cc}\p{Cs}]/gu, '\uFFFD')

/** Resolves when what was written has left the process. */
export async function flushed(): Promise<void> {
  await Promise.all([process.stdout, process.stderr].map((stream) => new Promise<void>((resolve) => stream.write('', () => resolve()))))
}

/** Beside an answer about another moment, which has nothing of what was asked for. */
export function sayOfNowOnly({ inferred, asOf }: { readonly inferred?: boolean; readonly asOf?: string }): void {
  if (inferred === true && asOf !== undefined) say('Inferred columns are known as of now only: with --as-of there are none.')
}
