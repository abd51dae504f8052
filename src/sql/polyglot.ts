import { readFileSync } from 'node:fs'
import manual from '@polyglot-sql/sdk/manual'
import type { Dialect, parse as Parse, tokenize as Tokenize } from '@polyglot-sql/sdk'
import type { SqlParser } from './infer.ts'

/** `init` hands on what it is given to `WebAssembly.instantiate`, a compiled module as well. The package's own types of this entry lead nowhere. */
interface Sdk {
  readonly parse: typeof Parse
  readonly tokenize: typeof Tokenize
  readonly init: (options: { readonly wasmUrl: object }) => Promise<void>
}
declare const WebAssembly: { readonly Module: new (bytes: Uint8Array) => object }

const { init, parse, tokenize } = manual as Sdk
// Compiled in one go. While it is compiled as a promise V8 reads its bytes in threads of its own, and goes on doing so when this thread is
// ended: the whole process then ends with a segmentation fault or "unreachable code" (Node 24.21).
await init({ wasmUrl: new WebAssembly.Module(readFileSync(new URL(import.meta.resolve('@polyglot-sql/sdk/polyglot_sql.wasm')))) })

/** What the parser says, which counts lines and columns within the statement. */
function plain(error: string | undefined): string {
  if (error === undefined) return 'The parser gives no reason'
  return error.includes('_DEPTH_EXCEEDED') ? 'It is nested too deeply' : error
}

/** The parser that comes as WebAssembly: loaded by the thread that reads SQL and by nobody else. */
export const polyglot: SqlParser = {
  tokenize(sql, dialect) {
    const answer = tokenize(sql, dialect as Dialect)
    return answer.success && answer.tokens !== undefined ? { tokens: answer.tokens } : { error: plain(answer.error) }
  },
  parse(sql, dialect) {
    const answer = parse(sql, dialect as Dialect)
    return answer.success ? { statements: answer.ast } : { error: plain(answer.error) }
  },
}
