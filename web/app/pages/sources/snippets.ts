/**
 * What to set on each producer, with the real values. The configurations are those of the OpenLineage documentation, for
 * apache-airflow-providers-openlineage (Airflow 2.7 and later), openlineage-spark, openlineage-dbt, openlineage-flink,
 * openlineage-python and openlineage-java.
 */
import type { Language } from '../../ui/tokenize.ts'

export type Values = {
  /** Without a path, without a slash at the end. */
  readonly url: string
  /** `api/v1/lineage`. */
  readonly endpoint: string
  readonly token: string
  readonly namespace: string
}
export type Snippet = {
  readonly key: string
  readonly label: string
  readonly language: Language
  readonly code: string
  /** Where it goes. */ readonly hint: string
}
export type Producer = { readonly key: string; readonly label: string; readonly snippets: (values: Values) => readonly Snippet[] }

/** The version of the Java artifacts in the snippets. */
const ARTIFACTS = '1.52.0'

/** One line, with spaces where it may be wrapped. */
const transport = ({ url, endpoint, token }: Values): string =>
  `{"type": "http", "url": ${JSON.stringify(url)}, "endpoint": ${JSON.stringify(endpoint)}, "auth": {"type": "api_key", "apiKey": "${token}"}, "compression": "gzip"}`

const airflow: Producer = {
  key: 'airflow',
  label: 'Airflow',
  snippets: (values) => [
    {
      key: 'env',
      label: 'Environment',
      language: 'shell',
      hint: 'Set on scheduler, workers and triggerer, then restart them',
      code: `# pip install apache-airflow-providers-openlineage\nAIRFLOW__OPENLINEAGE__NAMESPACE=${values.namespace}\nAIRFLOW__OPENLINEAGE__TRANSPORT='${transport(values)}'`,
    },
    {
      key: 'cfg',
      label: 'airflow.cfg',
      language: 'ini',
      hint: 'On scheduler, workers and triggerer, then restart them',
      code: `# pip install apache-airflow-providers-openlineage\n[openlineage]\nnamespace = ${values.namespace}\ntransport = ${transport(values)}`,
    },
    {
      key: 'helm',
      label: 'Helm values',
      language: 'yaml',
      hint: 'For the official chart; the provider has to be in the image',
      code: `env:\n  - name: AIRFLOW__OPENLINEAGE__NAMESPACE\n    value: ${values.namespace}\n  - name: AIRFLOW__OPENLINEAGE__TRANSPORT\n    value: '${transport(values)}'`,
    },
  ],
}

const sparkSettings = (values: Values): readonly (readonly [string, string])[] => [
  ['spark.extraListeners', 'io.openlineage.spark.agent.OpenLineageSparkListener'],
  ['spark.openlineage.transport.type', 'http'],
  ['spark.openlineage.transport.url', values.url],
  ['spark.openlineage.transport.endpoint', `/${values.endpoint}`],
  ['spark.openlineage.transport.auth.type', 'api_key'],
  ['spark.openlineage.transport.auth.apiKey', values.token],
  ['spark.openlineage.transport.compression', 'gzip'],
  ['spark.openlineage.namespace', values.namespace],
  ['spark.openlineage.columnLineage.datasetLineageEnabled', 'true'],
]

const spark: Producer = {
  key: 'spark',
  label: 'Spark',
  snippets: (values) => [
    {
      key: 'submit',
      label: 'spark-submit',
      language: 'shell',
      hint: 'Take _2.13 in place of _2.12 where Spark was built with Scala 2.13',
      code: [
        `spark-submit --packages io.openlineage:openlineage-spark_2.12:${ARTIFACTS}`,
        ...sparkSettings(values).map(([key, value]) => `  --conf ${key}=${value}`),
        '  app.py',
      ].join(' \\\n'),
    },
    {
      key: 'defaults',
      label: 'spark-defaults.conf',
      language: 'ini',
      hint: 'Applies to every application of the cluster',
      code: [['spark.jars.packages', `io.openlineage:openlineage-spark_2.12:${ARTIFACTS}`] as const, ...sparkSettings(values)]
        .map(([key, value]) => `${key.padEnd(54)} ${value}`)
        .join('\n'),
    },
  ],
}

