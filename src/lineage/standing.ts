import { instantOf, later } from '../openlineage/order-key.ts'

/** A content of something that has one at a time, with the first and the last event that said it. */
export interface Spell {
  readonly first_key: string
  readonly last_key: string
}

/**
 * Which of several contents stood at a moment (instant text): the one that was said last up to it; null where none was. Of what was said before and
 * after the moment it is not known whether it was said again in between: where that decides, the answer is undefined.
 */
export function standing<T extends Spell>(spells: readonly T[], at: string, isSame: (a: T, b: T) => boolean): T | null | undefined {
  const said = spells.filter((s) => instantOf(s.first_key) <= at)
  const isOpen = (s: T): boolean => instantOf(s.last_key) > at
  const done = newest(
    said.filter((s) => !isOpen(s)),
    'last_key',
  )
  const open = said.filter(isOpen)
  const last = newest(open, 'first_key')
  if (last === null) return done
  const isAlone = open.every((s) => isSame(s, last))
  return isAlone && (done === null || done.last_key < last.first_key || isSame(done, last)) ? last : undefined
}

function newest<T extends Spell>(spells: readonly T[], by: 'first_key' | 'last_key'): T | null {
  return spells.reduce<T | null>((best, s) => (best === null || later(best[by], s[by]) !== best[by] ? s : best), null)
}
