/** Airflow DAG runs and their tasks, as Airflow's OpenLineage provider reports them. */
import { runDbt } from './dbt.ts'
import { clientTags, columnLineage, engine, given, jobType, ownFacet, parent, RUN_EVENT, schema, specFacet } from './facets.ts'
import type { Json, RunRef } from './facets.ts'
import { failureOf } from './incidents.ts'
import type { Failure } from './incidents.ts'
import { MINUTE, SECOND } from './scene.ts'
import type { Outcome, Scene } from './scene.ts'
import { runApp } from './spark.ts'
import type { App } from './spark.ts'
import { sourcesOf } from './table.ts'
import type { Table } from './table.ts'

export const AIRFLOW_NAMESPACE = 'airflow_prod'
export const AIRFLOW_URL = 'http://airflow.example.com'
const PRODUCER = 'https://github.com/apache/airflow/tree/providers-openlineage/2.20.3'

export type Task = {
  readonly id: string
  readonly operator: string
  readonly after?: readonly string[]
  readonly seconds: number
  readonly retries?: number
  readonly doc?: string
  readonly sql?: string
  readonly source?: { readonly language: string; readonly code: string }
  readonly reads?: readonly string[]
  readonly writes?: readonly string[]
  /** The SQL parser follows its columns. */
  readonly columns?: boolean
  readonly starts?: { readonly app: App } | 'dbt'
  /** Columns of the first input that it checks. */
  readonly checks?: readonly string[]
}
export type Dag = {
  readonly id: string
  readonly description: string
  readonly doc: string
  readonly owners: readonly string[]
  readonly tags: readonly string[]
  readonly cron: string
  readonly tasks: readonly Task[]
}

const time = (at: number): string => new Date(at).toISOString().replace('Z', '204+00:00')
const OPERATORS: Record<string, string> = {
  PythonOperator: 'airflow.providers.standard.operators.python',
  BashOperator: 'airflow.providers.standard.operators.bash',
  SQLExecuteQueryOperator: 'airflow.providers.common.sql.operators.sql',
  SQLColumnCheckOperator: 'airflow.providers.common.sql.operators.sql',
  SparkSubmitOperator: 'airflow.providers.apache.spark.operators.spark_submit',
  SqlToS3Operator: 'airflow.providers.amazon.aws.transfers.sql_to_s3',
  HttpOperator: 'airflow.providers.http.operators.http',
  EmailOperator: 'airflow.providers.smtp.operators.smtp',
}

/** One run of one DAG: what all of its events share. */
type DagRun = {
  readonly scene: Scene
  readonly dag: Dag
  readonly logical: number
  readonly startedAt: number
  readonly id: string
  readonly self: RunRef
  readonly key: string
}
type Try = { readonly task: Task; readonly number: number; readonly startedAt: number; readonly runId: string }

function jobFacets(dag: Dag, kind: 'DAG' | 'TASK', task: Task | null): Json {
  const description = task?.doc ?? (kind === 'DAG' ? dag.doc : dag.description)
  const source = task?.source
  return {
    documentation: specFacet(PRODUCER, '1-1-0', 'DocumentationJobFacet', {
      contentType: kind === 'DAG' ? 'text/markdown' : 'text/plain',
      description,
    }),
    jobType: jobType(PRODUCER, 'AIRFLOW', kind),
    ownership: specFacet(PRODUCER, '1-0-1', 'OwnershipJobFacet', { owners: dag.owners.map((name) => ({ name })) }),
    tags: specFacet(PRODUCER, '1-0-0', 'TagsJobFacet', { tags: dag.tags.map((key) => ({ key, source: 'AIRFLOW', value: key })) }),
    sourceCodeLocation: specFacet(PRODUCER, '1-0-1', 'SourceCodeLocationJobFacet', {
      type: 'git',
      url: `https://git.example/shop/dags/blob/main/dags/${dag.id}.py`,
      repoUrl: 'https://git.example/shop/dags.git',
      path: `dags/${dag.id}.py`,
      branch: 'main',
    }),
    ...given('sql', task?.sql === undefined ? null : specFacet(PRODUCER, '1-1-0', 'SQLJobFacet', { query: task.sql, dialect: 'postgres' })),
    ...given(
      'sourceCode',
      source === undefined
        ? null
        : specFacet(PRODUCER, '1-0-1', 'SourceCodeJobFacet', { language: source.language, sourceCode: source.code }),
    ),
  }
}

