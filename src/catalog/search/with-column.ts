import type { Executor } from '../../db/contract.ts'
import { columnsCalled } from './columns.ts'
import type { FoundNode } from './hits.ts'
import { matchName } from './match.ts'
import type { Conditions } from './named.ts'
import type { Wanted } from './query.ts'

/** Datasets with a column that is called so by itself, the best column of each. */
export async function datasetsWithColumn(db: Executor, wanted: Wanted, conditions: Conditions): Promise<FoundNode[]> {
  const best = new Map<number, FoundNode>()
  for (const { group: id, path, uses } of (await columnsCalled(db, wanted, conditions)).found) {
    const match = matchName(path, wanted)
    if (match !== null && !best.has(id))
      best.set(id, { id, name: path, recent: '', isAlias: false, isColumn: true, match, text: null, uses })
  }
  return [...best.values()]
}
