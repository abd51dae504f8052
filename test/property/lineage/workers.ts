import { once } from 'node:events'
import { Worker } from 'node:worker_threads'
import type { Failure } from '../prove.ts'
import type { StoreName } from '../stores.ts'

export interface Proof {
  /** Seed of the first graph; the next has the next. */
  readonly seed: number
  readonly graphs: number
  readonly store: StoreName
  /** Threads that share the graphs, each with databases of its own. */
  readonly threads: number
  /** Of a PostgreSQL database; each thread has schemas of its own in it. */
  readonly url?: string | undefined
  /** Hears how many graphs are done. */
  readonly progress?: (done: number) => void
}

/** What a thread is told. It answers with a number of graphs done, now and then, and at its end with a failure if there was one. */
export interface Task {
  readonly seed: number
  readonly graphs: number
  readonly stride: number
  readonly store: StoreName
  readonly url?: string | undefined
}

/** Asks about the graphs in threads, each until its first wrong answer. Empty: all answers were right. */
export async function lineageProved({ seed, graphs, threads, store, url, progress }: Proof): Promise<Failure[]> {
  let done = 0
  const parts = Array.from({ length: threads }, async (_, i): Promise<Failure[]> => {
    const task: Task = { seed: seed + i, graphs: Math.ceil((graphs - i) / threads), stride: threads, store, url }
    const worker = new Worker(new URL('prove-worker.ts', import.meta.url), { workerData: task })
    const failures: Failure[] = []
    worker.on('message', (said: number | Failure) => {
      if (typeof said === 'number') progress?.((done += said))
      else failures.push(said)
    })
    const [code] = (await once(worker, 'exit')) as [number]
    if (code !== 0) throw new Error(`A thread of the proof ended with ${code}`)
    return failures
  })
  return (await Promise.all(parts)).flat()
}
