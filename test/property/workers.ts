import { once } from 'node:events'
import { Worker } from 'node:worker_threads'
import type { Failure, Range } from './prove.ts'
import type { StoreName } from './stores.ts'

export interface Proof extends Range {
  readonly store: StoreName
  /** Threads that share the cases, each with databases of its own. */
  readonly threads: number
  /** Of a PostgreSQL database; each thread has schemas of its own in it. */
  readonly url?: string | undefined
  /** Hears how many cases are done. */
  readonly progress?: (done: number) => void
}

/** What a thread is told. It answers with a number of cases done, now and then, and at its end with a failure or null. */
export interface Task extends Range {
  readonly store: StoreName
  readonly url?: string | undefined
  /** Its cases are those whose seeds are so far apart. */
  readonly stride: number
}

/** Plays the cases in threads, each until its first failure. Empty: the law held in all of them. */
export async function proved({ seed, cases, threads, store, url, progress }: Proof): Promise<Failure[]> {
  let done = 0
  const parts = Array.from({ length: threads }, async (_, i): Promise<Failure[]> => {
    const task: Task = { seed: seed + i, cases: Math.ceil((cases - i) / threads), stride: threads, store, url }
    const worker = new Worker(new URL('prove-worker.ts', import.meta.url), { workerData: task })
    let failure: Failure | null = null
    worker.on('message', (said: number | Failure) => {
      if (typeof said === 'number') progress?.((done += said))
      else failure = said
    })
    const [code] = (await once(worker, 'exit')) as [number]
    if (code !== 0) throw new Error(`A thread of the proof ended with ${code}`)
    return failure === null ? [] : [failure]
  })
  return (await Promise.all(parts)).flat()
}

/** The first seed of the cases that tests play: HEADWATER_TEST_SEED for others than usual. */
export const testSeed = Number(process.env['HEADWATER_TEST_SEED'] ?? 1)
