import { astIn, bare, exprIn, exprOf, isAst, listIn, nameOf, namesIn } from './ast.ts'
import type { Ast, Expr } from './ast.ts'
import { queryKinds } from './expression.ts'
import { Origins } from './origins.ts'
import { tableParts } from './query.ts'
import type { Ctes, QueryReader } from './query.ts'
import { emptyRelation, pick } from './relation.ts'
import type { Column, Relation } from './relation.ts'
import { Scope } from './scope.ts'

/** Columns that a statement writes: by place (`byPlace`) or by name, under the names that it gives them. */
export interface Written {
  /** Parts of the target's name; null: the statement is a query that names none. */
  readonly target: readonly string[] | null
  readonly relation: Relation
  readonly byPlace: boolean
  /** Whether the target is made here, such as a temporary table. */
  readonly makes: boolean
}

/** What a statement writes where; null when it writes no columns. */
export function readStatement(statement: Expr, reader: QueryReader): Written | null {
  const { kind, body } = statement
  if (kind === 'insert') return readInsert(body, reader)
  if (kind === 'create_table' || kind === 'create_view') return readCreate(body, reader)
  if (kind === 'update') return readUpdate(body, reader)
  if (kind === 'merge') return readMerge(body, reader)
  return queryKinds.has(kind) ? readQuery(statement, reader) : null
}

const partsIn = (of: Ast, name: string): string[] => {
  const value = of[name]
  const expr = exprOf(value)
  if (expr?.kind === 'table') return tableParts(expr.body)
  return isAst(value) ? tableParts(value) : []
}

function readInsert(body: Ast, reader: QueryReader): Written | null {
  const query = exprIn(body, 'query')
  if (query === null) return null
  const relation = reader.query(query, reader.with(body, new Map(), null), null)
  const names = namesIn(body, 'columns')
  const byName = body['by_name'] === true
  const named = names.length === 0 ? relation : { ...relation, columns: relation.columns.map((c, i) => ({ ...c, name: names[i] ?? null })) }
  return { target: partsIn(body, 'table'), relation: named, byPlace: names.length === 0 && !byName, makes: false }
}

function readCreate(body: Ast, reader: QueryReader): Written | null {
  const query = exprIn(body, 'as_select') ?? exprIn(body, 'query')
  if (query === null) return null
  const relation = reader.query(query, reader.with(body, new Map(), null), null)
  const names = namesIn(body, 'columns')
  const columns = relation.columns.map((c, i) => ({ ...c, name: names[i] ?? c.name }))
  return { target: partsIn(body, 'name'), relation: { ...relation, columns }, byPlace: false, makes: true }
}

function readQuery(query: Expr, reader: QueryReader): Written {
  const into = query.kind === 'select' ? astIn(query.body, 'into') : null
  const relation = reader.query(query, new Map(), null)
  return { target: into === null ? null : partsIn(into, 'this'), relation, byPlace: false, makes: into !== null }
}

function readUpdate(body: Ast, reader: QueryReader): Written {
  const ctes = reader.with(body, new Map(), null)
  const scope = new Scope(null)
  const rows = new Origins()
  for (const item of listIn(astIn(body, 'from_clause'), 'expressions')) reader.source(item, scope, ctes, rows)
  reader.joins(listIn(body, 'from_joins'), scope, ctes, rows)
  const table = astIn(body, 'table') ?? {}
  // `UPDATE x SET … FROM t AS x`: the target is what the FROM calls so.
  const called = scope.sourceCalled(nameOf(table['name']) ?? '')
  if (called === null) reader.source({ table }, scope, ctes, rows)
  for (const item of listIn(body, 'extra_tables'))
    reader.source(isAst(item) && exprOf(item) === null ? { table: item } : item, scope, ctes, rows)
  reader.joins(listIn(body, 'table_joins'), scope, ctes, rows)
  rows.take(reader.origins(body['where_clause'], scope, ctes), 'FILTER')
  const columns = listIn(body, 'set').flatMap((pair) => assigned(pair, reader, scope, ctes))
  const target = called === null || called.parts.length === 0 ? tableParts(table) : called.parts
  return { target, relation: { ...emptyRelation, columns, rows }, byPlace: false, makes: false }
}

