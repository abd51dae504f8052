import { among, idList } from '../catalog/sql.ts'
import type { Executor } from '../db/contract.ts'
import { edgeHolds, momentParams } from './moment.ts'
import type { Moment } from './moment.ts'
import type { Graph, Link } from './walk.ts'

interface LinkRow {
  readonly job_id: number
  readonly direction: number
  readonly group_id: number
  readonly dataset_id: number
  readonly first_key: string | null
  readonly last_key: string | null
  readonly runs: number | null
}

/** How many neighbours a node has over links that read and links that write. */
export interface Counts {
  readonly reading: number
  readonly writing: number
}

/** Ids of one dataset that one job names may be many. */
const betweenAtMost = 50_000
const linkColumns = 'e.job_id, e.direction, e.group_id, e.dataset_id, e.first_key, e.last_key, e.runs'

function linkOf(row: LinkRow): Link {
  const side = row.direction === 0 ? 0 : 1
  const said = {
    job: row.job_id,
    dataset: row.dataset_id,
    side,
    firstKey: row.first_key,
    lastKey: row.last_key,
    runs: row.runs ?? 0,
  } as const
  return { job: row.job_id, dataset: row.group_id, side, lastKey: row.last_key, said: [said] }
}

/** The catalog's edges as a graph. */
export function catalogGraph(db: Executor, moment: Moment): Graph {
  const ask = async (column: 'group_id' | 'job_id', ids: readonly number[], side: 0 | 1, limit: number): Promise<readonly Link[]> => {
    const sql = `SELECT ${linkColumns} FROM edge e WHERE e.${column} ${among(db)} AND e.direction = ? ${edgeHolds(moment)} LIMIT ${limit}`
    const rows = await db.all<LinkRow>(sql, [idList(db, ids), side, ...momentParams(moment)])
    return rows.map(linkOf)
  }
  return {
    linksOfDatasets: (datasets, side, limit) => ask('group_id', datasets, side, limit),
    linksOfJobs: (jobs, side, limit) => ask('job_id', jobs, side, limit),
  }
}

/** The links between these jobs and datasets (groups), so far as they are. `pairs`: [group, side, job]. */
export async function linksBetween(db: Executor, pairs: readonly (readonly [number, 0 | 1, number])[], moment: Moment): Promise<Link[]> {
  if (pairs.length === 0) return []
  const [from, at] =
    db.dialect === 'sqlite'
      ? ['json_each(?) AS k CROSS JOIN edge e', (n: number) => `k.value ->> ${n}`]
      : ['jsonb_array_elements(?::jsonb) AS k(value) JOIN edge e', (n: number) => `(k.value ->> ${n})::bigint`]
  const sql = `SELECT ${linkColumns} FROM ${from} ON e.group_id = ${at(0)} AND e.direction = ${at(1)} AND e.job_id = ${at(2)} WHERE true ${edgeHolds(moment)} LIMIT ${betweenAtMost}`
  return (await db.all<LinkRow>(sql, [JSON.stringify(pairs), ...momentParams(moment)])).map(linkOf)
}
