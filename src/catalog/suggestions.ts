import type { Suggestion } from '../contract/rules.ts'
import type { Executor } from '../db/contract.ts'
import type { ReadContext } from './context.ts'
import { contentHash } from './keys.ts'
import { Budget } from './scan.ts'
import { suggestByLinks } from './suggest-links.ts'
import { suggestByNames } from './suggest-names.ts'

export interface FoundSuggestions {
  readonly items: Suggestion[]
  /** Only a part of the catalog was looked at. */
  readonly atLeast: boolean
}

interface Kept {
  readonly position: number
  /** When they may be looked for again, by `performance.now()`. */
  readonly restUntil: number
  readonly found: Promise<FoundSuggestions>
}

const shownMax = 200
const limits = { rows: 1_000_000, ms: 5_000 }
/** Of a catalog that moves all the time, no more than this share of the time goes into looking. */
const restFor = 20
const kept = new WeakMap<Executor, Kept>()

/** What looks like one dataset, and what looks like several; those with the most datasets first. Looked for again when the catalog has moved on. */
export async function suggestions({ db }: ReadContext): Promise<FoundSuggestions> {
  const { position = 0 } = (await db.get<{ position: number }>('SELECT position FROM checkpoint WHERE id = 1')) ?? {}
  const known = kept.get(db)
  if (known !== undefined && (known.position === position || performance.now() < known.restUntil)) return known.found
  const started = performance.now()
  const found = look(db)
  kept.set(db, { position, restUntil: Infinity, found })
  const rest = (): void => void kept.set(db, { position, restUntil: performance.now() + restFor * (performance.now() - started), found })
  await found.then(rest, () => kept.delete(db))
  return found
}

async function look(db: Executor): Promise<FoundSuggestions> {
  const budget = new Budget(limits)
  const items = [...(await suggestByNames(db, budget)), ...(await suggestByLinks(db, budget))]
  const sorted = items.sort((a, b) => b.datasets - a.datasets || (a.key < b.key ? -1 : 1))
  return {
    items: sorted.slice(0, shownMax).map((s) => ({ ...s, key: contentHash(s.key) })),
    atLeast: budget.stopped || sorted.length > shownMax,
  }
}
