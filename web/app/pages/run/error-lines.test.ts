import { expect, test } from 'vitest'
import { errorLines, guiltyLine, pickLines, titleOf } from './error-lines.ts'

test('the title is what went wrong, not where', () => {
  expect(titleOf('Database Error in model fct_payments (models/x.sql)\n  column p.fee_amount does not exist\n  LINE 14:')).toBe(
    'column p.fee_amount does not exist',
  )
  expect(titleOf('\n  Task failed with exception\nmore')).toBe('Task failed with exception')
  expect(titleOf('')).toBe('')
})

test('message and stack are shown once each', () => {
  expect(errorLines('boom', null)).toEqual([])
  expect(errorLines('boom', 'Traceback\n  x\nboom')).toEqual(['Traceback', '  x', 'boom'])
  expect(errorLines('boom', 'at a\nat b')).toEqual(['boom', '', 'at a', 'at b'])
})

test('the guilty line is the last that carries the title', () => {
  expect(guiltyLine(['boom', 'x', 'Error: boom'], 'boom')).toBe(2)
  expect(guiltyLine(['x'], '')).toBe(-1)
})

test('of a long error the head and the guilty line with its neighbours', () => {
  const lines = Array.from({ length: 40 }, (_, i) => `line ${i}`)
  expect(pickLines(lines, 39, false).map((line) => ('hidden' in line ? -line.hidden : line.index))).toEqual([
    0, 1, 2, 3, -29, 33, 34, 35, 36, 37, 38, 39,
  ])
  expect(pickLines(lines, 1, false)).toHaveLength(10)
  expect(pickLines(lines, 39, true)).toHaveLength(40)
  expect(pickLines(lines.slice(0, 16), -1, false)).toHaveLength(16)
})
