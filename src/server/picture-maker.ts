import { startThread } from './thread.ts'
import type { Thread } from './thread.ts'
import type { PictureHandlers } from './threads/picture-thread.ts'

export interface PictureMakerOptions {
  /** For one picture; painting takes some tens of milliseconds. */
  readonly limitMs?: number
  /** After that long without work the thread ends and gives its memory back. */
  readonly idleMs?: number
}

/**
 * Paints SVG as PNG in a thread of its own, one picture at a time; the thread is there only while there is work. A picture that takes longer than
 * the limit, or ends the thread, is refused; the next one has a new thread.
 */
export class PictureMaker {
  readonly #limitMs: number
  readonly #idleMs: number
  #thread: Thread<PictureHandlers> | null = null
  #idle: NodeJS.Timeout | undefined
  #tail: Promise<unknown> = Promise.resolve()
  #isClosed = false

  constructor({ limitMs = 5_000, idleMs = 60_000 }: PictureMakerOptions = {}) {
    this.#limitMs = limitMs
    this.#idleMs = idleMs
  }

  png(svg: string): Promise<Uint8Array<ArrayBuffer>> {
    const png = this.#tail.then(() => this.#paint(svg))
    this.#tail = png.catch(() => undefined)
    return png
  }

  /** Waits for the picture that is being painted; those behind it are refused. */
  async close(): Promise<void> {
    this.#isClosed = true
    await this.#tail
    await this.#end()
  }

  async #paint(svg: string): Promise<Uint8Array<ArrayBuffer>> {
    if (this.#isClosed) throw new Error('Nothing more is painted')
    clearTimeout(this.#idle)
    const thread = (this.#thread ??= await startThread<PictureHandlers>('picture-thread.ts', {}, () => void (this.#thread = null)))
    const tooLong = setTimeout(() => void thread.kill(), this.#limitMs)
    try {
      const png = await thread.call.png(svg)
      this.#idle = setTimeout(() => void this.#end(), this.#idleMs).unref()
      return png
    } catch (error) {
      // nobody knows in what state that left it
      await this.#end()
      throw error
    } finally {
      clearTimeout(tooLong)
    }
  }

  async #end(): Promise<void> {
    clearTimeout(this.#idle)
    const thread = this.#thread
    this.#thread = null
    if (thread === null) return
    await thread.end().catch(() => undefined)
  }
}
