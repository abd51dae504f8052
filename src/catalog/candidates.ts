import type { Executor } from '../db/contract.ts'
import { namedNodes, noConditions } from './search/named.ts'
import type { NodeKind } from './search/named.ts'
import { wantedOf } from './search/query.ts'
import { wordsTogether } from './search/together.ts'

/** Jobs, or datasets (their groups), whose names hold the words of `q`; best first. Misspelt words are for the search alone: a list says no reasons. */
export async function candidates(
  db: Executor,
  kind: NodeKind,
  q: string,
): Promise<{ readonly ids: number[]; readonly truncated: boolean }> {
  const wanted = wantedOf(q)
  const { found, truncated } = await namedNodes(
    db,
    kind,
    { ...wanted, together: await wordsTogether(db, wanted.words) },
    noConditions,
    false,
  )
  return { ids: found.map((one) => one.id), truncated }
}
