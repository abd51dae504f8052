import { expect, test } from 'vitest'
import { demoHighlights, generateDemo } from './generate.ts'
import { loadDemo } from './load.ts'

const now = new Date('2026-10-14T15:40:00Z')

type DatasetRef = { namespace: string; name: string }
type ColumnRef = DatasetRef & { field: string }
type Dataset = DatasetRef & {
  facets?: {
    schema?: { fields: { name: string; type: string }[] }
    columnLineage?: { fields: Record<string, { inputFields: ColumnRef[] }>; dataset: ColumnRef[] }
  }
}
type Event = {
  eventType: string
  eventTime: string
  producer: string
  schemaURL: string
  run: {
    runId: string
    facets: {
      parent?: { run: { runId: string } }
      errorMessage?: { message: string; stackTrace?: string }
      airflow?: { taskInstance: { try_number: number } }
    }
  }
  job: { namespace: string; name: string; facets: { jobType: { integration: string; jobType: string } } }
  inputs: Dataset[]
  outputs: Dataset[]
}

const all = [...generateDemo({ now, seed: 7 })]
const events = all.map(({ body }) => JSON.parse(body) as Event)
const id = (dataset: DatasetRef): string => `${dataset.namespace} ${dataset.name}`
const datasets = events.flatMap((event) => [...event.inputs, ...event.outputs])

test('the same options give the same bytes, another seed gives others', () => {
  const bodies = (seed: number): string[] => [...generateDemo({ now, seed, days: 3 })].map((event) => event.body)
  expect(bodies(7)).toEqual(bodies(7))
  expect(bodies(8)).not.toEqual(bodies(7))
})

test('it is an estate of the promised size', () => {
  expect(events.length).toBeGreaterThan(3000)
  expect(events.length).toBeLessThan(8000)
  expect(new Set(events.map((event) => id(event.job))).size).toBeGreaterThan(55)
  expect(new Set(datasets.map(id)).size).toBeGreaterThan(70)
})

