import { decoded, identityIn, shown, shownKey } from '../catalog/names.ts'
import type { NameRow } from '../catalog/names.ts'
import { among, eachId, idList, rowByRow } from '../catalog/sql.ts'
import type { Mark } from '../contract/changes.ts'
import type { Executor } from '../db/contract.ts'

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

/** The newest schema of these datasets that is not the first one known of its dataset, with when it was said first. */
export async function lastSchemaChange(db: Executor, datasets: readonly number[]): Promise<Mark | null> {
  const older = 'SELECT 1 FROM schema_version o WHERE o.dataset_id = s.dataset_id AND o.first_key < s.first_key'
  const sql = `SELECT c.namespace, c.name, s.first_key FROM dataset d JOIN schema_version s ON s.dataset_id = d.id JOIN dataset_group g ON g.id = d.group_id
    JOIN dataset c ON c.id = g.canonical_id WHERE d.group_id ${among(db)} AND EXISTS (${older} ${rowByRow}) ORDER BY s.first_key DESC, c.id LIMIT 1`
  const row = await db.get<NameRow & { first_key: string }>(sql, [idList(db, datasets)])
  const at = shownKey(row?.first_key ?? null)
  return row === undefined || at === null ? null : { at, node: { type: 'dataset', ...identityIn(row) }, runId: null }
}
