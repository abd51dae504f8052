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
/** Below this a picture opens round its root instead of whole; names can be read at the second. */
const [SMALL, READABLE] = [0.45, 0.85]

/** All of it in the middle, never larger than it is. */
export const fitted = (size: Size, room: Size): Spot => {
  const k = Math.max(LEAST, Math.min(1, room.w / Math.max(1, size.w), room.h / Math.max(1, size.h)))
  return { k, x: (room.w - size.w * k) / 2, y: (room.h - size.h * k) / 2 }
}

/** What to begin with: all of it where that can be read, else as much as there is room for round the root. */
export const opening = (size: Size, room: Size, root: { readonly x: number; readonly y: number } | null): Spot => {
  const all = fitted(size, room)
  if (all.k >= SMALL || root === null) return all
  const along = (at: number, length: number, space: number): number =>
    length * READABLE <= space
      ? (space - length * READABLE) / 2
      : Math.min(0, Math.max(space - length * READABLE, space / 2 - at * READABLE))
  return { k: READABLE, x: along(root.x, size.w, room.w), y: along(root.y, size.h, room.h) }
}

export const moved = (s: Spot, dx: number, dy: number): Spot => ({ k: s.k, x: s.x + dx, y: s.y + dy })

/** Larger or smaller; what lies at x, y stays there. */
export const zoomed = (s: Spot, factor: number, x: number, y: number): Spot => {
  const k = Math.max(LEAST, Math.min(MOST, s.k * factor))
  return { k, x: x - ((x - s.x) * k) / s.k, y: y - ((y - s.y) * k) / s.k }
}
