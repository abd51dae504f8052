import type { DatasetDetail, Write } from '../contract/catalog.ts'
import type { Executor } from '../db/contract.ts'
import { must } from '../lib/assert.ts'
import { decodeText } from '../lib/text.ts'
import type { Identity } from '../openlineage/event.ts'
import type { ReadContext } from './context.ts'
import { fieldsOf } from './dataset-fields.ts'
import { datasetItems, groupRows } from './dataset-items.ts'
import type { GroupRow } from './dataset-items.ts'
import { documentationIn, facetValue, facetValues, latestFacets, tagsIn } from './facets.ts'
import { countedAtMost } from './job-detail.ts'
import { jobItems } from './job-items.ts'
import { datasetNames, groupIdOf, identityIn, memberIds, shownKey } from './names.ts'
import { runItems } from './run-items.ts'
import { schemaVersions } from './schemas.ts'
import { among, countUpTo, groupBy, idList } from './sql.ts'

interface WriteRow {
  readonly run_id: number
  readonly row_count: string | null
  readonly bytes: string | null
  readonly file_count: string | null
}

const writesShown = 60
/** Ids of one dataset whose writes are looked at: each is an index range of its own. */
const idsAtMost = 50
const jobsShown = 200

/** Everything about one dataset, whichever of its ids is given, or null when no event names it. */
export async function datasetDetail(context: ReadContext, query: Identity): Promise<DatasetDetail | null> {
  const group = await groupIdOf(context.db, query)
  const [row] = group === null ? [] : await groupRows(context.db, [group])
  return row === undefined ? null : detailOf(context, row)
}

async function detailOf(context: ReadContext, row: GroupRow): Promise<DatasetDetail> {
  const { db } = context
  const members = await memberIds(db, row.id)
  const facets = await latestFacets(db, 'dataset', members)
  const tags = tagsIn(facetValue(facets, 'tags'))
  const [items, aliases, claims, fields, schemas, producerJobs, consumerJobs, writes, seen, hasSeries] = await Promise.all([
    datasetItems(context, [row.id]),
    aliasesOf(db, row, members),
    claimsOf(db, members),
    fieldsOf(db, { id: row.id, schemaDataset: row.schema_dataset_id, schemaHash: row.schema_hash, members }, tags),
    schemaVersions(db, members),
    jobsOf(context, row.id, 1),
    jobsOf(context, row.id, 0),
    writesOf(context, members),
    seenOf(db, members),
    hasPoints(db, members),
  ])
  const item = must(items[0], 'its row was read just now')
  const names = [{ namespace: item.namespace, name: item.name }, ...aliases]
  return {
    ...item,
    ...documentationIn(facetValue(facets, 'documentation')),
    aliases,
    claims,
    ...fields,
    schemas,
    producerJobs,
    consumerJobs,
    writes,
    ...seen,
    hasSeries,
    facets: await facetValues(context, 'dataset', facets, names),
  }
}

/** The other ids, each with what a symlink that still holds calls it. */
async function aliasesOf(db: Executor, row: GroupRow, members: readonly number[]): Promise<DatasetDetail['aliases']> {
  const [rows, claims] = await Promise.all([
    db.all<{ id: number; namespace: string; name: string }>(
      `SELECT id, namespace, name FROM dataset WHERE id ${among(db)} AND id <> ? ORDER BY namespace, name`,
      [idList(db, members), row.canonical_id],
    ),
    db.all<{ target_id: number; type: string }>(
      `SELECT s.target_id, s.type FROM symlink s JOIN dataset d ON d.id = s.dataset_id WHERE s.target_id ${among(db)} AND s.last_key > coalesce(d.symlinks_end, '') ORDER BY s.last_key DESC LIMIT 5000`,
      [idList(db, members)],
    ),
  ])
  const types = groupBy(claims, (c) => c.target_id)
  return rows.map((r) => {
    const type = types.get(r.id)?.[0]?.type
    return { ...identityIn(r), type: type === undefined || type === '' ? null : decodeText(type) }
  })
}

const claimsShown = 200

