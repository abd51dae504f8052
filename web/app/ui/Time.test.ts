import { expect, test } from 'vitest'
import { formatBytes, formatDuration, formatNumber, formatRelative, formatShort, millis, plural } from './Time.tsx'

test.each([
  [0, '0 ms'],
  [380, '380 ms'],
  [9_940, '9.9 s'],
  [59_999, '59 s'],
  [134_000, '2 min 14 s'],
  [120_000, '2 min'],
  [19_200_000, '5 h 20 min'],
  [90_000_000, '1 day 1 h'],
])('%d ms is %s', (ms, text) => expect(formatDuration(ms)).toBe(text))

test.each([
  [0, '0'],
  [9_999, '9,999'],
  [1_749_543, '1.75 M'],
  [2_000_000, '2 M'],
  [100_000, '100 k'],
  [1_200_000_000, '1.2 G'],
])('%d in short is %s', (value, text) => expect(formatShort(value)).toBe(text))

test('numbers past 2^53 keep all their digits', () => {
  expect(formatNumber('9007199254740993')).toBe('9,007,199,254,740,993')
  expect(formatNumber('not a number')).toBe('not a number')
})

test('bytes in powers of ten', () => {
  expect(formatBytes(623)).toBe('623 B')
  expect(formatBytes(2312)).toBe('2.3 kB')
  expect(formatBytes(3.1e9)).toBe('3.1 GB')
})

test('relative up to a week, then the day', () => {
  const now = Date.parse('2026-11-23T12:00:00Z')
  const before = (ms: number) => new Date(now - ms).toISOString()
  expect(formatRelative(before(2_000), now)).toBe('just now')
  expect(formatRelative(before(12 * 60_000), now)).toBe('12 min ago')
  expect(formatRelative(before(26 * 3_600_000), now)).toBe('26 h ago')
  expect(formatRelative(before(-180_000), now)).toBe('in 3 min')
  expect(formatRelative('2026-11-11T12:00:00Z', now)).toBe('Wed 11 Nov')
  expect(formatRelative('2019-11-11T12:00:00Z', now)).toContain('2019')
})

test('a time that cannot be read is given back as it is', () => {
  expect(millis('yesterday')).toBeNull()
  expect(formatRelative('yesterday')).toBe('yesterday')
})

test('counts and their nouns', () => {
  expect(plural(1, 'job')).toBe('1 job')
  expect(plural(1200, 'job')).toBe('1,200 jobs')
})
