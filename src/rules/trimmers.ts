import type { TrimmerName } from '../contract/rules.ts'

/**
 * Cuts partition paths off the end of a name, again and again until none of the trimmers finds any. Never cuts the first part. What the
 * trimmers of these names do in the OpenLineage Java client, for producers that cannot be set up so.
 */
export function trimName(name: string, trimmers: readonly TrimmerName[]): string {
  for (let now = name; ;) {
    const next = trimmers.reduce((n, t) => cut(n, t), now)
    if (next === now) return now
    now = next
  }
}

function cut(name: string, trimmer: TrimmerName): string {
  const whole = name.replace(/\/+$/, '')
  const parts = whole.split('/')
  const first = parts[0] === '' ? 1 : 0
  const drop = Math.min(endParts[trimmer](parts.slice(first)), parts.length - first - 1)
  return drop <= 0 ? name : parts.slice(0, -drop).join('/')
}

/** How many parts at the end go. */
const endParts: Readonly<Record<TrimmerName, (parts: readonly string[]) => number>> = {
  KeyValueTrimmer: (parts) => ((parts.at(-1) ?? '').split('=').length === 2 ? 1 : 0),
  DateTrimmer: (parts) => (looksLikeDate(parts.at(-1) ?? '') ? 1 : 0),
  YearMonthTrimmer: (parts) => {
    const [, year, month] = /^(\d{4})-?(\d{2})$/.exec(parts.at(-1) ?? '') ?? []
    return isDate(year, month, '01') ? 1 : 0
  },
  MultiDirDateTrimmer: (parts) => {
    const [year, month, day] = parts.slice(-3)
    if (parts.length > 3 && isDate(year, month, day)) return 3
    return parts.length > 2 && isDate(parts.at(-2), parts.at(-1), '01') ? 2 : 0
  },
}

/** A date with nothing beside it but what times are made of. */
function looksLikeDate(part: string): boolean {
  for (const [, y1, m1, d1, d2, m2, y2, compact] of part.matchAll(/(\d{4})-(\d{2})-(\d{2})|(\d{2})\.(\d{2})\.(\d{4})|(\d{8})/g)) {
    const [year, month, day] =
      compact === undefined ? [y1 ?? y2, m1 ?? m2, d1 ?? d2] : [compact.slice(0, 4), compact.slice(4, 6), compact.slice(6)]
    if (isDate(year, month, day) && /^[TZ\s:.\-\d]*$/.test(part)) return true
  }
  return false
}

function isDate(year: string | undefined, month: string | undefined, day: string | undefined): boolean {
  if (!/^\d{4}$/.test(year ?? '') || !/^\d{2}$/.test(month ?? '') || !/^\d{2}$/.test(day ?? '')) return false
  const date = new Date(`${year}-${month}-${day}T00:00:00Z`)
  return !Number.isNaN(date.getTime()) && date.getUTCDate() === Number(day)
}

export const allTrimmers = Object.keys(endParts) as readonly TrimmerName[]
