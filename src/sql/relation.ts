import { Origins } from './origins.ts'
import type { How } from './origins.ts'

export interface Column {
  /** Null: it has no name, such as `1 + 1`. */
  readonly name: string | null
  readonly origins: Origins
}

/** What stands in a FROM: a table, a query, a function that yields rows. */
export interface Relation {
  readonly columns: readonly Column[]
  /** What a name that is not among the columns comes from; null: nothing. */
  readonly rest: ((name: string) => Origins | null) | null
  /** Whether a name without a qualifier may be one of the rest. */
  readonly guess: boolean
  /** What decides which rows there are, and in which order. */
  readonly rows: Origins
}

export const emptyRelation: Relation = { columns: [], rest: null, guess: false, rows: new Origins() }

export const sameName = (a: string | null, b: string): boolean => a !== null && (a === b || a.toLowerCase() === b.toLowerCase())

/** Among what is called like `name`, letter case aside, the one in the very case, else the first. */
export function pick<T>(items: readonly T[], nameIn: (item: T) => string | null, name: string): T | null {
  return items.find((item) => nameIn(item) === name) ?? items.find((item) => sameName(nameIn(item), name)) ?? null
}

export const columnOf = (relation: Relation, name: string): Origins | null => pick(relation.columns, (c) => c.name, name)?.origins ?? null

/** The relation under the names of a column list, which may be shorter. */
export function renamed(relation: Relation, names: readonly string[]): Relation {
  if (names.length === 0) return relation
  return { ...relation, columns: relation.columns.map((c, i) => ({ ...c, name: names[i] ?? c.name })) }
}

/** Rows made of expressions: `names`, or any name, all of the same origins. */
export function madeOf(origins: Origins, names: readonly string[], how: How = 'TRANSFORMATION'): Relation {
  const made = new Origins().take(origins, how)
  return { columns: names.map((name) => ({ name, origins: made })), rest: () => made, guess: false, rows: new Origins() }
}

/** A set operation: columns by place, under the names of the first. */
export function united(left: Relation, right: Relation): Relation {
  return {
    columns: left.columns.map((c, i) => ({
      name: c.name,
      origins: new Origins().take(c.origins, 'IDENTITY').take(right.columns[i]?.origins ?? restOf(right, c.name), 'IDENTITY'),
    })),
    rest: left.rest === null || right.rest === null ? null : bothRests(left, right),
    guess: left.guess,
    rows: new Origins().take(left.rows, 'IDENTITY').take(right.rows, 'IDENTITY'),
  }
}

const restOf = (relation: Relation, name: string | null): Origins =>
  (name === null || relation.columns.length > 0 ? null : relation.rest?.(name)) ?? new Origins()

const bothRests =
  (left: Relation, right: Relation) =>
  (name: string): Origins | null => {
    const [a, b] = [left.rest?.(name) ?? null, right.rest?.(name) ?? null]
    return a === null && b === null ? null : new Origins().take(a ?? new Origins(), 'IDENTITY').take(b ?? new Origins(), 'IDENTITY')
  }

/** All columns of a relation, used in one way; for rows that are only compared. */
export const allOf = (relation: Relation, how: How): Origins => {
  const all = new Origins().take(relation.rows, how)
  for (const column of relation.columns) all.take(column.origins, how)
  return all
}
