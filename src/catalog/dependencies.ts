import type { JobDependency, JobDetail } from '../contract/catalog.ts'
import type { RunState } from '../contract/common.ts'
import type { ReadContext } from './context.ts'
import { decoded, identityIn, shownKey } from './names.ts'

const sideAtMost = 200

export interface DependencyRow {
  readonly job_id: number
  /** 0: the other job runs before, 1: after. */
  readonly side: number
  readonly other_ident: string
  readonly content: string
  readonly namespace: string
  readonly name: string
  readonly type: string | null
  readonly sequence: string | null
  readonly status: string | null
  readonly condition: string | null
  readonly first_key: string | null
  readonly last_key: string | null
}

type Row = Pick<DependencyRow, 'namespace' | 'name' | 'type' | 'sequence' | 'status' | 'condition' | 'first_key' | 'last_key'> & {
  readonly known: number | null
  readonly last_state: string | null
}

/** What runs before and after a job: as it says itself, and as the others say of it. */
export async function dependenciesOf(context: ReadContext, job: number): Promise<JobDetail['dependencies']> {
  const [upstream, downstream] = await Promise.all([sideOf(context, job, 0), sideOf(context, job, 1)])
  const truncated = upstream.length > sideAtMost || downstream.length > sideAtMost
  return { upstream: upstream.slice(0, sideAtMost), downstream: downstream.slice(0, sideAtMost), truncated }
}

async function sideOf({ db }: ReadContext, job: number, side: 0 | 1): Promise<JobDependency[]> {
  const words = 'd.type, d.sequence, d.status, d.condition, d.first_key, d.last_key'
  const own = `SELECT d.namespace, d.name, ${words}, o.id AS known, o.last_state FROM job_dependency d LEFT JOIN job o ON o.ident = d.other_ident
    WHERE d.job_id = ? AND d.side = ? ORDER BY d.other_ident, d.content LIMIT ${sideAtMost + 1}`
  const said = `SELECT o.namespace, o.name, ${words}, o.id AS known, o.last_state FROM job_dependency d JOIN job o ON o.id = d.job_id
    WHERE d.other_ident = (SELECT ident FROM job WHERE id = ?) AND d.side = ? ORDER BY d.job_id, d.content LIMIT ${sideAtMost + 1}`
  const [ownRows, saidRows] = await Promise.all([db.all<Row>(own, [job, side]), db.all<Row>(said, [job, 1 - side])])
  const all = [...ownRows.map((row) => itemOf(row, 'this job')), ...saidRows.map((row) => itemOf(row, 'the other job'))]
  return all.sort((a, b) => compare(b.lastSeenAt ?? '', a.lastSeenAt ?? '') || compare(a.job.name, b.job.name))
}

const compare = (a: string, b: string): number => (a < b ? -1 : a > b ? 1 : 0)

const itemOf = (row: Row, saidBy: JobDependency['saidBy']): JobDependency => ({
  job: identityIn(row),
  known: row.known !== null,
  lastState: row.last_state as RunState | null,
  type: decoded(row.type),
  sequence: decoded(row.sequence),
  status: decoded(row.status),
  condition: decoded(row.condition),
  saidBy,
  firstSeenAt: shownKey(row.first_key),
  lastSeenAt: shownKey(row.last_key),
})
