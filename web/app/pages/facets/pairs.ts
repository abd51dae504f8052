/** Execution parameters and environment variables: names with values, secrets left out. Pure. */
import type { FacetValue } from '../../../../src/contract/common.ts'
import { allOf, anyTextOf, firstOf, memberOf, textAt } from './read.ts'
import type { Some } from './read.ts'
import { looksSecret, withoutPassword } from './secrets.ts'

export type Pair = {
  readonly key: string
  /** For reading, where it says more than the key. */
  readonly name: string | null
  readonly description: string | null
  /** Null: none was sent. */
  readonly value: string | null
  readonly masked: boolean
}

function pairOf(key: string | null, name: string | null, description: string | null, value: unknown): Pair | null {
  if (key === null) return null
  const text = value === '' ? '' : anyTextOf(value)
  const masked = text !== null && text !== '' && (looksSecret(key) || (name !== null && looksSecret(name)))
  return { key, name: name === key ? null : name, description, value: masked || text === null ? null : withoutPassword(text), masked }
}

/** A list of named things, or an object from name to value, which some producers send instead. */
const listOf = (value: unknown): unknown =>
  typeof value === 'object' && value !== null && !Array.isArray(value)
    ? Object.entries(value).map(([key, said]) => ({ key, value: said as unknown }))
    : value

const byKey = (a: Pair, b: Pair): number => (a.key < b.key ? -1 : 1)

/** ExecutionParametersRunFacet, in the order in which they were sent. */
export function parametersIn(facet: FacetValue | null): Some<Pair> | null {
  if (facet === null) return null
  const read = (item: unknown): Pair | null =>
    pairOf(textAt(item, 'key') ?? textAt(item, 'name'), textAt(item, 'name'), textAt(item, 'description'), memberOf(item, 'value'))
  return firstOf(allOf(listOf(memberOf(facet.value, 'parameters')), read))
}

/** EnvironmentVariablesRunFacet, by name. */
export function environmentIn(facet: FacetValue | null): Some<Pair> | null {
  if (facet === null) return null
  const read = (item: unknown): Pair | null => pairOf(textAt(item, 'name') ?? textAt(item, 'key'), null, null, memberOf(item, 'value'))
  const all = allOf(listOf(memberOf(facet.value, 'environmentVariables')), read)
  return firstOf({ ...all, items: all.items.toSorted(byKey) })
}
