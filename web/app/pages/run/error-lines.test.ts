import { expect, test } from 'vitest'
import { errorLines, guiltyLine, titleOf } from './error-lines.ts'

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
