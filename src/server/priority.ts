import fs from 'node:fs'
import os from 'node:os'
import { performance } from 'node:perf_hooks'

/** Of 19. The fold gets what the intake leaves in a burst, and catches up after it. */
const niceness = 10

/**
 * Lets the thread of this name give way to the others of this process when there is not processor enough for all. Linux knows the
 * threads of a process by number; where it cannot be done the program works as well, with less room in a burst.
 */
export function yieldToOthers(threadName: string): void {
  try {
    for (const id of fs.readdirSync('/proc/self/task')) {
      if (fs.readFileSync(`/proc/self/task/${id}/comm`, 'utf8').trim() === threadName) os.setPriority(Number(id), niceness)
    }
  } catch {
    return
  }
}

const lookEveryMs = 100
/** Share of the processors' time that the intake takes, from which it counts as busy. */
const busyFrom = 0.5

/** A flag for other threads: 1 while the intake, which is this thread and the one that `log` measures, leaves them no time. */
export function watchBusy(log: typeof performance.eventLoopUtilization): Int32Array {
  const flag = new Int32Array(new SharedArrayBuffer(4))
  const measures = [performance.eventLoopUtilization.bind(performance), log].map(shareSinceLast)
  const processors = os.availableParallelism()
  setInterval(() => {
    const used = measures.reduce((sum, share) => sum + share(), 0)
    Atomics.store(flag, 0, used > busyFrom * processors ? 1 : 0)
  }, lookEveryMs).unref()
  return flag
}

function shareSinceLast(measure: typeof performance.eventLoopUtilization): () => number {
  let last = measure()
  return () => {
    const now = measure()
    const { utilization } = measure(now, last)
    last = now
    return utilization
  }
}
