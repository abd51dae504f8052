import { readRules, rulesRevision } from '../../control/rules.ts'
import type { Executor } from '../../db/contract.ts'
import { defaultRules, Rules } from '../../rules/rules.ts'

/** The rules in force, read again when they have changed. */
export function currentRules(db: Executor): () => Promise<Rules> {
  let revision = ''
  let rules = defaultRules
  return async () => {
    const now = await rulesRevision(db)
    if (now !== revision) {
      rules = new Rules(await readRules(db))
      revision = now
    }
    return rules
  }
}
