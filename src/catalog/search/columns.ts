import type { Executor } from '../../db/contract.ts'
import { compareUtf8, encodeText } from '../../lib/text.ts'
import { lastSaid, namedFields } from '../fields.ts'
import type { NamedField } from '../fields.ts'
import { parseFields } from '../schemas.ts'
import { afterPrefix, among, amongTexts, idList, storedList } from '../sql.ts'
import { matchName, matchText, ranks } from './match.ts'
import type { Match, Snippet } from './match.ts'
import { usesOf } from './named.ts'
import type { Conditions } from './named.ts'
import type { Wanted } from './query.ts'
import { rarestWord, refsUnder, textsWith, wordsHolding, wordsNear } from './vocabulary.ts'

export interface FoundColumn extends NamedField {
  readonly match: Match
  readonly uses: number
  /** Where the description has the words and not the name. */
  readonly snippet: Snippet | null
}

export interface FoundColumns {
  readonly found: FoundColumn[]
  readonly truncated: boolean
}

/** Names of fields that one search goes on with; fields of each; fields in all. */
const namesAtMost = 24
const ofEachAtMost = 40
const namesLookedAt = 400
const fieldsAtMost = 400
/** Datasets whose names hold a word of the question and whose fields are looked at. */
const datasetsAtMost = 300
const describedAtMost = 40
const enough = 20

interface Row {
  readonly dataset_id: number
  readonly path: string
}

/** Fields by their own name, by that of their dataset beside it, and by their description; best first. */
export async function columnsCalled(db: Executor, wanted: Wanted, conditions: Conditions): Promise<FoundColumns> {
  if (wanted.words.length === 0) return { found: [], truncated: false }
  const found = new Map<string, Omit<FoundColumn, 'uses'>>()
  const look = async (rows: readonly Row[]): Promise<void> => {
    for (const one of await matching(db, rows, wanted, conditions)) found.set(keyOf(one), one)
  }
  const common = await rowsNamed(db, wanted, conditions)
  await look(common.rows)
  if (found.size < enough) await look(await rowsOf(db, await namesTogether(db, wanted), conditions))
  for (const others of [wordsHolding, wordsNear]) {
    if (found.size >= enough) break
    await look(await rowsOf(db, await namesBy(db, wanted, others), conditions))
  }
  if (found.size < enough)
    for (const one of await byDescription(db, wanted, conditions)) if (!found.has(keyOf(one))) found.set(keyOf(one), one)
  return { found: await ordered(db, [...found.values()]), truncated: common.truncated }
}

const keyOf = (one: NamedField): string => `${one.group} ${one.path}`

async function rowsNamed(db: Executor, wanted: Wanted, conditions: Conditions): Promise<{ rows: Row[]; truncated: boolean }> {
  const start = wanted.text.slice(0, 120)
  const starts = [...new Set([start, start.replaceAll(/\s+/g, '_')])]
  const names: string[] = []
  for (const from of starts) names.push(...(await namesUnder(db, "word = '=' AND name_sort >= ? AND name_sort < ?", from)))
  const rarest = await rarestWord(db, 'field_word', wanted.words)
  if (rarest !== null) names.push(...(await namesUnder(db, 'word >= ? AND word < ?', rarest)))
  const distinct = bestNames(names, wanted)
  const rows = await rowsOf(db, distinct, conditions)
  if (wanted.words.length > 1) rows.push(...(await inDatasets(db, wanted, rarest, distinct)))
  return { rows, truncated: rows.length >= fieldsAtMost || distinct.length >= namesAtMost }
}

/** Distinct names of fields by one word of them, or by their beginning. */
async function namesUnder(db: Executor, where: string, from: string): Promise<string[]> {
  const sql = `SELECT name_sort FROM field_word WHERE ${where} ORDER BY word, name_sort LIMIT ${namesLookedAt}`
  return (await db.all<{ name_sort: string }>(sql, [from, afterPrefix(from)])).map((r) => r.name_sort)
}

async function namesBy(db: Executor, wanted: Wanted, others: (db: Executor, word: string) => Promise<string[]>): Promise<string[]> {
  const words: string[] = []
  for (const word of wanted.words.slice(0, 4)) if (others !== wordsNear || !wanted.known.has(word)) words.push(...(await others(db, word)))
  const sql = `SELECT name_sort FROM field_word WHERE word ${amongTexts(db)} ORDER BY word, name_sort LIMIT ${namesLookedAt}`
  const rows = words.length === 0 ? [] : await db.all<{ name_sort: string }>(sql, [storedList(words)])
  return bestNames(
    rows.map((r) => r.name_sort),
    wanted,
  )
}

/** Names whose words the question writes together: those that start so, then those with the rarest of the words. */
async function namesTogether(db: Executor, wanted: Wanted): Promise<string[]> {
  const names: string[] = []
  for (const way of [...wanted.together.values()].flat()) {
    names.push(...(await namesUnder(db, "word = '=' AND name_sort >= ? AND name_sort < ?", way.join('_'))))
    const rarest = await rarestWord(db, 'field_word', way)
    if (rarest !== null) names.push(...(await namesUnder(db, 'word >= ? AND word < ?', rarest)))
  }
  return bestNames(names, wanted)
}

/** Those that match by themselves before those that need their dataset's name. */
function bestNames(names: readonly string[], wanted: Wanted): string[] {
  const rank = new Map([...new Set(names)].map((name) => [name, matchName(name, wanted)?.rank ?? Infinity]))
  return [...rank]
    .sort(([a, x], [b, y]) => (x === y ? compareUtf8(a, b) : x - y))
    .slice(0, namesAtMost)
    .map(([name]) => name)
}

