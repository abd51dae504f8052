import type { WarningGroup } from '../../contract/warnings.ts'
import { isOlder } from '../../openlineage/client.ts'
import type { ReadContext } from '../context.ts'
import { knownBugs } from '../known-bugs.ts'
import { shownKey } from '../names.ts'
import { groupBy } from '../sql.ts'
import { groupOf } from './finding.ts'
import type { WarningsQuestion } from './finding.ts'

interface TallyRow {
  readonly source_id: number
  readonly name: string
  readonly events: number
  readonly first_key: string
  readonly last_key: string
}

/** Rows that are read: sources times names. */
const rowsMax = 5_000
/** Fewer runs or events tell nothing. */
const enough = 20

async function tallies({ db }: ReadContext, kind: string, source: number | undefined): Promise<Map<number, TallyRow[]>> {
  const where = source === undefined ? '' : 'source_id = ? AND '
  const rows = await db.all<TallyRow>(
    `SELECT source_id, name, events, first_key, last_key FROM source_tally WHERE ${where}kind = ? ORDER BY source_id, name LIMIT ${rowsMax}`,
    source === undefined ? [kind] : [source, kind],
  )
  return groupBy(rows, (row) => row.source_id)
}

/** Sources with enough runs that completed, none of which named an output. */
export async function findNeverOutputs(context: ReadContext, query: WarningsQuestion): Promise<WarningGroup[]> {
  const found = await tallies(context, 'sent', query.source)
  return [...found].flatMap(([sourceId, rows]) => {
    const ended = rows.find((row) => row.name === 'end')
    if (ended === undefined || ended.events < enough || rows.some((row) => row.name === 'outputs')) return []
    const times = { firstAt: shownKey(ended.first_key), lastAt: shownKey(ended.last_key) }
    return [groupOf(query, { code: 'never_outputs', sourceId, of: 'completed run', count: ended.events, ...times })]
  })
}

/** Sources whose events were written by versions with bugs of src/catalog/known-bugs.ts. */
export async function findClients(context: ReadContext, query: WarningsQuestion): Promise<WarningGroup[]> {
  const found = await tallies(context, 'client', query.source)
  return [...found].flatMap(([sourceId, rows]) => {
    const old = rows.flatMap((row) => {
      const bugs = bugsOf(row.name)
      return bugs.length === 0 ? [] : [{ row, bugs }]
    })
    if (old.length === 0) return []
    const count = old.reduce((sum, { row }) => sum + row.events, 0)
    const samples = old
      .toSorted((a, b) => (a.row.last_key < b.row.last_key ? 1 : -1))
      .flatMap(({ row, bugs }) => bugs.map((says) => ({ says: `${row.name}: ${says}`, at: shownKey(row.last_key) })))
    return [groupOf(query, { code: 'old_client', sourceId, of: 'event', count, lastAt: samples[0]?.at, samples })]
  })
}

/** `client`: name and version, with a space before the version. */
function bugsOf(client: string): string[] {
  const cut = client.lastIndexOf(' ')
  const [name, version] = [client.slice(0, cut), client.slice(cut + 1)]
  return knownBugs
    .filter((bug) => bug.client === name && (bug.fixedIn === null || isOlder(version, bug.fixedIn)))
    .map((bug) => (bug.fixedIn === null ? bug.says : `${bug.says}; fixed in ${bug.fixedIn}`))
}

/** Delays of a clock, in buckets of src/fold/tallies.ts: from 64 minutes to 34 hours. What is later was imported, not sent by a slow clock. */
const longFrom = 7
const longTo = 11

/** Sources half of whose events arrive an hour or more after their time, but not days: a clock, or a time zone that was left out. */
export async function findSkew(context: ReadContext, query: WarningsQuestion): Promise<WarningGroup[]> {
  const found = await tallies(context, 'late', query.source)
  return [...found].flatMap(([sourceId, rows]) => {
    const all = rows.reduce((sum, row) => sum + row.events, 0)
    const late = rows.filter((row) => Number(row.name) >= longFrom).reduce((sum, row) => sum + row.events, 0)
    const median = medianOf(rows, all)
    if (all < enough || median < longFrom || median > longTo) return []
    const lastAt = shownKey(rows.map((row) => row.last_key).reduce((a, b) => (a > b ? a : b)))
    const says = `${Math.round((late / all) * 100)} % of ${all.toLocaleString('en')} events arrived more than an hour after their time; half of them at least ${minutesText(2 ** (median - 1))} after it`
    return [groupOf(query, { code: 'clock_skew', sourceId, of: 'event', count: late, says, lastAt })]
  })
}

/** The bucket in which the middle event stands; rows are sorted. */
function medianOf(rows: readonly TallyRow[], all: number): number {
  let before = 0
  for (const row of rows) {
    before += row.events
    if (before * 2 >= all) return Number(row.name)
  }
  return 0
}

const minutesText = (minutes: number): string => `${Math.round(minutes / 60)} hour${minutes < 90 ? '' : 's'}`
