/** What the writes of a dataset add up to. Counts are decimal text: they may pass 2^53. Pure. */
import type { Write } from '../../../../src/contract/catalog.ts'

const big = (text: string | null): bigint | null => (text !== null && /^-?\d+$/.test(text) ? BigInt(text) : null)

/** The sum of one statistic; null where no write told it. */
export function sumOf(writes: readonly Write[], key: 'rowCount' | 'bytes'): string | null {
  const known = writes.map((write) => big(write[key])).filter((value) => value !== null)
  return known.length === 0 ? null : known.reduce((sum, value) => sum + value, 0n).toString()
}

/** What the bars show: rows, else bytes, else nothing was told. */
export const measureOf = (writes: readonly Write[]): 'rowCount' | 'bytes' | null =>
  (['rowCount', 'bytes'] as const).find((key) => writes.some((write) => big(write[key]) !== null)) ?? null

/** The number for a bar; past 2^53 it is near enough for a height. */
export const heightOf = (write: Write, key: 'rowCount' | 'bytes'): number | null => {
  const value = big(write[key])
  return value === null ? null : Number(value)
}
