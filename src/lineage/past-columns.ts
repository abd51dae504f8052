import { edgeWords } from '../catalog/column-edges.ts'
import { among, groupBy, idList } from '../catalog/sql.ts'
import type { Executor } from '../db/contract.ts'
import { instantOf } from '../openlineage/order-key.ts'
import { standing } from './standing.ts'

/** Facets that say the column edges of one answer. */
const setsAtMost = 100_000

interface SetRow {
  readonly edge_id: number
  readonly description: string | null
  readonly first_key: string
  readonly last_key: string
}

export type ColumnWords = Awaited<ReturnType<typeof edgeWords>>

/**
 * What facets say of column edges, and when they were said last. `asOf`: instant text, what they said by then; a description of which that cannot be
 * told is null. `last_key` is that of ever.
 */
export async function columnWordsOf(db: Executor, ids: readonly number[], asOf: string | null): Promise<ColumnWords> {
  const words = await edgeWords(db, ids)
  if (asOf === null) return words
  const later = [...words].filter(([, { last_key }]) => instantOf(last_key) > asOf).map(([id]) => id)
  if (later.length === 0) return words
  const sql = `SELECT c.edge_id, c.description, s.first_key, s.last_key FROM column_set_edge c JOIN column_set s ON s.id = c.set_id
    WHERE c.edge_id ${among(db)} AND s.first_key <= ? LIMIT ${setsAtMost}`
  const sets = groupBy(await db.all<SetRow>(sql, [idList(db, later), `1${asOf}~`]), (r) => r.edge_id)
  const then = later.flatMap((id) => {
    const word = words.get(id)
    const set = standing(sets.get(id) ?? [], asOf, (a, b) => a.description === b.description)
    return word === undefined ? [] : [[id, { ...word, description: set?.description ?? null }] as const]
  })
  return new Map([...words, ...then])
}
