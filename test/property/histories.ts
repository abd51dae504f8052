import fc from 'fast-check'

/** One event of a random history: its bytes, who sent it, and when it first arrived. */
export interface HistoryEvent {
  readonly body: string
  readonly sourceId: number
  readonly receivedAt: number
}

const arrival = Date.UTC(2026, 0, 10)
/** A small world, so that events meet: few names, few times, many ties. */
const jobs = ['etl.load', 'etl.load.child', '__proto__', 'stream']
const runs = ['r1', 'r2', 'R1']
const datasets = [
  ['s3://lake', 'orders/dt=1'],
  ['s3://lake', 'orders/dt=2'],
  ['hive://meta', 'shop.orders'],
  ['hive://meta', 'shop.Orders'],
  ['', 'nul\0name'],
  ['pg://db', 'half \ud83d'],
] as const
const times = [
  '2026-01-01T00:00:00Z',
  '2026-01-01T00:00:00.000000001Z',
  '2026-01-02T00:00:00+02:00',
  '2026-01-01 22:00:00',
  '2027-05-05T00:00:00Z',
  'yesterday',
  undefined,
]

const pick = <T>(values: readonly T[]): fc.Arbitrary<T> => fc.constantFrom(...values)
const dataset = pick(datasets).map(([namespace, name]) => ({ namespace, name }))
const job = pick(jobs).map((name) => ({ namespace: 'etl', name }))
const field = pick(['id', 'a.b', 'constructor', 'total'])
const deleted = fc.constant({ _deleted: true })

const transformation = fc.record(
  {
    type: pick(['DIRECT', 'INDIRECT', 'odd']),
    subtype: pick(['IDENTITY', 'FILTER']),
    masking: fc.boolean(),
    description: pick(['', 'x + y', 'y + x']),
  },
  { requiredKeys: ['type'] },
)
const inputField = fc.record(
  {
    namespace: fc.constant('hive://meta'),
    name: pick(['shop.orders', 'shop.Orders', 'only.here', 'orders', '"shop"."orders"']),
    field,
    transformations: fc.array(transformation, { maxLength: 2 }),
  },
  { requiredKeys: ['namespace', 'name'] },
)

const assertions = fc.record({
  assertions: fc.array(
    fc.record(
      {
        assertion: pick(['not_null', 'unique']),
        success: fc.oneof(fc.boolean(), pick(['skipped', 'warn'])),
        column: field,
        severity: pick(['error', 'warn']),
        actual: pick(['0', '3']),
      },
      { requiredKeys: ['assertion', 'success'] },
    ),
    { maxLength: 3 },
  ),
})
const metrics = fc.record(
  {
    rowCount: pick([0, 7, 9007199254740992]),
    columnMetrics: fc.dictionary(field, fc.record({ nullCount: pick([0, 1]), max: pick([1.5, 0.1]) }, { requiredKeys: [] }), {
      maxKeys: 2,
    }),
  },
  { requiredKeys: [] },
)

const datasetFacets = fc.record(
  {
    schema: fc.record({
      fields: fc.array(
        fc.record(
          { name: field, type: pick(['int', 'text']), fields: fc.constant([{ name: 'in.ner', type: 'x' }]) },
          { requiredKeys: ['name'] },
        ),
        { maxLength: 3 },
      ),
    }),
    symlinks: fc.oneof(
      {
        weight: 4,
        arbitrary: fc.record({
          identifiers: fc.array(
            fc.record({
              namespace: fc.constant('hive://meta'),
              name: pick(['shop.orders', 'shop.Orders']),
              type: pick(['TABLE', 'LOCATION']),
            }),
            { maxLength: 2 },
          ),
        }),
      },
      { weight: 2, arbitrary: deleted },
    ),
    columnLineage: fc.record(
      {
        fields: fc.dictionary(
          field,
          fc.record(
            { inputFields: fc.array(inputField, { maxLength: 2 }), transformationType: pick(['IDENTITY', 'MASKED', 'other']) },
            { requiredKeys: ['inputFields'] },
          ),
          { maxKeys: 2 },
        ),
        dataset: fc.array(inputField, { maxLength: 1 }),
      },
      { requiredKeys: [] },
    ),
    documentation: fc.oneof(fc.record({ description: pick(['one', 'two']) }), deleted),
    ownership: fc.record({ owners: fc.array(fc.record({ name: pick(['ann', 'bo']) }), { maxLength: 2 }) }),
    tags: fc.record({ tags: fc.constant([{ key: 'pii', value: 'yes', field: 'id' }]) }),
    lineage: fc.record({ inputs: fc.array(inputField, { maxLength: 1 }), fields: fc.constant({}) }),
    custom: pick([
      { anything: 1 },
      { anything: 2, _producer: 'https://example.com/one' },
      { _producer: 'https://example.com/two', _schemaURL: 'https://example.com/s' },
    ]),
    storage: fc.record({ storageLayer: pick(['iceberg', 'delta']), _producer: pick(['https://a', 'https://b']) }),
    lifecycleStateChange: fc.record(
      {
        lifecycleStateChange: pick(['RENAME', 'DROP', 'CREATE']),
        previousIdentifier: dataset,
      },
      { requiredKeys: ['lifecycleStateChange'] },
    ),
    dataQualityAssertions: assertions,
    dataQualityMetrics: metrics,
  },
  { requiredKeys: [] },
)
const statistics = fc.record({ rowCount: pick([0, 7, 9007199254740992, '12', 1.5, null]), size: pick([1, 2]) }, { requiredKeys: [] })
const inputDataset = fc
  .tuple(dataset, datasetFacets, statistics, metrics)
  .map(([id, facets, inputStatistics, dataQualityMetrics]) => ({ ...id, facets, inputFacets: { inputStatistics, dataQualityMetrics } }))
