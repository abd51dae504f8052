import type { WarningGroup, WarningSample, Warnings } from '../contract/warnings.ts'
import { isObject } from '../lib/json.ts'
import type { ReadContext } from './context.ts'
import { decoded, shownKey } from './names.ts'
import { findClients, findNeverOutputs, findSkew } from './findings/tallies.ts'
import { findAliases } from './findings/aliases.ts'
import { findCollisions } from './findings/collisions.ts'
import { findColumns } from './findings/columns.ts'
import { findLost } from './findings/lost.ts'
import { findUnreadSql } from './findings/unread-sql.ts'
import { sourceOf } from './findings/finding.ts'
import type { WarningsQuestion } from './findings/finding.ts'
import { eventWarnings, isEventWarning } from './warning-kinds.ts'

/** Sources times kinds that are shown. */
const groupsMax = 2_000
const findingsOfMany = [findLost, findNeverOutputs, findClients, findSkew, findColumns, findUnreadSql, findAliases, findCollisions]
const severities = ['high', 'medium', 'low']

interface Row {
  readonly source_id: number
  readonly code: string
  readonly events: number
  readonly first_key: string
  readonly last_key: string
  readonly samples: string
}

/** What there is to warn of, of one source or of all, by kind. */
export async function warnings(context: ReadContext, query: WarningsQuestion): Promise<Warnings> {
  const found = await Promise.all([ofEvents, ...findingsOfMany].map((find) => find(context, query)))
  const items = found.flat()
  return { items: items.sort(bySeverity) }
}

const bySeverity = (a: WarningGroup, b: WarningGroup): number =>
  severities.indexOf(a.severity) - severities.indexOf(b.severity) ||
  b.count - a.count ||
  (a.code < b.code ? -1 : a.code > b.code ? 1 : (a.source?.id ?? 0) - (b.source?.id ?? 0))

async function ofEvents({ db }: ReadContext, { source, sources }: WarningsQuestion): Promise<WarningGroup[]> {
  const where = source === undefined ? '' : 'WHERE source_id = ?'
  const rows = await db.all<Row>(
    `SELECT * FROM warning ${where} ORDER BY source_id, code LIMIT ${groupsMax}`,
    source === undefined ? [] : [source],
  )
  return rows.flatMap((row) => {
    if (!isEventWarning(row.code)) return []
    const { title, severity, fix } = eventWarnings[row.code]
    return {
      source: sourceOf(sources, row.source_id),
      code: row.code,
      title,
      severity,
      fix,
      says: null,
      count: row.events,
      exact: true,
      of: 'event',
      firstAt: shownKey(row.first_key),
      lastAt: shownKey(row.last_key),
      samples: samplesOf(row.samples),
    }
  })
}

function samplesOf(text: string): WarningSample[] {
  const list: unknown = JSON.parse(text)
  if (!Array.isArray(list)) return []
  return list.filter(isObject).map((s) => ({
    says: decoded(String(s['says'])) ?? '',
    position: Number(s['position']),
    pointer: String(s['pointer']),
    at: shownKey(String(s['key'])),
    job: null,
    runId: null,
    dataset: null,
  }))
}
