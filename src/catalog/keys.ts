import { hash } from 'node:crypto'
import { truncate } from '../lib/text.ts'

/** Natural keys as fixed-length text: names may be longer than an index row may be. Arguments are stored text (`encodeText`), which holds no NUL. */
const digest = (text: string): string => hash('sha256', text, 'hex').slice(0, 32)

export const identOf = (namespace: string, name: string): string => digest(`${namespace}\0${name}`)
export const namespaceIdent = (namespace: string): string => digest(namespace)
export const runIdent = (jobIdent: string, runId: string): string => digest(`${jobIdent}\0${runId}`)
/** '' for no field: the whole dataset. */
export const fieldHash = (field: string | null): string => (field === null ? '' : digest(field).slice(0, 16))
export const facetKeyHash = (key: string): string => (key.length <= 64 ? key : digest(key))
export const contentHash = (text: string): string => digest(text)

/** What lists sort and search by: short enough for any index. */
export const sortName = (name: string): string => truncate(name.toLowerCase(), 120)

/** Words of facets stand apart from those of jobs and datasets, so that a search of one never walks over the other. */
export const facetWord = (word: string): string => `:${word}`

/** The words of a name, lower case, for search: split at what is no letter or digit and where camel case turns; the whole parts too. */
export function wordsOf(name: string): string[] {
  const words = new Set<string>()
  for (const part of truncate(name, 2_000).split(/[^\p{L}\p{N}]+/u)) {
    if (part === '') continue
    words.add(truncate(part.toLowerCase(), 60))
    for (const hump of part.split(/(?<=[\p{Ll}\p{N}])(?=\p{Lu})/u)) if (hump !== '') words.add(truncate(hump.toLowerCase(), 60))
    if (words.size > 40) break
  }
  return [...words]
}