/** Some fields of each name, of the newest datasets; where a filter lets few datasets through, those of them. */
async function rowsOf(db: Executor, names: readonly string[], { few }: Conditions): Promise<Row[]> {
  if (few !== null) return rowsAmong(db, names, few)
  const rows: Row[] = []
  for (const name of names) {
    const sql = `SELECT dataset_id, path FROM field WHERE name_sort = ? ORDER BY name_sort, dataset_id DESC LIMIT ${ofEachAtMost}`
    rows.push(...(await db.all<Row>(sql, [name])))
    if (rows.length >= fieldsAtMost) break
  }
  return rows
}

function rowsAmong(db: Executor, names: readonly string[], datasets: readonly number[]): Promise<Row[]> {
  const sql = `SELECT dataset_id, path FROM field WHERE name_sort ${amongTexts(db)} AND dataset_id ${among(db)} ORDER BY name_sort, dataset_id LIMIT ${fieldsAtMost}`
  return names.length === 0 || datasets.length === 0 ? Promise.resolve([]) : db.all<Row>(sql, [storedList(names), idList(db, datasets)])
}

/** `orders amount`: the field that one word leads to, in the datasets that another one leads to. */
async function inDatasets(db: Executor, wanted: Wanted, ofField: string | null, names: readonly string[]): Promise<Row[]> {
  const ofDataset = await rarestWord(
    db,
    'word',
    wanted.words.filter((word) => word !== ofField),
  )
  if (ofDataset === null) return []
  return rowsAmong(db, names, [...new Set(await refsUnder(db, { table: 'word', kind: 'dataset' }, ofDataset, datasetsAtMost))])
}

async function matching(db: Executor, rows: readonly Row[], wanted: Wanted, conditions: Conditions): Promise<Omit<FoundColumn, 'uses'>[]> {
  const items = await allowed(db, await namedFields(db, rows.slice(0, fieldsAtMost * 2)), conditions)
  return items.flatMap((item) => {
    const match = matchColumn(item, wanted)
    return match === null ? [] : [{ ...item, match, snippet: null }]
  })
}

/** A whole `dataset.column` is as good as the name of the column. */
function matchColumn({ dataset, path }: NamedField, wanted: Wanted): Match | null {
  const match = matchName(path, wanted, `${dataset.name} ${dataset.namespace}`)
  const full = `${dataset.name}.${path}`.toLowerCase()
  const isFull = match !== null && wanted.text.includes('.') && (full === wanted.text || full.endsWith(`.${wanted.text}`))
  return isFull ? { ...match, how: 'exact', rank: ranks.exact } : match
}

/** Fields of datasets that fulfil the conditions. */
async function allowed<T extends NamedField>(db: Executor, items: readonly T[], { sql, params }: Conditions): Promise<readonly T[]> {
  if (sql === '' || items.length === 0) return items
  const groups = idList(db, new Set(items.map((item) => item.group)))
  const rows = await db.all<{ id: number }>(`SELECT g.id FROM dataset_group g WHERE g.id ${among(db)} ${sql}`, [groups, ...params])
  const ids = new Set(rows.map((r) => r.id))
  return items.filter((item) => ids.has(item.group))
}

async function byDescription(db: Executor, wanted: Wanted, conditions: Conditions): Promise<Omit<FoundColumn, 'uses'>[]> {
  const refs = await textsWith(db, 'column', wanted.words, describedAtMost)
  const rows: Row[] = []
  for (const { id, fields } of await schemasOf(db, refs))
    for (const [path, , description] of parseFields(fields))
      if (description !== null && matchText(description, wanted, path) !== null) rows.push({ dataset_id: id, path: encodeText(path) })
  const items = await allowed(db, await namedFields(db, rows.slice(0, fieldsAtMost)), conditions)
  const said = await lastSaid(db, items)
  return items.flatMap((item) => {
    const { description } = said(item.group, item.path)
    const snippet = description === null ? null : matchText(description, wanted, item.path)
    return snippet === null ? [] : [{ ...item, match: { how: 'text', rank: ranks.text, ranges: [], off: 0, reordered: false }, snippet }]
  })
}

/** The last schemas of dataset ids, but for very wide ones. */
function schemasOf(db: Executor, ids: readonly number[]): Promise<{ id: number; fields: string }[]> {
  const sql = `SELECT d.id, s.fields FROM dataset d JOIN schema_version s ON s.dataset_id = d.id AND s.hash = d.schema_hash AND s.field_count <= 2000
    WHERE d.id ${among(db)} ORDER BY d.id DESC LIMIT ${describedAtMost}`
  return ids.length === 0 ? Promise.resolve([]) : db.all(sql, [idList(db, ids)])
}

/** By how they match, by the readers of their dataset, then by their bytes. */
async function ordered(db: Executor, found: readonly Omit<FoundColumn, 'uses'>[]): Promise<FoundColumn[]> {
  const uses = await usesOf(db, 'dataset', [...new Set(found.map((one) => one.group))])
  return found
    .map((one) => ({ ...one, uses: uses.get(one.group) ?? 0 }))
    .sort(
      (a, b) =>
        a.match.rank - b.match.rank ||
        Math.floor(Math.log2(b.uses + 1)) - Math.floor(Math.log2(a.uses + 1)) ||
        compareUtf8(a.dataset.namespace, b.dataset.namespace) ||
        compareUtf8(a.dataset.name, b.dataset.name) ||
        compareUtf8(a.path, b.path),
    )
}
