/** Chance that is the same at each run: every draw is a function of the seed and of what it is for. */

/** FNV-1a over UTF-16 units, then a finaliser that spreads neighbours apart. 32 bits. */
function hash(text: string): number {
  let h = 0x811c9dc5
  for (let i = 0; i < text.length; i++) h = Math.imul(h ^ text.charCodeAt(i), 0x01000193)
  h = Math.imul(h ^ (h >>> 16), 0x85ebca6b)
  h = Math.imul(h ^ (h >>> 13), 0xc2b2ae35)
  return (h ^ (h >>> 16)) >>> 0
}

/** In [0, 1), the same for the same seed and key. */
export function draw(seed: number, key: string): number {
  return hash(`${seed}|${key}`) / 0x1_0000_0000
}

/** Whole number in [low, high], the same for the same seed and key. */
export function between(seed: number, key: string, low: number, high: number): number {
  return low + Math.floor(draw(seed, key) * (high - low + 1))
}

const hex = (value: number, digits: number): string => value.toString(16).padStart(digits, '0').slice(-digits)

/** A UUID of version 7 for a time in milliseconds; its random part is a function of seed and key. */
export function uuid7(seed: number, key: string, atMs: number): string {
  const time = hex(Math.floor(atMs), 12)
  const [a, b, c] = [hash(`${seed}|${key}|a`), hash(`${seed}|${key}|b`), hash(`${seed}|${key}|c`)]
  const variant = (8 + (a & 3)).toString(16)
  return `${time.slice(0, 8)}-${time.slice(8)}-7${hex(a >>> 8, 3)}-${variant}${hex(b >>> 4, 3)}-${hex(b, 4)}${hex(c, 8)}`
}
