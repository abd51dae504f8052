/** Numbers of facets for reading: no digit is lost that the JSON still had. Pure. */

const grouped = (digits: string): string => digits.replaceAll(/\B(?=(\d{3})+$)/g, ',')

/**
 * `1,204,118.5`: thousands separated before the point, everything behind it kept. Texts that are numbers likewise; other texts and
 * numbers with an exponent as they are. Null for what is neither.
 */
export function numberText(value: unknown): string | null {
  if (typeof value !== 'number' && typeof value !== 'string') return null
  const text = String(value)
  const parts = /^(-?)(\d+)(\.\d+)?$/.exec(text)
  if (parts === null) return text === '' ? null : text
  return `${parts[1] ?? ''}${grouped(parts[2] ?? '')}${parts[3] ?? ''}`
}

/** `12.5 %` of a whole; null where either is no number or the whole is nothing. A trace is not said to be none. */
export function shareText(part: unknown, whole: unknown): string | null {
  const [some, all] = [Number(part), Number(whole)]
  if (part === null || whole === null || !Number.isFinite(some) || !Number.isFinite(all) || all <= 0) return null
  const percent = (some / all) * 100
  if (percent > 0 && percent < 0.1) return 'under 0.1 %'
  if (percent < 100 && percent > 99.9) return 'over 99.9 %'
  return `${Number(percent.toFixed(1))} %`
}
