import type { Executor, Row, SqlValue } from '../../db/contract.ts'
import type { Table } from '../../db/table.ts'
import { mergeInto } from '../merge.ts'
import type { Fact, MergeRules } from '../merge.ts'

/** Gives out the ids of one table. The catalog has one writer, so counting in memory is safe. */
export class Ids {
  #last: number

  constructor(last: number) {
    this.#last = last
  }

  next(): number {
    return ++this.#last
  }
}

/** A fact about a row, found by a unique column other than its id. */
export interface Wanted {
  readonly ident: string
  readonly fact: Fact
  /** The row as it is before any fact. */
  readonly blank: () => Row
}

export interface Merged {
  readonly row: Row
  readonly isNew: boolean
  /** Something other than the keys of when it was seen has changed. */
  readonly changed: boolean
  /** The row as it was, where that was asked for. */
  readonly was?: Row
}

/** Loads the rows that facts speak of, makes those that are missing, and merges. Nothing is written. By `ident`. */
export async function mergeByIdent(
  tx: Executor,
  table: Table,
  wanted: readonly Wanted[],
  ids: Ids,
  rules: MergeRules,
): Promise<Map<string, Merged>> {
  const known = new Map(
    (
      await tx.load(
        table,
        wanted.map((w) => [w.ident]),
        ['ident'],
      )
    ).map((row) => [String(row['ident']), row]),
  )
  const told = Object.keys(table.columns).filter((name) => !name.endsWith('_key'))
  const merged = new Map<string, Merged>()
  for (const { ident, fact, blank } of wanted) {
    const before = known.get(ident)
    const row = before ?? { ...blank(), ident, id: ids.next() }
    const was = before === undefined ? null : told.map((name) => row[name])
    mergeInto(row, settled(fact), rules)
    merged.set(ident, { row, isNew: before === undefined, changed: was !== null && told.some((name, i) => row[name] !== was[i]) })
  }
  return merged
}

/** The same for rows whose primary key is natural: `key` has its values in the order of `table.key`. `keepWas`: known rows come as they were, too. */
export async function mergeByKey(
  tx: Executor,
  table: Table,
  facts: readonly { key: readonly SqlValue[]; fact: Fact; blank?: Row }[],
  rules: MergeRules,
  keepWas = false,
): Promise<Merged[]> {
  const nameOf = (values: readonly unknown[]): string => values.join('\0')
  const known = new Map(
    (
      await tx.load(
        table,
        facts.map((f) => f.key),
      )
    ).map((row) => [nameOf(table.key.map((k) => row[k])), row]),
  )
  return facts.map(({ key, fact, blank }) => {
    const before = known.get(nameOf(key))
    const row: Row = before ?? { ...blank, ...Object.fromEntries(table.key.map((k, i) => [k, key[i] ?? null])) }
    const was = keepWas && before !== undefined ? { was: { ...before } } : {}
    mergeInto(row, settled(fact), rules)
    return { row, isNew: before === undefined, changed: false, ...was }
  })
}

/** Works out the values that were left for later. */
export function settled(fact: Fact): Row {
  const row: Row = {}
  for (const name in fact) {
    const value = fact[name] ?? null
    row[name] = typeof value === 'function' ? value() : value
  }
  return row
}
