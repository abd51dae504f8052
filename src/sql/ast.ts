/** A part of a syntax tree as the parser gives it: plain JSON, of which only what is looked for is believed. */
export type Ast = Readonly<Record<string, unknown>>

/** An expression is an object with one member, which is its kind. */
export interface Expr {
  readonly kind: string
  readonly body: Ast
}

export const isAst = (value: unknown): value is Ast => typeof value === 'object' && value !== null && !Array.isArray(value)

export function exprOf(value: unknown): Expr | null {
  if (!isAst(value)) return null
  const [kind, ...more] = Object.keys(value)
  const body = kind === undefined || more.length > 0 ? null : value[kind]
  return kind === undefined || !isAst(body) ? null : { kind, body }
}

/** The expression in a member of `of`; null where it is missing or something else. */
export const exprIn = (of: Ast, name: string): Expr | null => exprOf(of[name])

export const astIn = (of: Ast, name: string): Ast | null => {
  const value = of[name]
  return isAst(value) ? value : null
}

export const listIn = (of: Ast | null, name: string): readonly unknown[] => {
  const value = of?.[name]
  return Array.isArray(value) ? value : []
}

/** The text of an identifier, which stands as an object with `name` or as text. */
export function nameOf(value: unknown): string | null {
  if (typeof value === 'string') return value === '' ? null : value
  if (!isAst(value)) return null
  if ('name' in value) return nameOf(value['name'])
  const inner = exprOf(value)
  return inner === null ? null : nameOf(inner.body['name'])
}

export const namesIn = (of: Ast, name: string): string[] => listIn(of, name).flatMap((item) => nameOf(item) ?? [])

/** An expression without its parentheses. */
export function bare(expr: Expr | null): Expr | null {
  for (let at = expr; ;) {
    if (at?.kind !== 'paren') return at
    at = exprIn(at.body, 'this')
  }
}
