import fs from 'node:fs'
import os from 'node:os'

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
