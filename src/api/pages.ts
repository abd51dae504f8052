import { z } from 'zod'
import type { Paged } from '../contract/common.ts'
import type { KeyPage, PageKey } from '../catalog/sql.ts'
import type { SourceRef } from '../catalog/context.ts'
import type { ApiContext } from './context.ts'
import { decodeCursor, encodeCursor } from './cursor.ts'
import { notFound } from './problem.ts'

const Values = z.array(z.union([z.string().max(400), z.number()])).max(3)

/** Where the page starts that a cursor asks for. `size`: how many values the cursor of this list holds. */
export function startOf(list: string, size: number, cursor: string | undefined): PageKey | null {
  return decodeCursor(list, Values.length(size), cursor)
}

/** A page of the read side with its cursor. */
export const withCursor = <T>(list: string, { items, next, total, totalAtLeast }: KeyPage<T>): Paged<T> => ({
  items,
  next: next === null ? null : encodeCursor(list, next),
  total,
  totalAtLeast,
})

/** The answer, or 404 where there is none. */
export function found<T>(answer: T | null, what: string): T {
  if (answer === null)
    throw notFound(what, 'No event that names it has reached the catalog. Check namespace and name; they are compared letter by letter.')
  return answer
}

/** What the read side needs of sources: it knows their numbers only. */
export async function sourceRefs(context: ApiContext): Promise<SourceRef[]> {
  return (await context.control.listSources({})).map(({ id, name, baseUrl }) => ({ id, name, baseUrl }))
}
