/** What sends events, guessed from the member `producer` of an event and from the User-Agent. */
export interface Producer {
  readonly name: string
  readonly version: string | null
}

/** Patterns over `producer` (a URL), the first that fits wins. */
const byUrl: readonly (readonly [RegExp, string])[] = [
  [/apache\/airflow|integration\/airflow/i, 'airflow'],
  [/integration\/spark|openlineage-spark/i, 'spark'],
  [/integration\/dbt|openlineage-dbt/i, 'dbt'],
  [/integration\/flink/i, 'flink'],
  [/integration\/hive/i, 'hive'],
  [/trinodb|\btrino\b/i, 'trino'],
  [/prestodb|\bpresto\b/i, 'presto'],
  [/debezium/i, 'debezium'],
  [/dagster/i, 'dagster'],
  [/great.?expectations/i, 'great expectations'],
  [/sqlmesh/i, 'sqlmesh'],
  [/\bdlt\b|dlt-openlineage|dlthub/i, 'dlt'],
  [/feast/i, 'feast'],
  [/client\/python/i, 'python'],
  [/client\/java/i, 'java'],
  [/client\/go/i, 'go'],
]
const byAgent: readonly (readonly [RegExp, string])[] = [
  [/^python-requests|^python-httpx|aiohttp/i, 'python'],
  [/^Apache-HttpClient|^Java/i, 'java'],
  [/^Go-http-client/i, 'go'],
  [/^curl/i, 'curl'],
]

export function producerOf(url: string | null, agent: string | null): Producer | null {
  const named = byUrl.find(([pattern]) => url !== null && pattern.test(url))?.[1]
  const name = named ?? byAgent.find(([pattern]) => agent !== null && pattern.test(agent))?.[1]
  return name === undefined ? null : { name, version: named === undefined ? null : versionIn(url) }
}

/** `…/tree/1.53.0/integration/spark`, `…/tree/providers-openlineage/2.20.3`. */
const versionIn = (url: string | null): string | null => /\/(?:v)?(\d+\.\d+(?:\.\d+)?[\w.+-]*)(?:\/|$)/.exec(url ?? '')?.[1] ?? null
