/** Filters in the text of a question, as the server reads them: `key:value`, `key:"two words"`, `-key:value`. */
import type { SearchFilter } from '../../../../src/contract/search.ts'

export const FILTERS = ['type', 'ns', 'owner', 'tag', 'source', 'state'] as const

const ALSO: Readonly<Record<string, string>> = { namespace: 'ns', status: 'state', kind: 'type', label: 'tag' }
const TERM = /(-?)([a-z]{2,20}):(?:"([^"]*)"|([^\s"]+))/giu

/** A value that is more than one word in quotes; a quote in it cannot be written. */
export const quotedValue = (value: string): string => (/[\s"]/u.test(value) ? `"${value.replaceAll('"', ' ')}"` : value)

/** The question without this filter. */
export function withoutFilter(typed: string, filter: SearchFilter): string {
  return typed
    .replaceAll(TERM, (whole, minus: string, key: string, quoted: string | undefined, bare: string | undefined) => {
      const own = key.toLowerCase()
      const known = (Object.hasOwn(ALSO, own) ? ALSO[own] : own) === filter.key
      return known && (quoted ?? bare) === filter.value && (minus === '-') === filter.negated ? '' : whole
    })
    .replaceAll(/\s+/g, ' ')
    .trim()
}

/** The question with the beginning of one more filter, where the value can be typed at once. */
export const withFilter = (typed: string, key: string): string => `${typed.trimEnd()}${typed.trim() === '' ? '' : ' '}${key}:`