test('every event names what an event must name', () => {
  const uuid = /^[0-9a-f]{8}-[0-9a-f]{4}-7[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/
  for (const event of events) {
    expect(event.run.runId).toMatch(uuid)
    expect(event.job.namespace).not.toBe('')
    expect(event.job.name).not.toBe('')
    expect(event.producer).toMatch(/^https:/)
    expect(event.schemaURL).toMatch(/^https:\/\/openlineage\.io/)
    for (const dataset of [...event.inputs, ...event.outputs]) expect(dataset.namespace === '' || dataset.name === '').toBe(false)
  }
})

test('times go up, lie in the month before now, and have a zone', () => {
  const times = events.map((event) => Date.parse(event.eventTime))
  expect(times).toEqual(times.toSorted((a, b) => a - b))
  expect(times[0]).toBeGreaterThanOrEqual(now.getTime() - 30 * 86_400_000)
  expect(times.at(-1)).toBeLessThanOrEqual(now.getTime() + 1)
  expect(events.every((event) => /(Z|\+00:00)$/.test(event.eventTime))).toBe(true)
})

test('a run belongs to one job, and nearly every run ends', () => {
  const jobs = new Map<string, string>()
  const ended = new Set<string>()
  for (const event of events) {
    expect(jobs.get(event.run.runId) ?? id(event.job)).toBe(id(event.job))
    jobs.set(event.run.runId, id(event.job))
    if (['COMPLETE', 'FAIL', 'ABORT'].includes(event.eventType)) ended.add(event.run.runId)
  }
  const open = [...jobs].filter(([run]) => !ended.has(run))
  expect(open.length).toBeGreaterThan(1)
  expect(open.length).toBeLessThan(jobs.size / 100)
  expect(open.map(([, job]) => job)).toContain('airflow_prod exports_daily.stock_alerts')
})

test('parents are runs of the estate', () => {
  const runs = new Set(events.map((event) => event.run.runId))
  const parents = events.flatMap((event) => event.run.facets.parent?.run.runId ?? [])
  expect(parents.length).toBeGreaterThan(1000)
  expect(parents.filter((run) => !runs.has(run))).toEqual([])
})

test('something failed with a stack trace, something passed when tried again, and something fails still', () => {
  const failed = events.filter((event) => event.eventType === 'FAIL')
  expect(failed.some((event) => event.run.facets.errorMessage?.stackTrace?.includes('Traceback'))).toBe(true)
  expect(events.some((event) => event.eventType === 'COMPLETE' && (event.run.facets.airflow?.taskInstance.try_number ?? 1) > 1)).toBe(true)
  const last = events.findLast((event) => event.job.name === demoHighlights.failedJob.name)
  expect(last?.eventType).toBe('FAIL')
})

const schemas = new Map<string, Set<string>>()
for (const dataset of datasets) {
  for (const field of dataset.facets?.schema?.fields ?? [])
    schemas.set(id(dataset), (schemas.get(id(dataset)) ?? new Set()).add(field.name))
}

test('no schema names a field twice', () => {
  for (const dataset of datasets) {
    const names = dataset.facets?.schema?.fields.map((field) => field.name) ?? []
    expect(names).toEqual([...new Set(names)])
  }
})

test('both ends of every column edge are fields of a schema', () => {
  const known = (dataset: DatasetRef, field: string): boolean => schemas.get(id(dataset))?.has(field) ?? false
  const missing = new Set<string>()
  for (const dataset of datasets) {
    const lineage = dataset.facets?.columnLineage
    for (const [field, { inputFields }] of Object.entries(lineage?.fields ?? {})) {
      if (!known(dataset, field)) missing.add(`${id(dataset)} ${field}`)
      for (const from of inputFields) if (!known(from, from.field)) missing.add(`${id(from)} ${from.field}`)
    }
    for (const from of lineage?.dataset ?? []) if (!known(from, from.field)) missing.add(`${id(from)} ${from.field}`)
  }
  expect([...missing]).toEqual([])
})

test('schemas change, and one change takes a field away', () => {
  const versions = new Set(
    datasets
      .filter((dataset) => dataset.name === 'shop.staging.stg_orders')
      .flatMap((dataset) => dataset.facets?.schema?.fields.map((field) => field.name).join() ?? []),
  )
  expect(versions.size).toBe(2)
  const last = datasets.findLast((dataset) => dataset.name === 'shop.raw.orders' && dataset.facets?.schema)
  expect(last?.facets?.schema?.fields.map((field) => field.name)).not.toContain('coupon_code')
})

test('the interesting column goes back to the lake through all three tools', () => {
  const made = new Map<string, { from: ColumnRef; tool: string }[]>()
  for (const event of events) {
    for (const dataset of event.outputs) {
      for (const [field, { inputFields }] of Object.entries(dataset.facets?.columnLineage?.fields ?? {})) {
        const key = `${id(dataset)} ${field}`
        if (!made.has(key))
          made.set(
            key,
            inputFields.map((from) => ({ from, tool: event.job.facets.jobType.integration })),
          )
      }
    }
  }
  const { column } = demoHighlights
  const seen = new Set([`${id(column)} ${column.field}`])
  const tools = new Set<string>()
  for (const key of seen) {
    for (const { from, tool } of made.get(key) ?? []) {
      tools.add(tool)
      seen.add(`${id(from)} ${from.field}`)
    }
  }
  expect([...tools].toSorted()).toEqual(['AIRFLOW', 'DBT', 'SPARK'])
  expect(seen).toContain('s3://shop-lake raw/orders gross_amount')
})

test('loading hands every event over once, by source', async () => {
  const taken: Record<string, string[]> = {}
  const events = await loadDemo(
    async (source, bodies) => {
      taken[source] = [...(taken[source] ?? []), ...bodies]
      await Promise.resolve()
    },
    { now, seed: 7, days: 4 },
  )
  const expected = [...generateDemo({ now, seed: 7, days: 4 })]
  expect(events).toBe(expected.length)
  expect(Object.keys(taken).toSorted()).toEqual(['Airflow', 'Spark', 'dbt'])
  for (const [name, source] of [
    ['Airflow', 'airflow'],
    ['Spark', 'spark'],
    ['dbt', 'dbt'],
  ] as const) {
    expect(taken[name]).toEqual(expected.filter((event) => event.source === source).map((event) => event.body))
  }
})
