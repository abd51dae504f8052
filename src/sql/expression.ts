import { astIn, exprIn, exprOf, isAst, listIn, nameOf } from './ast.ts'
import type { Ast, Expr } from './ast.ts'
import { Origins } from './origins.ts'
import type { How } from './origins.ts'
import { allOf } from './relation.ts'
import type { Relation } from './relation.ts'
import type { Scope } from './scope.ts'

/** Reads a query that stands within an expression. */
export type ReadQuery = (query: Expr, scope: Scope) => Relation

export const queryKinds: ReadonlySet<string> = new Set(['select', 'union', 'intersect', 'except', 'subquery', 'values'])

const words = (text: string): string[] => text.trim().split(/\s+/)
/** Functions that make one value of many rows; the parser names the common ones, the rest are called by name. */
const aggregates = new Set(
  words(`sum count avg min max any_value array_agg string_agg group_concat list_agg listagg stddev stddev_pop stddev_samp variance var_pop
  var_samp median mode percentile_cont percentile_disc approx_distinct approx_count_distinct approx_quantile approx_percentile count_if countif
  sum_if logical_or logical_and bool_or bool_and every bit_and_agg bit_or_agg corr covar_pop covar_samp first last any arg_max arg_min max_by
  min_by array_concat_agg object_agg json_agg jsonb_agg json_object_agg collect_list collect_set approx_top_count hll argmax argmin uniq
  uniqexact quantile grouparray grouping aggregate_function within_group j_s_o_n_object_agg json_arrayagg j_s_o_n_array_agg skewness kurtosis`),
)

/** The fields that the values of an expression come from. */
export function originsOf(value: unknown, scope: Scope, read: ReadQuery): Origins {
  return new Reader(scope, read).of(value)
}

class Reader {
  readonly #scope: Scope
  readonly #read: ReadQuery

  constructor(scope: Scope, read: ReadQuery) {
    this.#scope = scope
    this.#read = read
  }

  of(value: unknown): Origins {
    const expr = exprOf(value)
    return expr === null ? this.#parts(value, 'TRANSFORMATION') : this.#expression(expr)
  }

  #expression({ kind, body }: Expr): Origins {
    if (kind === 'column') return this.#column(body)
    if (kind === 'dot') return this.#dot(body)
    if (kind === 'paren' || kind === 'alias') return this.of(body['this'])
    if (kind === 'case') return this.#case(body)
    if (kind === 'if_func' || kind === 'if') return this.#either(body)
    if (kind === 'window_function') return this.#window(body)
    if (queryKinds.has(kind)) return this.#query({ kind, body })
    if (kind === 'exists') return this.#whole(body, 'CONDITIONAL')
    if (kind === 'in') return this.#in(body)
    if (kind === 'lambda') return new Origins()
    const name = nameOf(body['name'])?.toLowerCase() ?? ''
    if (kind === 'function' && name === 'iff') return this.#iff(listIn(body, 'args'))
    if (aggregates.has(kind) || (kind === 'function' && aggregates.has(name))) return this.#aggregate(body)
    return this.#parts(body, 'TRANSFORMATION')
  }

  #column(body: Ast): Origins {
    const name = nameOf(body['name'])
    const qualifier = nameOf(body['table'])
    if (name === null) return new Origins()
    const found = this.#scope.find(name, qualifier)
    // `s.x` may be the member x of a column s.
    const holder = found === null && qualifier !== null && !this.#scope.knows(qualifier) ? this.#scope.find(qualifier, null) : null
    const made = new Origins()
    if (found !== null) return made.take(found, 'IDENTITY')
    return holder === null ? made : made.take(holder, 'TRANSFORMATION')
  }

  /** `a.b.c`: the table may have its schema before it; else a member of a column. */
  #dot(body: Ast): Origins {
    const names = [...dottedNames(body['this']), nameOf(body['field']) ?? '']
    const table = names.at(-2) ?? ''
    if (names.length > 2 && this.#scope.knows(table) && !this.#scope.knows(names[0] ?? '')) {
      const found = this.#scope.find(names.at(-1) ?? '', table)
      if (found !== null) return new Origins().take(found, 'IDENTITY')
    }
    return new Origins().take(this.of(body['this']), 'TRANSFORMATION')
  }

  #case(body: Ast): Origins {
    const made = new Origins().take(this.of(body['operand']), 'CONDITIONAL').take(this.of(body['else_']), 'TRANSFORMATION')
    for (const pair of listIn(body, 'whens')) {
      const [condition, result] = Array.isArray(pair) ? (pair as unknown[]) : []
      made.take(this.of(condition), 'CONDITIONAL').take(this.of(result), 'TRANSFORMATION')
    }
    return made
  }

  #either(body: Ast): Origins {
    return this.#iff([body['condition'], body['true_value'], body['false_value']])
  }

  #iff([condition, ...results]: readonly unknown[]): Origins {
    return new Origins().take(this.of(condition), 'CONDITIONAL').take(this.#parts(results, 'TRANSFORMATION'), 'TRANSFORMATION')
  }

  #aggregate(body: Ast): Origins {
    const { filter, order_by: _, ...rest } = body
    return this.#parts(rest, 'AGGREGATION').take(this.of(filter), 'CONDITIONAL')
  }

  #window(body: Ast): Origins {
    const over = astIn(body, 'over')
    const made = new Origins().take(this.of(body['this']), 'TRANSFORMATION')
    const name = nameOf(over?.['window_name'])
    const named = name === null ? null : (this.#scope.windows.get(name.toLowerCase()) ?? null)
    for (const spec of [over, named]) made.take(this.#parts([listIn(spec, 'partition_by'), listIn(spec, 'order_by')], 'WINDOW'), 'WINDOW')
    return made
  }

  #query(query: Expr): Origins {
    const relation = this.#read(query, this.#scope)
    const made = new Origins().take(relation.rows, 'CONDITIONAL')
    for (const column of relation.columns) made.take(column.origins, 'TRANSFORMATION')
    return made
  }

  /** Only whether there are rows, or which, matters. */
  #whole(body: Ast, how: How): Origins {
    const query = exprIn(body, 'this') ?? exprIn(body, 'query')
    return query === null || !queryKinds.has(query.kind) ? this.#parts(body, how) : allOf(this.#read(query, this.#scope), how)
  }

  #in(body: Ast): Origins {
    const made = new Origins()
      .take(this.of(body['this']), 'TRANSFORMATION')
      .take(this.#parts(body['expressions'], 'TRANSFORMATION'), 'TRANSFORMATION')
    const query = exprIn(body, 'query')
    return query === null ? made : made.take(allOf(this.#read(query, this.#scope), 'CONDITIONAL'), 'CONDITIONAL')
  }

  /** Everything within a value, whatever it is. */
  #parts(value: unknown, how: How): Origins {
    const made = new Origins()
    const items = Array.isArray(value) ? (value as unknown[]) : isAst(value) ? Object.values(value) : []
    for (const item of items) if (typeof item === 'object' && item !== null) made.take(this.of(item), how)
    return made
  }
}

function dottedNames(value: unknown): string[] {
  const expr = exprOf(value)
  if (expr?.kind === 'dot') return [...dottedNames(expr.body['this']), nameOf(expr.body['field']) ?? '']
  if (expr?.kind !== 'column') return ['']
  const qualifier = nameOf(expr.body['table'])
  return [...(qualifier === null ? [] : [qualifier]), nameOf(expr.body['name']) ?? '']
}
