import { expect, test } from 'vitest'
import { warningWords } from './words.ts'

const plural = (count: number, one: string, many = `${one}s`): string => `${count} ${count === 1 ? one : many}`
const group = (code: string, id: number | null) => ({ code, source: id === null ? null : { id, name: 'x' } })

test.each([
  [[group('no_time', 1)], '1 kind of warning from 1 source'],
  [[group('no_time', 1), group('no_time', 2), group('too_deep', 1)], '2 kinds of warnings from 2 sources'],
  [[group('host_alias', null)], '1 kind of warning'],
])('kinds and sources are counted once each', (groups, words) => expect(warningWords(groups, plural)).toBe(words))
