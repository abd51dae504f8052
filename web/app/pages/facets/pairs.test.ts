import { expect, test } from 'vitest'
import type { FacetValue } from '../../../../src/contract/common.ts'
import { environmentIn, parametersIn } from './pairs.ts'

const facet = (value: unknown): FacetValue => ({ key: 'k', container: 'run', use: 'used', value, eventTime: null, eventPosition: 1 })

test('parameters in the order sent, with and without a value', () => {
  const found = parametersIn(
    facet({
      parameters: [
        { key: 'day', name: 'Day', description: 'which', value: '2026-09-01' },
        { key: 'timeout', name: 'timeout', value: 3600 },
        { key: 'none' },
        { key: 'empty', value: '' },
        { key: 'list', value: [1, 2] },
      ],
    }),
  )
  expect(found?.items.map(({ key, name, value }) => [key, name, value])).toEqual([
    ['day', 'Day', '2026-09-01'],
    ['timeout', null, '3600'],
    ['none', null, null],
    ['empty', null, ''],
    ['list', null, '[1,2]'],
  ])
})

test('secrets are masked by name, passwords in addresses by place', () => {
  const found = environmentIn(
    facet({
      environmentVariables: [
        { name: 'TZ', value: 'Europe/Berlin' },
        { name: 'API_TOKEN', value: 'abc' },
        { name: 'EMPTY_TOKEN', value: '' },
        { name: 'SITE', value: 'http://me:pw@host' },
      ],
    }),
  )
  expect(found?.items.map(({ key, value, masked }) => [key, value, masked])).toEqual([
    ['API_TOKEN', null, true],
    ['EMPTY_TOKEN', '', false],
    ['SITE', 'http://me:***@host', false],
    ['TZ', 'Europe/Berlin', false],
  ])
  expect(JSON.stringify(found)).not.toContain('abc')
})

test('an object in place of the list is read; nonsense is counted', () => {
  expect(environmentIn(facet({ environmentVariables: { A: '1', B: 2 } }))?.items.map((pair) => pair.value)).toEqual(['1', '2'])
  expect(environmentIn(facet({ environmentVariables: ['A=1', null, {}, { value: 'x' }] }))).toMatchObject({ items: [], odd: 4 })
  expect(parametersIn(facet({ parameters: 7 }))).toMatchObject({ items: [], odd: 1 })
  expect(parametersIn(facet({}))).toMatchObject({ items: [], odd: 0 })
  expect(parametersIn(null)).toBe(null)
})

test('thousands are bounded', () => {
  const parameters = Array.from({ length: 4000 }, (_, i) => ({ key: `k${i}`, value: 'v' }))
  const found = parametersIn(facet({ parameters }))
  expect([found?.items.length, found?.more]).toEqual([1000, 3000])
})
