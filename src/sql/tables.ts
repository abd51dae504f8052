import { sameName } from './relation.ts'

/** A dataset of the job, as far as its SQL is concerned. */
export interface SqlDataset {
  /** The names that it goes by: as the job names it, and its canonical one. */
  readonly names: readonly string[]
  /** Whether it is in the namespace that the SQL writes to: of two that it may mean this one is the nearer. */
  readonly isNear: boolean
  /** Paths of its fields as last known (a dot in a name as `\.`); empty: unknown. */
  readonly fields: readonly string[]
  /** Whether the job reads it, and whether it writes it and says no columns of its own for it. */
  readonly isInput: boolean
  readonly isOutput: boolean
}

/** `warehouse/db.db/orders` and `"DB"."S"."T"` as parts; the last is the table. */
function partsOf(name: string): string[] {
  const parts = name
    .split(/[/.]/)
    .map((p) => p.replaceAll(/^["'`[]|["'`\]]$/g, ''))
    .filter((p) => p !== '')
  // Hive's folder of a database is called `name.db`.
  const db = name.split('/').findLast((p) => p.endsWith('.db'))
  return db === undefined ? parts : parts.filter((p, i) => !(p === 'db' && i > 0 && db === `${parts[i - 1]}.db`))
}

/** How many parts agree, from the last one on; 0 where one does not. */
function agreement(asked: readonly string[], known: readonly string[], exact: boolean): number {
  const n = Math.min(asked.length, known.length)
  for (let i = 1; i <= n; i++) {
    const [a = '', b = ''] = [asked[asked.length - i], known[known.length - i]]
    if (exact ? a !== b : !sameName(a, b)) return 0
  }
  return n
}

/**
 * The one of `datasets` that a name in SQL means, by its last parts; null where none fits, or several fit alike. Near ones first, and in the
 * very letters first, then whatever the case of letters: engines fold it.
 */
export function datasetNamed(
  datasets: readonly SqlDataset[],
  written: readonly string[],
  among: (dataset: SqlDataset) => boolean,
): number | null {
  // A path in backticks stands for a table as well.
  const asked = written.flatMap((p) => p.split(/[./]/)).filter((p) => p !== '')
  for (const isNear of [true, false])
    for (const exact of [true, false]) {
      const scored = datasets.map((d) => (among(d) && d.isNear === isNear ? scoreOf(d, asked, exact) : 0))
      const best = Math.max(0, ...scored)
      if (best > 0) return scored.filter((s) => s === best).length === 1 ? scored.indexOf(best) : null
    }
  return null
}

const scoreOf = (dataset: SqlDataset, asked: readonly string[], exact: boolean): number =>
  Math.max(0, ...dataset.names.map((n) => agreement(asked, partsOf(n), exact)))

/** The dots within a path that part names; those of `\.` do not. */
export const pathParts = (path: string): string[] => (path.match(/(?:[^.\\]|\\.)+/gsu) ?? []).map((p) => p.replaceAll('\\.', '.'))

/** The fields that `*` stands for: those at the top. */
export const topFields = (fields: readonly string[]): string[] => fields.filter((f) => pathParts(f).length === 1)

/** The path of a field that SQL calls by these names, as the schema spells it; null: there is none. */
export function fieldNamed(fields: readonly string[], names: readonly string[]): string | null {
  const fits = (path: string, exact: boolean): boolean => {
    const parts = pathParts(path)
    return parts.length === names.length && parts.every((p, i) => (exact ? p === names[i] : sameName(p, names[i] ?? '')))
  }
  return fields.find((f) => fits(f, true)) ?? fields.find((f) => fits(f, false)) ?? null
}
