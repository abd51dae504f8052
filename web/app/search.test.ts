import fc from 'fast-check'
import { expect, test } from 'vitest'
import { paths } from './paths.ts'
import { parseSearch, search, stringifySearch } from './search.ts'

const at = (address: string) => parseSearch(address.slice(address.indexOf('?')))

test('names that look like something else stay texts', () => {
  for (const name of ['1e5', 'true', 'null', '{"a":1}', '"x"', '__proto__', 'a&b=c#d', '日本 🛢', ' spaced ', '100%', 'a+b']) {
    expect(search.job(at(paths.job({ namespace: '', name })))).toEqual({ namespace: '', name, tab: undefined })
  }
})

test('any name comes back out of the address', () => {
  const name = fc.string({ unit: 'grapheme', minLength: 1, maxLength: 100 })
  fc.assert(
    fc.property(name, name, (namespace, value) => {
      expect(search.dataset(at(paths.dataset({ namespace, name: value })))).toMatchObject({ namespace, name: value })
    }),
  )
})

test('what is no valid value of a parameter is left out', () => {
  expect(search.jobs(parseSearch('?state=BROKEN&source=x&view=roots'))).toMatchObject({
    state: undefined,
    source: undefined,
    view: 'roots',
  })
})

test('undefined and null do not reach the address', () => {
  expect(stringifySearch({ a: undefined, b: null, c: '', d: 0, e: 'x y' })).toBe('?c=&d=0&e=x+y')
  expect(stringifySearch({})).toBe('')
})