const dagFacet = (dag: Dag): Json => ({
  dag_id: dag.id,
  description: dag.description,
  fileloc: `/opt/airflow/dags/${dag.id}.py`,
  owner: dag.owners.join(', '),
  owner_links: {},
  start_date: '2026-01-01T00:00:00+00:00',
  tags: `['${dag.tags.join("', '")}']`,
  timetable: { expression: dag.cron, interval: 0, run_immediately: false, timezone: 'UTC' },
  timetable_summary: dag.cron,
})
const dagRunFacet = ({ dag, logical, startedAt, id }: DagRun): Json => ({
  clear_number: 0,
  conf: {},
  dag_id: dag.id,
  data_interval_end: time(logical),
  data_interval_start: time(logical),
  logical_date: time(logical),
  run_after: time(logical),
  run_id: id,
  run_type: id.split('__')[0],
  start_date: time(startedAt),
})

function commonRunFacets({ logical }: DagRun, failure: Failure | null): Json {
  const error =
    failure === null
      ? null
      : { message: failure.message, programmingLanguage: failure.language, ...(failure.stack === '' ? {} : { stackTrace: failure.stack }) }
  return {
    nominalTime: specFacet(PRODUCER, '1-0-1', 'NominalTimeRunFacet', { nominalStartTime: time(logical), nominalEndTime: time(logical) }),
    processing_engine: engine(PRODUCER, 'Airflow', '3.3.2', '2.20.3'),
    tags: clientTags(PRODUCER),
    ...given('errorMessage', error === null ? null : specFacet(PRODUCER, '1-0-1', 'ErrorMessageRunFacet', error)),
  }
}

function taskFacet(run: DagRun, { task, number, runId, startedAt }: Try, duration: number | null): Json {
  const { dag, id } = run
  const log = `${AIRFLOW_URL}/dags/${dag.id}/runs/${encodeURIComponent(id)}/tasks/${task.id}?try_number=${String(number)}`
  const downstream = dag.tasks.filter((other) => other.after?.includes(task.id)).map((other) => other.id)
  return ownFacet(PRODUCER, 'RunFacet', {
    dag: dagFacet(dag),
    dagRun: dagRunFacet(run),
    task: {
      depends_on_past: false,
      downstream_task_ids: `[${downstream.map((name) => `'${name}'`).join(', ')}]`,
      inlets: '[]',
      mapped: false,
      multiple_outputs: false,
      operator_class: task.operator,
      operator_class_path: `${OPERATORS[task.operator] ?? 'airflow.sdk'}.${task.operator}`,
      outlets: '[]',
      owner: dag.owners[0],
      priority_weight: 1,
      queue: 'default',
      retries: task.retries ?? 0,
      task_id: task.id,
      trigger_rule: 'all_success',
      wait_for_downstream: false,
    },
    taskInstance: {
      ...(duration === null ? {} : { duration }),
      log_url: log,
      pool: 'default_pool',
      queued_dttm: time(startedAt - 2 * SECOND),
      try_number: number,
    },
    taskUuid: runId,
  })
}

function dataset(table: Table, daysAgo: number, extra: Json): Json {
  const known = table.fields.length > 0 && table.namespace.startsWith('postgres')
  return {
    facets: { ...(known ? { schema: schema(PRODUCER, table, daysAgo) } : {}), ...extra },
    name: table.name,
    namespace: table.namespace,
  }
}

