import type { performance } from 'node:perf_hooks'
import { setFlagsFromString } from 'node:v8'
import { Worker } from 'node:worker_threads'
import { callClient } from '../lib/rpc.ts'
import type { Client, Handlers } from '../lib/rpc.ts'

/**
 * Threads started from here on have young generations of 48 MB at most instead of 96 MB. Only where requests wait for a commit is the larger one
 * worth it (bin/headwater); the fold is as fast with the smaller one, and what a young generation has taken it does not give back.
 */
export const smallYoungGenerations = (): void => setFlagsFromString('--max-semi-space-size=16')

/** A call came to a thread that has ended as it was asked to. */
export class ThreadEnded extends Error {}

/** What every thread answers to: it lets go of all it has and ends. */
export type Stoppable = Handlers & { stop: (_: object) => Promise<void> }

export interface Thread<H extends Stoppable = Stoppable> {
  readonly call: Client<H>
  /** Messages that are no answers. */
  onMessage(listener: (message: { readonly type: string }) => void): void
  /** How busy it is. */
  readonly utilization: typeof performance.eventLoopUtilization
  /** Asks the thread to end and resolves when it has. Rejects, when it has, with what kept it from letting go of everything. */
  end(): Promise<void>
  /** Ends it wherever it is. */
  kill(): Promise<unknown>
}

/** Starts a thread and waits until it says that it is ready; rejects when it ends before. `onDeath` hears of a later end that was not asked for. */
export async function startThread<H extends Stoppable>(file: string, data: unknown, onDeath: (error: Error) => void): Promise<Thread<H>> {
  const worker = new Worker(new URL(`./threads/${file}`, import.meta.url), { workerData: data, name: file })
  const { client, fail } = callClient<H>(worker)
  let expected = true
  let death: Error | null = null
  const ended = new Promise<void>((resolve) => worker.once('exit', () => resolve()))
  worker.on('error', (error: Error) => {
    death = error
  })
  await new Promise<void>((resolve, reject) => {
    worker.on('message', (message: { type?: string }) => {
      if (message.type !== 'ready') return
      expected = false
      resolve()
    })
    worker.once('exit', (code) => {
      const error = death ?? new ThreadEnded(`The ${file} ended with code ${code}`)
      fail(error)
      reject(error)
      if (!expected) onDeath(error)
    })
  })
  return {
    call: client,
    onMessage: (listener) =>
      void worker.on(
        'message',
        (message: { type?: unknown }) => void (typeof message.type === 'string' && listener(message as { type: string })),
      ),
    utilization: (...since) => worker.performance.eventLoopUtilization(...since),
    end: async () => {
      expected = true
      const failure = await (client as Client<Stoppable>).stop({}).catch((error: Error) => error)
      if (failure instanceof Error) await worker.terminate()
      await ended
      if (failure instanceof Error && death === null) throw failure
    },
    kill: () => worker.terminate(),
  }
}
