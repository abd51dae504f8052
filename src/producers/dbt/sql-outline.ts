import { closing, isName, isSymbol, isWord } from './sql-tokens.ts'
import type { Token } from './sql-tokens.ts'

/** What stands in a FROM: a table by its path, or a query (a CTE or in brackets; null where it cannot be read). */
export interface Source {
  readonly alias: string | null
  readonly path: readonly string[] | null
  readonly query: Select | null
}

export interface Select {
  readonly items: readonly (readonly Token[])[]
  readonly sources: readonly Source[]
  /** Several selects in one, by UNION and the like. */
  readonly combined: boolean
}

/** Names that a SQL text gives to things within itself, and the tables that it names without a schema. Names in lower case. */
export interface Outline {
  /** null: the name stands for different things. */
  readonly names: ReadonlyMap<string, Source | null>
  readonly tables: ReadonlySet<string>
}

type Scope = ReadonlyMap<string, Source>

const nestingMax = 50
const endsFrom = ['where', 'group', 'having', 'order', 'limit', 'offset', 'fetch', 'window', 'qualify', 'union', 'intersect', 'except']
const combines = ['union', 'intersect', 'except', 'minus']
const noAlias = new Set([...endsFrom, ...combines, 'on', 'using', 'join', 'left', 'right', 'full', 'inner', 'outer', 'cross'])
for (const word of ['natural', 'lateral', 'tablesample', 'sample', 'pivot', 'unpivot', 'for', 'asof', 'semi', 'anti', 'set'])
  noAlias.add(word)

/** Reads as much of a query as tells where its columns come from. Whatever it does not understand is left out. */
export function outlineOf(tokens: readonly Token[]): Outline {
  const names = new Map<string, Source | null>()
  const tables = new Set<string>()
  new Reader(tokens, names, tables).query(0, tokens.length, new Map(), 0)
  return { names, tables }
}

class Reader {
  readonly #tokens: readonly Token[]
  readonly #names: Map<string, Source | null>
  readonly #tables: Set<string>

  constructor(tokens: readonly Token[], names: Map<string, Source | null>, tables: Set<string>) {
    this.#tokens = tokens
    this.#names = names
    this.#tables = tables
  }

