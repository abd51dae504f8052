import { stillSaid } from './run-sides.ts'
import type { RunDataset, RunDetail } from '../contract/catalog.ts'
import type { Identity } from '../openlineage/event.ts'
import { encodeText } from '../lib/text.ts'
import { member, objectMember, stringMember } from '../lib/json.ts'
import type { Executor } from '../db/contract.ts'
import { must } from '../lib/assert.ts'
import type { ReadContext, SourceRef } from './context.ts'
import { eventIn, tagsIn } from './facets.ts'
import { runFamily } from './family.ts'
import { runIdent, identOf } from './keys.ts'
import { externalUrl } from './links.ts'
import { decoded, groupNames } from './names.ts'
import { runEvents } from './run-events.ts'
import { sentAlsoAs, triesOf } from './tries.ts'
import { runItemsOf, runNames, runRows } from './run-items.ts'
import type { RunRow } from './run-items.ts'

export interface RunQuestion extends Identity {
  readonly runId: string
  readonly sources: readonly SourceRef[]
}

const datasetsAtMost = 1_000

/** Everything about one run of one job, or null when no event names it. */
export async function runDetail(context: ReadContext, query: RunQuestion): Promise<RunDetail | null> {
  const ident = runIdent(identOf(encodeText(query.namespace), encodeText(query.name)), encodeText(query.runId))
  const found = await context.db.get<{ id: number }>('SELECT id FROM run WHERE ident = ?', [ident])
  const [row] = found === undefined ? [] : await runRows(context.db, [found.id])
  return row === undefined ? null : detailOf(context, row, query.sources)
}

async function detailOf(context: ReadContext, row: RunRow, sources: readonly SourceRef[]): Promise<RunDetail> {
  const { db } = context
  const [items, roots, datasets, heard, family, errorMessage, neighbours, tries, twins] = await Promise.all([
    runItemsOf(context, [row]),
    runNames(db, [row.root_run]),
    datasetsOf(db, row.id),
    runEvents(context, row.id),
    runFamily(context, row.id),
    errorOf(context, row),
    neighboursOf(db, row),
    triesOf(context, row),
    sentAlsoAs(context, row),
  ])
  const item = must(items.get(row.id), 'its row was given')
  const facets = new Map(heard.facets.map((f) => [f.key, f.value]))
  const engine =
    row.engine_name === null && row.engine_version === null
      ? null
      : { name: decoded(row.engine_name), version: decoded(row.engine_version) }
  return {
    ...item,
    usualMs: row.usual_ms,
    root: roots.get(row.root_run) ?? null,
    integration: decoded(row.integration),
    engine,
    errorMessage,
    externalUrl: await linkOf(context, row, item, facets, sources),
    inputs: datasets.filter((d) => d.direction === 0).map((d) => d.dataset),
    outputs: datasets.filter((d) => d.direction === 1).map((d) => d.dataset),
    tags: tagsIn(facets.get('tags')),
    facets: heard.facets,
    events: heard.events,
    tries,
    sentAlsoAs: twins,
    ...neighbours,
    ...family,
  }
}

async function linkOf(
  context: ReadContext,
  row: RunRow,
  item: { job: Identity; parent: { job: Identity } | null },
  facets: ReadonlyMap<string, unknown>,
  all: readonly SourceRef[],
): Promise<string | null> {
  const [ids, job] = await Promise.all([
    context.db.all<{ source_id: number }>('SELECT source_id FROM job_source WHERE job_id = ? ORDER BY source_id LIMIT 100', [row.job_id]),
    context.db.get<{ job_type: string | null }>('SELECT job_type FROM job WHERE id = ?', [row.job_id]),
  ])
  const sources = all.filter((s) => ids.some((i) => i.source_id === s.id))
  const facts = {
    job: item.job,
    parent: item.parent?.job ?? null,
    integration: decoded(row.integration),
    jobType: decoded(job?.job_type ?? null),
    engineVersion: decoded(row.engine_version),
    facets,
  }
  return externalUrl(facts, sources)
}

/** What the run read and wrote; ids of one dataset come as one, with the statistics of any that has them. */
async function datasetsOf(db: Executor, run: number): Promise<{ direction: number; dataset: RunDataset }[]> {
  const sql = `SELECT r.direction, d.group_id, max(r.row_count) AS row_count, max(r.bytes) AS bytes, max(r.file_count) AS file_count
    FROM run_dataset r JOIN dataset d ON d.id = r.dataset_id JOIN run ON run.id = r.run_id WHERE r.run_id = ? AND ${stillSaid('r', 'run')} GROUP BY r.direction, d.group_id LIMIT ${datasetsAtMost}`
  const rows = await db.all<{
    direction: number
    group_id: number
    row_count: string | null
    bytes: string | null
    file_count: string | null
  }>(sql, [run])
  const names = await groupNames(
    db,
    rows.map((r) => r.group_id),
  )
  const all = rows.flatMap((r) => {
    const name = names.get(r.group_id)
    return name === undefined
      ? []
      : [{ direction: r.direction, dataset: { ...name, rowCount: r.row_count, bytes: r.bytes, fileCount: r.file_count } }]
  })
  return all.sort((a, b) => (a.dataset.name < b.dataset.name ? -1 : 1))
}

/** Both say an error in the same members. */
const errorFacets: readonly string[] = ['errorMessage', 'spark.exception']

/** The whole error, with its stack, from the event that said it last. */
async function errorOf(context: ReadContext, row: RunRow): Promise<RunDetail['errorMessage']> {
  if (row.error === null) return null
  const bytes = row.error_position === null ? null : await context.log.body(row.error_position)
  const facets = bytes === null ? undefined : objectMember(member(eventIn(bytes), 'run'), 'facets')
  const readerKey = (key: string): string | null => context.fold.readerKey('run', key, member(facets?.[key], '_schemaURL'))
  const keys = Object.keys(facets ?? {}).filter((k) => errorFacets.includes(readerKey(k) ?? ''))
  const facet = facets?.[keys[0] ?? '']
  const message = stringMember(facet, 'message') ?? decoded(row.error) ?? ''
  return { message, language: stringMember(facet, 'programmingLanguage') ?? null, stackTrace: stringMember(facet, 'stackTrace') ?? null }
}

/** The runs of the same job that started just before and after. */
async function neighboursOf(db: Executor, row: RunRow): Promise<{ earlier: string | null; later: string | null }> {
  const one = async (sign: '<' | '>', order: 'ASC' | 'DESC'): Promise<string | null> => {
    const sql = `SELECT run_id FROM run WHERE job_id = ? AND (started, id) ${sign} (?, ?) ORDER BY started ${order}, id ${order} LIMIT 1`
    return decoded((await db.get<{ run_id: string }>(sql, [row.job_id, row.started, row.id]))?.run_id ?? null)
  }
  const [earlier, later] = await Promise.all([one('<', 'DESC'), one('>', 'ASC')])
  return { earlier, later }
}
