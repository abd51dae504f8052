/** Jobs that belong together: lists, and one job with what is inside it and its other ways of running. */
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import type { JobsQuestion } from '../../src/catalog/jobs.ts'
import { catalogOf, run } from '../harness/catalog.ts'
import type { TestCatalog } from '../harness/catalog.ts'
import { stores } from '../harness/databases.ts'
import { pagesOf } from '../harness/pages.ts'

const parent = (job: string): object => ({ parent: { job: { namespace: 'jobs', name: job }, run: { runId: `run-of-${job}` } } })
const node = (jobType: string, id?: string): object => ({
  jobType: { integration: 'DBT', jobType, processingType: 'BATCH' },
  ...(id === undefined ? {} : { dbt_node: { unique_id: id } }),
})
const at = (minute: number): string => `2026-11-20T12:${String(minute).padStart(2, '0')}:00Z`

describe.each(stores)('$name', ({ open }) => {
  let catalog: TestCatalog
  beforeEach(async () => {
    catalog = await catalogOf(await open())
    const way = (job: string, minute: number, under: string, more: object = {}): object =>
      run({ job, time: at(minute), runFacets: parent(under), jobFacets: node('MODEL', 'model.shop.orders'), outputs: ['orders'], ...more })
    await catalog.add([
      way('shop.orders', 1, 'dbt-run'),
      way('shop.orders.build.run', 3, 'dbt-build', { type: 'FAIL' }),
      way('model.shop.orders', 2, 'dbt-run', { inputs: ['raw'] }),
      run({
        job: 'model.shop.orders.sql.1',
        time: at(2),
        runFacets: parent('model.shop.orders'),
        jobFacets: node('SQL'),
        outputs: ['tmp'],
      }),
      run({ job: 'load', time: at(0) }),
    ])
  })
  afterEach(() => catalog.close())

  const list = (query: Partial<JobsQuestion> = {}) =>
    catalog.reader.jobs({ view: 'all', sort: 'name', limit: 50, after: null, fold: true, ...query })
  const names = async (query: Partial<JobsQuestion> = {}): Promise<string[]> => (await list(query)).items.map((j) => j.name)

  test('a flat list has a model once, as the job of it that ran last, and no statements', async () => {
    expect(await names()).toEqual(['dbt-build', 'dbt-run', 'load', 'shop.orders.build.run'])
    expect(await list()).toMatchObject({ total: 4 })
    expect((await list()).items.map((j) => j.ways)).toEqual([1, 1, 1, 3])
    expect(await names({ fold: false })).toHaveLength(7)
  })

  test('a level of the tree has it once where it stands; its statements are inside it', async () => {
    expect(await names({ view: 'roots' })).toEqual(['dbt-build', 'dbt-run', 'load'])
    expect(await names({ parentNamespace: 'jobs', parentName: 'dbt-run' })).toEqual(['model.shop.orders'])
    expect(await names({ parentNamespace: 'jobs', parentName: 'dbt-build' })).toEqual(['shop.orders.build.run'])
    expect(await names({ parentNamespace: 'jobs', parentName: 'model.shop.orders' })).toEqual(['model.shop.orders.sql.1'])
  })

  test('a filter hides statements and no way of running, a search hides nothing', async () => {
    expect(await names({ state: 'COMPLETE' })).toEqual(['load', 'model.shop.orders', 'shop.orders'])
    expect(await names({ q: 'orders' })).toHaveLength(4)
  })

  test('pages follow one another', async () => {
    for (const sort of ['name', 'lastRun'] as const) {
      const all = (await list({ sort })).items.map((j) => j.name)
      expect((await pagesOf((after) => list({ sort, limit: 1, after }))).map((j) => j.name)).toEqual(all)
    }
  })

  test('one job: its other ways of running, and what all inside it read and wrote', async () => {
    const job = (name: string) => catalog.reader.job({ namespace: 'jobs', name, sources: [] })
    const model = await job('model.shop.orders')
    expect(model).toMatchObject({ ways: 3, wayOfRunning: 'model.shop.orders', inside: { jobs: 1, truncated: false } })
    expect(model?.otherWays.map((j) => j.name)).toEqual(['shop.orders.build.run', 'shop.orders'])
    expect(model?.outputs.map((d) => d.name)).toEqual(['orders'])
    expect(model?.inside?.outputs.map((d) => d.name)).toEqual(['orders', 'tmp'])
    expect((await job('dbt-run'))?.inside).toMatchObject({
      jobs: 3,
      inputs: [{ name: 'raw' }],
      outputs: [{ name: 'orders' }, { name: 'tmp' }],
    })
    expect(await job('load')).toMatchObject({ ways: 1, wayOfRunning: null, inside: null, otherWays: [] })
  })

  test('a circle of parents ends', async () => {
    await catalog.add([
      run({ job: 'egg', runFacets: parent('hen'), outputs: ['a'] }),
      run({ job: 'hen', runFacets: parent('egg'), outputs: ['b'] }),
    ])
    const egg = await catalog.reader.job({ namespace: 'jobs', name: 'egg', sources: [] })
    expect(egg?.inside).toMatchObject({ jobs: 1, outputs: [{ name: 'a' }, { name: 'b' }] })
  })
})
