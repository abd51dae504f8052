import type { ReadContext } from '../context.ts'
import { idPage } from '../list.ts'
import type { Filter } from '../list.ts'
import type { FoundNode } from './hits.ts'
import { usesOf } from './named.ts'
import type { NodeKind } from './named.ts'

/** A question of filters alone: the jobs that ran last, the datasets that were written last. */
export async function listed(
  { db }: ReadContext,
  kind: NodeKind,
  filters: readonly Filter[],
  limit: number,
): Promise<{ found: FoundNode[]; count: number; truncated: boolean }> {
  const of =
    kind === 'job' ? { table: 'job j', id: 'j.id', sort: 'j.last_started' } : { table: 'dataset_group g', id: 'g.id', sort: 'g.written' }
  const page = await idPage(db, { ...of, descending: true, filters, after: null, limit })
  const uses = await usesOf(db, kind, page.ids)
  const found = page.ids.map((id) => ({ id, name: '', recent: '', isAlias: false, match: null, text: null, uses: uses.get(id) ?? 0 }))
  return { found, count: Math.max(page.counted.n, found.length), truncated: !page.counted.exact }
}
