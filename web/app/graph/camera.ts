import type { Bounds } from '../../../src/graph/layout/types.ts'

export interface Spot {
  readonly x: number
  readonly y: number
  readonly k: number
}
/** Milliseconds that a step of the graph takes to be seen; `--slow` of tokens.css. */
export const MOTION = 200
const MAX = 2
const MIN = 0.01
const clamp = (v: number, low: number, high: number): number => Math.min(high, Math.max(low, v))

/** `prefers-reduced-motion`, asked each time: it can change while the page is open. */
export const still = (): boolean => typeof matchMedia === 'function' && matchMedia('(prefers-reduced-motion: reduce)').matches

/** Where the viewer looks: screen = world * k + (x, y). Tells its listeners once a frame at most by what they do, not by itself. */
export class Camera {
  x = 0
  y = 0
  k = 1
  width = 0
  height = 0
  readonly #listeners = new Set<() => void>()
  #frame = 0
  #goal: Spot | null = null

  subscribe(listener: () => void): () => void {
    this.#listeners.add(listener)
    return () => this.#listeners.delete(listener)
  }

  set(spot: Spot): void {
    this.x = spot.x
    this.y = spot.y
    this.k = clamp(spot.k, MIN, MAX)
    for (const listener of this.#listeners) listener()
  }

  resize(width: number, height: number): void {
    // what was in the middle stays there; what was on its way to the middle arrives
    const [dx, dy] = this.width > 0 ? [(width - this.width) / 2, (height - this.height) / 2] : [0, 0]
    this.width = width
    this.height = height
    const at = this.#goal ?? { x: this.x, y: this.y, k: this.k }
    this.stop()
    this.set({ x: at.x + dx, y: at.y + dy, k: at.k })
  }

  panBy(dx: number, dy: number): void {
    this.stop()
    this.set({ x: this.x + dx, y: this.y + dy, k: this.k })
  }

  /** Zooms by a factor; the point (cx, cy) of the screen stays where it is. */
  zoomAt(factor: number, cx = this.width / 2, cy = this.height / 2): void {
    this.stop()
    this.set(this.zoomed(factor, cx, cy))
  }

  zoomed(factor: number, cx = this.width / 2, cy = this.height / 2): Spot {
    const k = clamp(this.k * factor, MIN, MAX)
    return { k, x: cx - ((cx - this.x) * k) / this.k, y: cy - ((cy - this.y) * k) / this.k }
  }

  /** The spot from which a box is in the middle. */
  centred(box: Bounds, k = this.k): Spot {
    return { k, x: this.width / 2 - (box.x + box.w / 2) * k, y: this.height / 2 - (box.y + box.h / 2) * k }
  }

  /** The spot from which all of a box is seen, never larger than life. */
  fitted(box: Bounds, pad = 28): Spot {
    const k = clamp(Math.min((this.width - pad * 2) / Math.max(1, box.w), (this.height - pad * 2) / Math.max(1, box.h)), MIN, 1)
    return this.centred(box, k)
  }

  /** The part of the world that is seen, `margin` pixels of the screen wider on each side. */
  seen(margin = 0): Bounds {
    return {
      x: (-this.x - margin) / this.k,
      y: (-this.y - margin) / this.k,
      w: (this.width + margin * 2) / this.k,
      h: (this.height + margin * 2) / this.k,
    }
  }

  /** Moves there in `MOTION` ms; at once for those who want no motion. */
  glide(to: Spot, ms = MOTION): void {
    this.stop()
    if (still()) return this.set(to)
    const from = { x: this.x, y: this.y, k: this.k }
    this.#goal = to
    const start = performance.now()
    const step = (now: number): void => {
      const t = clamp((now - start) / ms, 0, 1)
      const e = 1 - (1 - t) ** 3
      this.set({ x: from.x + (to.x - from.x) * e, y: from.y + (to.y - from.y) * e, k: from.k + (to.k - from.k) * e })
      if (t < 1) this.#frame = requestAnimationFrame(step)
      else this.#goal = null
    }
    this.#frame = requestAnimationFrame(step)
  }

  stop(): void {
    if (this.#goal === null) return
    cancelAnimationFrame(this.#frame)
    this.#goal = null
  }
}

export const meet = (a: Bounds, b: Bounds): boolean => a.x < b.x + b.w && b.x < a.x + a.w && a.y < b.y + b.h && b.y < a.y + a.h
