/** The two or three letters of a platform's tile, and its full name for the title. */

const INTEGRATIONS: Readonly<Record<string, string>> = {
  airflow: 'af',
  spark: 'spk',
  databricks: 'dbx',
  dbt: 'dbt',
  flink: 'flk',
  trino: 'tri',
  presto: 'pre',
  hive: 'hiv',
  dagster: 'dag',
  python: 'py',
  java: 'jv',
  curl: 'cur',
  openlineage: 'ol',
  debezium: 'dbz',
  great_expectations: 'ge',
  snowflake: 'sf',
  kafka: 'kfk',
  sql: 'sql',
  headwater: 'hw',
  prefect: 'prf',
  dlt: 'dlt',
  feast: 'fst',
  nifi: 'nif',
  go: 'go',
}

const SCHEMES: Readonly<Record<string, string>> = {
  postgres: 'pg',
  postgresql: 'pg',
  mysql: 'my',
  mariadb: 'my',
  s3: 's3',
  s3a: 's3',
  s3n: 's3',
  gs: 'gcs',
  gcs: 'gcs',
  abfss: 'az',
  abfs: 'az',
  wasbs: 'az',
  wasb: 'az',
  azurecosmos: 'az',
  hdfs: 'hdf',
  file: 'fs',
  kafka: 'kfk',
  bigquery: 'bq',
  snowflake: 'sf',
  redshift: 'rs',
  hive: 'hiv',
  iceberg: 'ice',
  delta: 'dlt',
  oracle: 'ora',
  mssql: 'ms',
  sqlserver: 'ms',
  mongodb: 'mdb',
  cassandra: 'cas',
  clickhouse: 'ch',
  duckdb: 'ddb',
  sqlite: 'sq',
  trino: 'tri',
  databricks: 'dbx',
  unitycatalog: 'dbx',
  athena: 'ath',
  awsathena: 'ath',
  awsglue: 'glu',
  arn: 'aws',
  teradata: 'td',
  db2: 'db2',
  elasticsearch: 'es',
  opensearch: 'os',
  dbfs: 'dbx',
  pubsub: 'ps',
  spanner: 'spa',
  sftp: 'ftp',
  http: 'web',
  https: 'web',
  looker: 'lk',
  tableau: 'tab',
}

/** Senders choose these words: `constructor` is one as well. */
const known = (tiles: Readonly<Record<string, string>>, word: string): string | undefined =>
  Object.hasOwn(tiles, word) ? tiles[word] : undefined

export type Platform = { readonly tile: string; readonly name: string }

/** By the integration that sent it; for datasets by the scheme of the namespace. Null: nothing is known, and no tile is shown. */
export function platformOf(namespace: string, integration?: string | null): Platform | null {
  const sender = integration?.toLowerCase()
  if (sender !== undefined && sender !== '')
    return { tile: known(INTEGRATIONS, sender) ?? sender.replace(/[^a-z0-9]/g, '').slice(0, 3), name: sender }
  const scheme = /^([a-z][a-z0-9+.-]*):/i.exec(namespace)?.[1]?.toLowerCase() ?? namespace.toLowerCase()
  const tile = known(SCHEMES, scheme)
  return tile === undefined ? null : { tile, name: scheme }
}
