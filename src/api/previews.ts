import { createHash } from 'node:crypto'
import type { EmbedQuestion } from '../contract/embeds.ts'
import type { PreviewAsked, PreviewDrawing } from '../lineage/preview.ts'
import { ApiError } from './problem.ts'

export interface Preview {
  readonly png: Uint8Array<ArrayBuffer>
  /** Of what is drawn: as long as that is the same, so is this. */
  readonly etag: string
}
export interface PreviewService {
  /** Null when no event names the root. Throws ApiError 503 when too many are being made, or it cannot be drawn. */
  of(question: EmbedQuestion): Promise<Preview | null>
}

interface Kept extends Preview {
  readonly at: string
  /** Milliseconds since 1970. */
  readonly madeAt: number
}
export interface PreviewParts {
  readonly draw: (asked: PreviewAsked) => Promise<PreviewDrawing | null>
  readonly paint: (svg: string) => Promise<Uint8Array<ArrayBuffer>>
  readonly failed: (error: Error) => void
  readonly now: () => number
  /** Of all pictures that are kept. */
  readonly maxBytes?: number
  /** Pictures that are being made at one time. */
  readonly maxAtOnce?: number
}

/** So long a picture of the same catalog is taken to be right: that a table is late comes from the clock. */
const holdsMs = 60_000

/**
 * Pictures of links, each kept until another is needed in its place: whoever posts a link has it fetched many times. The same question that is
 * asked while its picture is being made waits for that one.
 */
export class Previews implements PreviewService {
  readonly #parts: PreviewParts
  readonly #kept = new Map<string, Kept>()
  readonly #making = new Map<string, Promise<Preview | null>>()
  #bytes = 0

  constructor(parts: PreviewParts) {
    this.#parts = parts
  }

  of(question: EmbedQuestion): Promise<Preview | null> {
    const key = JSON.stringify(Object.entries(question).toSorted(([a], [b]) => (a < b ? -1 : 1)))
    const known = this.#making.get(key)
    if (known !== undefined) return known
    if (this.#making.size >= (this.#parts.maxAtOnce ?? 16)) return Promise.reject(busy())
    const made = this.#make(key, question).finally(() => this.#making.delete(key))
    this.#making.set(key, made)
    return made
  }

  async #make(key: string, question: EmbedQuestion): Promise<Preview | null> {
    const known = this.#kept.get(key)
    const now = this.#parts.now()
    const isYoung = known !== undefined && now - known.madeAt < holdsMs
    const drawing = await this.#parts.draw({ question, at: isYoung ? known.at : null })
    this.#forget(key)
    if (drawing === null) return null
    if (known !== undefined && drawing.svg === null) return this.#keep(key, known)
    const etag = `"${createHash('sha256')
      .update(drawing.svg ?? '')
      .digest('base64url')
      .slice(0, 22)}"`
    const png = known?.etag === etag ? known.png : await this.#paint(drawing.svg ?? '')
    return this.#keep(key, { png, etag, at: drawing.at, madeAt: now })
  }

  async #paint(svg: string): Promise<Uint8Array<ArrayBuffer>> {
    try {
      return await this.#parts.paint(svg)
    } catch (error) {
      this.#parts.failed(error as Error)
      throw new ApiError(503, 'not_drawn', 'The picture could not be drawn.', 'Ask for it as SVG, or try again later.')
    }
  }

  #forget(key: string): void {
    this.#bytes -= this.#kept.get(key)?.png.byteLength ?? 0
    this.#kept.delete(key)
  }

  /** The last of the map was asked for last; the first ones go. */
  #keep(key: string, preview: Kept): Preview {
    this.#forget(key)
    this.#kept.set(key, preview)
    this.#bytes += preview.png.byteLength
    for (const oldest of this.#kept.keys()) {
      if (this.#bytes <= (this.#parts.maxBytes ?? 16 << 20)) break
      this.#forget(oldest)
    }
    return preview
  }
}

const busy = (): ApiError =>
  new ApiError(503, 'too_many_pictures', 'Too many pictures are being drawn.', 'Try again in a moment.', {
    headers: { 'retry-after': '2' },
  })
