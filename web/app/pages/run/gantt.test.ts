import { expect, test } from 'vitest'
import { foldable, ganttAxis, ganttRows, ganttTree, millis, tickStep, wordsOf } from './gantt.ts'
import type { FamilyRun } from './gantt.ts'

const T0 = Date.parse('2026-11-22T05:32:04Z')
const iso = (seconds: number): string => new Date(T0 + seconds * 1000).toISOString()
const now = T0 + 3_600_000

const run = (name: string, start: number | null, end: number | null, more: Partial<FamilyRun> = {}): FamilyRun => ({
  runId: `${name}-id`,
  job: { namespace: 'n', name },
  state: 'COMPLETE',
  startedAt: start === null ? null : iso(start),
  endedAt: end === null ? null : iso(end),
  lastEventAt: end === null ? null : iso(end),
  durationMs: start === null || end === null ? null : (end - start) * 1000,
  nominalStart: null,
  nominalEnd: null,
  rowsWritten: null,
  error: null,
  parent: { runId: 'dag-id', job: { namespace: 'n', name: 'dag' } },
  tryNumber: null,
  mapIndex: null,
  depth: 1,
  ...more,
})
const dag = run('dag', 0, 708, { parent: null, depth: 0 })

test('children hang under their parent by start; who has no parent here hangs under the first', () => {
  const under = { runId: 'a-id', job: { namespace: 'n', name: 'a' } }
  const stray = run('stray', 5, 6, { parent: { runId: 'else', job: { namespace: 'n', name: 'else' } } })
  const [root] = ganttTree([dag, run('b', 20, 30), run('a', 10, 30), run('a.query', 12, 20, { parent: under, depth: 2 }), stray], now)
  expect(root?.children.map((child) => child.run.job.name)).toEqual(['stray', 'a', 'b'])
  expect(root?.children[1]?.children.map((child) => child.depth)).toEqual([2])
  expect(root?.below).toBe(4)
})

test('a circle of parents loses nobody', () => {
  const a = run('a', 1, 2, { parent: { runId: 'b-id', job: { namespace: 'n', name: 'b' } } })
  const b = run('b', 1, 2, { parent: { runId: 'a-id', job: { namespace: 'n', name: 'a' } } })
  expect(ganttTree([dag, a, b], now)[0]?.below).toBe(2)
})

test('the same run id in two jobs is two runs', () => {
  const twice = [run('a', 1, 2, { runId: 'same' }), run('b', 1, 2, { runId: 'same' })]
  expect(ganttTree([dag, ...twice], now)[0]?.below).toBe(2)
})

test('a parent that was only named spans its children', () => {
  const named = run('dag', null, null, { parent: null, depth: 0, state: 'NEW', lastEventAt: null })
  const [root] = ganttTree([named, run('a', 10, 30), run('b', 20, 70)], now)
  expect([root?.start, root?.end]).toEqual([T0 + 10_000, T0 + 70_000])
})

test('ticks are round, since the start or by the clock', () => {
  const nodes = ganttTree([dag, run('a', 10, 30)], now)
  const axis = ganttAxis(nodes, false)
  expect(axis.ticks.map((tick) => (tick.ms - T0) / 60_000)).toEqual([0, 2, 4, 6, 8, 10, 12])
  expect(ganttAxis(nodes, true).ticks.map((tick) => new Date(tick.ms).toISOString().slice(11, 19))).toEqual([
    '05:34:00',
    '05:36:00',
    '05:38:00',
    '05:40:00',
    '05:42:00',
    '05:44:00',
  ])
  expect(tickStep(12 * 60_000, 6)).toBe(120_000)
})

test('shapes: bracket, bar, running to now, lost to the last event', () => {
  const running = run('r', 600, null, { state: 'RUNNING' })
  const lost = run('l', 30, null, { state: 'LOST', lastEventAt: iso(90) })
  const never = run('n', null, null, { state: 'NEW', lastEventAt: null })
  const going = run('dag', 0, null, { parent: null, depth: 0, state: 'RUNNING' })
  const nodes = ganttTree([going, run('a', 10, 30), running, lost, never], now)
  const rows = ganttRows(nodes, ganttAxis(nodes, false), new Set())
  expect(rows.map((row) => [row.run.job.name, row.shape])).toEqual([
    ['dag', 'bracket'],
    ['a', 'bar'],
    ['l', 'tail'],
    ['r', 'open'],
    ['n', 'mark'],
  ])
  expect(rows[4]?.left).toBeNull()
  expect(rows[3]?.words).toBe('inside')
  expect(rows[3]?.end).toBe(now)
})

test('folding hides what is below', () => {
  const nodes = ganttTree([dag, run('a', 10, 30)], now)
  expect(foldable(nodes)).toHaveLength(1)
  expect(ganttRows(nodes, ganttAxis(nodes, false), new Set(foldable(nodes)))).toHaveLength(1)
})

test('times may have nanoseconds; none is none', () => {
  expect(millis('2026-11-22T05:32:04.123456789Z')).toBe(T0 + 123)
  expect(millis('soon')).toBeNull()
  expect(ganttTree([], now)).toEqual([])
  expect(wordsOf('FAIL', '4 s', null)).toBe('4 s, failed')
})

test('a run that never ended inside of one that did is drawn to its last event', () => {
  const left = run('left', 30, null, { state: 'RUNNING', lastEventAt: iso(45) })
  const nodes = ganttTree([dag, left], now)
  const [, row] = ganttRows(nodes, ganttAxis(nodes, false), new Set())
  expect(row).toMatchObject({ shape: 'tail', unended: true, end: T0 + 45_000 })
  const going = run('dag', 0, null, { parent: null, depth: 0, state: 'RUNNING' })
  expect(ganttTree([going, left], now)[0]?.children[0]?.end).toBe(now)
})
