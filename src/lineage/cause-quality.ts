import { decoded } from '../catalog/names.ts'
import { among, groupBy, idList } from '../catalog/sql.ts'
import type { CauseKind } from '../contract/causes.ts'
import type { Executor } from '../db/contract.ts'
import { truncate } from '../lib/text.ts'
import { instantOf } from '../openlineage/order-key.ts'
import { membersOf } from './node-facts.ts'

interface AssertionRow {
  readonly dataset_id: number
  readonly hash: string
  readonly name: string | null
  readonly assertion: string | null
  readonly column_name: string | null
  readonly last_key: string
  readonly outcome: string
}

/** Assertions of all datasets that one answer looks at, and those that a sentence names. */
const assertionsAtMost = 20_000
const named = 3

/** Datasets about which some assertion did not hold when it was last tested; of two ids with one assertion the later outcome counts. */
export async function failedQuality(
  db: Executor,
  groups: readonly number[],
): Promise<{ id: number; kind: CauseKind; at: string; says: string }[]> {
  const groupOf = await membersOf(db, groups)
  const sql = `SELECT dataset_id, hash, name, assertion, column_name, last_key, outcome FROM assertion WHERE dataset_id ${among(db)} AND outcome IS NOT NULL LIMIT ${assertionsAtMost}`
  const last = new Map<string, AssertionRow>()
  for (const row of await db.all<AssertionRow>(sql, [idList(db, groupOf.keys())])) {
    const key = `${groupOf.get(row.dataset_id)} ${row.hash}`
    const known = last.get(key)
    if (known === undefined || row.last_key > known.last_key) last.set(key, row)
  }
  const failed = [...last.values()].filter((row) => row.outcome === 'failed')
  return [...groupBy(failed, (row) => groupOf.get(row.dataset_id) ?? 0)].map(([id, rows]) => {
    const newest = rows.toSorted((a, b) => (a.last_key === b.last_key ? (a.hash < b.hash ? -1 : 1) : a.last_key > b.last_key ? -1 : 1))
    return { id, kind: 'quality' as const, at: instantOf(newest[0]?.last_key ?? ''), says: failedWords(newest) }
  })
}

function failedWords(rows: readonly AssertionRow[]): string {
  const list = rows.slice(0, named).map(assertionWords).join(', ')
  const more = rows.length > named ? ` and ${rows.length - named} more` : ''
  return rows.length === 1 ? `A test of it failed: ${list}` : `${rows.length} tests of it failed: ${list}${more}`
}

function assertionWords(row: AssertionRow): string {
  const [what, column] = [decoded(row.name) ?? decoded(row.assertion) ?? 'unnamed', decoded(row.column_name)]
  return `${truncate(what, 100)}${column === null || column === '' ? '' : ` of column ${truncate(column, 60)}`}`
}
