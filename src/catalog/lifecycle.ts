import type { FacetHistory } from '../contract/history.ts'
import type { Executor } from '../db/contract.ts'
import { stringMember } from '../lib/json.ts'
import { instantOf } from '../openlineage/order-key.ts'
import { facetRows, facetValue, latest } from './facets.ts'
import { identityIn, shownKey } from './names.ts'
import type { NameRow } from './names.ts'
import { among, amongTexts, idList, textList } from './sql.ts'

type Lifecycle = Pick<FacetHistory, 'renamedFrom' | 'renamedTo' | 'droppedAt'>
type RenameRow = NameRow & { readonly first_key: string; readonly position: number }

const renamesAtMost = 100

/** Renames and the drop of the dataset that goes by these ids. */
export async function lifecycleOf(db: Executor, ids: readonly number[]): Promise<Lifecycle> {
  const [from, to, droppedAt] = await Promise.all([before(db, ids), since(db, ids), droppedSince(db, ids)])
  return { renamedFrom: from.map(renameOf), renamedTo: to.map(renameOf), droppedAt }
}

const renameOf = (row: RenameRow): Lifecycle['renamedFrom'][number] => ({
  ...identityIn(row),
  at: shownKey(row.first_key),
  eventPosition: row.position,
})

const before = (db: Executor, ids: readonly number[]): Promise<RenameRow[]> =>
  db.all<RenameRow>(
    `SELECT namespace, name, first_key, position FROM dataset_rename WHERE dataset_id ${among(db)} ORDER BY first_key DESC LIMIT ${renamesAtMost}`,
    [idList(db, ids)],
  )

async function since(db: Executor, ids: readonly number[]): Promise<RenameRow[]> {
  const own = await db.all<{ ident: string }>(`SELECT ident FROM dataset WHERE id ${among(db)}`, [idList(db, ids)])
  return db.all<RenameRow>(
    `SELECT d.namespace, d.name, r.first_key, r.position FROM dataset_rename r JOIN dataset d ON d.id = r.dataset_id
      WHERE r.previous_ident ${amongTexts(db)} ORDER BY r.first_key DESC LIMIT ${renamesAtMost}`,
    [textList(own.map((o) => o.ident))],
  )
}

/**
 * When the dataset was dropped, if that is the last that was said of its lifecycle and nothing wrote it since. What one moment's events
 * say of writing it belongs to the drop itself: it is listed as an output there.
 */
export async function droppedSince(db: Executor, ids: readonly number[]): Promise<string | null> {
  const facets = latest(await facetRows(db, 'dataset', ids, ['lifecycleStateChange']))
  const row = facets[0]
  const change = stringMember(facetValue(facets, 'lifecycleStateChange'), 'lifecycleStateChange')
  if (row === undefined || change?.toUpperCase() !== 'DROP') return null
  const written = await db.get<{ key: string | null }>(`SELECT max(written_key) AS key FROM dataset WHERE id ${among(db)}`, [
    idList(db, ids),
  ])
  const isWrittenSince = written?.key != null && written.key > row.order_key && instantOf(written.key) !== instantOf(row.order_key)
  return isWrittenSince ? null : shownKey(row.order_key)
}
