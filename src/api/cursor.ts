import type { z } from 'zod'
import { ApiError } from './problem.ts'

/**
 * A keyset cursor: the sort values of the last row of a page, for the list named `list` (which says the sort order too, such as
 * `jobs:lastRun`). Opaque to callers, not secret, not signed: it can only ask for rows that the caller may read anyway.
 */
export function encodeCursor(list: string, values: readonly (string | number | null)[]): string {
  return Buffer.from(JSON.stringify([list, ...values])).toString('base64url')
}

/** The values of a cursor, or null without one. Throws ApiError 400 when it is malformed or belongs to another list. */
export function decodeCursor<T extends z.ZodType>(list: string, values: T, cursor: string | undefined): z.output<T> | null {
  if (cursor === undefined) return null
  const parsed = values.safeParse(parseFor(list, cursor))
  if (parsed.success) return parsed.data
  throw new ApiError(
    400,
    'cursor_malformed',
    'The cursor does not belong to this list.',
    'Hand back the `next` of the page before, with the same filters and sort order, or leave the cursor out.',
    { pointer: '/query/cursor' },
  )
}

function parseFor(list: string, cursor: string): unknown {
  if (!/^[\w-]+$/.test(cursor)) return undefined
  try {
    const content: unknown = JSON.parse(Buffer.from(cursor, 'base64url').toString('utf8'))
    return Array.isArray(content) && content[0] === list ? content.slice(1) : undefined
  } catch {
    return undefined
  }
}
