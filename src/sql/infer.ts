import { exprOf } from './ast.ts'
import { isDirect, Origins } from './origins.ts'
import type { How } from './origins.ts'
import { statementsOf, withoutTemplates } from './prepare.ts'
import { QueryReader } from './query.ts'
import { emptyRelation } from './relation.ts'
import type { Relation } from './relation.ts'
import { placedColumns, readStatement } from './statement.ts'
import type { Written } from './statement.ts'
import { datasetNamed, fieldNamed, pathParts, topFields } from './tables.ts'
import type { SqlDataset } from './tables.ts'

export interface SqlRequest {
  readonly sql: string
  /** One of `dialectOf`. */
  readonly dialect: string
  readonly datasets: readonly SqlDataset[]
}

/** `from`, `to`: places in `SqlRequest.datasets`. `toField` null: it decides on the rows of the whole dataset. */
export interface SqlEdge {
  readonly from: number
  readonly fromField: string
  readonly to: number
  readonly toField: string | null
  readonly type: 'DIRECT' | 'INDIRECT'
  readonly subtype: How
}

export interface SqlAnswer {
  readonly edges: readonly SqlEdge[]
  /** Why a statement could not be read; null: all were. */
  readonly problem: string | null
}

/** The parser of SQL, as far as it is used. */
export interface SqlParser {
  tokenize(sql: string, dialect: string): { tokens: readonly { text: string; span: { start: number; end: number } }[] } | { error: string }
  parse(sql: string, dialect: string): { statements: readonly unknown[] } | { error: string }
}

/** Of one job; more is cut off, so that no statement fills the catalog. */
const edgesMax = 10_000

/**
 * The column edges that SQL says, between the datasets that its job is known to read and write. A pure function of the request (and of the
 * parser's version); edges come in an order of their own.
 */
export function inferColumns(parser: SqlParser, request: SqlRequest): SqlAnswer {
  const sql = withoutTemplates(request.sql)
  const tokens = parser.tokenize(sql, request.dialect)
  if ('error' in tokens) return { edges: [], problem: tokens.error }
  const script = new Script(request.datasets)
  const problems: string[] = []
  for (const [i, text] of statementsOf(sql, tokens.tokens).entries()) {
    const parsed = parser.parse(text, request.dialect)
    if ('error' in parsed) problems.push(i === 0 ? parsed.error : `Statement ${i + 1}: ${parsed.error}`)
    else for (const statement of parsed.statements) if (!script.read(statement)) problems.push(`Statement ${i + 1} is no SQL`)
  }
  return { edges: script.edges(), problem: problems[0] ?? null }
}

/** Statements one after the other: what one makes, the next may read. */
class Script {
  readonly #datasets: readonly SqlDataset[]
  readonly #reader: QueryReader
  readonly #made = new Map<string, Relation>()
  readonly #queries: Written[] = []
  readonly #edges = new Map<string, SqlEdge>()
  #wrote = false

  constructor(datasets: readonly SqlDataset[]) {
    this.#datasets = datasets
    this.#reader = new QueryReader((parts) => this.#find(parts))
  }

  /** False: it is no statement, though the parser made something of it. */
  read(tree: unknown): boolean {
    const statement = exprOf(tree)
    if (statement === null) return true
    if (['alias', 'column', 'identifier', 'literal'].includes(statement.kind)) return false
    const written = readStatement(statement, this.#reader)
    if (written === null) return true
    if (written.target === null) this.#queries.push(written)
    else this.#place(written, written.target)
    return true
  }

  #place(written: Written, target: readonly string[]): void {
    this.#wrote = true
    const to = datasetNamed(this.#datasets, target, (d) => d.isOutput)
    if (to !== null) this.#write(to, written)
    else if (datasetNamed(this.#datasets, target, () => true) === null) this.#make(target, written)
  }

  /** A query alone fills the one dataset that its job writes, if it is the one query. */
  edges(): SqlEdge[] {
    const [query, ...more] = this.#queries
    const outputs = this.#datasets.flatMap((d, i) => (d.isOutput ? [i] : []))
    const [only] = outputs
    if (query !== undefined && more.length === 0 && !this.#wrote && outputs.length === 1 && only !== undefined) this.#write(only, query)
    return [...this.#edges]
      .toSorted(([a], [b]) => (a < b ? -1 : 1))
      .slice(0, edgesMax)
      .map(([, edge]) => edge)
  }

  #make(parts: readonly string[], { relation, makes }: Written): void {
    const name = parts.join('.').toLowerCase()
    if (makes || !this.#made.has(name)) this.#made.set(name, relation)
  }

  #find(parts: readonly string[]): Relation {
    const made = this.#made.get(parts.join('.').toLowerCase())
    if (made !== undefined) return made
    const read = datasetNamed(this.#datasets, parts, (d) => d.isInput)
    if (read !== null) return this.#table(read, true)
    const known = datasetNamed(this.#datasets, parts, () => true)
    return known === null ? emptyRelation : this.#table(known, false)
  }

  /** A dataset as rows. One that the job does not read has its columns, and nothing comes from them. */
  #table(dataset: number, read: boolean): Relation {
    const fields = this.#datasets[dataset]?.fields ?? []
    const of = (field: string): Origins => (read ? Origins.of({ dataset, field, how: 'IDENTITY' }) : new Origins())
    return {
      columns: topFields(fields).map((path) => ({ name: pathParts(path).join('.'), origins: of(path) })),
      rest: fields.length > 0 ? null : (name) => of(name.replaceAll('.', '\\.')),
      guess: true,
      rows: new Origins(),
    }
  }

  #write(to: number, written: Written): void {
    const fields = this.#datasets[to]?.fields ?? []
    const names = topFields(fields).map((path) => pathParts(path).join('.'))
    for (const { name, origins } of placedColumns(written, names)) {
      const toField = name === null ? null : fields.length === 0 ? name.replaceAll('.', '\\.') : fieldNamed(fields, [name])
      if (toField !== null) this.#add(origins, to, toField)
    }
    this.#add(written.relation.rows, to, null)
  }

  #add(origins: Origins, to: number, toField: string | null): void {
    for (const { dataset: from, field: fromField, how } of origins.list) {
      if (from === to && fromField === toField) continue
      const type = isDirect(how) ? 'DIRECT' : 'INDIRECT'
      this.#edges.set(JSON.stringify([to, toField, from, fromField, type, how]), { from, fromField, to, toField, type, subtype: how })
    }
  }
}