const dbt: Producer = {
  key: 'dbt',
  label: 'dbt',
  snippets: (values) => [
    {
      key: 'shell',
      label: 'Shell',
      language: 'shell',
      hint: 'dbt-ol takes the arguments of dbt: run, build, test, seed, snapshot',
      code: `pip install openlineage-dbt\nexport OPENLINEAGE_URL=${values.url}\nexport OPENLINEAGE_ENDPOINT=${values.endpoint}\nexport OPENLINEAGE_API_KEY=${values.token}\nexport OPENLINEAGE_NAMESPACE=${values.namespace}\ndbt docs generate   # columns and their types come from its catalog\ndbt-ol run`,
    },
  ],
}

const flink: Producer = {
  key: 'flink',
  label: 'Flink',
  snippets: (values) => [
    {
      key: 'flink2',
      label: 'Flink 2, config.yaml',
      language: 'yaml',
      hint: `Put io.openlineage:openlineage-flink:${ARTIFACTS} into lib/`,
      code: `execution.job-status-changed-listeners: io.openlineage.flink.listener.OpenLineageJobStatusChangedListenerFactory\nopenlineage.transport.type: http\nopenlineage.transport.url: ${values.url}\nopenlineage.transport.endpoint: /${values.endpoint}\nopenlineage.transport.auth.type: api_key\nopenlineage.transport.auth.apiKey: ${values.token}\nopenlineage.trackingIntervalInSeconds: 60\nopenlineage.flink.enableDetachedJobTracking: true`,
    },
    {
      key: 'flink1',
      label: 'Flink 1, in the job',
      language: 'java',
      hint: 'Set execution.attached: true; the transport stands in openlineage.yml beside the job',
      code: `env.registerJobListener(\n    OpenLineageFlinkJobListener.builder()\n        .executionEnvironment(env)\n        .jobNamespace("${values.namespace}")\n        .jobName("my_job")\n        .build());\n\n// openlineage.yml\n// transport:\n//   type: http\n//   url: ${values.url}\n//   endpoint: /${values.endpoint}\n//   auth:\n//     type: api_key\n//     apiKey: ${values.token}`,
    },
  ],
}

const python: Producer = {
  key: 'python',
  label: 'Python',
  snippets: (values) => [
    {
      key: 'client',
      label: 'Client',
      language: 'python',
      hint: 'pip install openlineage-python',
      code: `from datetime import datetime, timezone

from openlineage.client import OpenLineageClient
from openlineage.client.event_v2 import InputDataset, Job, OutputDataset, Run, RunEvent, RunState
from openlineage.client.transport.http import ApiKeyTokenProvider, HttpConfig, HttpTransport
from openlineage.client.uuid import generate_new_uuid

client = OpenLineageClient(
    transport=HttpTransport(
        HttpConfig(
            url="${values.url}",
            endpoint="${values.endpoint}",
            auth=ApiKeyTokenProvider({"apiKey": "${values.token}"}),
        )
    )
)
run = Run(runId=str(generate_new_uuid()))
job = Job(namespace="${values.namespace}", name="orders.load")
for state in (RunState.START, RunState.COMPLETE):
    client.emit(
        RunEvent(
            eventType=state,
            eventTime=datetime.now(timezone.utc).isoformat(),
            run=run,
            job=job,
            producer="https://example.com/orders",
            inputs=[InputDataset(namespace="postgres://db.example.com:5432", name="shop.public.orders")],
            outputs=[OutputDataset(namespace="s3://lake", name="orders")],
        )
    )`,
    },
    {
      key: 'env',
      label: 'Environment',
      language: 'shell',
      hint: 'For any program that makes OpenLineageClient() without arguments',
      code: `export OPENLINEAGE_URL=${values.url}\nexport OPENLINEAGE_ENDPOINT=${values.endpoint}\nexport OPENLINEAGE_API_KEY=${values.token}\nexport OPENLINEAGE_NAMESPACE=${values.namespace}`,
    },
  ],
}

