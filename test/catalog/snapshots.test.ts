/** Runs whose events hold complete lists: the last that is not empty stands for the run; the job has read and written all of it. */
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { catalogOf } from '../harness/catalog.ts'
import type { TestCatalog } from '../harness/catalog.ts'
import { stores } from '../harness/databases.ts'
import { runEvent, table } from '../harness/events.ts'

const mode = (eventContentMode: string): object => ({
  jobType: { processingType: 'STREAMING', integration: 'FLINK', emissionPattern: { eventTrigger: 'PERIODIC', eventContentMode } },
})
const history = (content: string): object[] => [
  runEvent('START', 1, { jobFacets: mode(content), inputs: [table('a')], outputs: [table('x')] }),
  runEvent('RUNNING', 2, { jobFacets: mode(content), inputs: [table('a'), table('b')], outputs: [table('x')] }),
  runEvent('RUNNING', 3, { jobFacets: mode(content), inputs: [table('b')], outputs: [] }),
  runEvent('RUNNING', 4, { jobFacets: mode(content), inputs: [], outputs: undefined }),
]

describe.each(stores)('$name', ({ open }) => {
  let catalog: TestCatalog
  beforeEach(async () => void (catalog = await catalogOf(await open())))
  afterEach(() => catalog.close())

  const sides = async (): Promise<unknown> => {
    const run = await catalog.reader.run({ namespace: 'etl', name: 'load', runId: 'r', sources: [] })
    return { inputs: run?.inputs.map((d) => d.name).sort(), outputs: run?.outputs.map((d) => d.name).sort() }
  }

  test.each([
    ['in order', (events: object[]) => events],
    ['the last first', (events: object[]) => events.toReversed()],
  ])('whole lists, %s', async (_, order) => {
    for (const event of order(history('COMPLETE_SNAPSHOT'))) await catalog.add([event])
    expect(await sides()).toEqual({ inputs: ['b'], outputs: ['x'] })
    const job = (await catalog.lines()).map((l) => JSON.parse(l) as Record<string, unknown>).find((l) => l['kind'] === 'job')
    expect(job).toMatchObject({ inputs: [{ name: 'a' }, { name: 'b' }], outputs: [{ name: 'x' }] })
  })

  test('lists that add up', async () => {
    await catalog.add(history('ACCUMULATIVE'))
    expect(await sides()).toEqual({ inputs: ['a', 'b'], outputs: ['x'] })
  })
})
