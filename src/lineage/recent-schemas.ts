import type { ReadContext } from '../catalog/context.ts'
import { datasetDetail } from '../catalog/dataset-detail.ts'
import { groupIdOf, groupNames, shownKey } from '../catalog/names.ts'
import { changesBetween, isBreaking } from '../catalog/schema-changes.ts'
import { parseFields, summaryOf } from '../catalog/schemas.ts'
import { among, groupBy, idList } from '../catalog/sql.ts'
import type { DatasetDetail, Home } from '../contract/catalog.ts'
import type { Executor } from '../db/contract.ts'
import { formatInstant } from '../openlineage/time.ts'
import type { Identity } from '../openlineage/event.ts'
import { schemaTurns } from './schema-turns.ts'

const changesShown = 8
/** Schema versions that are looked through for changes: most are the first of their dataset. */
const versionsRead = 400

/** One dataset; when it came back to a schema that it had had before is looked up for its latest. */
export async function datasetNow(context: ReadContext, query: Identity): Promise<DatasetDetail | null> {
  const found = await datasetDetail(context, query)
  const [now, ...rest] = found?.schemas ?? []
  if (found === null || now === undefined || now.changedAt !== null) return found
  const group = await groupIdOf(context.db, query)
  const [turn] = group === null ? [] : await schemaTurns(context.db, [group], null)
  return turn === undefined ? found : { ...found, schemas: [{ ...now, changedAt: formatInstant(turn.at) }, ...rest] }
}

interface SchemaRow {
  readonly dataset_id: number
  readonly hash: string
}
interface VersionRow extends SchemaRow {
  readonly first_key: string
}
interface Pair {
  readonly now: SchemaRow
  readonly before: SchemaRow
  readonly at: string | null
  readonly isBack: boolean
}

/** The latest changes of schema: to one that was not seen before, and, of datasets that had one of those, back to one that was. */
export async function recentSchemaChanges({ db }: ReadContext): Promise<Home['schemaChanges']> {
  const latest = await db.all<VersionRow>(
    `SELECT dataset_id, hash, first_key FROM schema_version ORDER BY first_key DESC LIMIT ${versionsRead}`,
  )
  const ids = idList(db, new Set(latest.map((r) => r.dataset_id)))
  const sql = `SELECT dataset_id, hash, first_key FROM schema_version WHERE dataset_id ${among(db)} ORDER BY first_key DESC LIMIT 10000`
  const all = groupBy(await db.all<VersionRow>(sql, [ids]), (r) => r.dataset_id)
  const fresh = latest.flatMap((now): Pair[] => {
    const before = all.get(now.dataset_id)?.find((r) => r.first_key < now.first_key)
    return before === undefined ? [] : [{ now, before, at: shownKey(now.first_key), isBack: false }]
  })
  const back = await turnsBack(
    db,
    fresh.map((p) => p.now.dataset_id),
  )
  const pairs = [...fresh, ...back].toSorted((a, b) => ((a.at ?? '') < (b.at ?? '') ? 1 : -1))
  return describe(db, pairs.slice(0, changesShown))
}

async function turnsBack(db: Executor, datasets: readonly number[]): Promise<Pair[]> {
  const groups = await groupsOf(db, datasets)
  const turns = await schemaTurns(db, [...new Set(groups.values())], null)
  return turns.filter((t) => t.isBack).map(({ now, before, at }) => ({ now, before, at: formatInstant(at), isBack: true }))
}

/** By dataset, the one that it is shown as. */
async function groupsOf(db: Executor, datasets: readonly number[]): Promise<Map<number, number>> {
  const sql = `SELECT id, group_id FROM dataset WHERE id ${among(db)}`
  const rows = await db.all<{ id: number; group_id: number }>(sql, [idList(db, new Set(datasets))])
  return new Map(rows.map((r) => [r.id, r.group_id]))
}

async function describe(db: Executor, pairs: readonly Pair[]): Promise<Home['schemaChanges']> {
  const groups = await groupsOf(
    db,
    pairs.map((p) => p.now.dataset_id),
  )
  const names = await groupNames(db, [...groups.values()])
  const fieldsOf = async (row: SchemaRow): Promise<ReturnType<typeof parseFields>> =>
    parseFields(
      (await db.get<{ fields: string }>('SELECT fields FROM schema_version WHERE dataset_id = ? AND hash = ?', [row.dataset_id, row.hash]))
        ?.fields ?? '[]',
    )
  const shown = await Promise.all(
    pairs.map(async ({ now, before, at, isBack }) => {
      const dataset = names.get(groups.get(now.dataset_id) ?? 0)
      const changes = changesBetween(await fieldsOf(before), await fieldsOf(now))
      const summary = `${summaryOf(changes) || 'Same fields in another order'}${isBack ? ', as it was before' : ''}`
      return dataset === undefined ? [] : [{ dataset, at, summary, breaking: changes.some(isBreaking) }]
    }),
  )
  return shown.flat()
}
