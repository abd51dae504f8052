import fs from 'node:fs'
import { promisify } from 'node:util'

const fdatasync = promisify(fs.fdatasync)

/**
 * Sees to it that the write-ahead log of a SQLite file is on the disk. When its thread has something else to do, that is waited for off
 * the thread, and one wait serves all commits that were there when it began; else at once, which is sooner.
 *
 * A disk that has failed once is not asked again: the system may have dropped what it could not write, and say that all is well.
 */
export class WalSync {
  readonly #file: string
  readonly #hasMore: () => boolean
  #fd: number | null = null
  #running: Promise<void> = Promise.resolve()
  #next: Promise<void> | null = null
  #failure: Error | null = null

  /** `hasMore`: whether the thread has something else to do. */
  constructor(walFile: string, hasMore: () => boolean) {
    this.#file = walFile
    this.#hasMore = hasMore
  }

  /** Throws when the disk has failed before: nothing more may be written then. */
  check(): void {
    if (this.#failure !== null) throw this.#failure
  }

  /** Resolves when everything that was committed up to now is on the disk. */
  async settled(): Promise<void> {
    this.check()
    if (this.#hasMore()) return (this.#next ??= this.#after(this.#running))
    try {
      fs.fdatasyncSync(this.#open())
    } catch (error) {
      this.#fail(error as Error)
    }
  }

  async #after(running: Promise<void>): Promise<void> {
    await running.catch(() => undefined)
    if (this.#next !== null) this.#running = this.#next
    this.#next = null
    this.check()
    try {
      await fdatasync(this.#open())
    } catch (error) {
      this.#fail(error as Error)
    }
  }

  #open(): number {
    this.#fd ??= fs.openSync(this.#file, 'r')
    return this.#fd
  }

  #fail(error: Error): never {
    this.#failure = new Error(`The disk failed (${error.message}). Check it, then start Headwater again`)
    throw this.#failure
  }

  async close(): Promise<void> {
    await this.#next?.catch(() => undefined)
    await this.#running.catch(() => undefined)
    if (this.#fd !== null) fs.closeSync(this.#fd)
    this.#fd = null
  }
}
