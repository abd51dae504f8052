/** Where a picture lies and how large it is shown. */
export interface Spot {
  readonly x: number
  readonly y: number
  readonly k: number
}
interface Size {
  readonly w: number
  readonly h: number
}

const [LEAST, MOST] = [0.05, 4]

/** All of it in the middle, never larger than it is. */
export const fitted = (size: Size, room: Size): Spot => {
  const k = Math.max(LEAST, Math.min(1, room.w / Math.max(1, size.w), room.h / Math.max(1, size.h)))
  return { k, x: (room.w - size.w * k) / 2, y: (room.h - size.h * k) / 2 }
}

export const moved = (s: Spot, dx: number, dy: number): Spot => ({ k: s.k, x: s.x + dx, y: s.y + dy })

/** Larger or smaller; what lies at x, y stays there. */
export const zoomed = (s: Spot, factor: number, x: number, y: number): Spot => {
  const k = Math.max(LEAST, Math.min(MOST, s.k * factor))
  return { k, x: x - ((x - s.x) * k) / s.k, y: y - ((y - s.y) * k) / s.k }
}
