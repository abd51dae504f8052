import { expect, test } from 'vitest'
import type { Sync } from '../../../../src/contract/sync.ts'
import { changesOf } from './sync-words.ts'

const none = { jobs: 0, runs: 0, datasets: 0, fields: 0, edges: 0, columnEdges: 0 }
const sync = (change: Partial<Sync>): Sync => ({
  id: 1,
  kind: 'metadata',
  sourceId: null,
  startedAt: '2026-11-23T00:00:00Z',
  endedAt: null,
  state: 'complete',
  phase: 'done',
  eventsDone: 1,
  eventsTotal: 1,
  rate: 1,
  added: none,
  changed: none,
  error: null,
  startedBy: null,
  ...change,
})

test('what was added and what was changed, with their nouns', () => {
  expect(changesOf(sync({ added: { ...none, datasets: 1, fields: 3 }, changed: { ...none, runs: 12 } }))).toBe(
    '+1 dataset, +3 fields; changed 12 runs',
  )
  expect(changesOf(sync({}))).toBe('nothing')
  expect(changesOf(sync({ state: 'running', added: { ...none, jobs: 2 } }))).toBe('+2 jobs so far')
})

test('a full sync that was cancelled changed nothing', () => {
  expect(changesOf(sync({ kind: 'full', state: 'cancelled', added: { ...none, jobs: 2 } }))).toBe('the catalog stayed as it was')
})

test('a failed sync says why', () => {
  expect(changesOf(sync({ state: 'failed', error: 'The disk is full.' }))).toBe('The disk is full.')
})
