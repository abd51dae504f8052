/** Which run wrote what a run read, and which runs read what it wrote. */
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import type { RunLineage } from '../../src/contract/run-lineage.ts'
import { RunLineageQuery } from '../../src/contract/run-lineage.ts'
import { catalogOf } from '../harness/catalog.ts'
import type { TestCatalog } from '../harness/catalog.ts'
import { stores } from '../harness/databases.ts'
import { at, jobNamed, runEvent, table } from '../harness/events.ts'

interface Parts {
  readonly inputs?: readonly (string | object)[]
  readonly outputs?: readonly (string | object)[]
  readonly end?: string
}

const dataset = (of: string | object): object => (typeof of === 'string' ? table(of) : of)
/** A run named after its job and the minute in which it starts. */
const run = (job: string, from: number, to: number, { inputs = [], outputs = [], end = 'COMPLETE' }: Parts): object[] =>
  [
    ['START', from],
    [end, to],
  ].map(([type, minute]) =>
    runEvent(String(type), Number(minute), {
      job: jobNamed(job),
      runId: `${job} ${from}`,
      inputs: inputs.map(dataset),
      outputs: outputs.map(dataset),
    }),
  )

describe.each(stores)('lineage of runs on $name', ({ open }) => {
  let catalog: TestCatalog
  beforeEach(async () => void (catalog = await catalogOf(await open())))
  afterEach(() => catalog.close())

  const ask = async (job: string, minute: number, query: object = {}): Promise<RunLineage> => {
    const answer = await catalog.reader.runLineage(
      RunLineageQuery.parse({ namespace: 'etl', name: job, runId: `${job} ${minute}`, ...query }),
    )
    if (answer === null) throw new Error('the run is known')
    return answer
  }
  const links = (answer: RunLineage): string[] => answer.links.map((l) => `${l.from.runId} > ${l.dataset.name} > ${l.to.runId}`).toSorted()

  test('the last good run that had written it when the run started; readers until it is written again', async () => {
    await catalog.add([
      ...run('load', 0, 2, { outputs: ['t'] }),
      ...run('read', 3, 4, { inputs: ['t'] }),
      // Still running when the next reader starts, and one that fails.
      ...run('load', 5, 9, { outputs: ['t'] }),
      ...run('load again', 6, 7, { outputs: ['t'], end: 'FAIL' }),
      ...run('read', 8, 12, { inputs: ['t'] }),
      ...run('read', 10, 11, { inputs: ['t'] }),
      ...run('another', 10, 11, { inputs: ['t'] }),
    ])
    expect(links(await ask('read', 3))).toEqual(['load 0 > t > read 3'])
    expect(links(await ask('read', 8))).toEqual(['load 0 > t > read 8'])
    expect(links(await ask('read', 10))).toEqual(['load 5 > t > read 10'])
    expect(links(await ask('load', 0))).toEqual(['load 0 > t > read 3', 'load 0 > t > read 8'])
    expect(links(await ask('load', 5))).toEqual(['load 5 > t > another 10', 'load 5 > t > read 10'])
    expect(links(await ask('load again', 6))).toEqual([])
    expect(await ask('load', 0)).toMatchObject({ truncated: false, unknown: [] })
    expect((await ask('load', 0)).links[0]).toMatchObject({
      by: 'time',
      version: null,
      writtenAt: at(2),
      dataset: { namespace: 'db', name: 't' },
    })
  })

  test('on through runs, upstream and downstream', async () => {
    await catalog.add([
      ...run('a', 0, 1, { outputs: ['x'] }),
      ...run('b', 2, 3, { inputs: ['x'], outputs: ['y'] }),
      ...run('c', 4, 5, { inputs: ['y'], outputs: ['z'] }),
      ...run('d', 6, 7, { inputs: ['z', 'x'] }),
    ])
    expect(links(await ask('d', 6))).toEqual(['a 0 > x > d 6', 'c 4 > z > d 6'])
    const up = await ask('d', 6, { depth: 9 })
    expect(links(up)).toEqual(['a 0 > x > b 2', 'a 0 > x > d 6', 'b 2 > y > c 4', 'c 4 > z > d 6'])
    expect(up.runs.map((r) => `${r.depth} ${r.runId}`).toSorted()).toEqual(['-1 a 0', '-1 c 4', '-2 b 2', '0 d 6'])
    expect(links(await ask('a', 0, { depth: 2 }))).toEqual(['a 0 > x > b 2', 'a 0 > x > d 6', 'b 2 > y > c 4'])
    expect(links(await ask('b', 2, { direction: 'upstream' }))).toEqual(['a 0 > x > b 2'])
    expect(links(await ask('b', 2, { direction: 'downstream' }))).toEqual(['b 2 > y > c 4'])
    expect(await ask('d', 6, { depth: 9, limit: 2 })).toMatchObject({ truncated: true, runs: { length: 2 } })
  })

  test('under any id of the dataset; what nobody is known to have written; a run that reads what it writes', async () => {
    const alias = table('/path/t', { symlinks: { identifiers: [{ namespace: 'db', name: 't', type: 'TABLE' }] } })
    await catalog.add([
      ...run('load', 0, 1, { outputs: [alias] }),
      ...run('merge', 2, 3, { inputs: ['t', 'given'], outputs: ['t'] }),
      ...run('merge', 4, 5, { inputs: ['t'], outputs: ['t'] }),
    ])
    const first = await ask('merge', 2)
    expect(links(first)).toEqual(['load 0 > t > merge 2', 'merge 2 > t > merge 4'])
    expect(first.unknown).toMatchObject([{ run: { runId: 'merge 2' }, dataset: { name: 'given' } }])
  })

  test('the version that the events name counts before time', async () => {
    const version = (name: string, datasetVersion: string): object => table(name, { version: { datasetVersion } })
    await catalog.add([
      ...run('load', 0, 1, { outputs: [version('t', 'v1')] }),
      ...run('load', 2, 3, { outputs: [version('t', 'v2')] }),
      ...run('read', 5, 6, { inputs: [version('t', 'v1')] }),
      ...run('read', 7, 8, { inputs: [version('t', 'v2')] }),
      ...run('read', 9, 10, { inputs: [version('t', 'written elsewhere')] }),
    ])
    expect((await ask('read', 5)).links).toMatchObject([{ from: { runId: 'load 0' }, by: 'version', version: 'v1' }])
    expect((await ask('read', 7)).links).toMatchObject([{ from: { runId: 'load 2' }, by: 'version', version: 'v2' }])
    expect((await ask('read', 9)).links).toMatchObject([{ from: { runId: 'load 2' }, by: 'time', version: null }])
  })

  test('a run that nobody names', async () => {
    expect(await catalog.reader.runLineage(RunLineageQuery.parse({ namespace: 'etl', name: 'x', runId: 'x' }))).toBe(null)
  })
})
