import type { Outline, Select, Source } from './sql-outline.ts'
import { isName, isSymbol, isWord } from './sql-tokens.ts'
import type { Token } from './sql-tokens.ts'

/** A column of a table, as the SQL spells both. */
export interface Origin {
  readonly path: readonly string[]
  readonly field: string
}

/** Steps that one column may take; a query that needs more is not followed. */
const stepsMax = 2_000

/** Words in an expression that are neither columns nor functions. */
const constants = ['null', 'true', 'false', 'current_date', 'current_timestamp', 'current_time', 'current_user', 'localtimestamp']
/** In an expression that holds one of these, a word may be a type, a part of a date or a window: it is not followed. */
const unsafe = new Set(['case', 'when', 'then', 'else', 'end', 'over', 'as', 'interval', 'distinct', 'filter', 'within', 'select', 'from'])
for (const word of ['in', 'is', 'not', 'and', 'or', 'like', 'between', 'exists', 'extract', 'cast', 'at', 'date', 'timestamp', 'array'])
  unsafe.add(word)

/** The columns of tables that a column of a name within the SQL is made of; null where that cannot be told. */
export function originsOf(outline: Outline, name: string, field: string): readonly Origin[] | null {
  const source = outline.names.get(name.toLowerCase())
  if (source === undefined || source === null) return null
  return new Tracer().ofSource(source, field)
}

class Tracer {
  #steps = 0

  ofSource(source: Source, field: string): readonly Origin[] | null {
    if (++this.#steps > stepsMax) return null
    if (source.path !== null) return [{ path: source.path, field }]
    return source.query === null ? null : this.#ofSelect(source.query, field)
  }

  #ofSelect(select: Select, field: string): readonly Origin[] | null {
    if (select.combined) return null
    const named = select.items.filter((item) => nameOf(item)?.toLowerCase() === field.toLowerCase())
    if (named.length > 1) return null
    const [item] = named
    return item === undefined ? this.#throughStar(select, field) : this.#ofExpression(select, expressionOf(item))
  }

  #throughStar(select: Select, field: string): readonly Origin[] | null {
    const stars = select.items.filter((item) => isSymbol(item.at(-1), '*') && (item.length === 1 || item.length === 3))
    const [star] = stars
    if (star === undefined || stars.length > 1) return null
    const source = this.#sourceOf(select, star.length === 1 ? undefined : star[0]?.text)
    return source === null ? null : this.ofSource(source, field)
  }

  /** A column, or sums, functions and the like of columns. */
  #ofExpression(select: Select, expression: readonly Token[]): readonly Origin[] | null {
    if (expression.some((t) => (t.kind === 'word' && unsafe.has(t.text)) || isSymbol(t, '::') || isSymbol(t, '['))) return null
    const found: Origin[] = []
    for (let i = 0; i < expression.length; i++) {
      const token = expression[i]
      if (!isName(token)) continue
      const qualified = isSymbol(expression[i + 1], '.')
      const column = qualified ? expression[i + 2] : token
      const after = expression[qualified ? i + 3 : i + 1]
      if (!isName(column) || isSymbol(after, '.')) return null
      if (qualified) i += 2
      if (isSymbol(after, '(') || (!qualified && isWord(token, ...constants))) continue
      const source = this.#sourceOf(select, qualified ? token.text : undefined)
      const origins = source === null ? null : this.ofSource(source, column.text)
      if (origins === null) return null
      found.push(...origins)
    }
    return found
  }

  /** Without an alias, the only source there is. */
  #sourceOf({ sources }: Select, alias: string | undefined): Source | null {
    if (alias === undefined) return sources.length === 1 ? (sources[0] ?? null) : null
    const named = sources.filter((s) => s.alias === alias.toLowerCase())
    return named.length === 1 ? (named[0] ?? null) : null
  }
}

/** The name that a select gives to an item; null: none, or a star. */
function nameOf(item: readonly Token[]): string | null {
  const last = item.at(-1)
  return isName(last) ? last.text : null
}

/** The item without its name. */
function expressionOf(item: readonly Token[]): readonly Token[] {
  const before = item.at(-2)
  if (isWord(before, 'as')) return item.slice(0, -2)
  const isAliased = before !== undefined && (before.kind !== 'symbol' || isSymbol(before, ')'))
  return isAliased ? item.slice(0, -1) : item
}
