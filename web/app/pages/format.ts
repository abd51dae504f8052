/** Short forms of ids and addresses that producers send. Pure. */

/** `0198b7e2…1c22b81f`: enough to tell two runs apart; the whole id is a click away. */
export const shortRunId = (id: string): string => (id.length > 20 ? `${id.slice(0, 8)}…${id.slice(-8)}` : id)

/** `openlineage-airflow 1.41.0` out of `https://github.com/OpenLineage/OpenLineage/tree/1.41.0/integration/airflow`. */
export function shortProducer(producer: string | null): string | null {
  if (producer === null || producer === '') return null
  const known = /OpenLineage\/OpenLineage\/(?:tree|blob)\/([^/]+)\/(?:integration|client)\/([^/?#]+)/i.exec(producer)
  if (known !== null) return `openlineage-${known[2] ?? ''} ${known[1] ?? ''}`
  const tree = /github\.com\/([^/]+)\/([^/]+)(?:\/(?:tree|blob)\/([^?#]+))?/i.exec(producer)
  if (tree !== null) return `${tree[2] ?? ''}${tree[3] === undefined ? '' : ` ${tree[3]}`}`.slice(0, 60)
  return producer.replace(/^https?:\/\//, '').slice(0, 60)
}

/** The name of a child without what it shares with its parent: `dag.task` under `dag` is `task`. */
export function withoutParent(name: string, parent: string | null | undefined): string {
  if (parent === null || parent === undefined || parent === '' || !name.startsWith(parent)) return name
  const rest = name.slice(parent.length)
  return /^[./:_-]./u.test(rest) ? rest.slice(1) : name
}

/** The last part of a name: what people call the thing. */
export function lastPart(name: string): string {
  const body = name.slice(0, -1)
  const slash = body.lastIndexOf('/')
  return name.slice((slash >= 0 ? slash : body.lastIndexOf('.')) + 1)
}

/** What a tool is called in running text. */
const TOOLS: ReadonlyMap<string, string> = new Map([
  ['airflow', 'Airflow'],
  ['spark', 'Spark'],
  ['flink', 'Flink'],
  ['trino', 'Trino'],
  ['dagster', 'Dagster'],
  ['databricks', 'Databricks'],
  ['snowflake', 'Snowflake'],
  ['hive', 'Hive'],
  ['python', 'Python'],
  ['java', 'Java'],
])
export const toolName = (integration: string | null): string =>
  integration === null ? 'the tool' : (TOOLS.get(integration.toLowerCase()) ?? integration)

/** The first line that says something. */
export const firstLine = (text: string): string =>
  text
    .split('\n')
    .map((line) => line.trim())
    .find((line) => line !== '') ?? ''

/** `instance 4, try 2`: of which instance of a mapped task a run is which try; a first try goes without saying. */
export const tryWords = (run: { readonly tryNumber: number | null; readonly mapIndex: number | null }): string =>
  [run.mapIndex === null ? null : `instance ${run.mapIndex}`, (run.tryNumber ?? 1) < 2 ? null : `try ${run.tryNumber}`]
    .filter((words) => words !== null)
    .join(', ')
