/** One line of a list of facts: what facets say in a word or two. Pure. */
import { textOf } from './read.ts'

export type Fact = {
  readonly name: string
  readonly value: string
  /** `link`: an address; `id`: in mono, to copy. */
  readonly as?: 'link' | 'id'
  /** What a link says instead of its address. */
  readonly words?: string
}

type Entry = readonly [name: string, value: unknown, as?: Fact['as'], words?: string]

/** Those that have a value, in the order given. */
export function factsOf(entries: readonly Entry[]): readonly Fact[] {
  return entries.flatMap(([name, value, as, words]) => {
    const text = textOf(value)
    if (text === null) return []
    return [{ name, value: text, ...(as === undefined ? {} : { as }), ...(words === undefined ? {} : { words }) }]
  })
}
