import { createRequire } from 'node:module'
import type * as Re2js from 're2js'

type Engine = Pick<typeof Re2js, 'RE2JS'>
const load = createRequire(import.meta.url)
let engine: Engine | null = null

/**
 * A replacement by a regular expression of RE2's syntax, in time that is in line with the text, whatever the expression. Throws for an expression
 * that is none. The engine's tables take some megabytes in each thread, so that it is loaded by the first rule that needs it.
 */
export function replacement(expression: string, replace: string): (text: string) => string {
  engine ??= load('re2js') as Engine
  const compiled = engine.RE2JS.compile(expression)
  return (text) => compiled.matcher(text).replaceAll(replace)
}