const java: Producer = {
  key: 'java',
  label: 'Java',
  snippets: (values) => [
    {
      key: 'client',
      label: 'Client',
      language: 'java',
      hint: `io.openlineage:openlineage-java:${ARTIFACTS}`,
      code: `OpenLineageClient client = OpenLineageClient.builder()
    .transport(HttpTransport.builder().uri("${values.url}").apiKey("${values.token}").build())
    .build();

OpenLineage ol = new OpenLineage(URI.create("https://example.com/orders"));
client.emit(ol.newRunEventBuilder()
    .eventType(OpenLineage.RunEvent.EventType.COMPLETE)
    .eventTime(ZonedDateTime.now(ZoneOffset.UTC))
    .run(ol.newRunBuilder().runId(UUID.randomUUID()).build())
    .job(ol.newJobBuilder().namespace("${values.namespace}").name("orders.load").build())
    .inputs(List.of(ol.newInputDatasetBuilder().namespace("postgres://db.example.com:5432").name("shop.public.orders").build()))
    .outputs(List.of(ol.newOutputDatasetBuilder().namespace("s3://lake").name("orders").build()))
    .build());`,
    },
    {
      key: 'yml',
      label: 'openlineage.yml',
      language: 'yaml',
      hint: 'In the working directory, or named by OPENLINEAGE_CONFIG',
      code: `transport:\n  type: http\n  url: ${values.url}\n  endpoint: /${values.endpoint}\n  auth:\n    type: api_key\n    apiKey: ${values.token}\n  compression: gzip`,
    },
  ],
}

/** One event as curl sends it. `at` and `runId` keep two clicks apart. */
export function curlEvent(values: Values, at: string, runId: string): string {
  const body = {
    eventType: 'COMPLETE',
    eventTime: at,
    run: { runId },
    job: { namespace: values.namespace, name: 'orders.load' },
    inputs: [{ namespace: 'postgres://db.example.com:5432', name: 'shop.public.orders' }],
    outputs: [{ namespace: 's3://lake', name: 'orders' }],
    producer: 'https://example.com/curl',
    schemaURL: 'https://openlineage.io/spec/2-0-2/OpenLineage.json#/$defs/RunEvent',
  }
  return `curl -sS -X POST ${values.url}/${values.endpoint} \\\n  -H 'Authorization: Bearer ${values.token}' \\\n  -H 'Content-Type: application/json' \\\n  -d '${JSON.stringify(body, null, 2)}'`
}

const curl: Producer = {
  key: 'curl',
  label: 'curl',
  snippets: (values) => [
    {
      key: 'curl',
      label: 'One event',
      language: 'shell',
      hint: 'The answer is 201 with the event and its receipt',
      code: curlEvent(values, new Date().toISOString(), randomId()),
    },
  ],
}

/** crypto.randomUUID is missing on a page that came over http from another host. */
function randomId(): string {
  const bytes = crypto.getRandomValues(new Uint8Array(16))
  bytes[6] = ((bytes[6] ?? 0) & 0x0f) | 0x40
  bytes[8] = ((bytes[8] ?? 0) & 0x3f) | 0x80
  return Array.from(bytes, (byte, i) => `${[4, 6, 8, 10].includes(i) ? '-' : ''}${byte.toString(16).padStart(2, '0')}`).join('')
}

export const PRODUCERS: readonly Producer[] = [airflow, spark, dbt, flink, python, java, curl]

/** A job namespace out of a display name: `Airflow production` to `airflow-production`. The default name would say nothing. */
export function namespaceFor(sourceName: string, producer: string): string {
  const slug = sourceName
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, '-')
    .replace(/^-+|-+$/g, '')
    .slice(0, 60)
  return slug === '' || slug === 'openlineage' ? `${producer}-prod` : slug
}
