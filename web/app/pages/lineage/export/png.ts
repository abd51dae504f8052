/** Longest side and largest area of a canvas that every browser of today makes, in pixels. */
export const PNG_SIDE = 16_000
export const PNG_AREA = 120_000_000
/** Below this names cannot be read. */
const LEAST = 0.5

/** Pixels of a PNG for each pixel of the picture: two where they fit; null where it would be too small to read. */
export const pngScale = (width: number, height: number): number | null => {
  const scale = Math.min(2, PNG_SIDE / width, PNG_SIDE / height, Math.sqrt(PNG_AREA / (width * height)))
  return scale < LEAST ? null : scale
}
