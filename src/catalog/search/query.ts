import { encodeText, truncate } from '../../lib/text.ts'
import { lettersOff } from './misspelt.ts'
import { plainWords } from './parts.ts'

/** What is read of a question. */
const questionLength = 1_000
const termsAtMost = 40
const wordsAtMost = 8

export const filterKeys = ['type', 'ns', 'owner', 'tag', 'source', 'state'] as const
export type FilterKey = (typeof filterKeys)[number]
const alsoCalled: Readonly<Record<string, FilterKey>> = { namespace: 'ns', status: 'state', kind: 'type', label: 'tag' }

export interface AskedFilter {
  readonly key: FilterKey
  readonly value: string
  /** `-owner:x`: whatever is not so. */
  readonly negated: boolean
}

/** Ways to read one word as words written together, best first. */
export type Ways = readonly (readonly string[])[]

/** The free text of a question in the forms that names are compared with. All are stored text (`encodeText`) in lower case. */
export interface Wanted {
  readonly text: string
  /** The words of the text with one blank between them. */
  readonly plain: string
  /** Words that a name must hold; those of `textLikeThis` are `text`, `like`, `this`. */
  readonly words: readonly string[]
  /** What a name must not hold. */
  readonly without: readonly string[]
  /** Words that names have: they are spelt as they are meant. */
  readonly known: ReadonlySet<string>
  /** Words that may be several, written together (src/catalog/search/together.ts). */
  readonly together: ReadonlyMap<string, Ways>
}

export interface Question {
  readonly wanted: Wanted
  readonly filters: readonly AskedFilter[]
  readonly hints: readonly string[]
}

const term = /(-?)(?:([a-z]{2,20}):)?(?:"([^"]*)"|([^\s"]+))/giu

/** Reads `words -without key:value -key:"two words"`. What is no filter is text; nothing is an error. */
export function readQuestion(q: string): Question {
  const [texts, without, filters, hints]: [string[], string[], AskedFilter[], string[]] = [[], [], [], []]
  for (const [whole, minus, key, quoted, bare] of [...truncate(q, questionLength).matchAll(term)].slice(0, termsAtMost)) {
    const value = quoted ?? bare ?? ''
    const known = key === undefined ? undefined : filterOf(key.toLowerCase())
    if (known !== undefined) filters.push({ key: known, value, negated: minus === '-' })
    else if (minus === '-' && value !== '' && key === undefined) without.push(lower(value))
    else {
      texts.push(key === undefined ? value : `${key}:${value}`)
      if (key !== undefined && !value.startsWith('//')) hints.push(noFilter(key, whole))
    }
  }
  for (const key of bareFilters(q)) hints.push(`${key}: wants a value, for example ${key}:${examples[key]}.`)
  return { wanted: wantedOf(texts.filter((text) => !isBareFilter(text)).join(' '), without), filters, hints: hints.slice(0, 5) }
}

/** Free text alone. */
export function wantedOf(q: string, without: readonly string[] = []): Wanted {
  const text = truncate(encodeText(truncate(q.trim(), questionLength)), questionLength)
  const humps = text.split(/[^\p{L}\p{N}]+|(?<=[\p{Ll}\p{N}])(?=\p{Lu})/u)
  const words = humps.filter(Boolean).map((word) => truncate(word.toLowerCase(), 60))
  return {
    text: text.toLowerCase(),
    plain: plainWords(text),
    words: [...new Set(words)].slice(0, wordsAtMost),
    without,
    known: new Set(),
    together: new Map(),
  }
}

const lower = (text: string): string => encodeText(text).toLowerCase()
const filterOf = (key: string): FilterKey | undefined =>
  filterKeys.find((known) => known === key) ?? (Object.hasOwn(alsoCalled, key) ? alsoCalled[key] : undefined)

/** `owner:` and nothing after it, as someone types it. */
const isBareFilter = (text: string): boolean => text.endsWith(':') && filterOf(text.slice(0, -1).toLowerCase()) !== undefined
const bareFilters = (q: string): FilterKey[] =>
  truncate(q, questionLength)
    .split(/\s+/)
    .filter(isBareFilter)
    .flatMap((text) => filterOf(text.slice(0, -1).toLowerCase()) ?? [])

function noFilter(key: string, whole: string): string {
  const meant = [...filterKeys, ...Object.keys(alsoCalled)].find((known) => lettersOff(key.toLowerCase(), known, 1) === 1)
  const other = meant === undefined ? `Filters are ${filterKeys.map((known) => `${known}:`).join(' ')}` : `Did you mean ${meant}:`
  return `There is no filter ${key}: and ${truncate(whole, 60)} was searched as text. ${other}${meant === undefined ? '.' : '?'}`
}

const examples: Readonly<Record<FilterKey, string>> = {
  type: 'job',
  ns: 'warehouse',
  owner: 'finance',
  tag: 'pii',
  source: 'OpenLineage',
  state: 'failed',
}