  query(from: number, end: number, outer: Scope, depth: number): Select | null {
    if (depth > nestingMax) return null
    const scope = new Map(outer)
    const start = isWord(this.#tokens[from], 'with') ? this.#with(from + 1, end, scope, depth) : from
    return isWord(this.#tokens[start], 'select') ? this.#select(start + 1, end, scope, depth) : null
  }

  /** `name [(columns)] as [not materialized] (query), …`; the place after the last. */
  #with(from: number, end: number, scope: Map<string, Source>, depth: number): number {
    let at = isWord(this.#tokens[from], 'recursive') ? from + 1 : from
    const recursive = at > from
    while (at < end) {
      const name = this.#tokens[at]
      if (!isName(name)) return at
      const renamed = isSymbol(this.#tokens[at + 1], '(')
      let open = renamed ? closing(this.#tokens, at + 1, end) + 1 : at + 1
      while (isWord(this.#tokens[open], 'as', 'not', 'materialized')) open++
      if (!isSymbol(this.#tokens[open], '(')) return at
      const close = closing(this.#tokens, open, end)
      const key = name.text.toLowerCase()
      const opaque: Source = { alias: key, path: null, query: null }
      const query = this.query(open + 1, close, recursive ? new Map(scope).set(key, opaque) : scope, depth + 1)
      const source = renamed || recursive ? opaque : { alias: key, path: null, query }
      scope.set(key, source)
      this.#name(key, source)
      at = close + 1
      if (!isSymbol(this.#tokens[at], ',')) return at
      at++
    }
    return at
  }

  #select(from: number, end: number, scope: Scope, depth: number): Select {
    const start = isWord(this.#tokens[from], 'distinct', 'all') ? from + 1 : from
    const items: Token[][] = [[]]
    let at = start
    for (; at < end && !isWord(this.#tokens[at], 'from'); at++) {
      const token = this.#tokens[at]
      if (isSymbol(token, '(')) {
        const close = closing(this.#tokens, at, end)
        this.query(at + 1, close, scope, depth + 1)
        items.at(-1)?.push(...this.#tokens.slice(at, close + 1))
        at = close
      } else if (isSymbol(token, ',')) items.push([])
      else if (token !== undefined) items.at(-1)?.push(token)
    }
    const read = this.#from(at + 1, end, scope, depth)
    return { items, sources: read.sources, combined: this.#rest(read.at, end, scope, depth) }
  }

  #from(from: number, end: number, scope: Scope, depth: number): { sources: Source[]; at: number } {
    const sources: Source[] = []
    let wanted = true
    let at = from
    for (; at < end && !isWord(this.#tokens[at], ...endsFrom, ...combines); at++) {
      const token = this.#tokens[at]
      if (isWord(token, 'join') || isSymbol(token, ',')) wanted = true
      else if (wanted && !isWord(token, 'lateral', 'only')) {
        const read = this.#source(at, end, scope, depth)
        sources.push(read.source)
        at = read.at - 1
        wanted = false
      } else if (isSymbol(token, '(')) {
        const close = closing(this.#tokens, at, end)
        this.query(at + 1, close, scope, depth + 1)
        at = close
      }
    }
    return { sources, at }
  }

  /** A table, a CTE, or a query in brackets, with its alias; the place after it. */
  #source(from: number, end: number, scope: Scope, depth: number): { source: Source; at: number } {
    const path: string[] = []
    let at = from
    let query: Select | null = null
    if (isSymbol(this.#tokens[at], '(')) {
      const close = closing(this.#tokens, at, end)
      query = this.query(at + 1, close, scope, depth + 1)
      at = close + 1
    } else {
      for (let token = this.#tokens[at]; at < end && isName(token); token = this.#tokens[at]) {
        path.push(token.text)
        at++
        if (!isSymbol(this.#tokens[at], '.')) break
        at++
      }
      if (path.length === 0) return { source: { alias: null, path: null, query: null }, at: from + 1 }
      if (isSymbol(this.#tokens[at], '('))
        return {
          source: this.#aliased({ alias: null, path: null, query: null }, closing(this.#tokens, at, end) + 1).source,
          at: closing(this.#tokens, at, end) + 1,
        }
    }
    const cte = path.length === 1 ? scope.get(path[0]?.toLowerCase() ?? '') : undefined
    if (path.length === 1 && cte === undefined) this.#tables.add(path[0]?.toLowerCase() ?? '')
    const last = path.at(-1)?.toLowerCase() ?? null
    return this.#aliased(cte === undefined ? { alias: last, path: path.length === 0 ? null : path, query } : { ...cte, alias: last }, at)
  }

  #aliased(source: Source, from: number): { source: Source; at: number } {
    const at = isWord(this.#tokens[from], 'as') ? from + 1 : from
    const token = this.#tokens[at]
    if (!isName(token) || (token.kind === 'word' && noAlias.has(token.text))) return { source, at: from }
    const named = { ...source, alias: token.text.toLowerCase() }
    this.#name(named.alias, named)
    return { source: named, at: at + 1 }
  }

  /** What follows the FROM may hold queries in brackets, and further selects. */
  #rest(from: number, end: number, scope: Scope, depth: number): boolean {
    for (let at = from; at < end; at++) {
      if (isSymbol(this.#tokens[at], '(')) {
        const close = closing(this.#tokens, at, end)
        this.query(at + 1, close, scope, depth + 1)
        at = close
      } else if (isWord(this.#tokens[at], ...combines)) {
        const next = isWord(this.#tokens[at + 1], 'all', 'distinct') ? at + 2 : at + 1
        this.query(next, end, scope, depth + 1)
        return true
      }
    }
    return false
  }

  #name(name: string, source: Source): void {
    const known = this.#names.get(name)
    if (known === undefined && !this.#names.has(name)) this.#names.set(name, source)
    else if (known !== null && !sameSource(known, source)) this.#names.set(name, null)
  }
}

const sameSource = (a: Source | undefined, b: Source): boolean =>
  a !== undefined && a.query === b.query && JSON.stringify(a.path) === JSON.stringify(b.path) && (a.query !== null || a.path !== null)
