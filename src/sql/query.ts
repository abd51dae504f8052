import { astIn, bare, exprIn, exprOf, isAst, listIn, nameOf, namesIn } from './ast.ts'
import type { Ast, Expr } from './ast.ts'
import { originsOf, queryKinds } from './expression.ts'
import { Origins } from './origins.ts'
import type { How } from './origins.ts'
import { allOf, columnOf, emptyRelation, madeOf, renamed, sameName, united } from './relation.ts'
import type { Column, Relation } from './relation.ts'
import { Scope } from './scope.ts'

/** Where the names of tables that a query does not define itself lead to. */
export type FindTable = (parts: readonly string[]) => Relation

/** Names of this query and of those around it, by lower-case name. */
export type Ctes = ReadonlyMap<string, Relation>

/** Reads what the columns and the rows of a query come from. */
export class QueryReader {
  readonly #find: FindTable

  constructor(find: FindTable) {
    this.#find = find
  }

  /** A SELECT, a set operation, VALUES or a query in brackets. */
  query(expr: Expr, ctes: Ctes, outer: Scope | null): Relation {
    const { kind, body } = expr
    const known = this.with(body, ctes, outer)
    if (kind === 'select') return this.#select(body, known, outer)
    if (kind === 'union' || kind === 'intersect' || kind === 'except') return this.#combined(kind, body, known, outer)
    if (kind === 'subquery' || kind === 'paren') {
      const inner = exprIn(body, 'this')
      return inner === null ? emptyRelation : renamed(this.query(inner, known, outer), namesIn(body, 'column_aliases'))
    }
    return kind === 'values' ? this.#values(body) : emptyRelation
  }

  /** The names that WITH gives to queries, with those around. */
  with(body: Ast, ctes: Ctes, outer: Scope | null): Ctes {
    const clause = astIn(body, 'with')
    if (clause === null) return ctes
    const known = new Map(ctes)
    for (const item of listIn(clause, 'ctes')) {
      const cte = isAst(item) ? item : {}
      const name = nameOf(cte['alias'])?.toLowerCase()
      const query = bare(exprIn(cte, 'this'))
      if (name === undefined || query === null) continue
      const columns = namesIn(cte, 'columns')
      const first = clause['recursive'] === true && query.kind === 'union' ? exprIn(query.body, 'left') : null
      if (first !== null) known.set(name, renamed(this.query(first, known, outer), columns))
      known.set(name, renamed(this.query(query, known, outer), columns))
    }
    return known
  }

  /** What an expression within a statement comes from. */
  origins(value: unknown, scope: Scope, ctes: Ctes): Origins {
    return originsOf(value, scope, (query, inner) => this.query(query, ctes, inner))
  }

  /** Adds what stands in a FROM, a USING or a JOIN; what decides on its rows becomes of `rows`. */
  source(value: unknown, scope: Scope, ctes: Ctes, rows: Origins): void {
    const expr = exprOf(value)
    if (expr === null) return
    const { kind, body } = expr
    if (kind === 'paren') return this.source(body['this'], scope, ctes, rows)
    if (kind === 'joined_table') {
      this.source(body['left'], scope, ctes, rows)
      return this.joins(listIn(body, 'joins'), scope, ctes, rows)
    }
    const alias = nameOf(body['alias'])
    const relation = this.#relationOf(expr, alias, scope, ctes)
    rows.take(relation.rows, 'IDENTITY')
    scope.add({ alias, parts: kind === 'table' ? tableParts(body) : [], relation })
  }

  joins(joins: readonly unknown[], scope: Scope, ctes: Ctes, rows: Origins): void {
    for (const join of joins) {
      if (!isAst(join)) continue
      this.source(join['this'], scope, ctes, rows)
      if (isAst(join['on'])) rows.take(this.origins(join['on'], scope, ctes), 'JOIN')
      for (const name of namesIn(join, 'using')) rows.take(scope.find(name, null) ?? new Origins(), 'JOIN')
    }
  }

