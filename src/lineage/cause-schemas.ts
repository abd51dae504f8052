import { parseFields } from '../catalog/schemas.ts'
import { among, idList } from '../catalog/sql.ts'
import type { Executor } from '../db/contract.ts'
import { instantOf } from '../openlineage/order-key.ts'
import { truncate } from '../lib/text.ts'
import type { CauseKind } from '../contract/causes.ts'

interface VersionRow {
  readonly group_id: number
  readonly hash: string
  readonly first_key: string
  readonly fields: string
}

/** Versions of one answer; a dataset with more changes than that since then is not the exception. */
const versionsMax = 2_000

/** Datasets whose columns are others than before `since` (instant text): the latest change of each. */
export async function schemaChanges(
  db: Executor,
  groups: readonly number[],
  since: string,
): Promise<{ id: number; kind: CauseKind; at: string; says: string }[]> {
  const fresh = `SELECT d.group_id, s.dataset_id FROM dataset d JOIN schema_version s ON s.dataset_id = d.id WHERE d.group_id ${among(db)} AND substr(s.first_key, 2, 21) >= ?`
  const changed = await db.all<{ group_id: number }>(`SELECT DISTINCT group_id FROM (${fresh}) AS f LIMIT ${versionsMax}`, [
    idList(db, groups),
    since,
  ])
  if (changed.length === 0) return []
  const ids = changed.map((c) => c.group_id)
  const sql = `SELECT d.group_id, s.hash, s.first_key, s.fields FROM dataset d JOIN schema_version s ON s.dataset_id = d.id WHERE d.group_id ${among(db)} ORDER BY s.first_key DESC, s.hash LIMIT ${versionsMax}`
  const versions = Map.groupBy(await db.all<VersionRow>(sql, [idList(db, ids)]), (v) => v.group_id)
  return ids.flatMap((id) => {
    const [now, before] = versions.get(id) ?? []
    if (now === undefined || before === undefined || now.hash === before.hash) return []
    return [{ id, kind: 'schema' as const, at: instantOf(now.first_key), says: changeWords(before.fields, now.fields) }]
  })
}

function changeWords(before: string, now: string): string {
  const [old, fresh] = [new Map(parseFields(before).map((f) => [f[0], f[1]])), new Map(parseFields(now).map((f) => [f[0], f[1]]))]
  const parts = [
    listed(
      'without',
      [...old.keys()].filter((f) => !fresh.has(f)),
    ),
    listed(
      'with new',
      [...fresh.keys()].filter((f) => !old.has(f)),
    ),
    listed(
      'with another type of',
      [...fresh.keys()].filter((f) => old.has(f) && old.get(f) !== fresh.get(f)),
    ),
  ].filter((part) => part !== '')
  return parts.length === 0 ? 'Its columns are described otherwise' : `Its columns changed: ${parts.join(', ')}`
}

/** Names in a sentence; of many, some. */
function listed(word: string, names: readonly string[]): string {
  if (names.length === 0) return ''
  const shown = names.slice(0, 5).map((n) => truncate(n, 60))
  return `${word} ${shown.join(', ')}${names.length > 5 ? ` and ${names.length - 5} more` : ''}`
}
