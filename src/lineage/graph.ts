import { among, countUpTo, eachId, idList, rowByRow, storedList } from '../catalog/sql.ts'
import type { Executor, SqlValue } from '../db/contract.ts'
import { boundsOf } from './bounds.ts'
import { edgeHolds, isAsOfOnly, isEver, momentParams } from './moment.ts'
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
  /** There may be more: not all of its links were looked at. */
  readonly readingAtLeast?: boolean
  readonly writingAtLeast?: boolean
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

/** As a `Link` has them. */
const bareColumns = 'e.job_id AS job, e.group_id AS dataset, e.direction AS side, NULL AS "lastKey"'

export interface GraphOptions {
  /** Links without what was said of them, which are read from an index alone. */
  readonly bare?: boolean
  /** Edges that one question looks at, where it is of a moment. */
  readonly looksAtMost?: number
}

/** The catalog's edges as a graph. Limits are parameters: each question has another one, and its statement is prepared once. */
export function catalogGraph(db: Executor, moment: Moment, options: GraphOptions = {}): Graph {
  return new CatalogGraph(db, moment, options)
}

class CatalogGraph implements Graph {
  readonly #db: Executor
  readonly #moment: Moment
  readonly #bare: boolean
  readonly #looks: number
  isCut = false

  constructor(db: Executor, moment: Moment, options: GraphOptions) {
    this.#db = db
    this.#moment = moment
    this.#bare = options.bare ?? false
    this.#looks = options.looksAtMost ?? boundsOf(db).edgesThen
  }

  linksOfDatasets(datasets: readonly number[], side: 0 | 1, limit: number): Promise<readonly Link[]> {
    return this.#ask('group_id', datasets, side, limit)
  }

  linksOfJobs(jobs: readonly number[], side: 0 | 1, limit: number): Promise<readonly Link[]> {
    return this.#ask('job_id', jobs, side, limit)
  }

  async #ask(column: 'group_id' | 'job_id', ids: readonly number[], side: 0 | 1, limit: number): Promise<readonly Link[]> {
    const [db, moment, list] = [this.#db, this.#moment, idList(this.#db, ids)]
    const where = `FROM edge e WHERE e.${column} ${among(db)} AND e.direction = ?`
    const columns = this.#bare ? bareColumns : linkColumns
    if (isEver(moment)) return this.#links(`SELECT ${columns} ${where} LIMIT ?`, [list, side, limit])
    const inner = this.#bare && isAsOfOnly(moment) ? 'e.job_id, e.direction, e.group_id, e.first_key' : linkColumns
    const sql = `SELECT ${columns} FROM (SELECT ${inner} ${where} LIMIT ${this.#looks}) AS e WHERE true ${edgeHolds(moment)} LIMIT ?`
    const links = await this.#links(sql, [list, side, ...momentParams(moment), limit])
    if (links.length < limit && !this.isCut) this.isCut = (await countUpTo(db, this.#looks + 1, where, [list, side])) > this.#looks
    return links
  }

  async #links(sql: string, params: readonly SqlValue[]): Promise<readonly Link[]> {
    return this.#bare ? this.#db.all<Link>(sql, params) : (await this.#db.all<LinkRow>(sql, params)).map(linkOf)
  }
}

/** The links between these jobs and datasets (groups), so far as they are. `pairs`: [group, side, job]. */
export async function linksBetween(db: Executor, pairs: readonly (readonly [number, 0 | 1, number])[], moment: Moment): Promise<Link[]> {
  if (pairs.length === 0) return []
  // Left to itself SQLite reads all that a job reads or writes for each pair; and a list in a list it would parse anew for each part of it.
  const from =
    db.dialect === 'sqlite'
      ? `json_each(?) AS k CROSS JOIN edge e INDEXED BY edge_0 ON e.group_id = CAST(k.value AS INTEGER)
          AND e.direction = (instr(k.value, '>') > 0) AND e.job_id = CAST(substr(k.value, instr(k.value, ' ') + 2) AS INTEGER)`
      : `unnest(?::text[]) AS k(value) JOIN edge e ON e.group_id = split_part(k.value, ' ', 1)::bigint
          AND e.direction = CASE WHEN k.value LIKE '%>%' THEN 1 ELSE 0 END AND e.job_id = substr(split_part(k.value, ' ', 2), 2)::bigint`
  const list = pairs.map(([group, side, job]) => `${group} ${side === 1 ? '>' : '<'}${job}`)
  const sql = `SELECT ${linkColumns} FROM ${from} WHERE true ${edgeHolds(moment)} LIMIT ${betweenAtMost}`
  return (
    await db.all<LinkRow>(sql, [db.dialect === 'sqlite' ? storedList(list) : `{"${list.join('","')}"}`, ...momentParams(moment)])
  ).map(linkOf)
}

/** Which of these jobs or datasets (groups) have any edge at a moment. One with more than are looked at counts as if one held. */
export async function withEdges(db: Executor, kind: 'job' | 'dataset', ids: readonly number[], moment: Moment): Promise<Set<number>> {
  if (ids.length === 0) return new Set()
  const looksPerNode = boundsOf(db).edgesPerNode
  const own = `FROM edge e WHERE e.${kind === 'job' ? 'job_id' : 'group_id'} = k.value`
  const any = `SELECT 1 FROM (SELECT ${linkColumns} ${own} LIMIT ${looksPerNode}) AS e WHERE true ${edgeHolds(moment)} ${rowByRow}`
  const more = `SELECT 1 ${own} LIMIT 1 OFFSET ${looksPerNode}`
  const sql = `SELECT k.value AS id FROM ${eachId(db)} WHERE EXISTS (${any}) OR EXISTS (${more})`
  return new Set((await db.all<{ id: number }>(sql, [idList(db, new Set(ids)), ...momentParams(moment)])).map((r) => r.id))
}