  #relationOf(expr: Expr, alias: string | null, scope: Scope, ctes: Ctes): Relation {
    const { kind, body } = expr
    const names = namesIn(body, 'column_aliases')
    if (kind === 'table') return renamed(this.#table(body, scope, ctes), names)
    if (queryKinds.has(kind)) return renamed(this.query(expr, ctes, scope), names)
    const inner = bare(exprIn(body, 'this'))
    if (kind === 'alias' && inner !== null && (inner.kind === 'table' || queryKinds.has(inner.kind)))
      return renamed(this.#relationOf(inner, null, scope, ctes), names)
    if (kind === 'pivot' || kind === 'unpivot') return this.#pivot(body, scope, ctes)
    const made = this.origins({ [kind]: kind === 'alias' ? { this: body['this'] } : body }, scope, ctes)
    return madeOf(made, names.length > 0 ? names : alias === null ? [] : [alias])
  }

  #table(body: Ast, scope: Scope, ctes: Ctes): Relation {
    const parts = tableParts(body)
    const [first = ''] = parts
    const cte = parts.length === 1 ? ctes.get(first.toLowerCase()) : undefined
    if (cte !== undefined) return cte
    // `FROM t, t.list`: the rows of a list within a row.
    if (parts.length === 2 && scope.sourceCalled(first) !== null) return madeOf(scope.find(parts[1] ?? '', first) ?? new Origins(), [])
    return this.#find(parts)
  }

