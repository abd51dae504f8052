import type { FieldChange, SchemaVersion } from '../contract/catalog.ts'
import type { Executor } from '../db/contract.ts'
import { decodeText } from '../lib/text.ts'
import { decoded, shownKey } from './names.ts'
import { changesBetween, isBreaking } from './schema-changes.ts'
import type { StoredField } from './schema-changes.ts'
import { among, idList } from './sql.ts'

interface SchemaRow {
  readonly hash: string
  readonly first_key: string
  readonly last_key: string
  readonly position: number
  readonly field_count: number
  readonly fields: string
}

const versionsAtMost = 50
/** Fields over all versions of one answer. */
const fieldsAtMost = 20_000

/** Each text in it is in its stored form: decoded before it is parsed, a NUL in a name would break the JSON. */
export function parseFields(text: string): StoredField[] {
  const fields = JSON.parse(text) as StoredField[]
  return fields.map(([path, type, description]) => [decodeText(path), decoded(type), decoded(description)])
}

/** The fields that a dataset has by its last schema; none where no event said any. */
export async function lastFields(db: Executor, datasetId: number, hash: string | null): Promise<StoredField[]> {
  if (hash === null) return []
  const row = await db.get<{ fields: string }>('SELECT fields FROM schema_version WHERE dataset_id = ? AND hash = ?', [datasetId, hash])
  return row === undefined ? [] : parseFields(row.fields)
}

/** The distinct schemas of a dataset over all its ids; the one that was said last comes first, each with what changed against the one before it. */
export async function schemaVersions(db: Executor, members: readonly number[]): Promise<SchemaVersion[]> {
  const sql = `SELECT hash, first_key, last_key, position, field_count, fields FROM schema_version WHERE dataset_id ${among(db)} ORDER BY last_key DESC, hash LIMIT ${versionsAtMost}`
  const rows = merged(await db.all<SchemaRow>(sql, [idList(db, members)]))
  const versions: SchemaVersion[] = []
  let room = fieldsAtMost
  for (const [i, row] of rows.entries()) {
    room -= row.field_count
    if (room < 0 && i > 0) break
    const older = rows[i + 1]
    versions.push(versionOf(row, older ?? null))
  }
  return versions
}

/** Two ids of one dataset may have the same schema. */
function merged(rows: readonly SchemaRow[]): SchemaRow[] {
  const byHash = new Map<string, SchemaRow>()
  for (const row of rows) {
    const known = byHash.get(row.hash)
    byHash.set(
      row.hash,
      known === undefined ? row : { ...known, first_key: row.first_key < known.first_key ? row.first_key : known.first_key },
    )
  }
  return [...byHash.values()]
}

function versionOf(row: SchemaRow, before: SchemaRow | null): SchemaVersion {
  const fields = parseFields(row.fields)
  const changes = before === null ? [] : changesBetween(parseFields(before.fields), fields)
  return {
    firstSeenAt: shownKey(row.first_key),
    changedAt: before !== null && row.first_key <= before.last_key ? null : shownKey(row.first_key),
    lastSeenAt: shownKey(row.last_key),
    eventPosition: row.position,
    fieldCount: row.field_count,
    fields: fields.slice(0, fieldsAtMost).map(([path, type]) => ({ path, type })),
    changes,
    breaking: changes.some(isBreaking),
  }
}

/** `2 added, 1 removed`: what a line on Home says. */
export function summaryOf(changes: readonly FieldChange[]): string {
  const count = (kind: FieldChange['kind']): number => changes.filter((c) => c.kind === kind).length
  const one = changes.length === 1 ? changes[0] : undefined
  if (one !== undefined) return summaryOfOne(one)
  return (['added', 'removed', 'changed', 'widened', 'moved', 'described'] as const)
    .filter((k) => count(k) > 0)
    .map((k) => `${count(k)} ${k}`)
    .join(', ')
}

function summaryOfOne({ kind, path, before, after }: FieldChange): string {
  if (kind === 'changed' || kind === 'widened') return `${path}: ${before ?? 'no type'} is now ${after ?? 'no type'}`
  if (kind === 'moved') return `${before ?? ''} moved to ${path}`
  return kind === 'described' ? `${path}: other description` : `${path} ${kind}`
}
