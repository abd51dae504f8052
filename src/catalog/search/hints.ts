import type { SearchHit } from '../../contract/search.ts'
import type { Kind } from './kinds.ts'
import type { AskedFilter, Question } from './query.ts'

const unfiltered: Readonly<Partial<Record<Kind, string>>> = { namespace: 'Namespaces', owner: 'Owners', tag: 'Tags', facet: 'Facets' }

/** Types and filters that do not go together. */
export function mismatched(asked: readonly AskedFilter[], only: ReadonlySet<Kind>): string[] {
  const others = [...new Set(asked.flatMap(({ key }) => (key === 'type' ? [] : [`${key}:`])))]
  if (others.length === 0 || only.size === 0) return []
  const hints = [...only].flatMap((kind) => {
    const title = unfiltered[kind]
    return title === undefined
      ? []
      : [`${title} cannot be filtered by ${others.join(' ')}. Filters other than type: are for jobs, datasets, columns and runs.`]
  })
  const isStateless = [...only].every((kind) => kind === 'dataset' || kind === 'field')
  if (isStateless && asked.some(({ key, negated }) => key === 'state' && !negated))
    hints.push('Only jobs and runs have a state: write type:job state:failed or type:run state:failed.')
  return hints
}

/** Kinds that were asked for by name, and those that were looked for. */
interface Asked {
  readonly only: ReadonlySet<Kind>
  readonly kinds: ReadonlySet<Kind>
}

/** Why nothing was found and what to do, where no other hint says so. */
export function whyNothing({ wanted, filters }: Question, { only, kinds }: Asked, hits: readonly SearchHit[]): string[] {
  if (hits.length > 0) return []
  const isOpen = wanted.words.length > 0 || filters.some((f) => !f.negated)
  const [without] = wanted.without
  const [never] = filters
  if (!isOpen && without !== undefined) return [onlyLeavesOut(`-${without}`, `type:dataset -${without}`)]
  if (!isOpen && never !== undefined) return [onlyLeavesOut(written(never), 'type:dataset')]
  if (wanted.words.length === 0 && only.size > 0 && [...kinds].every((kind) => kind === 'field'))
    return ['Columns are found by words: write a part of a name beside the filters.']
  if (filters.length + Math.min(wanted.words.length, 1) + wanted.without.length > 1 && filters.length > 0)
    return ['Nothing fulfils all of that at once. Leave a word or a filter out.']
  return never === undefined ? [] : [`Nothing fulfils ${written(never)}.`]
}

const onlyLeavesOut = (term: string, instead: string): string =>
  `${term} only leaves out. Say of what: a word beside it, or a type, as in ${instead}.`

const written = ({ key, value, negated }: AskedFilter): string =>
  `${negated ? '-' : ''}${key}:${/\s/.test(value) ? `"${value}"` : value}`.slice(0, 60)
