import { fieldHash } from '../../catalog/keys.ts'
import { fieldTable } from '../../catalog/tables.ts'
import { looseColumnTable } from '../../catalog/warning-tables.ts'
import type { Executor, Row } from '../../db/contract.ts'

/** An end of a column edge: an id of a dataset and a field as column lineage spells it. */
export interface ColumnEnd {
  readonly dataset: number
  readonly path: string
}

/** Column lineage writes a dot within a name and one between names alike; a schema's path has `\.` for the first. */
const spellings = (path: string): string[] => [...new Set([path, path.replaceAll('.', '\\.')])]

const keyOf = (dataset: unknown, hash: unknown): string => `${String(dataset)} ${String(hash)}`

/** Notes which of these ends of new edges no schema has. Schemas of the same batch must be written already. */
export async function noteLooseColumns(tx: Executor, ends: readonly ColumnEnd[]): Promise<void> {
  const distinct = new Map(ends.map((end) => [keyOf(end.dataset, fieldHash(end.path)), end]))
  const asked = [...distinct.values()].flatMap((end) => spellings(end.path).map((path) => [end.dataset, fieldHash(path)]))
  const known = new Set((await tx.load<Row>(fieldTable, asked)).map((row) => keyOf(row['dataset_id'], row['path_hash'])))
  const loose = [...distinct.values()].filter((end) => !spellings(end.path).some((path) => known.has(keyOf(end.dataset, fieldHash(path)))))
  await tx.upsert(
    looseColumnTable,
    loose.map(({ dataset, path }) => ({ dataset_id: dataset, path_hash: fieldHash(path), path })),
  )
}

/** New fields of schemas: what was loose is so no more. */
export async function settleLooseColumns(tx: Executor, fields: readonly Row[]): Promise<void> {
  const keys = fields.flatMap((field) => {
    const path = String(field['path'])
    return [...new Set([path, path.replaceAll('\\.', '.')])].map((spelt) => [field['dataset_id'] ?? 0, fieldHash(spelt)])
  })
  if (keys.length > 0) await tx.remove(looseColumnTable, keys)
}
