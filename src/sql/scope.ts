import type { Ast } from './ast.ts'
import { Origins } from './origins.ts'
import { columnOf, pick, sameName } from './relation.ts'
import type { Column, Relation } from './relation.ts'

export interface Source {
  /** Null: rows without a name. */
  readonly alias: string | null
  /** All parts of the table's name, where it is one. */
  readonly parts: readonly string[]
  readonly relation: Relation
}

/** What the names within one SELECT mean; `outer` is the query around it. */
export class Scope {
  readonly sources: Source[] = []
  /** Columns of the SELECT's own list: some engines let other parts name them. */
  readonly made: Column[] = []
  /** WINDOW clauses by name. */
  readonly windows = new Map<string, Ast>()
  readonly #outer: Scope | null

  constructor(outer: Scope | null) {
    this.#outer = outer
  }

  add(source: Source): void {
    this.sources.push(source)
  }

  /** Null: nothing here is called so. */
  find(name: string, qualifier: string | null): Origins | null {
    const here = qualifier === null ? this.#unqualified(name) : this.#qualified(name, qualifier)
    return here ?? this.#outer?.find(name, qualifier) ?? null
  }

  sourceCalled(qualifier: string): Source | null {
    return pick(this.sources, (s) => s.alias, qualifier) ?? this.sources.find((s) => sameName(s.parts.at(-1) ?? null, qualifier)) ?? null
  }

  /** Whether this or a query around it has rows of that name. */
  knows(qualifier: string): boolean {
    return this.sourceCalled(qualifier) !== null || (this.#outer?.knows(qualifier) ?? false)
  }

  #qualified(name: string, qualifier: string): Origins | null {
    const relation = this.sourceCalled(qualifier)?.relation
    return relation === undefined ? null : (columnOf(relation, name) ?? relation.rest?.(name) ?? null)
  }

  #unqualified(name: string): Origins | null {
    const known = this.sources.flatMap((s) => columnOf(s.relation, name) ?? [])
    if (known.length > 0) return joined(known)
    const made = pick(this.made, (c) => c.name, name)
    if (made !== null) return made.origins
    const open = this.sources.filter((s) => s.relation.guess && s.relation.rest !== null)
    return open.length === 1 ? (open[0]?.relation.rest?.(name) ?? null) : null
  }
}

/** A name that several have is the same in each: engines refuse others. */
const joined = (all: readonly Origins[]): Origins => all.reduce((sum, one) => sum.take(one, 'IDENTITY'), new Origins())
