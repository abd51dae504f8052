import { expect, test } from 'vitest'
import { clipAround, matchName, oneLetterOff, piecesOf, reasonOf } from './match.ts'

const lit = (name: string, query: string): string =>
  piecesOf(name, matchName(name, query).ranges)
    .map((piece) => (piece.hit ? `[${piece.text}]` : piece.text))
    .join('')

test.each([
  ['fct_orders.net_amount', 'net_amount', 'fct_orders.[net_amount]', 'whole'],
  ['fct_orders.net_amount', 'net amount', 'fct_orders.[net]_[amount]', 'words'],
  ['raw.amount_net', 'net amount', 'raw.[amount]_[net]', 'other-order'],
  ['public.net_amounts_by_month', 'net amuonts', 'public.net_[amounts]_by_month', 'near'],
  ['orders.Orders', 'ORDERS', 'orders.[Orders]', 'whole'],
  ['customers', 'orders', 'customers', 'none'],
  ['stg.amount', 'net amount', 'stg.[amount]', 'some'],
])('%s for %s', (name, query, shown, how) => {
  expect(lit(name, query)).toBe(shown)
  expect(matchName(name, query).how).toBe(how)
})

test('letters that change length in lower case do not shift the marks', () => {
  expect(matchName('İstanbul', 'istanbul').how).toBe('none')
})

test('one letter off', () => {
  expect(oneLetterOff('amount', 'amounts')).toBe(true)
  expect(oneLetterOff('amuont', 'amount')).toBe(true)
  expect(oneLetterOff('amoont', 'amount')).toBe(true)
  expect(oneLetterOff('order', 'odrer')).toBe(true)
  expect(oneLetterOff('abcd', 'badc')).toBe(false)
})

test('in words', () => {
  expect(reasonOf('Column', matchName('net_amount', 'net_amount'))).toBe('Column name')
  expect(reasonOf('Dataset', matchName('net_amounts', 'net amuonts'))).toBe('Dataset name, one letter off')
})

test('a long name keeps its head and what matched', () => {
  const name = `${'a'.repeat(500)}.orders.${'z'.repeat(500)}`
  const clip = clipAround(name, matchName(name, 'orders'))
  expect(clip.name.length).toBeLessThan(95)
  expect(
    piecesOf(clip.name, clip.ranges)
      .filter((piece) => piece.hit)
      .map((piece) => piece.text),
  ).toEqual(['orders'])
  expect(clip.name.startsWith('aaa')).toBe(true)
  const short = matchName('raw.orders', 'orders')
  expect(clipAround('raw.orders', short)).toEqual({ name: 'raw.orders', ranges: short.ranges })
})