function assigned(pair: unknown, reader: QueryReader, scope: Scope, ctes: Ctes): Column[] {
  const [to, value] = Array.isArray(pair) ? (pair as unknown[]) : []
  const name = nameOf(to)
  return name === null ? [] : [{ name: name.split('.').at(-1) ?? name, origins: reader.origins(value, scope, ctes) }]
}

function readMerge(body: Ast, reader: QueryReader): Written {
  const ctes = reader.with(body, new Map(), null)
  const scope = new Scope(null)
  const rows = new Origins()
  reader.source(body['this'], scope, ctes, rows)
  reader.source(body['using'], scope, ctes, rows)
  rows.take(reader.origins(body['on'], scope, ctes), 'JOIN')
  const using = scope.sources[1]?.relation ?? emptyRelation
  const columns: Column[] = []
  for (const item of listIn(astIn(astIn(body, 'whens') ?? {}, 'whens'), 'expressions')) {
    const when = exprOf(item)
    if (when?.kind !== 'when') continue
    rows.take(reader.origins(when.body['condition'], scope, ctes), 'FILTER')
    columns.push(...mergeAction(exprIn(when.body, 'then'), reader, scope, ctes, using))
  }
  const target = bare(exprIn(body, 'this'))
  const into = target?.kind === 'alias' ? exprIn(target.body, 'this') : target
  return { target: into === null ? [] : tableParts(into.body), relation: { ...emptyRelation, columns, rows }, byPlace: false, makes: false }
}

/** `UPDATE SET a = b, …`, `INSERT (a, …) VALUES (b, …)`, or one of them with a star. */
function mergeAction(then: Expr | null, reader: QueryReader, scope: Scope, ctes: Ctes, using: Relation): Column[] {
  const [, first, second] = listIn(then?.body ?? null, 'expressions')
  const [left, right] = [exprOf(first), exprOf(second)]
  if (left?.kind === 'star') return [...using.columns]
  const items = listIn(left?.body ?? null, 'expressions')
  if (right !== null) {
    const values = listIn(right.body, 'expressions')
    return items.flatMap((item, i) => assigned([unqualified(item), values[i]], reader, scope, ctes))
  }
  return items.flatMap((item) => {
    const pair = exprOf(item)
    return pair?.kind === 'eq' ? assigned([unqualified(pair.body['left']), pair.body['right']], reader, scope, ctes) : []
  })
}

const unqualified = (value: unknown): string | null => nameOf(value)

/** The columns of a relation by the names of a target, given those names in order. */
export function placedColumns({ relation, byPlace }: Written, fields: readonly string[]): Column[] {
  const { columns } = relation
  const named = columns.filter((c) => c.name !== null)
  if (!byPlace) return withRest(relation, named, fields)
  const byName = named.length === columns.length && columns.every((c) => pick(fields, (f) => f, c.name ?? '') !== null)
  const fits = relation.rest === null && columns.length === fields.length
  if (fits) return columns.map((c, i) => ({ ...c, name: fields[i] ?? null }))
  // Fewer than the table has, such as without the columns of a fixed partition: of the same names, if at all.
  return byName ? withRest(relation, named, fields) : []
}

/** Fields that a star may stand for, where the columns of the table behind it are not known. */
function withRest(relation: Relation, named: readonly Column[], fields: readonly string[]): Column[] {
  const { rest } = relation
  if (rest === null || !relation.guess) return [...named]
  const more = fields.filter((f) => pick(named, (c) => c.name, f) === null)
  return [...named, ...more.flatMap((name) => ({ name, origins: rest(name) ?? new Origins() }))]
}
