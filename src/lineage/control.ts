import { identityIn, shownKey } from '../catalog/names.ts'
import { among, idList } from '../catalog/sql.ts'
import type { LineageControl } from '../contract/lineage.ts'
import type { Executor } from '../db/contract.ts'
import type { FoldedGraph } from './fold.ts'

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

/** Control flow that these jobs take part in, from either end, between jobs that the catalog knows. */
export async function controlOf(db: Executor, jobs: readonly number[], folded: FoldedGraph | null): Promise<LineageControl[]> {
  const members = jobs.flatMap((id) => [...(folded?.membersOf(id) ?? [id])])
  const columns =
    'd.job_id, d.side, o.id AS other_id, j.namespace, j.name, o.namespace AS other_namespace, o.name AS other_name, d.type, d.last_key'
  const from = 'FROM job_dependency d JOIN job j ON j.id = d.job_id JOIN job o ON o.ident = d.other_ident'
  const sql = `SELECT ${columns} ${from} WHERE d.job_id ${among(db)} LIMIT ${edgesAtMost}`
  const back = `SELECT ${columns} ${from} WHERE o.id ${among(db)} LIMIT ${edgesAtMost}`
  const list = idList(db, members)
  const rows = [...(await db.all<Row>(sql, [list])), ...(await db.all<Row>(back, [list]))]
  return distinct(rows)
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
