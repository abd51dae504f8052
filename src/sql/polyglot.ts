import { getVersion, parse, tokenize } from '@polyglot-sql/sdk'
import type { Dialect } from '@polyglot-sql/sdk'
import type { SqlParser } from './infer.ts'

/** Where a message says in which line and column it is, that is of the statement alone. */
const plain = (error: string | undefined): string => error ?? 'The parser gives no reason'

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

export const parserVersion = getVersion
