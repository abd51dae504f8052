/** The dbt command with its models and tests, as dbt-ol reports them from structured logs. */
import { columnLineage, engine, given, jobType, parent, RUN_EVENT, schema, specFacet } from './facets.ts'
import type { Json, RunRef } from './facets.ts'
import { failureOf } from './incidents.ts'
import type { Failure } from './incidents.ts'
import { models } from './models.ts'
import type { Model } from './models.ts'
import { SECOND } from './scene.ts'
import type { Outcome, Scene } from './scene.ts'
import { selectFor } from './sql.ts'
import { sourcesOf } from './table.ts'
import type { Table } from './table.ts'

export const DBT_NAMESPACE = 'shop-dbt'
const PRODUCER = 'https://github.com/OpenLineage/OpenLineage/tree/1.54.0/integration/dbt'
const CLIENT = 'https://github.com/OpenLineage/OpenLineage/tree/1.54.0/client/python'
const SCHEMAS = 'https://github.com/OpenLineage/OpenLineage/tree/main/integration/common/openlineage/schema'

type Test = {
  readonly name: string
  readonly assertion: string
  readonly model: string
  readonly column: string
  readonly hash: string
  readonly severity: 'error' | 'warn'
}
const TESTS: readonly Test[] = [
  {
    name: 'unique_fct_orders_order_id',
    assertion: 'unique',
    model: 'fct_orders',
    column: 'order_id',
    hash: '3b1d7f0a52',
    severity: 'error',
  },
  {
    name: 'not_null_stg_orders_order_id',
    assertion: 'not_null',
    model: 'stg_orders',
    column: 'order_id',
    hash: '71ae08c3d4',
    severity: 'error',
  },
  {
    name: 'not_null_dim_customers_country_code',
    assertion: 'not_null',
    model: 'dim_customers',
    column: 'country_code',
    hash: '9cfe20417b',
    severity: 'error',
  },
  {
    name: 'relationships_fct_order_items_order_id',
    assertion: 'relationships',
    model: 'fct_order_items',
    column: 'order_id',
    hash: 'd0542b8e6f',
    severity: 'warn',
  },
]

const facet = (file: string, body: Json): Json => ({ _producer: CLIENT, _schemaURL: `${SCHEMAS}/${file}.json`, ...body })
/** Microseconds, as Python writes them; the clock of the demo has milliseconds. */
const time = (at: number): string => new Date(at).toISOString().replace('Z', '318Z')

/** One invocation: what every event of it shares. */
type Invocation = { readonly scene: Scene; readonly key: string; readonly command: RunRef; readonly root: RunRef; readonly attempt: number }

function runFacets(invocation: Invocation, tags: readonly string[], failure: Failure | null): Json {
  const id = invocation.scene.runId(`${invocation.key}|invocation`, 0)
  const own = tags.map((key) => ({ key, source: 'DBT', value: 'true' }))
  const message =
    failure === null
      ? null
      : { message: failure.message, programmingLanguage: failure.language, ...(failure.stack === '' ? {} : { stackTrace: failure.stack }) }
  return {
    dbt_run: facet('dbt-run-run-facet', {
      dbt_runtime: 'core',
      invocation_id: id,
      profile_name: 'shop',
      project_name: 'shop',
      project_version: '2.3.1',
    }),
    dbt_version: facet('dbt-version-run-facet', { version: '1.11.16' }),
    processing_engine: engine(CLIENT, 'dbt', '1.11.16', '1.54.0'),
    tags: specFacet(CLIENT, '1-0-0', 'TagsRunFacet', {
      tags: [...own, { key: 'openlineage_client_version', source: 'OPENLINEAGE_CLIENT', value: '1.54.0' }],
    }),
    ...given('errorMessage', message === null ? null : specFacet(CLIENT, '1-0-1', 'ErrorMessageRunFacet', message)),
  }
}

