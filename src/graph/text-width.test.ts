import { expect, test } from 'vitest'
import { textWidth } from './text-width.ts'

test('a text is as wide as its letters in the face of the cards', () => {
  expect(textWidth('', 13)).toBe(0)
  expect(textWidth('ii', 10)).toBeLessThan(textWidth('mm', 10))
  expect(textWidth('fct_orders', 13)).toBeCloseTo(61.7, 0)
  expect(textWidth('fct_orders', 26)).toBeCloseTo(2 * textWidth('fct_orders', 13))
})

test('what the face does not have is guessed rather too wide than too narrow', () => {
  expect(textWidth('受注', 10)).toBe(20)
  expect(textWidth('🚰', 10)).toBe(10)
  expect(textWidth('заказ', 10)).toBeGreaterThan(textWidth('заказ'.replace(/./g, 'o'), 10))
})
