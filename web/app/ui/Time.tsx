/** Times, durations and numbers as people read them. One zone on the page: the browser's. */
import { useSyncExternalStore } from 'react'

const LOCALE = 'en-GB'
export const ZONE = Intl.DateTimeFormat().resolvedOptions().timeZone
const full = new Intl.DateTimeFormat(LOCALE, {
  weekday: 'short',
  day: 'numeric',
  month: 'short',
  year: 'numeric',
  hour: '2-digit',
  minute: '2-digit',
  second: '2-digit',
  timeZoneName: 'short',
})
const dayTime = new Intl.DateTimeFormat(LOCALE, { day: 'numeric', month: 'short', hour: '2-digit', minute: '2-digit' })
const dayTimeYear = new Intl.DateTimeFormat(LOCALE, { day: 'numeric', month: 'short', year: 'numeric', hour: '2-digit', minute: '2-digit' })
const clock = new Intl.DateTimeFormat(LOCALE, { hour: '2-digit', minute: '2-digit' })
const clockSeconds = new Intl.DateTimeFormat(LOCALE, { hour: '2-digit', minute: '2-digit', second: '2-digit' })
const weekday = new Intl.DateTimeFormat(LOCALE, { weekday: 'short', day: 'numeric', month: 'short' })
const weekdayYear = new Intl.DateTimeFormat(LOCALE, { weekday: 'short', day: 'numeric', month: 'short', year: 'numeric' })
const zoneName = new Intl.DateTimeFormat(LOCALE, { timeZoneName: 'short' })
const numbers = new Intl.NumberFormat('en-US')

/** Milliseconds since 1970; null where the text is no time that a browser can show. */
export function millis(iso: string | null | undefined): number | null {
  if (iso === null || iso === undefined) return null
  const at = Date.parse(iso)
  return Number.isNaN(at) ? null : at
}

/** `CET`: the short name of the zone that all times of the page are in. */
export function zone(): string {
  return zoneName.formatToParts(Date.now()).find((part) => part.type === 'timeZoneName')?.value ?? ZONE
}

/** Absolute, for tables of runs: `23 Nov, 09:38`, with the year where it is another one. `seconds`: the clock alone, `09:38:02`. */
export function formatInstant(iso: string | null | undefined, how: 'minute' | 'full' | 'clock' | 'seconds' = 'minute'): string {
  const at = millis(iso)
  if (at === null) return iso ?? 'unknown'
  if (how === 'full') return full.format(at)
  if (how === 'clock') return clock.format(at)
  if (how === 'seconds') return clockSeconds.format(at)
  const thisYear = new Date(at).getFullYear() === new Date().getFullYear()
  return (thisYear ? dayTime : dayTimeYear).format(at)
}

const DAY = 86_400_000
/** `12 min ago` up to a week, then `Wed 18 Nov`. A time ahead is `in 3 min`. */
export function formatRelative(iso: string | null | undefined, now: number = Date.now()): string {
  const at = millis(iso)
  if (at === null) return iso ?? 'unknown'
  const ago = now - at
  const distance = Math.abs(ago)
  if (distance > 7 * DAY) return (new Date(at).getFullYear() === new Date(now).getFullYear() ? weekday : weekdayYear).format(at)
  if (distance < 5_000) return 'just now'
  const words = coarse(distance)
  return ago < 0 ? `in ${words}` : `${words} ago`
}

function coarse(ms: number): string {
  if (ms < 60_000) return `${Math.floor(ms / 1000)} s`
  if (ms < 3_600_000) return `${Math.floor(ms / 60_000)} min`
  if (ms < 2 * DAY) return `${Math.floor(ms / 3_600_000)} h`
  return `${Math.floor(ms / DAY)} days`
}

/** `2 min 14 s`, `380 ms`, `5 h 20 min`: the two largest units. */
export function formatDuration(ms: number | null | undefined): string {
  if (ms === null || ms === undefined) return ''
  if (ms < 1000) return `${Math.round(ms)} ms`
  if (ms < 60_000) return `${ms < 10_000 ? (Math.floor(ms / 100) / 10).toFixed(1) : Math.floor(ms / 1000)} s`
  const seconds = Math.floor(ms / 1000)
  const pair = (big: number, bigUnit: string, small: number, smallUnit: string) =>
    small === 0 ? `${numbers.format(big)} ${bigUnit}` : `${numbers.format(big)} ${bigUnit} ${small} ${smallUnit}`
  if (seconds < 3600) return pair(Math.floor(seconds / 60), 'min', seconds % 60, 's')
  if (seconds < 86_400) return pair(Math.floor(seconds / 3600), 'h', Math.floor((seconds % 3600) / 60), 'min')
  const days = Math.floor(seconds / 86_400)
  return pair(days, days === 1 ? 'day' : 'days', Math.floor((seconds % 86_400) / 3600), 'h')
}

/** `1,204,118`. Texts (numbers past 2^53) are grouped as they are; what is no number is given back. */
export function formatNumber(value: number | string | null | undefined): string {
  if (value === null || value === undefined) return ''
  if (typeof value === 'number') return numbers.format(value)
  return /^-?\d+$/.test(value) ? numbers.format(BigInt(value)) : value
}

/** `1.75 M`: three figures, for the large counts of Home. */
export function formatShort(value: number): string {
  if (value < 10_000) return numbers.format(value)
  for (const [unit, size] of [
    ['G', 1e9],
    ['M', 1e6],
    ['k', 1e3],
  ] as const) {
    if (value >= size) return `${Number((value / size).toPrecision(3))} ${unit}`
  }
  return numbers.format(value)
}

/** `3.1 GB`, in powers of ten. */
export function formatBytes(value: number | string | null | undefined): string {
  if (value === null || value === undefined) return ''
  let size = Number(value)
  if (Number.isNaN(size)) return String(value)
  for (const unit of ['B', 'kB', 'MB', 'GB', 'TB']) {
    if (size < 999.5 || unit === 'TB') return `${unit === 'B' || size >= 100 ? Math.round(size) : size.toFixed(1)} ${unit}`
    size /= 1000
  }
  return ''
}

/** `1 job`, `3 jobs`. */
export function plural(count: number, one: string, many = `${one}s`): string {
  return `${formatNumber(count)} ${count === 1 ? one : many}`
}

let tick = Date.now()
const listeners = new Set<() => void>()
setInterval(() => {
  tick = Date.now()
  for (const tell of listeners) tell()
}, 10_000)
const subscribe = (tell: () => void) => {
  listeners.add(tell)
  return () => listeners.delete(tell)
}
/** A clock that all relative times share; it moves every ten seconds. */
export function useNow(): number {
  return useSyncExternalStore(subscribe, () => tick)
}

/** Relative, with the absolute time and its zone in the title; `absolute` the other way round. */
export function Time({ iso, absolute = false }: { readonly iso: string | null | undefined; readonly absolute?: boolean }) {
  const now = useNow()
  if (iso === null || iso === undefined) return <span className="t3">none</span>
  const at = millis(iso)
  if (at === null) return <span title="Not a time that can be read">{iso}</span>
  const relative = formatRelative(iso, Math.max(now, at))
  const exact = full.format(at)
  return (
    <time dateTime={iso} title={absolute ? `${formatRelative(iso)}\n${exact}` : exact}>
      {absolute ? formatInstant(iso) : at > Date.now() ? formatRelative(iso) : relative}
    </time>
  )
}
