import type { Field } from '../contract/catalog.ts'
import type { Tag } from '../contract/common.ts'
import type { Executor } from '../db/contract.ts'
import { fieldHash } from './keys.ts'
import { encodeText } from '../lib/text.ts'
import { decoded } from './names.ts'
import { among, idList } from './sql.ts'
import { lastFields } from './schemas.ts'
import type { StoredField } from './schema-changes.ts'

export const fieldsAtMost = 5_000
/** Column edges that are counted on one page. */
const edgesAtMost = 100_000

interface Counts {
  readonly from: Map<string, number>
  readonly into: Map<string, number>
  readonly inferredFrom: Map<string, number>
  readonly inferredInto: Map<string, number>
}

/** The fields of a dataset: those of its last schema in its order, then those that only older schemas or column edges name. */
export async function fieldsOf(
  db: Executor,
  group: { id: number; schemaDataset: number; schemaHash: string | null; members: readonly number[] },
  tags: readonly Tag[],
): Promise<{ fields: Field[]; fieldsTruncated: boolean }> {
  const counts = await edgeCounts(db, group.id)
  const [last, gone] = await Promise.all([lastFields(db, group.schemaDataset, group.schemaHash), everNamed(db, group, counts)])
  const byField = Map.groupBy(
    tags.filter((t) => t.field !== null),
    (t) => t.field ?? '',
  )
  const known = new Set(last.map(([path]) => path))
  const fields = last.map((f) => fieldOf(f, false, counts, byField))
  for (const path of gone) if (!known.has(path)) fields.push(fieldOf([path, null, null], true, counts, byField))
  return { fields: fields.slice(0, fieldsAtMost), fieldsTruncated: fields.length > fieldsAtMost }
}

function fieldOf([path, type, description]: StoredField, removed: boolean, counts: Counts, tags: ReadonlyMap<string, Tag[]>): Field {
  const hash = fieldHash(encodeText(path))
  return {
    path,
    type,
    description,
    depth: depthOf(path),
    tags: tags.get(path) ?? [],
    from: counts.from.get(hash) ?? 0,
    into: counts.into.get(hash) ?? 0,
    inferredFrom: counts.inferredFrom.get(hash) ?? 0,
    inferredInto: counts.inferredInto.get(hash) ?? 0,
    removed,
  }
}

/** Dots that are no part of a name: `a.b\.c` is one deep. */
const depthOf = (path: string): number => path.replaceAll('\\.', '').split('.').length - 1

/** Paths that any schema ever had, or that column edges name. */
async function everNamed(db: Executor, group: { id: number; members: readonly number[] }, { from, into }: Counts): Promise<string[]> {
  const [schemas, to, out] = await Promise.all([
    db.all<{ path: string }>(`SELECT path FROM field WHERE dataset_id ${among(db)} LIMIT ${fieldsAtMost * 2}`, [idList(db, group.members)]),
    namesOf(db, group.id, 'to', from.keys()),
    namesOf(db, group.id, 'from', into.keys()),
  ])
  const paths = new Set([...schemas, ...to, ...out].map((r) => decoded(r.path) ?? ''))
  return [...paths].sort()
}

/** Names of fields by their hash, each from one edge: a hub has many edges of few fields. */
async function namesOf(db: Executor, group: number, end: 'to' | 'from', hashes: Iterable<string>): Promise<{ path: string }[]> {
  const all = [...hashes].filter((hash) => hash !== '').slice(0, fieldsAtMost * 2)
  const each = db.dialect === 'sqlite' ? 'json_each(?) AS k' : 'jsonb_array_elements_text(?::jsonb) AS k(value)'
  const name = `SELECT ${end}_field FROM column_edge WHERE ${end}_group = ? AND ${end}_hash = k.value LIMIT 1`
  const rows = await db.all<{ path: string | null }>(`SELECT (${name}) AS path FROM ${each}`, [group, JSON.stringify(all)])
  return rows.flatMap(({ path }) => (path === null ? [] : [{ path }]))
}

/** How many column edges end in (`from` where it comes from) and start at (`into` what it goes into) each field. */
async function edgeCounts(db: Executor, group: number): Promise<Counts> {
  const count = async (end: 'to' | 'from', table = 'column_edge'): Promise<Map<string, number>> => {
    const edges = `SELECT ${end}_hash AS hash FROM ${table} WHERE ${end}_group = ? LIMIT ${edgesAtMost}`
    const rows = await db.all<{ hash: string; n: number }>(`SELECT hash, count(*) AS n FROM (${edges}) AS e GROUP BY hash`, [group])
    return new Map(rows.map((r) => [r.hash, r.n]))
  }
  const [from, into, inferredFrom, inferredInto] = await Promise.all([
    count('to'),
    count('from'),
    count('to', 'inferred_edge'),
    count('from', 'inferred_edge'),
  ])
  return { from, into, inferredFrom, inferredInto }
}