  /** Which column becomes which is in the data; those that are known by name pass, others come from what is aggregated. */
  #pivot(body: Ast, scope: Scope, ctes: Ctes): Relation {
    const inner = exprIn(body, 'this')
    const base = inner === null ? emptyRelation : this.#relationOf(inner, null, scope, ctes)
    const within = new Scope(null)
    within.add({ alias: null, parts: [], relation: base })
    const values = this.origins(body['expressions'], within, ctes)
    const by = this.origins(body['fields'], within, ctes)
    return {
      ...base,
      rest: (name) => columnOf(base, name) ?? values,
      guess: true,
      rows: new Origins().take(base.rows, 'IDENTITY').take(by, 'GROUP_BY'),
    }
  }

  #values(body: Ast): Relation {
    const first = listIn(body, 'expressions')[0]
    const width = isAst(first) ? listIn(first, 'expressions').length : 0
    const columns = Array.from({ length: width }, (_, i) => ({ name: `column${i + 1}`, origins: new Origins() }))
    return renamed({ ...emptyRelation, columns }, namesIn(body, 'column_aliases'))
  }

  #combined(kind: string, body: Ast, ctes: Ctes, outer: Scope | null): Relation {
    const side = (name: string): Relation => {
      const query = exprIn(body, name)
      return query === null ? emptyRelation : this.query(query, ctes, outer)
    }
    const [left, right] = [side('left'), side('right')]
    if (kind !== 'except') return united(left, right)
    return { ...left, rows: new Origins().take(left.rows, 'IDENTITY').take(allOf(right, 'FILTER'), 'FILTER') }
  }

  #select(body: Ast, ctes: Ctes, outer: Scope | null): Relation {
    const scope = new Scope(outer)
    const rows = new Origins()
    for (const item of listIn(astIn(body, 'from'), 'expressions')) this.source(item, scope, ctes, rows)
    this.joins(listIn(body, 'joins'), scope, ctes, rows)
    for (const view of listIn(body, 'lateral_views')) this.#lateral(view, scope, ctes)
    for (const item of listIn(body, 'windows')) this.#window(item, scope)
    const stars: Relation[] = []
    for (const item of listIn(body, 'expressions')) scope.made.push(...this.#item(item, scope, ctes, stars))
    this.#clauses(body, scope, ctes, rows)
    const open = stars.filter((s) => s.rest !== null)
    const [base] = open
    return {
      columns: scope.made,
      rest: open.length === 1 ? (base?.rest ?? null) : null,
      guess: open.length === 1 && (base?.guess ?? false),
      rows,
    }
  }

  #clauses(body: Ast, scope: Scope, ctes: Ctes, rows: Origins): void {
    const add = (value: unknown, how: How): void => void rows.take(this.origins(value, scope, ctes), how)
    for (const name of ['where_clause', 'prewhere', 'having', 'qualify']) add(body[name], 'FILTER')
    const listed = (clause: string, how: How): void => {
      for (const item of listIn(astIn(body, clause), 'expressions')) {
        const place = placeOf(item)
        if (place === null) add(item, how)
        else rows.take(scope.made[place - 1]?.origins ?? new Origins(), how)
      }
    }
    listed('group_by', 'GROUP_BY')
    for (const clause of ['order_by', 'sort_by']) listed(clause, 'SORT')
    const grouped = astIn(body, 'group_by')
    if (grouped?.['all'] === true) for (const column of scope.made) rows.take(withoutAggregates(column.origins), 'GROUP_BY')
  }

  #window(value: unknown, scope: Scope): void {
    const name = isAst(value) ? nameOf(value['name']) : null
    const spec = isAst(value) ? astIn(value, 'spec') : null
    if (name !== null && spec !== null) scope.windows.set(name.toLowerCase(), spec)
  }

  #lateral(view: unknown, scope: Scope, ctes: Ctes): void {
    if (!isAst(view)) return
    const alias = nameOf(view['table_alias'])
    scope.add({ alias, parts: [], relation: madeOf(this.origins(view['this'], scope, ctes), namesIn(view, 'column_aliases')) })
  }

  /** One entry of a SELECT's list; a star is many columns. */
  #item(item: unknown, scope: Scope, ctes: Ctes, stars: Relation[]): Column[] {
    const expr = exprOf(item)
    if (expr?.kind === 'star') return this.#star(expr.body, scope, ctes, stars)
    if (expr?.kind === 'column' && nameOf(expr.body['name']) === '*') return this.#star({ table: expr.body['table'] }, scope, ctes, stars)
    return [{ name: outputName(expr), origins: this.origins(item, scope, ctes) }]
  }

  #star(body: Ast, scope: Scope, ctes: Ctes, stars: Relation[]): Column[] {
    const qualifier = nameOf(body['table'])
    const one = qualifier === null ? null : scope.sourceCalled(qualifier)
    const relations = qualifier === null ? scope.sources.map((s) => s.relation) : one === null ? [] : [one.relation]
    const except = namesIn(body, 'except')
    const replaced = listIn(body, 'replace').map((r) => (isAst(r) ? r : {}))
    const names = listIn(body, 'rename').map((pair) => (Array.isArray(pair) ? (pair as unknown[]).map(nameOf) : []))
    stars.push(...relations.filter((r) => r.guess))
    return relations
      .flatMap((r) => r.columns)
      .filter((c) => !except.some((name) => sameName(c.name, name)))
      .map((c) => {
        const other = replaced.find((r) => sameName(nameOf(r['alias']), c.name ?? ''))
        const name = names.find(([from]) => sameName(from ?? null, c.name ?? ''))?.[1] ?? c.name
        return { name, origins: other === undefined ? c.origins : this.origins(other['this'], scope, ctes) }
      })
  }
}

/** `GROUP BY 2`: the second of the list. */
function placeOf(item: unknown): number | null {
  const literal = exprOf(isAst(item) && isAst(item['this']) ? item['this'] : item)
  return literal?.kind === 'literal' && literal.body['literal_type'] === 'number' ? Number(literal.body['value']) : null
}

const withoutAggregates = (origins: Origins): Origins => (origins.list.some((o) => o.how === 'AGGREGATION') ? new Origins() : origins)

function outputName(expr: Expr | null): string | null {
  if (expr === null) return null
  if (expr.kind === 'alias') return nameOf(expr.body['alias'])
  if (expr.kind === 'column') return nameOf(expr.body['name'])
  if (expr.kind === 'dot') return nameOf(expr.body['field'])
  if (expr.kind === 'paren' || (expr.kind === 'cast' && expr.body['double_colon_syntax'] === true))
    return outputName(exprIn(expr.body, 'this'))
  return null
}

/** Parts of a table's name, the widest first. */
export const tableParts = (body: Ast): string[] =>
  ['catalog', 'schema', 'name'].flatMap((part) => nameOf(body[part])?.split('.') ?? []).filter((part) => part !== '')
