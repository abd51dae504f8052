import { decoded, groupNames, identityIn, shown } from '../catalog/names.ts'
import type { NameRow } from '../catalog/names.ts'
import { eachId, idList } from '../catalog/sql.ts'
import type { Mark } from '../contract/changes.ts'
import type { Executor } from '../db/contract.ts'
import { must } from '../lib/assert.ts'
import { formatInstant } from '../openlineage/time.ts'
import { schemaTurns } from './schema-turns.ts'

/** Jobs, nearest first, and runs of each that are looked through for a failure. */
const jobsAtMost = 50
const runsAtMost = 200

/** The newest run of these jobs that failed, with when it began; null where none did. */
export async function lastFailure(db: Executor, jobs: readonly number[]): Promise<Mark | null> {
  const runs = `SELECT r.id, r.started, r.state FROM run r WHERE r.job_id = k.value ORDER BY r.started DESC, r.id DESC LIMIT ${runsAtMost}`
  const failed = `(SELECT f.id FROM (${runs}) AS f WHERE f.state = 'FAIL' ORDER BY f.started DESC, f.id DESC LIMIT 1)`
  const sql = `SELECT j.namespace, j.name, r.run_id, r.started FROM ${eachId(db)} JOIN run r ON r.id = ${failed} JOIN job j ON j.id = r.job_id ORDER BY r.started DESC, r.id DESC LIMIT 1`
  const row = await db.get<NameRow & { run_id: string; started: string }>(sql, [idList(db, jobs.slice(0, jobsAtMost))])
  const at = shown(row?.started ?? null)
  return row === undefined || at === null ? null : { at, node: { type: 'job', ...identityIn(row) }, runId: decoded(row.run_id) }
}

/** The newest change of schema of these datasets: another one than before, or an earlier one again. */
export async function lastSchemaChange(db: Executor, datasets: readonly number[]): Promise<Mark | null> {
  const turns = await schemaTurns(db, datasets, null)
  const shownTurns = turns.filter((t) => formatInstant(t.at) !== null)
  const newest = shownTurns.toSorted((a, b) => (a.at === b.at ? 0 : a.at < b.at ? 1 : -1))[0]
  if (newest === undefined) return null
  const name = must((await groupNames(db, [newest.id])).get(newest.id), 'every group has a name')
  return { at: formatInstant(newest.at) ?? newest.at, node: { type: 'dataset', ...name }, runId: null }
}
