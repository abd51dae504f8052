import { among, idList } from '../catalog/sql.ts'
import type { Executor } from '../db/contract.ts'
import { edgeHolds, momentParams } from './moment.ts'
import type { Moment } from './moment.ts'
import type { Graph, Link } from './walk.ts'

interface LinkRow {
  readonly job_id: number
  readonly direction: number
  readonly group_id: number
  readonly first_key: string | null
  readonly last_key: string | null
}

/** How many neighbours a node has over links that read and links that write. */
export interface Counts {
  readonly reading: number
  readonly writing: number
}

/** The catalog's edges as a graph. */
export function catalogGraph(db: Executor, moment: Moment): Graph {
  const ask = async (column: 'group_id' | 'job_id', ids: readonly number[], side: 0 | 1, limit: number): Promise<readonly Link[]> => {
    const sql = `SELECT e.job_id, e.direction, e.group_id, e.first_key, e.last_key FROM edge e WHERE e.${column} ${among(db)} AND e.direction = ? ${edgeHolds(moment)} LIMIT ${limit}`
    const rows = await db.all<LinkRow>(sql, [idList(db, ids), side, ...momentParams(moment)])
    return rows.map((r) => ({ job: r.job_id, dataset: r.group_id, side: r.direction as 0 | 1, firstKey: r.first_key, lastKey: r.last_key }))
  }
  return {
    linksOfDatasets: (datasets, side, limit) => ask('group_id', datasets, side, limit),
    linksOfJobs: (jobs, side, limit) => ask('job_id', jobs, side, limit),
  }
}
