import { parseFields } from '../catalog/schemas.ts'
import { among, amongTexts, idList, textList } from '../catalog/sql.ts'
import type { CauseKind } from '../contract/causes.ts'
import type { Executor } from '../db/contract.ts'
import { truncate } from '../lib/text.ts'
import { schemaTurns } from './schema-turns.ts'
import type { SchemaTurn } from './schema-turns.ts'

/** Changes that one answer tells, the newest. */
const changesMax = 1_000

/** Datasets whose columns are others than before `since` (instant text): the latest change of each. */
export async function schemaChanges(
  db: Executor,
  groups: readonly number[],
  since: string,
): Promise<{ id: number; kind: CauseKind; at: string; says: string }[]> {
  const turns = await schemaTurns(db, groups, since)
  const some = turns.toSorted((a, b) => (a.at < b.at ? 1 : -1)).slice(0, changesMax)
  const fields = await fieldTexts(db, some)
  return some.map((turn) => {
    const says = changeWords(fields.get(textKey(turn.before)) ?? '[]', fields.get(textKey(turn.now)) ?? '[]')
    return { id: turn.id, kind: 'schema' as const, at: turn.at, says: turn.isBack ? `${says}, as they were before` : says }
  })
}

const textKey = (of: { readonly dataset_id: number; readonly hash: string }): string => `${of.dataset_id} ${of.hash}`

async function fieldTexts(db: Executor, turns: readonly SchemaTurn[]): Promise<Map<string, string>> {
  const rows = turns.flatMap((t) => [t.before, t.now])
  const sql = `SELECT dataset_id, hash, fields FROM schema_version WHERE dataset_id ${among(db)} AND hash ${amongTexts(db)}`
  const ids = new Set(rows.map((r) => r.dataset_id))
  const found = await db.all<{ dataset_id: number; hash: string; fields: string }>(sql, [
    idList(db, ids),
    textList(rows.map((r) => r.hash)),
  ])
  return new Map(found.map((r) => [textKey(r), r.fields]))
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
