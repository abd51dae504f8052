/** Events, search and Home, on both stores. */
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import type { EventsQuestion } from '../../src/catalog/event-page.ts'
import { catalogOf, noon, run, table } from '../harness/catalog.ts'
import type { TestCatalog } from '../harness/catalog.ts'
import { stores } from '../harness/databases.ts'
import { pagesOf } from '../harness/pages.ts'

describe.each(stores)('$name', ({ open }) => {
  let catalog: TestCatalog
  beforeEach(async () => void (catalog = await catalogOf(await open())))
  afterEach(() => catalog.close())

  const list = (query: Partial<EventsQuestion> = {}) => catalog.reader.events({ limit: 50, after: null, ...query })
  const positions = async (query: Partial<EventsQuestion> = {}): Promise<number[]> =>
    (await pagesOf((after) => list({ ...query, limit: 3, after }))).map((e) => e.position)
  const datasetEvent = (name: string): object => ({ eventTime: noon, producer: 'p', schemaURL: 's', dataset: { namespace: 'db', name } })
  const jobEvent = (name: string): object => ({ eventTime: noon, producer: 'p', schemaURL: 's', job: { namespace: 'jobs', name } })

  test('newest in the log first, by every filter', async () => {
    await catalog.add(
      [
        run({ job: 'a', runId: '1', type: 'START' }),
        datasetEvent('t'),
        run({ job: 'a', runId: '1', outputs: ['t'] }),
        jobEvent('b'),
        run({ job: 'a', runId: '2', type: 'FAIL', inputs: ['t', 'u'] }),
      ],
      1,
    )
    await catalog.add([run({ job: 'b', runId: '3', outputs: ['u'] }), datasetEvent('t2')], 2)
    expect(await positions()).toEqual([7, 6, 5, 4, 3, 2, 1])
    expect(await positions({ source: 1 })).toEqual([5, 4, 3, 2, 1])
    expect(await positions({ kind: 'DatasetEvent' })).toEqual([7, 2])
    expect(await positions({ eventType: 'fail' })).toEqual([5])
    expect(await positions({ jobNamespace: 'jobs', jobName: 'a' })).toEqual([5, 3, 1])
    expect(await positions({ jobNamespace: 'jobs', jobName: 'a', runId: '1' })).toEqual([3, 1])
    expect(await positions({ datasetNamespace: 'db', datasetName: 't' })).toEqual([5, 3, 2, 1])
    expect(await positions({ datasetNamespace: 'db', datasetName: 't', eventType: 'COMPLETE' })).toEqual([3])
    expect(await positions({ source: 2, kind: 'DatasetEvent' })).toEqual([7])
    expect(await positions({ jobNamespace: 'jobs', jobName: 'nobody' })).toEqual([])
    expect(await positions({ datasetNamespace: 'db', datasetName: 'nothing' })).toEqual([])
    expect((await list({ source: 1, limit: 2 })).total).toBe(5)
    expect((await list({ limit: 2 })).total).toBe(7)
  })

  test('an item says what the event is about, as it was spelt', async () => {
    await catalog.add([run({ job: 'a', runId: 'r', time: '2026-11-20T13:00:00+01:00' }), datasetEvent('t'), jobEvent('b')])
    const { items } = await list()
    expect(
      items.map(({ kind, eventType, eventTime, job, runId, dataset, applied, test: isTest }) => ({
        kind,
        eventType,
        eventTime,
        job,
        runId,
        dataset,
        applied,
        isTest,
      })),
    ).toEqual([
      {
        kind: 'JobEvent',
        eventType: null,
        eventTime: noon,
        job: { namespace: 'jobs', name: 'b' },
        runId: null,
        dataset: null,
        applied: true,
        isTest: false,
      },
      {
        kind: 'DatasetEvent',
        eventType: null,
        eventTime: noon,
        job: null,
        runId: null,
        dataset: { namespace: 'db', name: 't' },
        applied: true,
        isTest: false,
      },
      {
        kind: 'RunEvent',
        eventType: 'COMPLETE',
        eventTime: '2026-11-20T13:00:00+01:00',
        job: { namespace: 'jobs', name: 'a' },
        runId: 'r',
        dataset: null,
        applied: true,
        isTest: false,
      },
    ])
    expect(items[0]?.eventId).toMatch(/^[0-9a-f]{64}$/)
  })

  test('events that wait for a sync stand on top, not applied; tests of the connection say so', async () => {
    await catalog.add([run({ job: 'a', runFacets: { headwater_test: {} } })])
    await catalog.send([run({ job: 'waiting', runId: 'w', type: 'START' })])
    const { items } = await list()
    expect(items).toMatchObject([
      { position: 2, job: { name: 'waiting' }, runId: 'w', eventType: 'START', applied: false },
      { position: 1, job: { name: 'a' }, test: true, applied: true },
    ])
    expect((await catalog.reader.event({ position: 2 }))?.receipt).toMatchObject({
      applied: false,
      notAppliedBecause: expect.stringContaining('next sync'),
    })
  })

  test('the events of a source hold those that wait, whether for the next sync or for one by hand', async () => {
    await catalog.add([run({ job: 'a', runId: '1' })], 1)
    await catalog.hold(2)
    await catalog.add([run({ job: 'b', runId: '2' }), run({ job: 'b', runId: '3' })], 2)
    await catalog.add([run({ job: 'a', runId: '4' })], 1)
    await catalog.send([run({ job: 'a', runId: '5' })], 1)
    expect(await positions({ source: 2 })).toEqual([3, 2])
    expect((await list({ source: 2 })).items.map((e) => [e.applied, e.job?.name])).toEqual([
      [false, 'b'],
      [false, 'b'],
    ])
    expect(await positions({ source: 1 })).toEqual([5, 4, 1])
    expect((await list({ source: 1 })).items.map((e) => e.applied)).toEqual([false, true, true])
    expect(await positions()).toEqual([5, 4, 3, 2, 1])
  })

  test('one event: bytes as they came, receipt, the events of its run before and after', async () => {
    const body =
      '{ "eventTime":"2026-11-20T12:00:00Z","eventType":"COMPLETE", "producer":"me","schemaURL":"u","run":{"runId":"r"},"job":{"namespace":"jobs","name":"a"},"big": 9007199254740993, "big": 1 }'
    await catalog.add([
      run({ job: 'a', runId: 'r', type: 'START' }),
      run({ job: 'other' }),
      body,
      run({ job: 'a', runId: 'r', type: 'RUNNING' }),
    ])
    expect(Buffer.from((await catalog.reader.eventBody({ position: 3 })) ?? []).toString()).toBe(body)
    const event = await catalog.reader.event({ position: 3 })
    expect(event).toMatchObject({
      producer: 'me',
      schemaURL: 'u',
      previous: 1,
      next: 4,
      bytes: body.length,
      receipt: { applied: true, notAppliedBecause: null },
    })
    expect(event?.receipt.lines.map((l) => l.label)).toEqual(expect.arrayContaining(['job', 'run']))
    expect(await catalog.reader.event({ position: 99 })).toBeNull()
    expect(await catalog.reader.eventBody({ position: 99 })).toBeNull()
  })

  const hits = async (q: string, limit = 10): Promise<string[]> =>
    (await catalog.reader.search({ q, limit })).hits.map((h) =>
      h.kind === 'facet'
        ? `facet ${h.key}`
        : h.kind === 'job'
          ? `job ${h.job.name}`
          : h.kind === 'dataset'
            ? `dataset ${h.dataset.name}`
            : h.kind === 'field'
              ? `field ${h.dataset.name}.${h.path}`
              : h.kind,
    )

  test('search finds jobs, datasets and fields by the start of each word, exact names first', async () => {
    await catalog.add([
      run({ job: 'load_orders', outputs: [table('shop.public.orders', ['order_id', 'amount'])] }),
      run({ job: 'dailyOrdersReport', inputs: ['shop.public.orders'], outputs: ['shop.mart.orders_daily'] }),
      run({ job: 'orders' }),
    ])
    expect(await hits('orders')).toEqual([
      'job orders',
      'job dailyOrdersReport',
      'job load_orders',
      'dataset shop.public.orders',
      'dataset shop.mart.orders_daily',
    ])
    expect(await hits('ord rep')).toEqual(['job dailyOrdersReport'])
    expect(await hits('public orders')).toEqual(['dataset shop.public.orders'])
    expect(await hits('shop.mart')).toEqual(['dataset shop.mart.orders_daily'])
    expect(await hits('ORDER_ID')).toEqual(['field shop.public.orders.order_id'])
    expect(await hits('amo')).toEqual(['field shop.public.orders.amount'])
    expect(await hits('nothing like it')).toEqual([])
    for (const odd of ['', '   ', '%', '_', '\\', "'", '\0', '\ud800', '🛢', 'x'.repeat(2_000)]) expect(await hits(odd)).toEqual([])
  })

  test('search is bounded and says when there was more', async () => {
    await catalog.add(Array.from({ length: 30 }, (_, i) => run({ job: `load table ${i}` })))
    const found = await catalog.reader.search({ q: 'load', limit: 10 })
    expect(found.hits.length).toBe(10)
    expect(found.truncated).toBe(true)
    expect((await catalog.reader.search({ q: 'load table 17', limit: 10 })).hits).toMatchObject([
      { kind: 'job', job: { name: 'load table 17' }, state: 'COMPLETE' },
    ])
  })

  test('Home: what fails, what runs, how much there is, how far the way has been gone', async () => {
    expect(await catalog.reader.home({})).toMatchObject({
      failing: [],
      running: [],
      counts: { jobs: 0, datasets: 0, runs: 0 },
      checklist: { firstEvent: null, firstLineage: null, firstColumnLineage: null },
    })
    await catalog.add([
      run({ job: 'bad', type: 'FAIL' }),
      run({ job: 'busy', type: 'START' }),
      run({ job: 'good', inputs: ['a'], outputs: [table('b', ['x'], { x: ['a.x'] })] }),
    ])
    expect(await catalog.reader.home({})).toMatchObject({
      failing: [{ name: 'bad' }],
      failingTotal: 1,
      running: [{ name: 'busy' }],
      runningTotal: 1,
      counts: { jobs: 3, datasets: 2, runs: 3 },
      checklist: { firstEvent: '2026-11-20T18:00:00.000Z', firstLineage: noon, firstColumnLineage: noon },
    })
  })
})
