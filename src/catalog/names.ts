import type { Executor } from '../db/contract.ts'
import { decodeText, encodeText } from '../lib/text.ts'
import type { Identity } from '../openlineage/event.ts'
import { instantOf } from '../openlineage/order-key.ts'
import { formatInstant, instantLength } from '../openlineage/time.ts'
import { identOf, namespaceIdent } from './keys.ts'
import { among, idList } from './sql.ts'

export interface NameRow {
  readonly namespace: string
  readonly name: string
}

/** The identity in a row, as its producer spelt it. */
export const identityIn = (row: NameRow): Identity => ({ namespace: decodeText(row.namespace), name: decodeText(row.name) })

export const decoded = (text: string | null): string | null => (text === null ? null : decodeText(text))

/** Stored instants as ISO 8601; '' and null are unknown. */
export const shown = (instant: string | null): string | null =>
  instant === null || instant.length !== instantLength ? null : formatInstant(instant)

/** What is said by one event has one key, thousands of times an answer. */
const shownKeys = new Map<string, string | null>()
const shownKeysMax = 4_000

/** The instant of an order key as ISO 8601. */
export function shownKey(key: string | null): string | null {
  if (key === null) return null
  let text = shownKeys.get(key)
  if (text !== undefined) return text
  text = shown(instantOf(key))
  if (shownKeys.size >= shownKeysMax) shownKeys.clear()
  shownKeys.set(key, text)
  return text
}

export async function jobIdOf(db: Executor, job: Identity): Promise<number | null> {
  const row = await db.get<{ id: number }>('SELECT id FROM job WHERE ident = ?', [identOf(encodeText(job.namespace), encodeText(job.name))])
  return row?.id ?? null
}

/** The dataset that goes by this id, whichever of its ids it is. */
export async function groupIdOf(db: Executor, dataset: Identity): Promise<number | null> {
  const row = await db.get<{ group_id: number }>('SELECT group_id FROM dataset WHERE ident = ?', [
    identOf(encodeText(dataset.namespace), encodeText(dataset.name)),
  ])
  return row?.group_id ?? null
}

export async function namespaceIdOf(db: Executor, namespace: string): Promise<number | null> {
  const row = await db.get<{ id: number }>('SELECT id FROM namespace WHERE ident = ?', [namespaceIdent(encodeText(namespace))])
  return row?.id ?? null
}

export async function jobNames(db: Executor, ids: Iterable<number>): Promise<Map<number, Identity>> {
  const rows = await db.all<NameRow & { id: number }>(`SELECT id, namespace, name FROM job WHERE id ${among(db)}`, [
    idList(db, new Set(ids)),
  ])
  return new Map(rows.map((r) => [r.id, identityIn(r)]))
}

/** Names of dataset ids as they were spelt. */
export async function datasetNames(db: Executor, ids: Iterable<number>): Promise<Map<number, Identity>> {
  const rows = await db.all<NameRow & { id: number }>(`SELECT id, namespace, name FROM dataset WHERE id ${among(db)}`, [
    idList(db, new Set(ids)),
  ])
  return new Map(rows.map((r) => [r.id, identityIn(r)]))
}

/** Canonical names of datasets, by group. */
export async function groupNames(db: Executor, groups: Iterable<number>): Promise<Map<number, Identity>> {
  const sql = `SELECT g.id, d.namespace, d.name FROM dataset_group g JOIN dataset d ON d.id = g.canonical_id WHERE g.id ${among(db)}`
  const rows = await db.all<NameRow & { id: number }>(sql, [idList(db, new Set(groups))])
  return new Map(rows.map((r) => [r.id, identityIn(r)]))
}

/** The ids that a dataset goes by. */
export async function memberIds(db: Executor, group: number): Promise<number[]> {
  const rows = await db.all<{ id: number }>('SELECT id FROM dataset WHERE group_id = ? ORDER BY id LIMIT 1000', [group])
  return rows.map((r) => r.id)
}