/** What joins the ids. A claim of a rule is after all events (src/fold/changes.ts). */
async function claimsOf(db: Executor, members: readonly number[]): Promise<DatasetDetail['claims']> {
  if (members.length < 2) return []
  const rows = await db.all<{ dataset_id: number; target_id: number; type: string; last_key: string }>(
    `SELECT s.dataset_id, s.target_id, s.type, s.last_key FROM symlink s JOIN dataset d ON d.id = s.dataset_id
     WHERE s.dataset_id ${among(db)} AND s.last_key > coalesce(d.symlinks_end, '') ORDER BY s.dataset_id, s.target_id, s.type LIMIT ${claimsShown}`,
    [idList(db, members)],
  )
  const names = await datasetNames(
    db,
    rows.flatMap((r) => [r.dataset_id, r.target_id]),
  )
  return rows.flatMap((row) => {
    const [from, to] = [names.get(row.dataset_id), names.get(row.target_id)]
    const isRule = row.type === 'rule' && row.last_key === '~'
    if (from === undefined || to === undefined) return []
    return [
      { from, to, by: isRule ? ('rule' as const) : ('symlink' as const), type: isRule || row.type === '' ? null : decodeText(row.type) },
    ]
  })
}

async function jobsOf(context: ReadContext, group: number, direction: 0 | 1): Promise<DatasetDetail['producerJobs']> {
  const sql = `SELECT DISTINCT job_id FROM edge WHERE group_id = ? AND direction = ? ORDER BY job_id DESC LIMIT ${jobsShown}`
  const rows = await context.db.all<{ job_id: number }>(sql, [group, direction])
  const items = await jobItems(
    context,
    rows.map((r) => r.job_id),
  )
  return items.sort((a, b) => ((a.lastStartedAt ?? '') < (b.lastStartedAt ?? '') ? 1 : -1))
}

/** The newest runs that wrote any of the ids, with what they say of it. */
async function writesOf(context: ReadContext, members: readonly number[]): Promise<Write[]> {
  const sql = `SELECT run_id, row_count, bytes, file_count FROM run_dataset WHERE dataset_id = ? AND direction = 1 ORDER BY run_id DESC LIMIT ${writesShown * 2}`
  const rows = await Promise.all(members.slice(0, idsAtMost).map((id) => context.db.all<WriteRow>(sql, [id])))
  const byRun = groupBy(rows.flat(), (r) => r.run_id)
  const ids = [...byRun.keys()].sort((a, b) => b - a).slice(0, writesShown * 2)
  const runs = await runItems(context, ids)
  const writes = runs.map((run, i) => {
    const said = byRun.get(ids[i] ?? 0) ?? []
    const pick = (key: 'row_count' | 'bytes' | 'file_count'): string | null => said.map((r) => r[key]).find((v) => v !== null) ?? null
    const { runId, job, state } = run
    return {
      runId,
      job,
      state,
      at: run.endedAt ?? run.startedAt,
      rowCount: pick('row_count'),
      bytes: pick('bytes'),
      fileCount: pick('file_count'),
    }
  })
  return writes.sort((a, b) => ((a.at ?? '') < (b.at ?? '') ? 1 : -1)).slice(0, writesShown)
}

async function hasPoints(db: Executor, members: readonly number[]): Promise<boolean> {
  const sql = `SELECT 1 AS one FROM series_point WHERE dataset_id ${among(db)} LIMIT 1`
  return (await db.get(sql, [idList(db, members)])) !== undefined
}

async function seenOf(db: Executor, members: readonly number[]): Promise<Pick<DatasetDetail, 'firstSeenAt' | 'eventCount'>> {
  const list = idList(db, members)
  const [first, runs, own] = await Promise.all([
    db.get<{ first: string | null }>(`SELECT min(first_key) AS first FROM dataset WHERE id ${among(db)} AND first_key IS NOT NULL`, [list]),
    countUpTo(
      db,
      countedAtMost,
      `FROM (SELECT DISTINCT run_id FROM run_dataset WHERE dataset_id ${among(db)} LIMIT ${countedAtMost}) AS r JOIN event e ON e.run_id = r.run_id`,
      [list],
    ),
    countUpTo(db, countedAtMost, `FROM event WHERE dataset_id ${among(db)}`, [list]),
  ])
  return { firstSeenAt: shownKey(first?.first ?? null), eventCount: runs + own }
}
