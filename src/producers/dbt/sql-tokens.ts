/** `quoted` is an identifier in quotes, its text without them; words are in lower case. */
export interface Token {
  readonly kind: 'word' | 'quoted' | 'literal' | 'symbol'
  readonly text: string
}

/** Each alternative ends at the end of the text at the latest, so that reading takes time in line with its length. */
const parts =
  /(?<skip>\s+|--[^\n]*|\/\*(?:[\s\S]*?\*\/|[\s\S]*$))|(?<string>'[^']*(?:''[^']*)*(?:'|$))|"(?<double>[^"]*(?:""[^"]*)*)(?:"|$)|`(?<tick>[^`]*)(?:`|$)|(?<word>[\p{L}_][\p{L}\p{N}_$]*)|(?<number>\d[\p{L}\p{N}_.]*)|(?<symbol>::|\|\||.)/gsu

/** The words of a SQL text, without comments. Knows the quotes of PostgreSQL, Snowflake, DuckDB, BigQuery and Spark. */
export function sqlTokens(sql: string): Token[] {
  const tokens: Token[] = []
  for (const { groups = {} } of sql.matchAll(parts)) {
    const { string, double, tick, word, number, symbol } = groups
    if (word !== undefined) tokens.push({ kind: 'word', text: word.toLowerCase() })
    else if (double !== undefined) tokens.push({ kind: 'quoted', text: double.replaceAll('""', '"') })
    else if (tick !== undefined) tokens.push({ kind: 'quoted', text: tick })
    else if (symbol !== undefined) tokens.push({ kind: 'symbol', text: symbol })
    else if (string !== undefined || number !== undefined) tokens.push({ kind: 'literal', text: string ?? number ?? '' })
  }
  return tokens
}

export const isName = (token: Token | undefined): token is Token => token?.kind === 'word' || token?.kind === 'quoted'
export const isWord = (token: Token | undefined, ...texts: readonly string[]): boolean =>
  token?.kind === 'word' && texts.includes(token.text)
export const isSymbol = (token: Token | undefined, text: string): boolean => token?.kind === 'symbol' && token.text === text

/** The place of the bracket that closes the one at `open`; the end where none does. */
export function closing(tokens: readonly Token[], open: number, end: number): number {
  let depth = 0
  for (let i = open; i < end; i++) {
    if (isSymbol(tokens[i], '(')) depth++
    else if (isSymbol(tokens[i], ')') && --depth === 0) return i
  }
  return end
}
