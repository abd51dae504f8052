/** A server that runs until it is told to end. */
import { say } from './output.ts'

/** Resolves when the process is asked to end. A second request ends it at once. */
export function asked(): Promise<void> {
  return new Promise((resolve) => {
    let once = false
    const end = (): void => {
      if (once) process.exit(1)
      once = true
      resolve()
    }
    for (const signal of ['SIGTERM', 'SIGINT'] as const) process.on(signal, end)
  })
}

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