function tableFacets(table: Table, daysAgo: number, described: boolean): Json {
  const materialized = models.find((model) => model.name === table.key)?.materialized
  const owners = table.owner === null ? null : specFacet(CLIENT, '1-0-1', 'OwnershipDatasetFacet', { owners: [{ name: table.owner }] })
  return {
    dataSource: specFacet(CLIENT, '1-0-1', 'DatasourceDatasetFacet', { name: table.namespace, uri: table.namespace }),
    ...(materialized === undefined
      ? {}
      : { dbt_model: facet('dbt-model-dataset-facet', { config: { access: 'protected', materialized } }) }),
    ...(described && table.description !== null
      ? { documentation: specFacet(CLIENT, '1-1-0', 'DocumentationDatasetFacet', { description: table.description }) }
      : {}),
    ...(described ? given('ownership', owners) : {}),
    ...(materialized === undefined ? {} : { schema: schema(CLIENT, table, daysAgo) }),
  }
}

function output({ scene }: Invocation, { table, materialized, tags }: Model, at: number): Json {
  const daysAgo = scene.daysAgo(at)
  const facets = {
    ...tableFacets(table, daysAgo, true),
    ...given('columnLineage', columnLineage(CLIENT, scene.estate, table, daysAgo, false)),
    tags: specFacet(CLIENT, '1-0-0', 'TagsDatasetFacet', { tags: tags.map((key) => ({ key, value: 'true', source: 'DBT' })) }),
  }
  const rowCount = scene.rows(table, at)
  const statistics = specFacet(CLIENT, '1-0-2', 'OutputStatisticsOutputDatasetFacet', { rowCount })
  return {
    namespace: table.namespace,
    name: table.name,
    facets,
    outputFacets: materialized === 'view' ? {} : { outputStatistics: statistics },
  }
}

type Event = {
  at: number
  type: string
  runId: string
  job: string
  jobFacets: Json
  runFacets: Json
  inputs?: readonly Json[]
  outputs?: readonly Json[]
}
const body = (event: Event): Json => ({
  eventTime: time(event.at),
  eventType: event.type,
  inputs: event.inputs ?? [],
  job: { facets: event.jobFacets, name: event.job, namespace: DBT_NAMESPACE },
  outputs: event.outputs ?? [],
  producer: PRODUCER,
  run: { facets: event.runFacets, runId: event.runId },
  schemaURL: RUN_EVENT,
})

function runModel(invocation: Invocation, model: Model, startedAt: number): Outcome {
  const { scene, key, command, root, attempt } = invocation
  const job = `model.shop.${model.name}`
  const runId = scene.runId(`${key}|${job}`, startedAt)
  const seconds = model.materialized === 'view' ? 1 : 6 + model.table.rows / 4000
  const endedAt = startedAt + scene.lasting(`${key}|${job}`, seconds)
  const daysAgo = scene.daysAgo(startedAt)
  const failure = failureOf(job, daysAgo, attempt) as Failure | null
  const family = { parent: parent(CLIENT, command, root) }
  const event = (at: number, type: string) => (): Json => {
    const node = {
      alias: model.name,
      database: 'shop',
      original_file_path: `models/${model.layer}/${model.name}.sql`,
      schema: model.layer,
      unique_id: job,
    }
    const sql = specFacet(CLIENT, '1-1-0', 'SQLJobFacet', { query: selectFor(scene.estate, model.table, daysAgo), dialect: 'postgres' })
    const jobFacets = { dbt_node: facet('dbt-node-job-facet', node), jobType: jobType(PRODUCER, 'DBT', 'MODEL'), sql }
    const inputs = sourcesOf(model.table)
      .map(scene.estate)
      .map((table) => ({ namespace: table.namespace, name: table.name, facets: tableFacets(table, daysAgo, false) }))
    const outputs = type === 'COMPLETE' ? [output(invocation, model, startedAt)] : []
    return body({
      at,
      type,
      runId,
      job,
      jobFacets,
      runFacets: { ...runFacets(invocation, model.tags, type === 'FAIL' ? failure : null), ...family },
      inputs,
      outputs,
    })
  }
  scene.emit(startedAt, 'dbt', event(startedAt, 'START'))
  const end = failure === null ? 'COMPLETE' : 'FAIL'
  scene.emit(endedAt, 'dbt', event(endedAt, end))
  return { endedAt, ok: failure === null }
}

