import type { ReadContext } from '../catalog/context.ts'
import { fieldHash } from '../catalog/keys.ts'
import { groupIdOf, memberIds } from '../catalog/names.ts'
import { among, amongTexts, idList, textList } from '../catalog/sql.ts'
import type { Identity } from '../contract/common.ts'
import type { Executor } from '../db/contract.ts'
import { encodeText } from '../lib/text.ts'

/** Of these hashes of fields those that neither a schema nor a column edge of the dataset (its group) ever named. */
export async function unknownHashes(db: Executor, group: number, hashes: readonly string[]): Promise<string[]> {
  const list = textList(hashes)
  const named = `SELECT path_hash AS hash FROM field WHERE dataset_id ${among(db)} AND path_hash ${amongTexts(db)}`
  const known = await db.all<{ hash: string }>(named, [idList(db, await memberIds(db, group)), list])
  const left = hashes.filter((hash) => known.every((row) => row.hash !== hash))
  if (left.length === 0) return []
  const ends = ['column_edge', 'inferred_edge'].flatMap((table) => ['to', 'from'].map((end) => ({ table, end })))
  const said = await db.all<{ hash: string }>(
    ends
      .map(({ table, end }) => `SELECT DISTINCT ${end}_hash AS hash FROM ${table} WHERE ${end}_group = ? AND ${end}_hash ${amongTexts(db)}`)
      .join(' UNION '),
    ends.flatMap(() => [group, textList(left)]),
  )
  return left.filter((hash) => said.every((row) => row.hash !== hash))
}

/** Of these fields those that no event names; null when none names the dataset. */
export async function unknownFields(
  context: ReadContext,
  { namespace, name, fields }: Identity & { readonly fields: readonly string[] },
): Promise<string[] | null> {
  const { db } = context
  const group = await groupIdOf(db, { namespace, name })
  if (group === null) return null
  const byHash = new Map(fields.map((field) => [fieldHash(encodeText(field)), field]))
  return (await unknownHashes(db, group, [...byHash.keys()])).flatMap((hash) => byHash.get(hash) ?? [])
}
