import type { Thread } from './thread.ts'

/** Ends threads one after another, all of them, whatever one of them says; rejects afterwards with the first thing said. */
export async function endThreads(threads: readonly Pick<Thread, 'end'>[]): Promise<void> {
  const failures: unknown[] = []
  for (const thread of threads) await thread.end().catch((error: unknown) => failures.push(error))
  if (failures.length > 0) throw failures[0]
}

const patienceMs = 2_000

/**
 * Leaves the process with an exit code although threads run. They are asked to end first: a thread that is ended in the middle of something can
 * take the process down with it. Where that takes too long the kernel ends it, for `process.exit` waits for what a thread is in.
 */
export async function leave(code: number, threads: readonly Pick<Thread, 'end'>[]): Promise<void> {
  setTimeout(() => process.kill(process.pid, 'SIGKILL'), patienceMs)
  await endThreads(threads).catch(() => undefined)
  process.exit(code)
}