function runTest(invocation: Invocation, test: Test, startedAt: number): Outcome {
  const { scene, key, command, root, attempt } = invocation
  const job = `test.shop.${test.name}.${test.hash}`
  const runId = scene.runId(`${key}|${job}`, startedAt)
  const endedAt = startedAt + scene.lasting(`${key}|${job}`, 2)
  const failure = failureOf(job, scene.daysAgo(startedAt), attempt) as Failure | null
  const table = scene.estate(test.model)
  const event = (at: number, type: string) => (): Json => {
    const node = {
      alias: test.name,
      database: 'shop',
      original_file_path: 'models/marts/_marts.yml',
      schema: 'dbt_test__audit',
      test_type: 'generic',
      unique_id: job,
    }
    const assertion = {
      name: test.name,
      assertion: test.assertion,
      column: test.column,
      expected: '0',
      actual: failure === null ? '0' : '12',
      params: {},
      severity: test.severity,
      success: failure === null,
    }
    const assertions = specFacet(CLIENT, '1-1-0', 'DataQualityAssertionsDatasetFacet', { assertions: [assertion] })
    const facets = {
      ...tableFacets(table, scene.daysAgo(startedAt), false),
      ...(type === 'START' ? {} : { dataQualityAssertions: assertions }),
    }
    const jobFacets = { dbt_node: facet('dbt-node-job-facet', node), jobType: jobType(PRODUCER, 'DBT', 'TEST') }
    const family = { parent: parent(CLIENT, command, root) }
    return body({
      at,
      type,
      runId,
      job,
      jobFacets,
      runFacets: { ...runFacets(invocation, [], type === 'FAIL' ? failure : null), ...family },
      inputs: [{ namespace: table.namespace, name: table.name, facets }],
    })
  }
  scene.emit(startedAt, 'dbt', event(startedAt, 'START'))
  scene.emit(endedAt, 'dbt', event(endedAt, failure === null ? 'COMPLETE' : 'FAIL'))
  return { endedAt, ok: failure === null }
}

/** Runs the models in order; what depends on a failed one is skipped, and says nothing. */
function runModels(invocation: Invocation, startedAt: number): { at: number; broken: Set<string> } {
  const broken = new Set<string>()
  let at = startedAt
  for (const model of models) {
    if (sourcesOf(model.table).some((source) => broken.has(source))) {
      broken.add(model.name)
      continue
    }
    const done = runModel(invocation, model, at)
    if (!done.ok) broken.add(model.name)
    at = done.endedAt + SECOND / 2
  }
  return { at, broken }
}

/** One `dbt-ol build`: models, then tests. A failed test makes the command end in FAIL, but not the task that called it: it only warns. */
export function runDbt(
  scene: Scene,
  launch: { startedAt: number; key: string; family: { of: RunRef; root: RunRef }; attempt: number },
): Outcome {
  const { startedAt, key, family, attempt } = launch
  const command = { runId: scene.runId(`${key}|dbt`, startedAt), namespace: DBT_NAMESPACE, name: 'dbt-build-shop' }
  const invocation = { scene, key, command, root: family.root, attempt }
  const event = (at: number, type: string, failure: Failure | null) => (): Json => {
    const facets = { ...runFacets(invocation, [], failure), parent: parent(CLIENT, family.of, family.root) }
    return body({
      at,
      type,
      runId: command.runId,
      job: command.name,
      jobFacets: { jobType: jobType(PRODUCER, 'DBT', 'JOB') },
      runFacets: facets,
    })
  }
  scene.emit(startedAt, 'dbt', event(startedAt, 'START', null))
  const { at: modelsEnd, broken } = runModels(invocation, startedAt + scene.lasting(`${key}|dbt`, 9))
  let at = modelsEnd
  let failedTests = 0
  for (const test of TESTS.filter(({ model }) => !broken.has(model))) {
    const done = runTest(invocation, test, at)
    at = done.endedAt + SECOND / 2
    if (!done.ok) failedTests++
  }
  const message =
    broken.size > 0 ? `Completed with 1 error, ${String(broken.size - 1)} skipped` : `Completed with ${String(failedTests)} failed test`
  const failure = broken.size + failedTests > 0 ? { message, stack: '', language: 'python' } : null
  scene.emit(at, 'dbt', event(at, failure === null ? 'COMPLETE' : 'FAIL', failure))
  return { endedAt: at, ok: broken.size === 0 }
}
