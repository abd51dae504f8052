/** One run, one job and three datasets that carry every facet which has a place of its own on a page. */
import { run, table } from '../harness/catalog.ts'

const facet = (name: string, members: object): object => ({
  _producer: 'https://github.com/OpenLineage/OpenLineage/tree/1.54.0/client/python',
  _schemaURL: `https://openlineage.io/spec/facets/1-0-0/${name}.json#/$defs/${name}`,
  ...members,
})
const time = new Date(Date.now() - 3_600_000).toISOString()
const at = (name: string): object => ({ namespace: 'jobs', name })

const tests = [
  { name: 'orders_are_unique', status: 'pass', severity: 'error', type: 'unique', expected: '0', actual: '0' },
  {
    name: 'totals_add_up',
    status: 'fail',
    severity: 'error',
    type: 'custom_sql',
    expected: '0',
    actual: '45',
    description: 'The items of an order add up to its total.',
    content: 'select order_id\nfrom fct_orders\nwhere items_total <> total -- cents',
    contentType: 'sql',
    params: { tolerance: 0.01, tables: ['orders', 'order_items'] },
  },
  { name: 'few_refunds', status: 'fail', severity: 'warn', type: 'row_count', expected: '>2', actual: '1' },
  { name: 'late_orders', status: 'skip', severity: 'warn' },
]

const runFacets = {
  test: facet('TestRunFacet', { tests }),
  extractionError: facet('ExtractionErrorRunFacet', {
    totalTasks: 3,
    failedTasks: 1,
    errors: [
      {
        errorMessage: 'Expected: an expression, found: % at Line: 2, Column: 132',
        task: 'INSERT INTO prices SELECT s.name FROM suppliers s WHERE s.name = %(supplier)s',
        taskNumber: 0,
        stackTrace: 'at parse (sql.rs:12)\nat main (lib.rs:3)',
      },
    ],
  }),
  executionParameters: facet('ExecutionParametersRunFacet', {
    parameters: [
      { key: 'day', name: 'Day', description: 'Which day to load', value: '2026-09-01' },
      { key: 'task.timeout', value: '3600' },
      { key: 'db_password', value: 'open sesame' },
      { key: 'label', value: '' },
    ],
  }),
  environmentVariables: facet('EnvironmentVariablesRunFacet', {
    environmentVariables: [
      { name: 'TZ', value: 'Europe/Berlin' },
      { name: 'WAREHOUSE', value: 'postgres://etl:open%20sesame@wh:5432/shop' },
      { name: 'API_TOKEN', value: 'open sesame' },
    ],
  }),
  externalQuery: facet('ExternalQueryRunFacet', { externalQueryId: 'shop-prod:EU.job_0198b7e2', source: 'bigquery' }),
  jobDependencies: facet('JobDependenciesRunFacet', {
    trigger_rule: 'ALL_SUCCESS',
    upstream: [
      {
        job: at('shop.stage'),
        run: { runId: '01900000-0000-7000-8000-000000000001' },
        dependency_type: 'DIRECT_INVOCATION',
        sequence_trigger_rule: 'FINISH_TO_START',
        status_trigger_rule: 'EXECUTE_ON_SUCCESS',
      },
      { job: at('shop.prices'), type: 'IMPLICIT_DEPENDENCY' },
    ],
    downstream: [{ job: at('shop.report'), dependency_type: 'DIRECT_INVOCATION' }],
  }),
  processing_engine: facet('ProcessingEngineRunFacet', { name: 'Airflow', version: '3.3.2', openlineageAdapterVersion: '2.20.3' }),
  tags: facet('TagsRunFacet', { tags: [{ key: 'tier', value: '1', source: 'USER' }] }),
  airflow: {
    dagRun: { run_id: 'scheduled__2026-11-23T00:00:00+00:00', run_type: 'scheduled' },
    task: { operator_class: 'SQLExecuteQueryOperator', retries: 3, trigger_rule: 'all_success', queue: 'default' },
    taskInstance: {
      log_url: 'https://airflow.example.org/dags/shop/runs/1/tasks/faceted?try_number=2',
      try_number: 2,
      map_index: 4,
      pool: 'default_pool',
    },
  },
  spark_applicationDetails: {
    master: 'yarn',
    appName: 'shop_faceted',
    applicationId: 'application_1795395229425_0007',
    deployMode: 'cluster',
    driverHost: '10.0.0.7',
    userName: 'etl',
    uiWebUrl: 'http://10.0.0.7:4040',
    historyUrl: 'https://history.example.org/history/application_1795395229425_0007',
  },
  gcp_dataproc: facet('GcpDataprocRunFacet', {
    appId: 'a-1',
    appName: 'shop',
    projectId: 'shop-prod',
    clusterName: 'etl-3',
    jobId: 'j-77',
  }),
  gcp_composer_run: facet('GcpComposerRunFacet', { dagRunId: 'manual__2026-11-23' }),
  queue: {
    _producer: 'https://example.org/etl',
    _schemaURL: 'https://example.org/queue.json',
    name: 'night',
    waiting: [3, 1, 4],
    depth: null,
  },
}

