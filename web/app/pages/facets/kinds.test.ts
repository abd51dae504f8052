import { expect, test } from 'vitest'
import type { FacetKind } from '../../../../src/contract/facets.ts'
import { inContainer, matches } from './kinds.ts'

const kind: FacetKind = {
  container: 'run',
  key: 'test',
  also: ['tests'],
  className: 'TestRunFacet',
  versions: '1-0-0',
  yields: 'tests of the run with their results',
  members: [{ path: 'tests[].severity', type: 'text', required: false, use: 'shown only' }],
}

test.each([
  ['', true],
  ['  ', true],
  ['TESTRUN', true],
  ['severity', true],
  ['results run', true],
  ['results job', false],
])('%j finds it: %s', (typed, found) => expect(matches(kind, typed)).toBe(found))

test('by the part of the event that carries it', () => {
  expect(inContainer([kind], 'run')).toEqual([kind])
  expect(inContainer([kind], 'job')).toEqual([])
})
