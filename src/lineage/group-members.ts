import { sortName } from '../catalog/keys.ts'
import { groupIdOf, identityIn, jobIdOf, namespaceIdOf } from '../catalog/names.ts'
import type { NameRow } from '../catalog/names.ts'
import { afterPrefix, among, idList } from '../catalog/sql.ts'
import type { Identity } from '../contract/common.ts'
import type { GroupType } from '../contract/why-groups.ts'
import type { Executor } from '../db/contract.ts'
import { encodeText } from '../lib/text.ts'
import { boundsOf } from './bounds.ts'
import { schemaOf } from './level.ts'
import type { NodeKind } from './walk.ts'

/** Of a family. */
const levelsAtMost = 20

/** Ids of jobs or of datasets (groups). `isCut`: there are more. */
export interface Members {
  readonly kind: NodeKind
  readonly ids: readonly number[]
  readonly isCut: boolean
}

/** What a group holds; none where nothing has that name. */
export async function membersOfGroup(db: Executor, type: GroupType, of: Identity): Promise<Members> {
  if (type === 'dataset') return one('dataset', await groupIdOf(db, of))
  if (type === 'namespace' || type === 'schema') return datasetsIn(db, of.namespace, type === 'schema' ? of.name : null)
  const job = await jobIdOf(db, of)
  return type === 'job' || job === null ? one('job', job) : familyOf(db, job)
}

const one = (kind: NodeKind, id: number | null): Members => ({ kind, ids: id === null ? [] : [id], isCut: false })

/** `schema` null: all of the namespace. */
async function datasetsIn(db: Executor, namespace: string, schema: string | null): Promise<Members> {
  const membersAtMost = boundsOf(db).groupMembers
  const id = await namespaceIdOf(db, namespace)
  if (id === null) return one('dataset', null)
  const prefix = sortName(encodeText(schema ?? ''))
  const sql = `SELECT g.id, d.namespace, d.name FROM dataset_group g JOIN dataset d ON d.id = g.canonical_id
    WHERE g.namespace_id = ? AND g.name_sort >= ? AND g.name_sort < ? ORDER BY g.name_sort, g.id LIMIT ${membersAtMost + 1}`
  const rows = await db.all<NameRow & { id: number }>(sql, [id, prefix, afterPrefix(prefix)])
  const own = rows.slice(0, membersAtMost).filter((row) => schema === null || schemaOf(identityIn(row).name) === schema)
  return { kind: 'dataset', ids: own.map((r) => r.id), isCut: rows.length > membersAtMost }
}

/** A circle of parents ends. */
async function familyOf(db: Executor, top: number): Promise<Members> {
  const membersAtMost = boundsOf(db).groupMembers
  const ids = new Set([top])
  let [frontier, isCut] = [[top], false]
  for (let level = 0; level < levelsAtMost && frontier.length > 0 && !isCut; level++) {
    const sql = `SELECT id FROM job WHERE parent_id ${among(db)} ORDER BY id LIMIT ${membersAtMost + 1}`
    const children = (await db.all<{ id: number }>(sql, [idList(db, frontier)])).map((r) => r.id)
    frontier = children.filter((id) => !ids.has(id)).slice(0, membersAtMost - ids.size)
    isCut = children.length > membersAtMost || ids.size + frontier.length >= membersAtMost
    for (const id of frontier) ids.add(id)
  }
  return { kind: 'job', ids: [...ids], isCut: isCut || frontier.length > 0 }
}
