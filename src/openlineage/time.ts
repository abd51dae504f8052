/**
 * Event times. Producers send RFC 3339 with any number of fraction digits, offsets, no zone at all (read as UTC), `Z[Europe/London]`
 * and lower-case letters (reference: OpenLineage 2-0-2, BaseEvent.eventTime). Date keeps milliseconds only and reads a zoneless
 * time as local, so this is our own parser.
 */
const pattern =
  /^(\d{4})-(\d\d)-(\d\d)(?:[Tt ](\d\d):(\d\d)(?::(\d\d)(?:[.,](\d+))?)?\s*(?:([Zz])|([+-])(\d\d):?(\d\d)?)?(?:\[[^\]]*\])?)?$/

/** Seconds from year 0 to 1970, so that sortable text has no sign. */
const epochOffset = 62_167_219_200
/** Seconds from year 0; beyond it a time needs a sign and five digits. */
const endOfYear9999 = 315_569_520_000
/** Digits of an instant: 12 of seconds, 9 of nanoseconds. */
export const instantLength = 21
/** Sorts before every readable time. */
export const unreadableInstant = '0'.repeat(instantLength)

/** Sortable text of an instant in nanoseconds, or null when `text` is no time between the years 0 and 9999. */
export function parseInstant(text: unknown): string | null {
  if (typeof text !== 'string' || text.length > 100) return null
  const m = pattern.exec(text.trim())
  if (m === null) return null
  const [, year, month, day, hour = '0', minute = '0', second = '0', fraction = '', , sign, offsetHours = '0', offsetMinutes = '0'] = m
  const date = new Date(0)
  date.setUTCFullYear(Number(year), Number(month) - 1, Number(day))
  if (date.getUTCMonth() !== Number(month) - 1 || date.getUTCDate() !== Number(day)) return null
  if (Number(minute) > 59 || Number(second) > 60 || Number(offsetHours) > 23 || Number(offsetMinutes) > 59) return null
  // 24:00:00 is the end of a day; nothing comes after it.
  if (Number(hour) > 24 || (hour === '24' && Number(minute + second + fraction) > 0)) return null
  const offset = (Number(offsetHours) * 3600 + Number(offsetMinutes) * 60) * (sign === '-' ? -1 : 1)
  const seconds = date.getTime() / 1000 + Number(hour) * 3600 + Number(minute) * 60 + Number(second) - offset
  return instantText(seconds, fraction.slice(0, 9).padEnd(9, '0'))
}

/** The instant of a clock's milliseconds since 1970. */
export function instantOfMs(ms: number): string {
  const seconds = Math.floor(ms / 1000)
  return must(
    instantText(
      seconds,
      String(Math.floor(ms - seconds * 1000))
        .padStart(3, '0')
        .padEnd(9, '0'),
    ),
  )
}

function instantText(seconds: number, nanos: string): string | null {
  const shifted = seconds + epochOffset
  if (shifted < 0 || shifted >= endOfYear9999) return null
  return String(shifted).padStart(12, '0') + nanos
}

function must(text: string | null): string {
  if (text === null) throw new RangeError('A clock outside of the years 0 to 9999')
  return text
}

/** Days as ISO 8601 with the T, by their number since 1970: an answer has thousands of instants of few days. */
const shownDays = new Map<number, string>()
const shownDaysMax = 1_000
const twoDigits = Array.from({ length: 60 }, (_, i) => String(i).padStart(2, '0'))
const two = (n: number): string => twoDigits[n] ?? ''

/** ISO 8601 in UTC with as many fraction digits as it needs; null for no or an unreadable instant. */
export function formatInstant(instant: string | null | undefined): string | null {
  if (!instant || instant === unreadableInstant) return null
  const seconds = secondsIn(instant) - epochOffset
  if (Number.isNaN(seconds)) return null
  const day = Math.floor(seconds / 86_400)
  const inDay = seconds - day * 86_400
  const time = `${two(Math.floor(inDay / 3_600))}:${two(Math.floor(inDay / 60) % 60)}:${two(inDay % 60)}`
  const fraction = instant.endsWith('000000000') ? '' : instant.slice(12).replace(/0+$/, '')
  return `${shownDay(day)}${time}${fraction === '' ? '' : `.${fraction}`}Z`
}

/** The first 12 digits; NaN where they are none. A part of the text as a text of its own would be thrown away at once, thousands of times an answer. */
function secondsIn(instant: string): number {
  let seconds = 0
  for (let i = 0; i < 12; i++) {
    const digit = instant.charCodeAt(i) - 48
    if (!(digit >= 0 && digit <= 9)) return Number.NaN
    seconds = seconds * 10 + digit
  }
  return seconds
}

function shownDay(day: number): string {
  const known = shownDays.get(day)
  if (known !== undefined) return known
  const shown = new Date(day * 86_400_000).toISOString().slice(0, 11)
  if (shownDays.size >= shownDaysMax) shownDays.clear()
  shownDays.set(day, shown)
  return shown
}

/** Milliseconds since 1970, fractions cut. */
export function instantMs(instant: string): number {
  return (Number(instant.slice(0, 12)) - epochOffset) * 1000 + Number(instant.slice(12, 15))
}
