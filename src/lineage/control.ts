import { identityIn, shownKey } from '../catalog/names.ts'
import { among, idList } from '../catalog/sql.ts'
import type { LineageControl } from '../contract/lineage.ts'
import type { Executor } from '../db/contract.ts'
import { instantOf } from '../openlineage/order-key.ts'
import type { FoldedGraph } from './fold.ts'
import type { Moment } from './moment.ts'

const edgesAtMost = 2_000

interface Row {
  readonly job_id: number
  readonly side: number
  readonly other_id: number
  readonly namespace: string
  readonly name: string
  readonly other_namespace: string
  readonly other_name: string
  readonly type: string | null
  readonly last_key: string | null
}

/** Control flow that these jobs take part in, from either end, between jobs that the catalog knows; as it was said by the moment. */
export async function controlOf(
  db: Executor,
  jobs: readonly number[],
  folded: FoldedGraph | null,
  { asOf, since }: Moment,
): Promise<LineageControl[]> {
  const members = jobs.flatMap((id) => [...(folded?.membersOf(id) ?? [id])])
  const columns =
    'd.job_id, d.side, o.id AS other_id, j.namespace, j.name, o.namespace AS other_namespace, o.name AS other_name, d.type, d.last_key'
  const from = 'FROM job_dependency d JOIN job j ON j.id = d.job_id JOIN job o ON o.ident = d.other_ident'
  const said = `${asOf === null ? '' : 'AND substr(d.first_key, 2, 21) <= ?'} ${since === null ? '' : 'AND substr(d.last_key, 2, 21) >= ?'}`
  const sql = `SELECT ${columns} ${from} WHERE d.job_id ${among(db)} ${said} LIMIT ${edgesAtMost}`
  const back = `SELECT ${columns} ${from} WHERE o.id ${among(db)} ${said} LIMIT ${edgesAtMost}`
  const params = [idList(db, members), ...[asOf, since].filter((p) => p !== null)]
  const rows = [...(await db.all<Row>(sql, params)), ...(await db.all<Row>(back, params))]
  const isKnown = (key: string | null): boolean => key === null || asOf === null || instantOf(key) <= asOf
  return distinct(rows.map((r) => ({ ...r, last_key: isKnown(r.last_key) ? r.last_key : null })))
}

function distinct(rows: readonly Row[]): LineageControl[] {
  const edges = new Map<string, LineageControl>()
  for (const row of rows) {
    const job = { type: 'job', ...identityIn(row) } as const
    const other = { type: 'job', ...identityIn({ namespace: row.other_namespace, name: row.other_name }) } as const
    const [from, to] = row.side === 0 ? [other, job] : [job, other]
    const key = JSON.stringify([from, to, row.type])
    const [known, lastSeenAt] = [edges.get(key), shownKey(row.last_key)]
    if (known === undefined || (lastSeenAt ?? '') > (known.lastSeenAt ?? '')) edges.set(key, { from, to, dependency: row.type, lastSeenAt })
  }
  return [...edges.values()]
}
