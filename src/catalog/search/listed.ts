import type { ReadContext } from '../context.ts'
import { idPage } from '../list.ts'
import type { Filter } from '../list.ts'
import { among, idList } from '../sql.ts'
import type { FoundNode } from './hits.ts'
import { usesOf } from './named.ts'
import type { NodeKind } from './named.ts'

/** Names that are looked at where some words are not wanted in them. */
const lookedAtMost = 500

/** A question without words: the jobs that ran last, the datasets that were written last. `without`: what their names must not hold. */
export async function listed(
  { db }: ReadContext,
  kind: NodeKind,
  filters: readonly Filter[],
  without: readonly string[],
  limit: number,
): Promise<{ found: FoundNode[]; count: number; truncated: boolean }> {
  const of =
    kind === 'job' ? { table: 'job j', id: 'j.id', sort: 'j.last_started' } : { table: 'dataset_group g', id: 'g.id', sort: 'g.written' }
  const look = without.length === 0 ? limit : lookedAtMost
  const page = await idPage(db, { ...of, descending: true, filters, after: null, limit: look })
  const all = without.length === 0 ? page.ids : await lacking(db, kind, page.ids, without)
  const ids = all.slice(0, limit)
  const uses = await usesOf(db, kind, ids)
  const found = ids.map((id) => ({ id, name: '', recent: '', isAlias: false, match: null, text: null, uses: uses.get(id) ?? 0 }))
  if (without.length === 0) return { found, count: Math.max(page.counted.n, found.length), truncated: !page.counted.exact }
  return { found, count: all.length, truncated: page.next !== null }
}

async function lacking(db: ReadContext['db'], kind: NodeKind, ids: readonly number[], without: readonly string[]): Promise<number[]> {
  const names =
    kind === 'job'
      ? 'SELECT j.id, j.name FROM job j WHERE j.id'
      : 'SELECT g.id, d.name FROM dataset_group g JOIN dataset d ON d.id = g.canonical_id WHERE g.id'
  const rows = await db.all<{ id: number; name: string }>(`${names} ${among(db)}`, [idList(db, ids)])
  const holding = new Set(rows.flatMap(({ id, name }) => (without.some((part) => name.toLowerCase().includes(part)) ? [id] : [])))
  return ids.filter((id) => !holding.has(id))
}