const outputDataset = fc
  .tuple(dataset, datasetFacets, statistics)
  .map(([id, facets, outputStatistics]) => ({ ...id, facets, outputFacets: { outputStatistics } }))

const parent = fc.record(
  { run: fc.record({ runId: pick(runs) }), job, root: fc.record({ run: fc.record({ runId: pick(runs) }), job }) },
  { requiredKeys: ['run', 'job'] },
)
const dependency = fc.record(
  { job: fc.oneof(job, fc.constant({ namespace: 'etl', name: 'never.seen' })), dependency_type: pick(['DIRECT_INVOCATION', 'odd']) },
  { requiredKeys: ['job'] },
)
const runFacets = fc.record(
  {
    parent,
    nominalTime: fc.record({ nominalStartTime: pick(times), nominalEndTime: pick(times) }, { requiredKeys: [] }),
    errorMessage: fc.record({ message: pick(['boom', 'bang']), programmingLanguage: fc.constant('SQL') }),
    'my.own': fc.record({ _producer: pick(['https://a', 'https://b']) }, { requiredKeys: [] }),
    processing_engine: fc.record({ name: pick(['spark', 'dbt']), version: pick(['3', '4']) }),
    jobDependencies: fc.record(
      {
        upstream: fc.array(dependency, { maxLength: 2 }),
        downstream: fc.array(dependency, { maxLength: 1 }),
        trigger_rule: pick(['ALL_DONE', '']),
      },
      { requiredKeys: [] },
    ),
  },
  { requiredKeys: [] },
)
const jobFacets = fc.record(
  {
    jobType: fc.record({
      processingType: pick(['BATCH', 'STREAMING']),
      integration: pick(['SPARK', 'DBT']),
      jobType: pick(['JOB', 'QUERY']),
    }),
    dbt_node: fc.record({ unique_id: pick(['model.a', 'model.b']) }),
    sql: fc.oneof(fc.record({ query: pick(['select 1', 'with orders as (select * from only.here) select id from orders']) }), deleted),
    sourceCode: fc.record({ language: fc.constant('python'), sourceCode: pick(['pass', 'fail']) }),
    other: fc.constant({ own: true }),
    documentation: fc.record({ description: pick(['x', 'y']) }),
    ownership: fc.record({ owners: fc.constant([{ name: 'team' }]) }),
    lineage: fc.record({
      entries: fc.array(
        fc.oneof(
          dataset.map((d) => ({ ...d, type: 'DATASET', inputs: [{ namespace: 'hive://meta', name: 'shop.orders', type: 'DATASET' }] })),
          job.map((j) => ({ ...j, type: 'JOB', inputs: [] })),
        ),
        { maxLength: 2 },
      ),
    }),
  },
  { requiredKeys: [] },
)

const stamp = {
  eventTime: pick(times),
  producer: pick([
    'https://example.com/etl',
    'https://github.com/OpenLineage/OpenLineage/tree/1.53.0/integration/spark',
    'https://github.com/apache/airflow/tree/providers-openlineage/1.9.1',
  ]),
}
const runEvent = fc.record(
  {
    ...stamp,
    eventType: pick(['START', 'RUNNING', 'COMPLETE', 'FAIL', 'ABORT', 'OTHER', 'DONE', undefined]),
    run: fc.record({ runId: pick(runs), facets: runFacets }),
    job: fc.tuple(job, jobFacets).map(([id, facets]) => ({ ...id, facets })),
    inputs: fc.array(inputDataset, { maxLength: 2 }),
    outputs: fc.array(outputDataset, { maxLength: 2 }),
  },
  { requiredKeys: ['run', 'job'] },
)
const jobEvent = fc.record(
  {
    ...stamp,
    job: fc.tuple(job, jobFacets).map(([id, facets]) => ({ ...id, facets })),
    outputs: fc.array(outputDataset, { maxLength: 1 }),
  },
  { requiredKeys: ['job'] },
)
const datasetEvent = fc.record(
  { ...stamp, dataset: fc.tuple(dataset, datasetFacets).map(([id, facets]) => ({ ...id, facets })) },
  { requiredKeys: ['dataset'] },
)

const event = fc.oneof({ weight: 6, arbitrary: runEvent }, { weight: 1, arbitrary: jobEvent }, { weight: 2, arbitrary: datasetEvent })

/** A history of 1 to `length` events; two of the same bytes may come from different sources. */
export const history = (length: number): fc.Arbitrary<HistoryEvent[]> =>
  fc.array(fc.record({ body: event.map((e) => JSON.stringify(e)), sourceId: pick([1, 2]), receivedAt: fc.constant(arrival) }), {
    minLength: 1,
    maxLength: length,
  })
