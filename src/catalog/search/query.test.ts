import { expect, test } from 'vitest'
import { readQuestion } from './query.ts'

test.each(['constructor', 'valueOf', 'toString'])('%s: is no filter, though every object has one', (key) => {
  const { filters, wanted, hints } = readQuestion(`${key}:x`)
  expect(filters).toEqual([])
  expect(wanted.text).toBe(`${key}:x`.toLowerCase())
  expect(hints).toHaveLength(1)
})
