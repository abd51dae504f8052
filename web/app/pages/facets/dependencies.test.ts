import { expect, test } from 'vitest'
import type { FacetValue } from '../../../../src/contract/common.ts'
import { dependenciesIn, dependencyWords } from './dependencies.ts'

const facet = (value: unknown): FacetValue => ({ key: 'k', container: 'run', use: 'used', value, eventTime: null, eventPosition: 1 })

test('both sides in words', () => {
  const found = dependenciesIn(
    facet({
      upstream: [
        {
          job: { namespace: 'n', name: 'a' },
          run: { runId: 'r1' },
          dependency_type: 'DIRECT_INVOCATION',
          sequence_trigger_rule: 'FINISH_TO_START',
          status_trigger_rule: 'EXECUTE_ON_SUCCESS',
        },
      ],
      downstream: [{ job: { namespace: 'n', name: 'b' }, type: 'DIRECT_INVOCATION' }],
      trigger_rule: 'all_done',
    }),
  )
  expect(found?.upstream.items).toEqual([
    {
      job: { namespace: 'n', name: 'a' },
      runId: 'r1',
      type: { raw: 'DIRECT_INVOCATION', words: 'it starts this job itself' },
      sequence: { raw: 'FINISH_TO_START', words: 'this starts when it has finished' },
      status: { raw: 'EXECUTE_ON_SUCCESS', words: 'only after success' },
    },
  ])
  expect(found?.downstream.items[0]).toMatchObject({ runId: null, type: { words: 'this job starts it' }, sequence: null })
  expect(found?.rule?.words).toBe('all upstream jobs have ended, whatever the outcome')
})

test('values of a producer of its own are made readable', () => {
  const found = dependenciesIn(facet({ upstream: [{ job: { name: 'a' }, dependency_type: 'ON_A_WHIM' }] }))
  expect(found?.upstream.items[0]?.type?.words).toBe('on a whim')
})

test('partial and malformed', () => {
  for (const value of [{}, { upstream: [] }, { upstream: [], downstream: null }]) expect(dependenciesIn(facet(value))).toBe(null)
  expect(dependenciesIn(null)).toBe(null)
  expect(dependenciesIn(facet({ upstream: [null, {}, { job: 'a' }, { job: { namespace: 'n' } }] }))?.upstream).toMatchObject({
    items: [],
    odd: 4,
  })
  expect(dependenciesIn(facet({ downstream: 'b' }))?.downstream).toMatchObject({ items: [], odd: 1 })
  const many = dependenciesIn(facet({ upstream: Array.from({ length: 2500 }, (_, i) => ({ job: { name: `j${i}` } })) }))
  expect(many?.upstream).toMatchObject({ more: 1500 })
})

test('one line of words, those of a producer too', () => {
  const said = { type: 'DIRECT', sequence: 'START_TO_START', status: null, condition: 'all_done' }
  expect(dependencyWords(said, 'downstream')).toBe(
    'this job starts it; both start together; all upstream jobs have ended, whatever the outcome',
  )
  expect(dependencyWords({ type: 'odd', sequence: null, status: null, condition: null }, 'upstream')).toBe('odd')
  expect(dependencyWords({ type: null, sequence: null, status: null, condition: null }, 'upstream')).toBe('')
})
