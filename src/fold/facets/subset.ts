import { arrayMember, objectMember, stringMember } from '../../lib/json.ts'
import { truncate } from '../../lib/text.ts'
import type { FacetReader } from '../facet-reader.ts'
import { described } from './described.ts'
import { any, listOf, mapOf, need, object, shown, text } from './shape.ts'

const side = object({ type: text, field: text, value: text })

/** Conditions nest; `type` tells which of the members a condition has: location, partition, compare, binary. */
const condition = shown(
  need(
    object({
      type: text,
      locations: listOf(text),
      partitions: listOf(object({ identifier: text, dimensions: need(mapOf(any)) })),
      left: side,
      right: side,
      comparison: text,
      operator: text,
    }),
  ),
)

const common = { key: 'subset', versions: '1-0-0' } as const

/** InputSubsetInputDatasetFacet 1-0-0: which part of the dataset the run read. */
export const inputSubset: FacetReader = described(
  {
    ...common,
    container: 'input',
    className: 'InputSubsetInputDatasetFacet',
    yields: 'part of the dataset that the run read',
    members: { inputCondition: condition },
  },
  (facet) => saysOf(objectMember(facet, 'inputCondition')),
)

/** OutputSubsetOutputDatasetFacet 1-0-0: which part of the dataset the run wrote. */
export const outputSubset: FacetReader = described(
  {
    ...common,
    container: 'output',
    className: 'OutputSubsetOutputDatasetFacet',
    yields: 'part of the dataset that the run wrote',
    members: { outputCondition: condition },
  },
  (facet) => saysOf(objectMember(facet, 'outputCondition')),
)

const saysOf = (value: unknown): string | null => (value === undefined ? null : truncate(predicate(value, 0), 200))

const depthMax = 8
const signs: Readonly<Record<string, string>> = {
  EQUAL: '=',
  GREATER_THAN: '>',
  GREATER_EQUAL_THAN: '>=',
  LESS_THAN: '<',
  LESS_EQUAL_THAN: '<=',
}

/** A condition as people write it: `partition dt=2024-01-01`, `amount > 10 AND (…)`. */
function predicate(value: unknown, depth: number): string {
  if (depth > depthMax) return '…'
  const [left, right] = ['left', 'right'].map((name) => objectMember(value, name))
  switch (stringMember(value, 'type')) {
    case 'location':
      return `location ${arrayMember(value, 'locations').slice(0, 20).map(String).join(', ')}`
    case 'partition':
      return `partition ${arrayMember(value, 'partitions').slice(0, 20).map(partition).join(' or ')}`
    case 'compare':
      return `${operand(left)} ${signs[stringMember(value, 'comparison') ?? ''] ?? stringMember(value, 'comparison') ?? '?'} ${operand(right)}`
    case 'binary':
      return `(${predicate(left, depth + 1)}) ${stringMember(value, 'operator') ?? 'AND'} (${predicate(right, depth + 1)})`
    default:
      return 'a condition of another type'
  }
}

const partition = (value: unknown): string => {
  const dimensions = Object.entries(objectMember(value, 'dimensions') ?? {}).map(([name, at]) => `${name}=${JSON.stringify(at) ?? ''}`)
  return dimensions.length > 0 ? dimensions.join(' ') : (stringMember(value, 'identifier') ?? '?')
}

const operand = (value: unknown): string => stringMember(value, 'field') ?? JSON.stringify(stringMember(value, 'value') ?? null)
