/** The language of the one box: what restricts the picture, and plain text that is found in it. Pure. */

export type Word = 'ns' | 'type' | 'tag' | 'owner' | 'status'
export const WORDS: readonly Word[] = ['ns', 'type', 'tag', 'owner', 'status']
/** As the search calls them. */
const ALSO: Readonly<Record<string, Word>> = { namespace: 'ns', kind: 'type', label: 'tag', state: 'status' }

export type Term =
  /** One of the values, or with `not` none of them. */
  | { readonly kind: Word; readonly values: readonly string[]; readonly not: boolean }
  /** A node and so many hops over datasets up and down; Infinity: all; null: not that way. */
  | { readonly kind: 'walk'; readonly name: string; readonly up: number | null; readonly down: number | null }
  /** Whatever has this in its name goes. */
  | { readonly kind: 'without'; readonly text: string }
export interface Parsed {
  readonly terms: readonly Term[]
  /** What is left: text to find. */
  readonly text: string
}

const TOKEN = /(?:"(?:[^"\\]|\\.)*"|[^\s"])+/g
const WALK = /^(?:(\d*)\+)?((?:"(?:[^"\\]|\\.)*"|[^+"])+)(?:\+(\d*))?$/
const QUOTED = /"((?:[^"\\]|\\.)*)"/g

const bare = (text: string): string => text.replaceAll(QUOTED, (_, inner: string) => inner.replaceAll(/\\(.)/g, '$1'))
const inQuotes = (text: string): string => `"${text.replaceAll(/[\\"]/g, '\\$&')}"`
const quote = (text: string): string => (/^[^\s",+\\:-][^\s",+\\]*$/.test(text) ? text : inQuotes(text))
const hops = (digits: string | undefined): number | null =>
  digits === undefined ? null : digits === '' ? Infinity : Math.min(100, Number(digits))

/** Values of a list such as `a,"b,c"`. */
const list = (text: string): string[] => (text.match(/(?:"(?:[^"\\]|\\.)*"|[^,"])+/g) ?? []).map(bare).filter((v) => v !== '')

const wordTerm = (token: string): Term | null => {
  const not = token.startsWith('-')
  const rest = not ? token.slice(1) : token
  const at = rest.indexOf(':')
  const word = rest.slice(0, Math.max(0, at)).toLowerCase()
  const kind = WORDS.find((w) => w === word) ?? (Object.hasOwn(ALSO, word) ? ALSO[word] : undefined)
  if (kind === undefined) return null
  const values = list(rest.slice(at + 1))
  return values.length === 0 ? null : { kind, values, not }
}

const walkTerm = (token: string): Term | null => {
  const found = WALK.exec(token)
  if (found === null || !/^\d*\+|\+\d*$/.test(token)) return null
  const [up, down] = [hops(found[1]), hops(found[3])]
  const name = bare(found[2] ?? '')
  return name === '' || (up === null && down === null) ? null : { kind: 'walk', name, up, down }
}

const termOf = (token: string): Term | null => {
  const word = wordTerm(token)
  if (word !== null) return word
  if (token.startsWith('-')) {
    const text = bare(token.slice(1))
    return text === '' || /^-*$/.test(text) ? null : { kind: 'without', text }
  }
  return token.includes('+') ? walkTerm(token) : null
}

/** Terms and plain text of what was typed: `+x`, `x+2`, `2+x`, `ns:a,b`, `type:`, `tag:`, `owner:`, `status:failed`, `-term`. Anything else is text. */
export const parseSelector = (typed: string): Parsed => {
  const terms: Term[] = []
  const text: string[] = []
  for (const [token] of typed.matchAll(TOKEN)) {
    const term = termOf(token)
    if (term === null) text.push(bare(token))
    else terms.push(term)
  }
  return { terms, text: text.join(' ') }
}

const digits = (n: number): string => (n === Infinity ? '' : String(n))

/** A term as one would type it: parsing gives it back. */
export const termText = (term: Term): string => {
  // with a colon it would be read as an operator
  if (term.kind === 'without') return `-${term.text.includes(':') ? inQuotes(term.text) : quote(term.text)}`
  if (term.kind !== 'walk') return `${term.not ? '-' : ''}${term.kind}:${term.values.map(quote).join(',')}`
  return `${term.up === null ? '' : `${digits(term.up)}+`}${quote(term.name)}${term.down === null ? '' : `+${digits(term.down)}`}`
}

export const termsText = (terms: readonly Term[]): string => terms.map(termText).join(' ')

/** A word before a colon that is no operator, in text that was typed; an address is none. */
export const unknownOperator = (text: string): string | null => {
  const word = /(?:^|\s)-?([a-z]{2,20}):(?!\/\/)\S/i.exec(text)?.[1]
  return word === undefined ? null : `There is no filter ${word}: but ${WORDS.map((w) => `${w}:`).join(' ')}`
}
