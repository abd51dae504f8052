import { expect, test } from 'vitest'
import { numberText, shareText } from './number-text.ts'

test('no digit is lost', () => {
  expect(numberText('9007199254740993')).toBe('9,007,199,254,740,993')
  expect(numberText('-4115428054613373118')).toBe('-4,115,428,054,613,373,118')
  expect(numberText(1234.567891)).toBe('1,234.567891')
  expect(numberText(0.1)).toBe('0.1')
  expect(numberText(1e308)).toBe('1e+308')
  expect(numberText(-1.5)).toBe('-1.5')
})

test('small numbers, texts that are none and what is neither', () => {
  expect([numberText(0), numberText(999), numberText(1000)]).toEqual(['0', '999', '1,000'])
  expect(numberText('2026-01-01')).toBe('2026-01-01')
  expect([numberText(null), numberText({}), numberText(true), numberText('')]).toEqual([null, null, null, null])
})

test('a share is honest at both ends', () => {
  expect(shareText(1, 8)).toBe('12.5 %')
  expect(shareText(0, 10)).toBe('0 %')
  expect(shareText(10, 10)).toBe('100 %')
  expect(shareText(1, 1_000_000)).toBe('under 0.1 %')
  expect(shareText(999_999, 1_000_000)).toBe('over 99.9 %')
  expect([shareText(1, 0), shareText(null, 4), shareText(1, null), shareText('x', 4)]).toEqual([null, null, null, null])
})
