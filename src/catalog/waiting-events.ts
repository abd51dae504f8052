import type { ReadContext } from './context.ts'

export interface Waiting {
  /** Newest first. */
  readonly positions: readonly number[]
  /** The log was looked at down to here. */
  readonly down: number
}

/** Positions of the log that one page looks at. */
const lookedAtMost = 5_000

/** Events of one source, before a position, that the catalog does not hold yet: they came after the last sync, or wait for one by hand. */
export async function waitingOf(context: ReadContext, source: number, before: number): Promise<Waiting> {
  const sql =
    'SELECT coalesce((SELECT position FROM source_checkpoint WHERE source_id = ?), (SELECT position FROM checkpoint WHERE id = 1), 0) AS position'
  const taken = Number((await context.db.get<{ position: number }>(sql, [source]))?.position ?? 0)
  const { events: head } = await context.log.stats()
  const top = Math.min(before, head + 1)
  const down = Math.max(taken + 1, top - lookedAtMost)
  if (down >= top) return { positions: [], down: 0 }
  const metas = await context.log.recent({ before: top, limit: top - down })
  return { positions: metas.filter((m) => m.sourceId === source).map((m) => m.position), down: down > taken + 1 ? down : 0 }
}
