import { amongTexts, textList } from '../catalog/sql.ts'
import type { ImpactReaders } from '../contract/impact.ts'
import type { Executor } from '../db/contract.ts'
import { columnsHold, columnsParams } from './column-filter.ts'
import { catalogGraph } from './graph.ts'
import type { Moment } from './moment.ts'

/** Jobs that are counted, and column edges that are looked at to tell which of them say what they read. */
const readersAtMost = 10_000
const columnsAtMost = 20_000

interface Asked {
  readonly root: number
  /** Of the fields. */
  readonly hashes: readonly string[]
  readonly moment: Moment
  readonly inferred: boolean
}

/** How much is known of who uses columns of a dataset: the jobs that read it, and those of them that say nothing of columns. */
export async function readersOf(db: Executor, { root, hashes, moment, inferred }: Asked): Promise<ImpactReaders> {
  const withInferred = inferred && moment.asOf === null
  const graph = catalogGraph(db, moment, { bare: true })
  const [links, said, read, isInferred] = await Promise.all([
    graph.linksOfDatasets([root], 0, readersAtMost + 1),
    saying(db, 'column_edge', root, columnsHold(db, moment), columnsParams(moment)),
    withInferred ? saying(db, 'inferred_edge', root, '', []) : [],
    withInferred ? false : follows(db, root, hashes),
  ])
  const jobs = [...new Set(links.map((l) => l.job))].slice(0, readersAtMost)
  const speak = new Set([...said, ...read].map((r) => r.job_id))
  const isCut = said.length > columnsAtMost || read.length > columnsAtMost
  return {
    jobs: jobs.length,
    atLeast: links.length > readersAtMost || graph.isCut === true,
    silent: isCut ? null : jobs.filter((job) => !speak.has(job)).length,
    inferred: isInferred,
  }
}

function saying(db: Executor, table: string, root: number, holds: string, params: readonly string[]): Promise<{ job_id: number }[]> {
  const some = `SELECT c.* FROM ${table} c WHERE c.from_group = ? LIMIT ${columnsAtMost + 1}`
  return db.all(`SELECT e.job_id FROM (${some}) AS e WHERE true ${holds}`, [root, ...params])
}

/** Whether something was inferred of these fields. */
async function follows(db: Executor, root: number, hashes: readonly string[]): Promise<boolean> {
  const sql = `SELECT 1 AS n FROM inferred_edge WHERE from_group = ? AND from_hash ${amongTexts(db)} LIMIT 1`
  return (await db.get(sql, [root, textList([...hashes, ''])])) !== undefined
}
