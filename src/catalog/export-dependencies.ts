import type { Executor } from '../db/contract.ts'
import type { ExportLine } from './export-line.ts'
import { decoded, identityIn, jobNames, shownKey } from './names.ts'
import type { DependencyRow } from './dependencies.ts'

const chunkSize = 1_000

/** Who starts whom, as each job says it. */
export async function* dependencyLines(db: Executor): AsyncGenerator<ExportLine[]> {
  const sql = `SELECT * FROM job_dependency WHERE (job_id, side, other_ident, content) > (?, ?, ?, ?) ORDER BY job_id, side, other_ident, content LIMIT ${chunkSize}`
  for (let last: (string | number)[] = [0, 0, '', '']; ;) {
    const rows = await db.all<DependencyRow>(sql, last)
    if (rows.length === 0) return
    const jobs = await jobNames(
      db,
      rows.map((r) => r.job_id),
    )
    yield rows.map((row) => {
      const [job, other] = [jobs.get(row.job_id) ?? null, identityIn(row)]
      const ends = row.side === 0 ? { upstream: other, downstream: job } : { upstream: job, downstream: other }
      return { value: { kind: 'jobDependency', job, ...ends, ...wordsOf(row) } }
    })
    const end = rows.at(-1)
    if (end !== undefined) last = [end.job_id, end.side, end.other_ident, end.content]
  }
}

const wordsOf = (row: DependencyRow): object => ({
  type: decoded(row.type),
  sequence: decoded(row.sequence),
  status: decoded(row.status),
  condition: decoded(row.condition),
  firstSeen: shownKey(row.first_key),
  lastSeen: shownKey(row.last_key),
})
