import type { LadderStep } from '../contract/sources.ts'

type StepKey = LadderStep['key']

type Hints = Readonly<Record<string, string>>

/** What keeps the first request from coming, by producer: the traps seen with each of them. */
const noRequest: Hints = {
  airflow:
    'Airflow logs "Successfully emitted" and sends nothing when the transport is empty or has no "type": "http". The settings must be in the environment of scheduler, workers and api-server, and need a restart. The transport is JSON: double quotes.',
  spark:
    'Spark sends nothing without spark.extraListeners=io.openlineage.spark.agent.OpenLineageSparkListener and the package on the driver. Without spark.openlineage.transport.type=http events go to the log.',
  dbt: 'Events come only from dbt-ol, not from dbt. Set OPENLINEAGE_URL and OPENLINEAGE_API_KEY where dbt-ol runs; it ends with "Emitted 0 OpenLineage events" when it could not send.',
  flink:
    'Flink needs the openlineage-flink jar in lib and execution.job-status-changed-listeners in config.yaml, then a restart of the cluster.',
  trino:
    'Trino sends nothing until openlineage-event-listener.transport.type=HTTP is set: the default writes to the console. event-listener.config-files must name the file.',
  hive: 'Hive needs the hooks hive.exec.post.hooks and hive.exec.failure.hooks, and hive.openlineage.transport.type=http.',
  debezium: 'Debezium reads openlineage.yml from openlineage.integration.config.file.path, and needs openlineage.integration.enabled=true.',
  python:
    'Without a transport the Python client writes to the console. OPENLINEAGE_DISABLED=true switches it off. Errors of async_http are only logged.',
  java: 'Give the address without a path and without a slash at the end: any path is used as it is, and events go to the wrong place.',
  curl: 'Run the command. It prints the answer of this server.',
  any: 'Nothing has come yet. Start a job of the producer, and see in its log whether it could reach the events URL. From inside a container, localhost is the container itself.',
}

/** What makes each step happen, by producer where they differ. */
const hints: Readonly<Record<StepKey, Hints>> = {
  request: noRequest,
  token: {
    airflow:
      'The auth part of the transport needs "type": "api_key" and "apiKey": without the type Airflow sends no token and says nothing.',
    java: 'In YAML the field is apiKey. api_key is ignored, and "Bearer null" is sent.',
    spark: 'Set spark.openlineage.transport.auth.type=api_key and spark.openlineage.transport.auth.apiKey.',
    flink: 'Set openlineage.transport.auth.type: api_key and openlineage.transport.auth.apiKey.',
    debezium: 'In openlineage.yml the field is apiKey. api_key is ignored, and "Bearer null" is sent.',
    any: 'The request needs Authorization: Bearer with the API token of this source.',
  },
  readable: { any: 'The body is one OpenLineage event: JSON that names a job or a dataset.' },
  stored: { any: 'The event is stored once it is on disk.' },
  job: {
    manual: 'This source is set to manual. Press Sync metadata to bring its events into the catalog.',
    any: 'A moment after the event is stored the job it names is in the catalog.',
  },
  run: { any: 'Comes with the first event that has a run. Events that only describe a job or a dataset have none.' },
  dataset: {
    airflow:
      'Comes with the first task that reads or writes a table or file. Operators without an extractor send no datasets; inlets and outlets of the task are used then. SQL with driver parameters is not parsed.',
    spark: 'Comes with the first query that reads or writes. RDD-only jobs name no datasets.',
    dbt: 'Comes with the first model. Sources need a connection that dbt-ol knows.',
    any: 'Comes with the first event that has inputs or outputs. START events often have none.',
  },
  edge: {
    dbt: 'Needs a model with inputs. Seeds and snapshots are never inputs in the plain mode of dbt-ol.',
    any: 'Needs a job with both inputs and outputs. Some producers name the outputs only in the COMPLETE event.',
  },
  column: {
    airflow: 'Comes from SQL that the provider can parse. Python tasks and statements with driver parameters send none.',
    spark: 'Comes with queries over DataFrames and SQL. RDDs and UDFs cut it; reading JDBC by a query sends none.',
    dbt: 'Needs dbt docs generate first: without catalog.json the columns are not known.',
    flink: 'Flink does not send column lineage.',
    trino: 'Comes with INSERT and CREATE TABLE AS.',
    any: 'Needs the dataset facet columnLineage on an output. Not every producer sends it.',
  },
}

/** The likely cause for this producer, or what makes the step happen. */
export function hintFor(
  step: StepKey,
  facts: { readonly producer: string | null; readonly manual: boolean; readonly paused: boolean },
): string {
  const known = hints[step]
  if (step === 'token' && facts.paused) return 'This source is paused. Resume it.'
  if (facts.manual && known['manual'] !== undefined) return known['manual']
  const own = facts.producer !== null && Object.hasOwn(known, facts.producer) ? known[facts.producer] : undefined
  return own ?? known['any'] ?? ''
}
