/** What an event changed, told afterwards from the catalog: on both stores, and the same in whatever order events came. */
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import type { ReceiptChange } from '../../src/contract/events.ts'
import { catalogOf, run, table } from '../harness/catalog.ts'
import type { TestCatalog } from '../harness/catalog.ts'
import { stores } from '../harness/databases.ts'

const at = (minute: number): string => `2026-11-20T12:${String(minute).padStart(2, '0')}:00Z`

const words = (change: ReceiptChange): string =>
  [change.says, change.job?.name, change.runId, change.dataset?.name].filter((part) => part !== null && part !== undefined).join(' | ')

describe.each(stores)('$name', ({ open }) => {
  let catalog: TestCatalog
  beforeEach(async () => void (catalog = await catalogOf(await open())))
  afterEach(() => catalog.close())

  const changed = async (position: number): Promise<string[]> =>
    ((await catalog.reader.event({ position }))?.receipt.changed ?? []).map(words).sort()

  const start = run({ job: 'load', runId: 'r', type: 'START', time: at(1), inputs: ['raw'] })
  const symlinks = { symlinks: { identifiers: [{ namespace: 'hive', name: 'shop.mart', type: 'TABLE' }] } }
  const mart = (fields: string[]): object => table('mart', fields, { a: ['raw.x'], b: ['raw.y'] })
  const end = run({ job: 'load', runId: 'r', time: at(2), inputs: ['raw'], outputs: [mart(['a', 'b'])] })
  const next = run({
    job: 'load',
    runId: 's',
    time: at(5),
    outputs: [{ ...mart(['a', 'b', 'c']), facets: { ...(mart(['a', 'b', 'c']) as { facets: object }).facets, ...symlinks } }],
  })
  const expected = [
    [
      'Added an edge: the job reads the dataset | load | raw',
      'Created the dataset | raw',
      'Created the job | load',
      'Created the run | load | r',
      'Started the run | load | r',
    ],
    [
      'Added 2 column edges to the dataset | load | mart',
      'Added an edge: the job writes the dataset | load | mart',
      'Created the dataset | mart',
      'Ended the run: COMPLETE | load | r',
      'First schema of the dataset, 2 fields | mart',
    ],
    [
      'Created the dataset | shop.mart',
      'Created the run | load | s',
      'Ended the run: COMPLETE | load | s',
      'New schema version of the dataset, 3 fields | mart',
      'Said that the dataset is also hive shop.mart | mart',
    ],
  ]

  test.each([[[0, 1, 2]], [[2, 1, 0]], [[1, 2, 0]]])('in the order %j', async (order) => {
    const events = [start, end, next]
    const positions = [0, 0, 0]
    for (const i of order) positions[i] = (await catalog.add([events[i] ?? {}]))[0] ?? 0
    for (const [i, lines] of expected.entries()) expect(await changed(positions[i] ?? 0)).toEqual(lines)
  })

  test('an event that says what was known changed nothing, until an older one goes', async () => {
    const [first = 0] = await catalog.add([run({ job: 'load', runId: 'r', type: 'RUNNING', time: at(3), inputs: ['raw'] })])
    expect(await changed(first)).toContain('Created the job | load')
    await catalog.add([start])
    expect(await changed(first)).toEqual([])
  })

  test('ends that disagree: the one that stands and the one that does not', async () => {
    const [complete = 0, fail = 0] = await catalog.add([
      run({ job: 'j', runId: 'r', time: at(2) }),
      run({ job: 'j', runId: 'r', type: 'FAIL', time: at(1) }),
    ])
    expect(await changed(complete)).toEqual(['Ended the run: COMPLETE | j | r'])
    expect(await changed(fail)).toEqual([
      'Created the job | j',
      'Created the run | j | r',
      'Ended the run: FAIL; another event made it COMPLETE | j | r',
    ])
  })

  test('nothing while it waits for a sync by hand', async () => {
    await catalog.hold(1)
    const [position = 0] = await catalog.add([start])
    expect((await catalog.reader.event({ position }))?.receipt).toMatchObject({ applied: false, changed: [] })
  })
})
