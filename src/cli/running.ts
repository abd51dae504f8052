/** A server that runs until it is told to end. */
import { say } from './output.ts'

const signals = ['SIGTERM', 'SIGINT'] as const

/** Aborts when the process is asked to end. From then on signals do what they do to any program, so that a second request ends it at once. */
export function asked(): AbortSignal {
  const ending = new AbortController()
  const end = (): void => {
    for (const signal of signals) process.off(signal, end)
    ending.abort()
  }
  for (const signal of signals) process.on(signal, end)
  return ending.signal
}

/** Resolves when the signal aborts. */
export const aborted = (signal: AbortSignal): Promise<void> =>
  new Promise((resolve) => {
    if (signal.aborted) resolve()
    else signal.addEventListener('abort', () => resolve(), { once: true })
  })

const CLOSING_MS = 9_000

/** Closes the server; after nine seconds the process ends all the same, for ten are promised. What was acknowledged is on disk by then. */
export async function closeInTime(server: { close(): Promise<void> }): Promise<void> {
  const late = setTimeout(() => {
    say('Not everything let go in time; ending all the same.')
    process.exit(1)
  }, CLOSING_MS)
  late.unref()
  await server.close()
  clearTimeout(late)
}
