import type { IdentityRules } from '../rules/identity.ts'
import type { Changes } from './changes.ts'

/**
 * Joins every dataset of a batch with the id that the rules put in its place. It is a claim like a symlink's: ids stay on the edges as they
 * came, so that a rule can be taken back.
 */
export function linkByRules(changes: Changes, identity: IdentityRules): void {
  for (const { ref, fact } of Array.from(changes.datasets.values())) {
    const canonical = identity.canonicalOf(ref)
    if (canonical === ref) continue
    const { first_key = null, last_key = null } = fact
    changes.dataset(ref, { replaced: 1 })
    changes.dataset(canonical, { first_key, last_key })
    changes.ruleLink(ref, canonical)
  }
}