function output(scene: Scene, task: Task, key: string, at: number): Json {
  const table = scene.estate(key)
  const columns = task.columns === true ? columnLineage(PRODUCER, scene.estate, table, scene.daysAgo(at), false) : null
  const statistics = specFacet(PRODUCER, '1-0-2', 'OutputStatisticsOutputDatasetFacet', { rowCount: scene.rows(table, at) })
  return { ...dataset(table, scene.daysAgo(at), given('columnLineage', columns)), outputFacets: { outputStatistics: statistics } }
}

function checked(task: Task): Json {
  const assertions = (task.checks ?? []).map((column) => ({ assertion: 'null_check.equal_to', column, success: true }))
  return assertions.length === 0
    ? {}
    : { dataQualityAssertions: specFacet(PRODUCER, '1-0-1', 'DataQualityAssertionsDatasetFacet', { assertions }) }
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
  job: { facets: event.jobFacets, name: event.job, namespace: AIRFLOW_NAMESPACE },
  outputs: event.outputs ?? [],
  producer: PRODUCER,
  run: { facets: event.runFacets, runId: event.runId },
  schemaURL: RUN_EVENT,
})

/** What a task really does, when it is another tool's work. */
function inside(run: DagRun, now: Try, self: RunRef): Outcome | null {
  const { task, number: attempt } = now
  if (task.starts === undefined) return null
  const launch = {
    startedAt: now.startedAt + 6 * SECOND,
    key: `${run.key}|${task.id}|${String(attempt)}`,
    family: { of: self, root: run.self },
    attempt,
  }
  return task.starts === 'dbt' ? runDbt(run.scene, launch) : runApp(run.scene, task.starts.app, launch)
}

const BROKEN: Record<string, Failure> = {
  dbt: { message: 'Bash command failed. The command returned a non-zero exit code 1.', stack: '', language: 'python' },
  spark: { message: 'Cannot execute: spark-submit --master yarn --deploy-mode cluster. Error code is: 1.', stack: '', language: 'python' },
}

/** One try of a task, which is a run of its own: START and one end, unless the worker was killed. */
function runTry(run: DagRun, task: Task, number: number, startedAt: number): Outcome {
  const { scene, dag, self: dagSelf, key } = run
  const job = `${dag.id}.${task.id}`
  const runId = scene.runId(`${key}|${task.id}|${String(number)}`, run.logical)
  const now = { task, number, startedAt, runId }
  const work = inside(run, now, { runId, namespace: AIRFLOW_NAMESPACE, name: job })
  const endedAt = work === null ? startedAt + scene.lasting(`${key}|${task.id}|${String(number)}`, task.seconds) : work.endedAt + 3 * SECOND
  const own = failureOf(job, scene.daysAgo(startedAt), number)
  const failure = own === null && work?.ok === false ? (BROKEN[task.starts === 'dbt' ? 'dbt' : 'spark'] ?? null) : own
  const event = (at: number, type: string) => (): Json => {
    const daysAgo = scene.daysAgo(startedAt)
    const runFacets = {
      airflow: taskFacet(run, now, type === 'START' ? null : (endedAt - startedAt) / SECOND),
      parent: parent(PRODUCER, dagSelf, dagSelf),
      ...commonRunFacets(run, type === 'FAIL' ? (failure as Failure) : null),
    }
    const reads = task.reads ?? (task.writes ?? []).flatMap((name) => sourcesOf(scene.estate(name)))
    const inputs = [...new Set(reads)].map((name) => dataset(scene.estate(name), daysAgo, checked(task)))
    const outputs = type === 'FAIL' ? [] : (task.writes ?? []).map((name) => output(scene, task, name, startedAt))
    return body({ at, type, runId, job, jobFacets: jobFacets(dag, 'TASK', task), runFacets, inputs, outputs })
  }
  scene.emit(startedAt, 'airflow', event(startedAt, 'START'))
  if (failure !== 'lost') scene.emit(endedAt, 'airflow', event(endedAt, failure === null ? 'COMPLETE' : 'FAIL'))
  return { endedAt: failure === 'lost' ? endedAt + 20 * MINUTE : endedAt, ok: failure === null }
}

