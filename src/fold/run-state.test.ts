import { expect, test } from 'vitest'
import { orderKey } from '../openlineage/order-key.ts'
import { parseInstant } from '../openlineage/time.ts'
import { mergeInto, runRules } from './merge.ts'
import type { Fact } from './merge.ts'
import { runOutcome } from '../catalog/run-state.ts'
import type { RunKeys, RunOutcome } from '../catalog/run-state.ts'

type Type = 'START' | 'RUNNING' | 'COMPLETE' | 'ABORT' | 'FAIL'
type State = RunOutcome['state']
const types: readonly Type[] = ['START', 'RUNNING', 'COMPLETE', 'ABORT', 'FAIL']

/** The state after a first and then a second event, by kind of job. Every pair is here: a missing one does not compile. */
const batch: Record<Type, Record<Type, State>> = {
  START: { START: 'RUNNING', RUNNING: 'RUNNING', COMPLETE: 'COMPLETE', ABORT: 'ABORT', FAIL: 'FAIL' },
  RUNNING: { START: 'RUNNING', RUNNING: 'RUNNING', COMPLETE: 'COMPLETE', ABORT: 'ABORT', FAIL: 'FAIL' },
  COMPLETE: { START: 'COMPLETE', RUNNING: 'COMPLETE', COMPLETE: 'COMPLETE', ABORT: 'ABORT', FAIL: 'FAIL' },
  ABORT: { START: 'ABORT', RUNNING: 'ABORT', COMPLETE: 'COMPLETE', ABORT: 'ABORT', FAIL: 'FAIL' },
  FAIL: { START: 'FAIL', RUNNING: 'FAIL', COMPLETE: 'COMPLETE', ABORT: 'ABORT', FAIL: 'FAIL' },
}
const streaming: Record<Type, Record<Type, State>> = {
  ...batch,
  COMPLETE: { ...batch.COMPLETE, START: 'RUNNING', RUNNING: 'RUNNING' },
  ABORT: { ...batch.ABORT, START: 'RUNNING', RUNNING: 'RUNNING' },
  FAIL: { ...batch.FAIL, START: 'RUNNING', RUNNING: 'RUNNING' },
}
const spark: Record<Type, Record<Type, State>> = { ...batch, FAIL: { ...batch.FAIL, COMPLETE: 'FAIL' }, COMPLETE: { ...batch.COMPLETE } }

const keyAt = (type: Type, minute: number): string =>
  orderKey(parseInstant(`2026-11-20T10:0${minute}:00Z`), type, `${minute}`.repeat(16), Date.UTC(2026, 10, 21))

function factOf(type: Type, minute: number): Fact {
  const key = keyAt(type, minute)
  if (type === 'START') return { first_start: key, first_any: key, last_active: key }
  return type === 'RUNNING' ? { first_any: key, last_active: key } : { first_any: key, [`end_${type.toLowerCase()}`]: key }
}

function after(events: readonly (readonly [Type, number])[], isSpark: number): RunKeys {
  const row: Fact = {
    first_start: null,
    first_any: null,
    last_active: null,
    end_complete: null,
    end_abort: null,
    end_fail: null,
    spark: isSpark,
  }
  for (const [type, minute] of events) mergeInto(row, factOf(type, minute), runRules)
  return row as unknown as RunKeys
}

test.each(types.flatMap((first) => types.map((second) => [first, second] as const)))('%s, then %s', (first, second) => {
  for (const order of [
    [
      [first, 1],
      [second, 2],
    ],
    [
      [second, 2],
      [first, 1],
    ],
  ] as const) {
    expect(runOutcome(after(order, 0), false).state).toBe(batch[first][second])
    expect(runOutcome(after(order, 0), true).state).toBe(streaming[first][second])
    expect(runOutcome(after(order, 1), false).state).toBe(spark[first][second])
  }
})

test('of ends at one instant the worse stands: COMPLETE, ABORT, FAIL', () => {
  expect(
    runOutcome(
      after(
        [
          ['FAIL', 1],
          ['COMPLETE', 1],
          ['ABORT', 1],
        ],
        0,
      ),
      false,
    ).state,
  ).toBe('FAIL')
  expect(
    runOutcome(
      after(
        [
          ['ABORT', 1],
          ['COMPLETE', 1],
        ],
        0,
      ),
      false,
    ).state,
  ).toBe('ABORT')
})

test('a run that is only named is new', () => {
  expect(runOutcome(after([], 0), false)).toEqual({ state: 'NEW', ended: '' })
})
