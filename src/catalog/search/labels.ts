import type { Executor } from '../../db/contract.ts'
import { afterPrefix, countUpTo, storedList } from '../sql.ts'
import { matchName } from './match.ts'
import type { Match } from './match.ts'
import { labelSort } from './parts.ts'
import { wantedOf } from './query.ts'
import type { Wanted } from './query.ts'

export type LabelKind = 'owner' | 'tag'

/** An owner or a tag; what differs in letter case alone is one. */
export interface Label {
  readonly sort: string
  readonly label: string
}

export interface FoundLabel extends Label {
  /** Null: asked for by its kind alone. */
  readonly match: Match | null
  readonly jobs: number
  readonly datasets: number
}

/** Distinct labels of a kind that are looked at. */
const labelsAtMost = 1_000
const countedAtMost = 1_000

/** Owners or tags that a filter means: the one of that name, else those with a word that starts so. */
export async function labelsLike(db: Executor, kind: LabelKind, value: string): Promise<Label[]> {
  const sort = labelSort(value)
  const all = await distinct(db, kind, sort)
  const exact = all.filter((l) => l.sort === sort)
  if (exact.length > 0) return exact
  const wanted = wantedOf(value)
  return all
    .filter((l) => ['words', 'wordStart', 'start', 'lastPart', 'exact'].includes(matchName(l.label, wanted)?.how ?? ''))
    .slice(0, 50)
}

/** Owners or tags by name, best first; without words all of them. */
export async function labelsCalled(db: Executor, kind: LabelKind, wanted: Wanted, limit: number): Promise<FoundLabel[]> {
  const matches = (await distinct(db, kind, labelSort(wanted.text))).flatMap((label): Omit<FoundLabel, 'jobs' | 'datasets'>[] => {
    const match = matchName(label.label, wanted)
    if (wanted.words.length > 0) return match === null ? [] : [{ ...label, match }]
    return wanted.without.some((part) => label.sort.includes(part)) ? [] : [{ ...label, match: null }]
  })
  const best = matches.sort((a, b) => (a.match?.rank ?? 0) - (b.match?.rank ?? 0) || (a.sort < b.sort ? -1 : 1)).slice(0, limit)
  const found: FoundLabel[] = []
  for (const one of best)
    found.push({ ...one, jobs: await carriers(db, kind, one.sort, 'job'), datasets: await carriers(db, kind, one.sort, 'dataset') })
  return found
}

/** Counted by spelling: of the key only the owner's id is then left to walk over. */
async function carriers(db: Executor, kind: LabelKind, sort: string, owner: string): Promise<number> {
  let n = 0
  for (const label of await spellingsOf(db, kind, sort))
    n += await countUpTo(db, countedAtMost, 'FROM label WHERE kind = ? AND sort = ? AND label = ? AND owner = ?', [
      kind,
      sort,
      label,
      owner,
    ])
  return Math.min(n, countedAtMost)
}

const spellingsAtMost = 1_000

/** How an owner or a tag is spelt, where letter case alone differs. */
export async function spellingsOf(db: Executor, kind: LabelKind, sort: string): Promise<string[]> {
  const sql = `WITH RECURSIVE s(label, n) AS (
      SELECT min(label), 1 FROM label WHERE kind = ? AND sort = ?
      UNION ALL SELECT (SELECT min(x.label) FROM label x WHERE x.kind = ? AND x.sort = ? AND x.label > s.label), n + 1
        FROM s WHERE s.label IS NOT NULL AND n < ${spellingsAtMost})
    SELECT label FROM s WHERE label IS NOT NULL`
  return (await db.all<{ label: string }>(sql, [kind, sort, kind, sort])).map((row) => row.label)
}

/** Steps from label to label, however many carry each: first those that start so, then all, each to a bound. */
async function distinct(db: Executor, kind: LabelKind, start: string): Promise<Label[]> {
  const step = (from: string, to: string): Promise<{ sort: string }[]> =>
    db.all(
      `WITH RECURSIVE s(sort, n) AS (
        SELECT min(sort), 1 FROM label WHERE kind = ? AND sort >= ? AND sort < ?
        UNION ALL SELECT (SELECT min(x.sort) FROM label x WHERE x.kind = ? AND x.sort > s.sort AND x.sort < ?), n + 1
          FROM s WHERE s.sort IS NOT NULL AND n < ${labelsAtMost})
      SELECT sort FROM s WHERE sort IS NOT NULL`,
      [kind, from, to, kind, to],
    )
  const sorts = new Set([...(await step(start, afterPrefix(start))), ...(await step('', afterPrefix('')))].map((r) => r.sort))
  return spellings(db, kind, [...sorts].sort())
}

/** One spelling of each, the first by its bytes. */
function spellings(db: Executor, kind: LabelKind, sorts: readonly string[]): Promise<Label[]> {
  const sql = `SELECT s.value AS sort, (SELECT min(l.label) FROM label l WHERE l.kind = ? AND l.sort = s.value) AS label FROM ${
    db.dialect === 'sqlite' ? 'json_each(?) AS s' : 'jsonb_array_elements_text(?::jsonb) AS s(value)'
  }`
  return db.all<Label>(sql, [kind, storedList(sorts)])
}
