/** Spark applications and their SQL executions, as openlineage-spark reports them. */
import { clientTags, columnLineage, engine, given, jobType, ownFacet, parent, RUN_EVENT, schema, specFacet } from './facets.ts'
import type { Json, RunRef } from './facets.ts'
import { failureOf } from './incidents.ts'
import type { Failure } from './incidents.ts'
import { MINUTE, SECOND } from './scene.ts'
import type { Outcome, Scene } from './scene.ts'
import { sourcesOf } from './table.ts'
import type { Table } from './table.ts'

export const SPARK_NAMESPACE = 'spark_prod'
const PRODUCER = 'https://github.com/OpenLineage/OpenLineage/tree/1.53.0/integration/spark'

export type App = { readonly name: string; readonly owner: string; readonly writes: readonly string[]; readonly seconds: number }
type Family = { readonly of: RunRef; readonly root: RunRef }

/** The digits that Jackson leaves of an instant: none at the end that are zero. */
const time = (at: number): string => new Date(at).toISOString().replace(/\.?0+Z$/, 'Z')

const symlinks = (table: Table): Json | null =>
  table.symlink === null
    ? null
    : specFacet(PRODUCER, '1-0-1', 'SymlinksDatasetFacet', { identifiers: [{ ...table.symlink, type: 'TABLE' }] })
const storage = (table: Table): Json | null =>
  table.format === 'iceberg' || table.format === 'parquet'
    ? specFacet(PRODUCER, '1-0-1', 'StorageDatasetFacet', {
        storageLayer: table.format === 'iceberg' ? 'iceberg' : 'default',
        fileFormat: 'parquet',
      })
    : null

function datasetFacets(table: Table, daysAgo: number): Json {
  const dataSource = specFacet(PRODUCER, '1-0-1', 'DatasourceDatasetFacet', { name: table.namespace, uri: table.namespace })
  return {
    dataSource,
    schema: schema(PRODUCER, table, daysAgo),
    ...given('symlinks', symlinks(table)),
    ...given('storage', storage(table)),
  }
}

function input(scene: Scene, table: Table, at: number): Json {
  const size = scene.rows(table, at) * 96
  const statistics = specFacet(PRODUCER, '1-0-0', 'InputStatisticsInputDatasetFacet', { size, fileCount: 1 + Math.floor(size / 400_000) })
  const known = table.format === 'parquet' || table.format === 'iceberg'
  return {
    namespace: table.namespace,
    name: table.name,
    facets: datasetFacets(table, scene.daysAgo(at)),
    inputFacets: known ? { inputStatistics: statistics } : {},
  }
}

function output(scene: Scene, table: Table, at: number, finished: boolean): Json {
  const daysAgo = scene.daysAgo(at)
  const rowCount = scene.rows(table, at)
  const statistics = specFacet(PRODUCER, '1-0-2', 'OutputStatisticsOutputDatasetFacet', {
    rowCount,
    size: rowCount * 74,
    fileCount: 1 + Math.floor(rowCount / 6000),
  })
  const facets = {
    ...datasetFacets(table, daysAgo),
    ...given('columnLineage', columnLineage(PRODUCER, scene.estate, table, daysAgo, true)),
  }
  return { namespace: table.namespace, name: table.name, facets, outputFacets: finished ? { outputStatistics: statistics } : {} }
}

type Event = {
  at: number
  type: string
  runId: string
  job: string
  jobFacets: Json
  runFacets: Json
  inputs: readonly Json[]
  outputs: readonly Json[]
}
const body = (event: Event): Json => ({
  eventTime: time(event.at),
  producer: PRODUCER,
  schemaURL: RUN_EVENT,
  eventType: event.type,
  run: { runId: event.runId, facets: event.runFacets },
  job: { namespace: SPARK_NAMESPACE, name: event.job, facets: event.jobFacets },
  inputs: event.inputs,
  outputs: event.outputs,
})

function runFacets(app: App, family: Family | null, extra: Json = {}): Json {
  const properties = { 'spark.master': 'yarn', 'spark.app.name': app.name }
  return {
    ...(family === null ? {} : { parent: parent(PRODUCER, family.of, family.root) }),
    spark_properties: ownFacet(PRODUCER, 'RunFacet', { properties }),
    processing_engine: engine(PRODUCER, 'spark', '3.5.9', '1.53.0'),
    tags: clientTags(PRODUCER),
    'environment-properties': ownFacet(PRODUCER, 'RunFacet', { 'environment-properties': {} }),
    ...extra,
  }
}

function details(app: App, applicationId: string): Json {
  const uiWebUrl = `http://history.example:18080/history/${applicationId}`
  const body = {
    master: 'yarn',
    appName: app.name,
    applicationId,
    deployMode: 'cluster',
    driverHost: 'worker-1.example',
    userName: 'etl',
    uiWebUrl,
  }
  return { spark_applicationDetails: ownFacet(PRODUCER, 'RunFacet', body) }
}

const PLANS: Record<Table['format'], string> = {
  parquet: 'execute_insert_into_hadoop_fs_relation_command',
  csv: 'execute_insert_into_hadoop_fs_relation_command',
  iceberg: 'overwrite_by_expression',
  table: 'execute_save_into_data_source_command',
  topic: 'write_to_data_source_v2',
}
const queryJob = (app: App, table: Table): string =>
  `${app.name}.${PLANS[table.format]}.${table.key.replace('raw.', 'shop_raw_').replace('.', '_')}`

