import { parse, tokenize } from '@polyglot-sql/sdk'
import type { Dialect } from '@polyglot-sql/sdk'
import type { SqlParser } from './infer.ts'

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
