import { expect, test } from 'vitest'
import { formatInstant, instantOfMs, unreadableInstant } from './time.ts'

/** Every 31 years from the year 0, at odd minutes, seconds and milliseconds. */
const clocks = (): number[] => Array.from({ length: 318 }, (_, i) => -62_167_219_200_000 + (i + 1) * 987_654_321_987)

test('an instant is shown as the calendar has it', () => {
  const shown = clocks().map((ms) => [formatInstant(instantOfMs(ms)), new Date(ms).toISOString().replace(/\.?0*Z$/, 'Z')])
  for (const [ours, calendar] of shown) expect(ours).toBe(calendar)
})

test.each([
  ['064000000000' + '000000000', '2028-01-29T17:46:40Z'],
  ['064000000000' + '120000000', '2028-01-29T17:46:40.12Z'],
  ['064000000000' + '000000001', '2028-01-29T17:46:40.000000001Z'],
  ['000000000000' + '000000001', '0000-01-01T00:00:00.000000001Z'],
])('%s is %s', (instant, shown) => expect(formatInstant(instant)).toBe(shown))

test.each([null, undefined, '', unreadableInstant, 'x'.repeat(21)])('%s is no time', (instant) => expect(formatInstant(instant)).toBeNull())
