import type { ChangedDay, LineageChange, Mark } from '../../../../../src/contract/changes.ts'
import { formatNumber, plural } from '../../../ui/Time.tsx'

export const DAY = 86_400_000
/** A line shows at least this much, so that two days do not fill it. */
const LEAST = 30 * DAY

/** Milliseconds since 1970. */
export interface Span {
  readonly start: number
  readonly end: number
}

const dayStart = (ms: number): Date => {
  const at = new Date(ms)
  return new Date(at.getFullYear(), at.getMonth(), at.getDate())
}
/** Days of the browser's zone. `2026-11-23` to when it begins. */
export const startOf = (day: string): number => {
  const [y = 1970, m = 1, d = 1] = day.split('-').map(Number)
  return new Date(y, m - 1, d).getTime()
}
export const dayOf = (ms: number): string => {
  const at = new Date(ms)
  const two = (n: number): string => String(n).padStart(2, '0')
  return `${at.getFullYear()}-${two(at.getMonth() + 1)}-${two(at.getDate())}`
}

/** From the day before the first change to now. */
export const spanOf = (days: readonly ChangedDay[], now: number): Span => {
  const first = days[0] === undefined ? now : startOf(days[0].day)
  return { start: dayStart(Math.min(first - DAY, now - LEAST)).getTime(), end: now }
}

/** 0 to 1. */
export const placeOf = (ms: number, { start, end }: Span): number => Math.min(1, Math.max(0, (ms - start) / (end - start)))
export const timeAt = (place: number, { start, end }: Span): number => start + Math.min(1, Math.max(0, place)) * (end - start)

/** The last moment of a day, as an instant; null where that is still to come: now. */
export const endOf = (ms: number, now: number): string | null => {
  const at = dayStart(ms)
  const next = new Date(at.getFullYear(), at.getMonth(), at.getDate() + 1).getTime() - 1
  return next >= now ? null : new Date(next).toISOString()
}

/** A moment shortly before something happened, so that it is not in the picture yet. */
export const beforeMark = (mark: Mark): string => new Date(Date.parse(mark.at) - 1_000).toISOString()

/** `+2 edges, −1 column`; `+3 −1 edges`. */
export const countWords = (d: Pick<ChangedDay, 'edgesAdded' | 'edgesGone' | 'columnsAdded' | 'columnsGone'>): string =>
  [moved(d.edgesAdded, d.edgesGone, 'edge'), moved(d.columnsAdded, d.columnsGone, 'column')].filter((words) => words !== '').join(', ')

const moved = (added: number, gone: number, one: string): string => {
  if (gone === 0) return added === 0 ? '' : `+${plural(added, one)}`
  return `${added === 0 ? '' : `+${formatNumber(added)} `}−${plural(gone, one)}`
}

/** Height of a stroke in pixels: the root, so that the first day does not flatten all others. */
export const strokeOf = (count: number, most: number, height: number): number =>
  count === 0 ? 0 : Math.max(2, Math.round(Math.sqrt(count / Math.max(1, most)) * height))

/** The newest change of a day that a run made. */
export const madeOn = (day: string, newest: readonly LineageChange[]): LineageChange | null =>
  newest.find((c) => c.runId !== null && dayOf(Date.parse(c.at)) === day) ?? null

/** The day with changes that is nearest to a place, if it is within `reach`. */
export const dayNear = (place: number, days: readonly ChangedDay[], span: Span, reach: number): ChangedDay | null => {
  let best: ChangedDay | null = null
  let least = reach
  for (const d of days) {
    const far = Math.abs(placeOf(startOf(d.day) + DAY / 2, span) - place)
    if (far <= least) [best, least] = [d, far]
  }
  return best
}
