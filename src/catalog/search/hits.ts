import type { SearchHit } from '../../contract/search.ts'
import type { ReadContext } from '../context.ts'
import { groupRows } from '../dataset-items.ts'
import { lastSaid } from '../fields.ts'
import { truncate } from '../../lib/text.ts'
import { decoded, identityIn, shown, shownKey } from '../names.ts'
import { among, idList } from '../sql.ts'
import { lostBefore, shownState } from '../states.ts'
import type { StateRow } from '../states.ts'
import type { FoundColumn } from './columns.ts'
import type { FoundLabel } from './labels.ts'
import type { Match } from './match.ts'
import type { FoundNamespace } from './namespaces.ts'
import { nameReason, textReason } from './reason.ts'
import type { FoundText } from './texts.ts'

/** A job or dataset as it was found. `match` null: by filters alone. */
export interface FoundNode {
  readonly id: number
  readonly name: string
  readonly recent: string
  readonly isAlias: boolean
  /** A dataset that was found by a column of it; `name` is that of the column. */
  readonly isColumn?: boolean
  readonly match: Match | null
  readonly text: FoundText | null
  readonly uses: number
}

function reasonOf(kind: string, { name, isAlias, isColumn, match, text }: FoundNode): Pick<SearchHit, 'why'> {
  if (text !== null) return { why: textReason(text.member, text.snippet) }
  return match === null ? {} : { why: nameReason(kind, name, match, isAlias ? 'alias' : isColumn === true ? 'column' : 'name') }
}

interface JobRow {
  readonly id: number
  readonly namespace: string
  readonly name: string
  readonly integration: string | null
  readonly processing_type: string | null
  readonly usual_ms: number | null
  readonly last_started: string
  readonly state: string | null
}

export async function jobHits(context: ReadContext, found: readonly FoundNode[]): Promise<SearchHit[]> {
  const { db } = context
  const sql = `SELECT j.id, j.namespace, j.name, j.integration, j.processing_type, j.usual_ms, j.last_started, r.state, r.state_streaming, r.last_event, r.started, r.ended, r.ended_streaming
    FROM job j LEFT JOIN run r ON r.id = j.last_run_id WHERE j.id ${among(db)}`
  const rows = await db.all<JobRow & Omit<StateRow, 'state'>>(sql, [
    idList(
      db,
      found.map((one) => one.id),
    ),
  ])
  const byId = new Map(rows.map((r) => [r.id, r]))
  const lost = lostBefore(context)
  return found.flatMap((one): SearchHit[] => {
    const row = byId.get(one.id)
    if (row === undefined) return []
    const state = row.state === null ? null : shownState({ ...row, state: row.state }, row.processing_type, lost(row.usual_ms))
    const hit = { kind: 'job' as const, job: identityIn(row), state, integration: decoded(row.integration) }
    return [{ ...hit, ...reasonOf('Job', one), uses: one.uses, recentAt: shown(row.last_started) }]
  })
}

export async function datasetHits({ db }: ReadContext, found: readonly FoundNode[]): Promise<SearchHit[]> {
  const rows = await groupRows(
    db,
    found.map((one) => one.id),
  )
  const byId = new Map(rows.map((r) => [r.id, r]))
  return found.flatMap((one): SearchHit[] => {
    const row = byId.get(one.id)
    if (row === undefined) return []
    const hit = { kind: 'dataset' as const, dataset: identityIn(row), fieldCount: row.field_count ?? 0 }
    return [{ ...hit, ...reasonOf('Dataset', one), uses: one.uses, recentAt: shownKey(row.last_key) }]
  })
}

export async function columnHits({ db }: ReadContext, found: readonly FoundColumn[]): Promise<SearchHit[]> {
  const said = await lastSaid(db, found)
  return found.map(({ dataset, path, group, match, snippet, uses }) => {
    const { type, description } = said(group, path)
    const why = snippet === null ? nameReason('Column', path, match) : textReason('description', snippet)
    return { kind: 'field', dataset, path, type, description: description === null ? null : truncate(description, 200), why, uses }
  })
}

export const namespaceHit = ({ namespace, jobs, datasets, match }: FoundNamespace): SearchHit => ({
  kind: 'namespace',
  namespace: decoded(namespace) ?? '',
  jobs,
  datasets,
  ...(match === null ? {} : { why: nameReason('Namespace', namespace, match) }),
})

export function labelHit(kind: 'owner' | 'tag', { label, jobs, datasets, match }: FoundLabel): SearchHit {
  const why = match === null ? {} : { why: nameReason(kind === 'owner' ? 'Owner' : 'Tag', label, match) }
  const [name, carriers] = [decoded(label) ?? '', { jobs, datasets, ...why }]
  return kind === 'owner' ? { kind, owner: name, ...carriers } : { kind, tag: name, ...carriers }
}
