import { among, groupBy, idList } from '../catalog/sql.ts'
import type { Executor } from '../db/contract.ts'
import { standing } from './standing.ts'

/** Schemas of one id that are looked at; of one with more it is not known which of them stood. */
const schemasAtMost = 50

export interface PastSchema {
  readonly dataset_id: number
  readonly hash: string
  readonly field_count: number
}

interface SchemaRow extends PastSchema {
  readonly group_id: number
  readonly first_key: string
  readonly last_key: string
}

/** By dataset, the schema that it had at a moment (instant text), null for none; a dataset of which that cannot be told is left out. */
export async function schemasThen(db: Executor, groups: readonly number[], asOf: string): Promise<Map<number, PastSchema | null>> {
  const some = `SELECT y.hash FROM schema_version y WHERE y.dataset_id = d.id LIMIT ${schemasAtMost}`
  const from =
    db.dialect === 'sqlite'
      ? `dataset d CROSS JOIN schema_version s ON s.dataset_id = d.id AND s.hash IN (${some})`
      : `dataset d CROSS JOIN LATERAL (SELECT x.* FROM schema_version x WHERE x.dataset_id = d.id LIMIT ${schemasAtMost}) AS s`
  const sql = `SELECT d.group_id, s.dataset_id, s.hash, s.first_key, s.last_key, s.field_count FROM ${from} WHERE d.group_id ${among(db)}`
  const found = groupBy(await db.all<SchemaRow>(sql, [idList(db, groups)]), (r) => r.group_id)
  return new Map(
    groups.flatMap((group) => {
      const rows = found.get(group) ?? []
      const isCut = [...groupBy(rows, (r) => r.dataset_id).values()].some((own) => own.length >= schemasAtMost)
      const then = standing(rows, asOf, (a, b) => a.hash === b.hash)
      return isCut || then === undefined ? [] : [[group, then] as const]
    }),
  )
}