type Query = {
  readonly app: App
  readonly table: Table
  readonly startedAt: number
  readonly key: string
  readonly family: Family
  readonly attempt: number
}

/** One SQL execution: START, RUNNING at its Spark job, COMPLETE. A failed one says FAIL and then, as Spark does, COMPLETE all the same. */
function query(scene: Scene, { app, table, startedAt, key, family, attempt }: Query): Outcome {
  const job = queryJob(app, table)
  const runId = scene.runId(`${key}|${job}`, startedAt)
  const endedAt = startedAt + scene.lasting(`${key}|${job}`, app.seconds)
  const failure = failureOf(job, scene.daysAgo(startedAt), attempt)
  const jobFacets = { jobType: jobType(PRODUCER, 'SPARK', 'SQL_JOB') }
  const emit = (at: number, type: string, extra: Json, finished: boolean): void => {
    scene.emit(at, 'spark', () => {
      const inputs = sourcesOf(table).map((source) => input(scene, scene.estate(source), startedAt))
      return body({
        at,
        type,
        runId,
        job,
        jobFacets,
        runFacets: runFacets(app, family, extra),
        inputs,
        outputs: [output(scene, table, startedAt, finished)],
      })
    })
  }
  emit(startedAt, 'START', {}, false)
  emit(
    Math.round((startedAt + endedAt) / 2),
    'RUNNING',
    { spark_jobDetails: ownFacet(PRODUCER, 'RunFacet', { jobId: scene.number(`${key}|${job}|id`, 0, 40) }) },
    false,
  )
  if (failure !== null)
    emit(endedAt - SECOND, 'FAIL', { 'spark.exception': ownFacet(PRODUCER, 'RunFacet', { stackTrace: (failure as Failure).stack }) }, false)
  emit(endedAt, 'COMPLETE', {}, failure === null)
  return { endedAt, ok: failure === null }
}

export type Launch = { readonly startedAt: number; readonly key: string; readonly family: Family | null; readonly attempt: number }

/** One application with its executions, one after the other. Its own run ends in COMPLETE also where one of them failed. */
export function runApp(scene: Scene, app: App, { startedAt, key, family, attempt }: Launch): Outcome {
  const runId = scene.runId(`${key}|${app.name}`, startedAt)
  const self = { runId, namespace: SPARK_NAMESPACE, name: app.name }
  const jobFacets = {
    jobType: jobType(PRODUCER, 'SPARK', 'APPLICATION', 'NONE'),
    ownership: specFacet(PRODUCER, '1-0-1', 'OwnershipJobFacet', { owners: [{ name: app.owner, type: 'team' }] }),
  }
  const applicationId = `application_1769_${String(scene.number(`${key}|${app.name}|id`, 1000, 9999))}`
  const event = (at: number, type: string, extra: Json) => (): Json =>
    body({ at, type, runId, job: app.name, jobFacets, runFacets: runFacets(app, family, extra), inputs: [], outputs: [] })
  scene.emit(startedAt, 'spark', event(startedAt, 'START', details(app, applicationId)))
  let at = startedAt + scene.lasting(`${key}|${app.name}|boot`, 14)
  let ok = true
  for (const name of app.writes) {
    if (!ok) break
    const done = query(scene, {
      app,
      table: scene.estate(name),
      startedAt: at,
      key,
      family: { of: self, root: family?.root ?? self },
      attempt,
    })
    at = done.endedAt + 2 * SECOND
    ok = done.ok
  }
  scene.emit(at + SECOND, 'spark', event(at + SECOND, 'COMPLETE', {}))
  return { endedAt: at + SECOND, ok }
}

/** A streaming application that never ends: one START, then RUNNING at an interval. */
export function runStream(scene: Scene, app: App, startedAt: number, everyMs: number): void {
  const table = scene.estate(app.writes[0] ?? '')
  const self = { runId: scene.runId(app.name, startedAt), namespace: SPARK_NAMESPACE, name: app.name }
  const job = queryJob(app, table)
  const runId = scene.runId(job, startedAt)
  const jobFacets = { jobType: jobType(PRODUCER, 'SPARK', 'APPLICATION', 'STREAMING') }
  scene.emit(startedAt, 'spark', () =>
    body({
      at: startedAt,
      type: 'START',
      runId: self.runId,
      job: app.name,
      jobFacets,
      runFacets: runFacets(app, null),
      inputs: [],
      outputs: [],
    }),
  )
  for (let at = startedAt + MINUTE; at <= scene.now; at += everyMs) {
    scene.emit(at, 'spark', () => {
      const type = at === startedAt + MINUTE ? 'START' : 'RUNNING'
      const inputs = sourcesOf(table).map((source) => input(scene, scene.estate(source), at))
      const facets = { jobType: jobType(PRODUCER, 'SPARK', 'SQL_JOB', 'STREAMING') }
      return body({
        at,
        type,
        runId,
        job,
        jobFacets: facets,
        runFacets: runFacets(app, { of: self, root: self }),
        inputs,
        outputs: [output(scene, table, at, type === 'RUNNING')],
      })
    })
  }
}
