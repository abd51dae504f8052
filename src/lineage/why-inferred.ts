import { facetRows, latest } from '../catalog/facets.ts'
import type { ReadContext } from '../catalog/context.ts'
import { fieldHash } from '../catalog/keys.ts'
import { datasetNames, decoded, identityIn, jobIdOf, jobNames, shownKey } from '../catalog/names.ts'
import type { NameRow } from '../catalog/names.ts'
import type { Saying, Why } from '../contract/why.ts'
import type { SqlValue } from '../db/contract.ts'
import { encodeText } from '../lib/text.ts'
import type { Ends, Said, WhyQuestion } from './why-said.ts'

interface EdgeRow {
  readonly job_id: number
  readonly from_id: number
  readonly from_field: string | null
  readonly to_id: number
  readonly to_field: string | null
  readonly type: string
  readonly subtype: string
}

/** Column edges between two ends that were read out of SQL, said by nobody; null when there are none. They are known of now alone. */
export async function inferredSayings(context: ReadContext, query: WhyQuestion, ends: Ends, atMost: number): Promise<Said | null> {
  const { db } = context
  const rows = await edgesOf(context, query, ends, atMost)
  const job = rows[0]?.job_id
  if (job === undefined) return null
  const [jobs, names, inferred] = await Promise.all([
    jobNames(
      db,
      rows.map((r) => r.job_id),
    ),
    datasetNames(
      db,
      rows.flatMap((r) => [r.from_id, r.to_id]),
    ),
    readingOf(context, job),
  ])
  const end = (id: number, field: string | null) => ({ namespace: '', name: '', ...names.get(id), field: decoded(field) })
  const sayings = rows.slice(0, atMost).map((row): Saying => ({
    job: jobs.get(row.job_id) ?? null,
    dataset: null,
    from: end(row.from_id, row.from_field),
    to: end(row.to_id, row.to_field),
    type: row.type as Saying['type'],
    subtype: decoded(row.subtype),
    masking: false,
    description: null,
    firstSeenAt: null,
    lastSeenAt: null,
    runs: null,
    firstEvent: null,
    lastEvent: null,
    inferred: true,
  }))
  return { firstKey: null, lastKey: null, sayings, truncated: rows.length > atMost, edges: [], job, inferred }
}

async function edgesOf({ db }: ReadContext, query: WhyQuestion, ends: Ends, atMost: number): Promise<EdgeRow[]> {
  const conditions: [string, SqlValue][] = []
  for (const [side, name] of [['from', query.fromField] as const, ['to', query.toField] as const])
    if (name !== undefined) conditions.push([`AND e.${side}_hash IN (?, '')`, fieldHash(encodeText(name))])
  if (query.jobName !== undefined) {
    const job = await jobIdOf(db, { namespace: query.jobNamespace ?? '', name: query.jobName })
    conditions.push(['AND e.job_id = ?', job ?? -1])
  }
  const from = db.dialect === 'sqlite' ? '+e.from_group' : 'e.from_group'
  const columns = 'e.job_id, e.from_id, e.from_field, e.to_id, e.to_field, e.type, e.subtype'
  const sql = `SELECT ${columns} FROM inferred_edge e WHERE e.to_group = ? AND ${from} = ? ${conditions.map(([c]) => c).join(' ')} LIMIT ${atMost + 1}`
  return db.all<EdgeRow>(sql, [ends.to, ends.from, ...conditions.map(([, value]) => value)])
}

/** What the SQL was read as, and the event and run that sent it last. */
async function readingOf({ db }: ReadContext, job: number): Promise<Why['inferred']> {
  const [read, facets, names] = await Promise.all([
    db.get<{ dialect: string; problem: string | null }>('SELECT dialect, problem FROM inference WHERE job_id = ?', [job]),
    facetRows(db, 'job', [job], ['sql']),
    jobNames(db, [job]),
  ])
  const [facet, name] = [latest(facets)[0], names.get(job)]
  if (read === undefined || name === undefined) return null
  const run =
    facet === undefined
      ? undefined
      : await db.get<NameRow & { run_id: string }>(
          'SELECT r.run_id, j.namespace, j.name FROM event e JOIN run r ON r.id = e.run_id JOIN job j ON j.id = r.job_id WHERE e.position = ?',
          [facet.position],
        )
  return {
    job: name,
    dialect: read.dialect,
    problem: decoded(read.problem),
    event: facet === undefined ? null : { position: facet.position, at: shownKey(facet.order_key) },
    run: run === undefined ? null : { runId: decoded(run.run_id) ?? '', job: identityIn(run) },
  }
}
