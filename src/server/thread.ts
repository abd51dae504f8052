import type { performance } from 'node:perf_hooks'
import { Worker } from 'node:worker_threads'
import { callClient } from '../lib/rpc.ts'
import type { Client, Handlers } from '../lib/rpc.ts'

export interface Thread<H extends Handlers> {
  readonly call: Client<H>
  /** Messages that are no answers. */
  onMessage(listener: (message: { readonly type: string }) => void): void
  /** How busy it is. */
  readonly utilization: typeof performance.eventLoopUtilization
  /** Resolves when the thread has ended. */
  readonly ended: Promise<void>
  expectEnd(): void
  /** Ends it wherever it is. */
  kill(): Promise<unknown>
}

/** Starts a thread and waits until it says that it is ready. `onDeath` hears of an end that was not asked for. */
export async function startThread<H extends Handlers>(file: string, data: unknown, onDeath: (error: Error) => void): Promise<Thread<H>> {
  const worker = new Worker(new URL(`./threads/${file}`, import.meta.url), { workerData: data, name: file })
  const { client, fail } = callClient<H>(worker)
  let expected = false
  let death: Error | null = null
  const ended = new Promise<void>((resolve) => worker.once('exit', () => resolve()))
  worker.on('error', (error: Error) => {
    death = error
  })
  await new Promise<void>((resolve, reject) => {
    worker.on('message', (message: { type?: string }) => void (message.type === 'ready' && resolve()))
    worker.once('exit', (code) => {
      const error = death ?? new Error(`The ${file} ended with code ${code}`)
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
    ended,
    expectEnd: () => void (expected = true),
    kill: () => worker.terminate(),
  }
}
