import fs from 'node:fs'
import { promisify } from 'node:util'

const fdatasync = promisify(fs.fdatasync)

/**
 * Waits until the write-ahead log of a SQLite file is on the disk, off the thread that writes it, which meanwhile goes on with the next
 * transaction. One wait serves all commits that were there when it began.
 *
 * A disk that has failed once is not asked again: the system may have dropped what it could not write, and say that all is well.
 */
export class WalSync {
  readonly #file: string
  #fd: number | null = null
  #running: Promise<void> = Promise.resolve()
  #next: Promise<void> | null = null
  #failure: Error | null = null

  constructor(walFile: string) {
    this.#file = walFile
  }

  /** Throws when the disk has failed before: nothing more may be written then. */
  check(): void {
    if (this.#failure !== null) throw this.#failure
  }

  /** Resolves when everything that was committed up to now is on the disk. */
  settled(): Promise<void> {
    this.#next ??= this.#after(this.#running)
    return this.#next
  }

  async #after(running: Promise<void>): Promise<void> {
    await running.catch(() => undefined)
    if (this.#next !== null) this.#running = this.#next
    this.#next = null
    this.check()
    try {
      this.#fd ??= fs.openSync(this.#file, 'r')
      await fdatasync(this.#fd)
    } catch (error) {
      this.#failure = new Error(`The disk failed (${(error as Error).message}). Check it, then start Headwater again`)
      throw this.#failure
    }
  }

  async close(): Promise<void> {
    await this.#next?.catch(() => undefined)
    await this.#running.catch(() => undefined)
    if (this.#fd !== null) fs.closeSync(this.#fd)
    this.#fd = null
  }
}
