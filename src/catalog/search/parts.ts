import { truncate } from '../../lib/text.ts'

/** Words of one text that are noted: of a long one the first. */
const wordsAtMost = 300
const textLength = 20_000
/** Words up to here are found when one letter of them is wrong by their forms with one letter left out; longer ones by shared trigrams. */
const formsUpTo = 8
const labelLength = 200

/**
 * What a word is found by, beside its beginning: its trigrams, with `^` before the first letter and `$` after the last one, and for short
 * words `-` with each form that lacks one letter. A word without a letter is no spelling: it has trigrams within only.
 */
export function partsOf(word: string): Set<string> {
  const letters = [...word]
  const parts = new Set<string>()
  const isSpelt = hasLetter.test(word)
  const around = isSpelt ? ['^', ...letters, '$'] : letters
  for (let i = 0; i + 3 <= around.length; i++) parts.add(around.slice(i, i + 3).join(''))
  if (isSpelt && letters.length >= 3 && letters.length <= formsUpTo) for (const form of shorterForms(word)) parts.add(form)
  return parts
}

const hasLetter = /\p{L}/u

/** Is a word looked for within others? Of three letters or more; of two where a script has no blanks and a letter says as much as a syllable. */
export const standsWithin = (word: string): boolean => [...word].length >= 3 || twoOfMany.test(word)
const twoOfMany = /^[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Hangul}]{2}$/u

/** The word and each form of it that lacks one letter, as `partsOf` has them. Two words one edit apart share one. */
export function shorterForms(word: string): string[] {
  const letters = [...word]
  return ['-' + word, ...letters.map((_, i) => '-' + letters.toSpliced(i, 1).join(''))]
}

/** Words of a text, lower case, three letters or more, without those that say nothing in SQL. */
export function textWords(text: string): Set<string> {
  const words = new Set<string>()
  for (const [word] of truncate(text, textLength)
    .toLowerCase()
    .matchAll(/[\p{L}\p{N}]{3,}/gu)) {
    if (saysNothing.has(word)) continue
    words.add(truncate(word, 60))
    if (words.size >= wordsAtMost) break
  }
  return words
}

const saysNothing = new Set(
  'select from where and not null the for with join left right inner outer group order having union all case when then else end distinct between like into values insert update set create table replace cast limit over partition asc desc true false'.split(
    ' ',
  ),
)

/** The last part of a name, as its words: what people call it by. */
export function lastPart(name: string): string {
  const body = name.slice(0, -1)
  const slash = body.lastIndexOf('/')
  return name.slice((slash >= 0 ? slash : body.lastIndexOf('.')) + 1)
}

/** Words and nothing else: `Net-Amount` and `net amount` are alike. */
export const plainWords = (text: string): string => text.toLowerCase().split(notWord).filter(Boolean).join(' ')
const notWord = /[^\p{L}\p{N}]+/u

/** Under which a name stands among words by its last part. No word has `=`. */
export const lastPartWord = (name: string): string => `=${truncate(plainWords(lastPart(truncate(name, 2_000))), 100)}`

/** An owner or tag, in stored text, as it is noted. */
export const labelOf = (text: string): string => truncate(text, labelLength)
export const labelSort = (label: string): string => truncate(label.toLowerCase(), labelLength)
/** `key`, or `key=value` where the value says more than that the tag is there. */
export const tagLabel = (key: string, value: string): string => (value === '' || value === 'true' ? key : `${key}=${value}`)