function runTask(run: DagRun, task: Task, startedAt: number): Outcome {
  const tries = 1 + (task.retries ?? 0)
  let done = runTry(run, task, 1, startedAt)
  for (let number = 2; number <= tries && !done.ok; number++) done = runTry(run, task, number, done.endedAt + 5 * MINUTE)
  return done
}

/** Each task once its upstream tasks are through; after a failure the ones below it are `upstream_failed`, which no event says. */
function runTasks(run: DagRun): { endedAt: number; states: Record<string, string> } {
  const outcomes = new Map<string, Outcome>()
  const states: Record<string, string> = {}
  for (const task of run.dag.tasks) {
    const before = (task.after ?? []).map((id) => outcomes.get(id))
    const ready = Math.max(run.startedAt, ...before.map((outcome) => outcome?.endedAt ?? 0))
    const held = before.some((outcome) => outcome?.ok !== true)
    const done = held ? { endedAt: ready, ok: false } : runTask(run, task, ready + 3 * SECOND)
    outcomes.set(task.id, done)
    states[task.id] = held ? 'upstream_failed' : done.ok ? 'success' : 'failed'
  }
  return { endedAt: Math.max(...[...outcomes.values()].map((outcome) => outcome.endedAt)) + 2 * SECOND, states }
}

const taskTree = (dag: Dag): Json =>
  ownFacet(PRODUCER, 'JobFacet', {
    taskGroups: {},
    taskTree: {},
    tasks: Object.fromEntries(
      dag.tasks.map(({ id, operator }) => [
        id,
        {
          downstream_task_ids: dag.tasks.filter((other) => other.after?.includes(id)).map((other) => other.id),
          emits_ol_events: true,
          is_setup: false,
          is_teardown: false,
          operator: `${OPERATORS[operator] ?? 'airflow.sdk'}.${operator}`,
          ui_color: '#fff',
          ui_fgcolor: '#000',
          ui_label: id,
        },
      ]),
    ),
  })

/** One run of a DAG. `how` is `scheduled` or `manual`. */
export function runDag(scene: Scene, dag: Dag, logical: number, how: 'scheduled' | 'manual' = 'scheduled'): void {
  const key = `${dag.id}|${how}|${String(logical)}`
  const startedAt = logical + scene.lasting(`${key}|wait`, 4)
  const self = { runId: scene.runId(key, logical), namespace: AIRFLOW_NAMESPACE, name: dag.id }
  const run = { scene, dag, logical, startedAt, id: `${how}__${time(logical)}`, self, key }
  const event = (at: number, type: string, failure: Failure | null, extra: Json) => (): Json => {
    const runFacets = {
      airflowDagRun: ownFacet(PRODUCER, 'RunFacet', { dag: dagFacet(dag), dagRun: dagRunFacet(run) }),
      ...commonRunFacets(run, failure),
      ...extra,
    }
    const facets = type === 'START' ? { ...jobFacets(dag, 'DAG', null), airflow: taskTree(dag) } : jobFacets(dag, 'DAG', null)
    return body({ at, type, runId: self.runId, job: dag.id, jobFacets: facets, runFacets })
  }
  scene.emit(startedAt, 'airflow', event(startedAt, 'START', null, {}))
  const { endedAt, states } = runTasks(run)
  const failed = Object.values(states).includes('failed')
  const state = ownFacet(PRODUCER, 'RunFacet', { dagRunState: failed ? 'failed' : 'success', tasksState: states })
  const failure = failed ? { message: 'task_failure', stack: '', language: 'python' } : null
  scene.emit(endedAt, 'airflow', event(endedAt, failed ? 'FAIL' : 'COMPLETE', failure, { airflowState: state }))
}
