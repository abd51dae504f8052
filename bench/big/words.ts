/** Words of names, as src/fold/writer/search-words.ts notes them, in the order of their keys. */
import { facetWord, wordsOf } from '../../src/catalog/keys.ts'
import { lastPartWord, partsOf } from '../../src/catalog/search/parts.ts'
import { aliases, facetNames, namespaceNames } from './nodes.ts'
import { Postings } from './postings.ts'
import * as of from './shape.ts'
import type { Shape } from './shape.ts'
import type { Part } from './stores.ts'

export const wordParts = (shape: Shape): Part[] => {
  const words = new Set<string>()
  return [
    { table: 'field_word', columns: ['word', 'name_sort'], rows: fieldRows(words) },
    { table: 'word', columns: ['word', 'kind', 'ref'], rows: wordRows(shape, words) },
    { table: 'word_part', columns: ['part', 'length', 'word'], rows: partRows(words) },
  ]
}

function* fieldRows(words: Set<string>): Generator<[string, string]> {
  const rows = of.fieldNames.map((name): [string, string] => ['=', name])
  for (const name of of.fieldNames)
    for (const word of wordsOf(name)) {
      rows.push([word, name])
      words.add(word)
    }
  yield* rows.sort(([a, x], [b, y]) => (a === b ? Number(x > y) - Number(x < y) : a < b ? -1 : 1))
}

function* wordRows(shape: Shape, words: Set<string>): Generator<[string, string, number]> {
  const postings = new Postings()
  const named = (kind: string, name: string, ref: number): void => postings.add([lastPartWord(name), ...wordsOf(name)], kind, ref)
  for (let i = 0; i < shape.datasets; i++) named('dataset', of.datasetName(i), i + 1)
  for (const { id, name } of aliases(shape)) named('dataset', name, id)
  for (let j = 0; j < shape.jobs; j++) named('job', shape.jobName(j), j + 1)
  for (let d = 0; d < shape.dags; d++) named('job', shape.dagName(d), shape.jobs + d + 1)
  for (const [i, name] of namespaceNames.entries()) postings.add(wordsOf(name), 'namespace', i + 1)
  for (const [i, name] of facetNames.entries()) postings.add(wordsOf(name).map(facetWord), 'facet', i + 1)
  for (const word of postings.words()) if (!/^[=:]/.test(word)) words.add(word)
  yield* postings.rows()
}

/** Of the words that the tables before are made of. */
function* partRows(words: ReadonlySet<string>): Generator<[string, number, string]> {
  const byPart = new Map<string, string[]>()
  for (const word of [...words].sort())
    for (const part of ['', ...partsOf(word)]) {
      const known = byPart.get(part)
      if (known === undefined) byPart.set(part, [word])
      else known.push(word)
    }
  for (const [part, held] of [...byPart].sort(([a], [b]) => (a < b ? -1 : 1)))
    for (const word of held.sort((a, b) => a.length - b.length || (a < b ? -1 : 1))) yield [part, word.length, word]
}
