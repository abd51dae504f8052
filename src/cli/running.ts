/** A server that runs until it is told to end. */
import { say } from './output.ts'

const signals = ['SIGTERM', 'SIGINT'] as const

/** One press of Ctrl-C reaches a program under npm twice: from the terminal, and handed on. */
const sameRequestMs = 500

/**
 * Aborts when the process is asked to end. A moment later signals do what they do to any program: a second request ends it at once, threads
 * and all, without anything that could go wrong on the way.
 */
export function asked(): AbortSignal {
  const ending = new AbortController()
  const end = (): void => {
    if (ending.signal.aborted) return
    ending.abort()
    setTimeout(() => {
      for (const signal of signals) process.off(signal, end)
    }, sameRequestMs).unref()
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

/** Closes the server; after nine seconds the kernel ends the process, for ten are promised. What was acknowledged is on disk by then. */
export async function closeInTime(server: { close(): Promise<void> }): Promise<void> {
  const late = setTimeout(() => {
    say('Not everything let go in time; ending all the same.')
    // Node itself would wait for what its threads are in.
    process.kill(process.pid, 'SIGKILL')
  }, CLOSING_MS)
  late.unref()
  await server.close()
  clearTimeout(late)
}
