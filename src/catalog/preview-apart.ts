import type { PreviewSample, RuleOf } from '../contract/rules.ts'
import type { Executor } from '../db/contract.ts'
import { datasetNames, groupIdOf, identityIn, memberIds } from './names.ts'
import { among, idList } from './sql.ts'
import { UnionFind } from './union-find.ts'

/** What becomes of a dataset when two of its ids are kept apart: the datasets that it falls into; none where nothing changes. */
export async function apartChange(db: Executor, rules: readonly RuleOf<'apart'>[]): Promise<PreviewSample[]> {
  const samples: PreviewSample[] = []
  for (const group of new Set(await Promise.all(rules.map(({ a }) => groupIdOf(db, a))))) {
    if (group === null) continue
    const parts = await partsOf(db, group, rules)
    if (parts.length < 2) continue
    const names = await datasetNames(db, parts.flat())
    for (const part of parts)
      samples.push({ of: 'dataset', ids: part.flatMap((id) => names.get(id) ?? []).slice(0, 10), count: part.length, into: null })
  }
  return samples
}

/** Rules of identity still join what they join; only claims of producers give way. */
async function partsOf(db: Executor, group: number, rules: readonly RuleOf<'apart'>[]): Promise<number[][]> {
  const members = await memberIds(db, group)
  const list = idList(db, members)
  const rows = await db.all<{ id: number; namespace: string; name: string }>(
    `SELECT id, namespace, name FROM dataset WHERE id ${among(db)}`,
    [list],
  )
  const idOf = new Map(rows.map((r) => [JSON.stringify(identityIn(r)), r.id]))
  const key = (of: { namespace: string; name: string }): number | undefined =>
    idOf.get(JSON.stringify({ namespace: of.namespace, name: of.name }))
  const cut = new Set(rules.flatMap(({ a, b }) => [`${key(a)} ${key(b)}`, `${key(b)} ${key(a)}`]))
  const claims = await db.all<{ dataset_id: number; target_id: number; type: string }>(
    `SELECT s.dataset_id, s.target_id, s.type FROM symlink s JOIN dataset d ON d.id = s.dataset_id
     WHERE s.dataset_id ${among(db)} AND s.last_key > coalesce(d.symlinks_end, '') LIMIT 20000`,
    [list],
  )
  const sets = new UnionFind()
  for (const id of members) sets.join(String(id), String(id))
  for (const { dataset_id, target_id, type } of claims)
    if (type === 'rule' || !cut.has(`${dataset_id} ${target_id}`)) sets.join(String(dataset_id), String(target_id))
  return sets.sets().map((set) => set.map(Number))
}
