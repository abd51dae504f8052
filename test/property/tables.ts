import { canonicalJson } from '../../src/lib/canonical-json.ts'
import { inferenceTables } from '../../src/catalog/inference-tables.ts'
import { catalogTables, checkpointTable, sourceCheckpointTable } from '../../src/catalog/tables.ts'
import type { Database, Row, SqlValue } from '../../src/db/contract.ts'

type Resolve = (id: SqlValue | undefined, row: Row) => unknown

/**
 * Every row of the catalog without what may differ: rows are named by what they are of, not by their ids, and do not tell at which position of
 * the log they were said. `counts`: with how many events said it. So that what pages show and the export does not is a function of the events as well.
 */
export async function tableLines(db: Database, counts: boolean): Promise<string[]> {
  // What is inferred is worked out after the fold: test/fold/inference-order.test.ts compares it.
  const tables = catalogTables.filter((t) => t !== checkpointTable && t !== sourceCheckpointTable && !inferenceTables.includes(t))
  const rows = new Map<string, Row[]>()
  for (const { name } of tables) rows.set(name, await db.all(`SELECT * FROM "${name}"`))
  const resolvers = resolversOf(rows)
  return tables
    .flatMap(({ name }) =>
      (rows.get(name) ?? []).map((row) => `${name} ${JSON.stringify(named(counts ? row : { ...row, events: null }, resolvers))}`),
    )
    .sort()
}

/** Samples of warnings know where in the log they are. */
const withoutPositions = (samples: string): string =>
  canonicalJson((JSON.parse(samples) as object[]).map((sample) => ({ ...sample, position: 0 })))

/** Of two ids of a dataset that one event gives the same schema, either may stand for it. */
const left = new Set(['id', 'ident', 'position', 'error_position', 'schema_dataset_id'])

/** Members come as the columns of the table do, in both stores. */
function named(row: Row, resolvers: Readonly<Record<string, Resolve>>): object {
  const told: Record<string, unknown> = {}
  for (const column in row) {
    if (left.has(column)) continue
    const value = row[column]
    if (column === 'samples') told[column] = withoutPositions(String(value))
    else told[column] = typeof value === 'number' ? (resolvers[column]?.(value, row) ?? value) : value
  }
  return told
}

/** By column: how an id in it is told. */
function resolversOf(rows: ReadonlyMap<string, readonly Row[]>): Readonly<Record<string, Resolve>> {
  const index = (table: string): Map<SqlValue, Row> => new Map((rows.get(table) ?? []).map((row) => [row['id'] ?? 0, row]))
  const [jobs, runs, datasets, groups] = [index('job'), index('run'), index('dataset'), index('dataset_group')]
  const [namespaces, sets, edges, names] = [index('namespace'), index('column_set'), index('column_edge'), index('facet_name')]
  const nodeIn =
    (of: Map<SqlValue, Row>): Resolve =>
    (id) =>
      told(of, id, (row) => [row['namespace'], row['name']])
  const [job, dataset] = [nodeIn(jobs), nodeIn(datasets)]
  const run: Resolve = (id) => told(runs, id, (row) => [row['run_id'], job(row['job_id'], row)])
  const group: Resolve = (id) => told(groups, id, (row) => dataset(row['canonical_id'], row))
  const facetName: Resolve = (id) => told(names, id, (row) => [row['container'], row['key']])
  const namespace: Resolve = (id) => told(namespaces, id, (row) => row['namespace'])
  const byKind: Readonly<Record<string, Resolve>> = { job, dataset, run, facet: facetName, namespace, sql: job, column: dataset }
  const owner: Resolve = (id, row) => byKind[String(row['owner'] ?? row['kind'])]?.(id, row) ?? id
  const set: Resolve = (id) => told(sets, id, (row) => [job(row['job_id'], row), dataset(row['dataset_id'], row)])
  const resolvers: Record<string, Resolve> = {
    job_id: job,
    parent_id: job,
    run_id: run,
    last_run_id: run,
    good_run_id: run,
    parent_run: run,
    root_run: run,
    dataset_id: dataset,
    target_id: dataset,
    canonical_id: dataset,
    from_id: dataset,
    to_id: dataset,
    group_id: group,
    from_group: group,
    to_group: group,
    owner_id: owner,
    ref: owner,
    name_id: facetName,
    set_id: set,
    namespace_id: namespace,
  }
  resolvers['edge_id'] = (id) => told(edges, id, (row) => named(row, resolvers))
  return resolvers
}

const told = (of: Map<SqlValue, Row>, id: SqlValue | undefined, how: (row: Row) => unknown): unknown => {
  const row = of.get(id ?? 0)
  return row === undefined ? 'none' : how(row)
}
