import type { Executor } from '../db/contract.ts'
import { namedNodes, noConditions } from './search/named.ts'
import type { NodeKind } from './search/named.ts'
import { wantedOf } from './search/query.ts'

/** Jobs, or datasets (their groups), whose names hold the words of `q`; best first. Misspelt words are for the search alone: a list says no reasons. */
export async function candidates(
  db: Executor,
  kind: NodeKind,
  q: string,
): Promise<{ readonly ids: number[]; readonly truncated: boolean }> {
  const { found, truncated } = await namedNodes(db, kind, wantedOf(q), noConditions, false)
  return { ids: found.map((one) => one.id), truncated }
}
