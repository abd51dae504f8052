/** Dialects of the parser by what namespaces begin with (openlineage's naming), and by what producers and people call them. */
const bySchemes: readonly (readonly [dialect: string, names: readonly string[]])[] = [
  ['snowflake', ['snowflake']],
  ['bigquery', ['bigquery', 'gcp']],
  ['postgresql', ['postgres', 'postgresql', 'cloudsqlpostgresql', 'alloydb', 'greenplum']],
  ['redshift', ['redshift']],
  ['mysql', ['mysql', 'mariadb', 'cloudsqlmysql']],
  ['trino', ['trino', 'starburst']],
  ['presto', ['presto', 'prestodb']],
  ['athena', ['awsathena', 'athena']],
  ['hive', ['hive']],
  ['databricks', ['databricks', 'unitycatalog']],
  [
    'spark',
    [
      'spark',
      'sparksql',
      'iceberg',
      'hudi',
      'delta',
      'glue',
      'arn',
      'dbfs',
      's3',
      's3a',
      's3n',
      'gs',
      'abfs',
      'abfss',
      'wasbs',
      'hdfs',
      'file',
    ],
  ],
  ['oracle', ['oracle']],
  ['tsql', ['sqlserver', 'mssql', 'azuresql', 'tsql', 'synapse']],
  ['teradata', ['teradata']],
  ['clickhouse', ['clickhouse']],
  ['duckdb', ['duckdb', 'motherduck']],
  ['sqlite', ['sqlite']],
  ['cockroachdb', ['cockroachdb', 'cockroach', 'crdb']],
  ['exasol', ['exasol']],
  ['singlestore', ['singlestore', 'memsql']],
  ['doris', ['doris']],
  ['starrocks', ['starrocks']],
  ['dremio', ['dremio']],
]
const dialects = new Map(bySchemes.flatMap(([dialect, names]) => names.map((name) => [name, dialect] as const)))

const schemeOf = (namespace: string): string => (/^[A-Za-z0-9+.-]*/.exec(namespace)?.[0] ?? '').toLowerCase()
const plain = (name: string): string => name.toLowerCase().replaceAll(/[\s_-]/g, '')

/**
 * In which dialect a job's SQL is: as its facet says, else by the namespaces of what it writes and then of what it reads, else by what runs it.
 * Files are no dialect of their own: Spark runs on them, unless a table says otherwise. `generic` when nothing tells.
 */
export function dialectOf(
  stated: string | null,
  outputs: readonly string[],
  inputs: readonly string[],
  integration: string | null,
): string {
  const said = stated === null ? undefined : dialects.get(plain(stated))
  if (said !== undefined) return said
  const known = [...outputs, ...inputs].flatMap((ns) => dialects.get(schemeOf(ns)) ?? [])
  const byTable = known.find((d) => d !== 'spark')
  if (integration?.toUpperCase() === 'SPARK') return 'spark'
  return byTable ?? known[0] ?? dialects.get(plain(integration ?? '')) ?? 'generic'
}