const code =
  'def load(day):\n    """Loads one day."""\n    rows = read(day)  # all of it\n    return [row for row in rows if row.total > 0]\n'
const jobFacets = {
  jobType: facet('JobTypeJobFacet', {
    processingType: 'BATCH',
    integration: 'AIRFLOW',
    jobType: 'TASK',
    emissionPattern: { eventTrigger: 'PERIODIC', eventContentMode: 'COMPLETE_SNAPSHOT', windowDuration: 60 },
  }),
  sourceCode: facet('SourceCodeJobFacet', { language: 'python', sourceCode: code }),
  gcp_composer_job: facet('GcpComposerJobFacet', {
    environmentName: 'shop-composer',
    dagId: 'shop',
    taskId: 'faceted',
    airflowVersion: '2.10.5+composer',
    composerVersion: '3',
  }),
  gcp_lineage: facet('GcpLineageJobFacet', { displayName: 'Faceted', origin: { sourceType: 'COMPOSER', name: 'projects/shop-prod' } }),
}

const facets = {
  schema: facet('SchemaDatasetFacet', {
    fields: ['order_id', 'total', 'ordered_at'].map((name) => ({ name, type: 'bigint' })),
  }),
  datasetType: facet('DatasetTypeDatasetFacet', { datasetType: 'TABLE', subType: 'MATERIALIZED' }),
  storage: facet('StorageDatasetFacet', { storageLayer: 'iceberg', fileFormat: 'parquet' }),
  catalog: facet('CatalogDatasetFacet', {
    framework: 'iceberg',
    type: 'rest',
    name: 'lake',
    metadataUri: 'https://catalog.example.org',
    warehouseUri: 's3://lake/warehouse',
    source: 'spark',
    catalogProperties: { io: 's3', 's3.secret-access-key': 'open sesame' },
  }),
  hierarchy: facet('HierarchyDatasetFacet', {
    hierarchy: [
      { type: 'DATABASE', name: 'shop' },
      { type: 'SCHEMA', name: 'mart' },
      { type: 'TABLE', name: 'fct_orders' },
    ],
  }),
  dataSource: facet('DatasourceDatasetFacet', { name: 'warehouse', uri: 'postgres://wh:5432/shop' }),
  version: facet('DatasetVersionDatasetFacet', { datasetVersion: '2688987478163096288' }),
  lifecycleStateChange: facet('LifecycleStateChangeDatasetFacet', {
    lifecycleStateChange: 'RENAME',
    previousIdentifier: { namespace: 'db', name: 'fct_orders_old' },
  }),
  dataQualityAssertions: facet('DataQualityAssertionsDatasetFacet', {
    assertions: [
      { assertion: 'not_null', column: 'order_id', success: true, severity: 'error' },
      { assertion: 'unique', column: 'order_id', success: false, severity: 'error', expected: '0', actual: '1204118' },
      { assertion: 'accepted_range', column: 'total', success: false, severity: 'warn', params: { min: 0 } },
      { assertion: 'row_count', success: true, expected: '>1000', actual: '48211' },
    ],
  }),
  dataQualityMetrics: facet('DataQualityMetricsDatasetFacet', {
    rowCount: 1_204_118,
    bytes: 3_118_204_771,
    fileCount: 12,
    lastUpdated: time,
    columnMetrics: {
      order_id: { nullCount: 0, distinctCount: 1_204_117, min: 1, max: 4_611_686_018_427 },
      total: {
        nullCount: 301_030,
        distinctCount: 15_200,
        min: -12.5,
        max: 1500.75,
        quantiles: { '0.25': 12.5, '0.5': 45, '0.99': 1180.25 },
      },
      ordered_at: { nullCount: 0 },
    },
  }),
}

const dropped = { lifecycleStateChange: facet('LifecycleStateChangeDatasetFacet', { lifecycleStateChange: 'DROP' }) }

export const faceted = { job: { namespace: 'jobs', name: 'shop.faceted' }, runId: '01900000-0000-7000-8000-00000000f001' }

export const facetedEvents: readonly object[] = [
  run({
    time,
    job: faceted.job.name,
    runId: faceted.runId,
    runFacets,
    jobFacets,
    inputs: [table('orders', ['id'])],
    outputs: [
      { namespace: 'db', name: 'fct_orders', facets },
      { namespace: 'db', name: 'tmp_orders', facets: dropped },
    ],
  }),
]
