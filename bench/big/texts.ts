/** Descriptions, SQL, owners and tags: the facets that say them, and what search knows of them. */
import { labelSort, textWords } from '../../src/catalog/search/parts.ts'
import { must } from '../../src/lib/assert.ts'
import { Postings } from './postings.ts'
import * as of from './shape.ts'
import type { Shape } from './shape.ts'
import type { Part } from './stores.ts'

const vocabulary =
  'one line for each that was paid kept for the auditors gross and net amounts by region refreshed every night from the ledger'.split(' ')
const describedEvery = 10
const columnsDescribedEvery = 20
const taggedEvery = 10
const teams = 40
const domains = 70
const personEvery = 50
const persons = 2_000

export const textParts = (shape: Shape): Part[] => [
  {
    table: 'facet',
    columns: ['owner', 'owner_id', 'key_hash', 'key', 'order_key', 'position', 'value', 'deleted'],
    rows: facetRows(shape),
  },
  { table: 'label', columns: ['kind', 'sort', 'label', 'owner', 'owner_id'], rows: labelRows(shape) },
  { table: 'text_word', columns: ['word', 'kind', 'ref'], rows: textRows(shape) },
]

/** Twelve words that follow from a number. */
const sentence = (n: number): string =>
  Array.from({ length: 12 }, (_, k) => must(vocabulary[of.mix(n, k) % vocabulary.length], 'a vocabulary has words')).join(' ')

const descriptionOf = (i: number): string | null => (i % describedEvery === 0 ? `Made of ${of.datasetName(i + 7)}, ${sentence(i)}` : null)

/** The description of the first column of a dataset. */
export const columnDescription = (i: number): string | null => (i % columnsDescribedEvery === 0 ? sentence(i) : null)

const sqlOf = (shape: Shape, j: number): string =>
  `SELECT ${sentence(j)} FROM ${of.datasetName(shape.inputsOf(j)[0] ?? 0)}`.replaceAll(' ', '\n')

const ownersOf = (n: number): string[] => [`team-${n % teams}`, ...(n % personEvery === 0 ? [`person.${(n / personEvery) % persons}`] : [])]
const tagsOf = (i: number): string[] => (i % taggedEvery === 0 ? [`domain-${i % domains}`] : [])

function* facetRows(shape: Shape): Generator<(string | number)[]> {
  const facet = (owner: string, id: number, key: string, j: number, value: object) => [
    owner,
    id,
    key,
    key,
    of.keyAt(of.lastTime(j)),
    id,
    JSON.stringify(value),
    0,
  ]
  const owned = (n: number): object => ({ owners: ownersOf(n).map((name) => ({ name, type: null })) })
  for (let i = 0; i < shape.datasets; i++) {
    const [j, description, tags] = [of.jobOf(i), descriptionOf(i), tagsOf(i)]
    if (description !== null) yield facet('dataset', i + 1, 'documentation', j, { description })
    yield facet('dataset', i + 1, 'ownership', j, owned(i))
    if (tags.length > 0) yield facet('dataset', i + 1, 'tags', j, { tags: tags.map((key) => ({ key, value: 'true' })) })
  }
  for (let j = 0; j < shape.jobs; j++) {
    yield facet('job', j + 1, 'ownership', j, owned(j))
    yield facet('job', j + 1, 'sql', j, { query: sqlOf(shape, j) })
  }
}

function* labelRows(shape: Shape): Generator<(string | number)[]> {
  const [owners, tags] = [new Postings(), new Postings()]
  for (let i = 0; i < shape.datasets; i++) {
    owners.add(ownersOf(i), 'dataset', i + 1)
    tags.add(tagsOf(i), 'dataset', i + 1)
  }
  for (let j = 0; j < shape.jobs; j++) owners.add(ownersOf(j), 'job', j + 1)
  for (const [label, owner, id] of owners.rows()) yield ['owner', labelSort(label), label, owner, id]
  for (const [label, owner, id] of tags.rows()) yield ['tag', labelSort(label), label, owner, id]
}

function* textRows(shape: Shape): Generator<[string, string, number]> {
  const postings = new Postings()
  for (let i = 0; i < shape.datasets; i++) {
    postings.add(textWords(descriptionOf(i) ?? ''), 'dataset', i + 1)
    postings.add(textWords(columnDescription(i) ?? ''), 'column', i + 1)
  }
  for (let j = 0; j < shape.jobs; j++) postings.add(textWords(sqlOf(shape, j)), 'sql', j + 1)
  yield* postings.rows()
}
