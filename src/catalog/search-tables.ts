import type { Table } from '../db/table.ts'

/**
 * What search stands on, beside `word` in tables.ts: plain rows on both engines, so that both give the same answers (docs/decisions/0016).
 * Names never leave the catalog, so their words only become more. Texts and labels change: their rows follow the latest facet.
 */

/**
 * Distinct words of names, by their parts (src/catalog/search/parts.ts): trigrams for words that hold something, shorter forms for words
 * that are misspelt. `part` '': the word itself, there for each word. `length` of the word in characters.
 */
export const wordPartTable: Table = {
  name: 'word_part',
  columns: { part: 'text', length: 'int', word: 'text' },
  key: ['part', 'length', 'word'],
}

/** Names that fields have, each once, by their words, and by `=`: `name_sort` as in `field`. */
export const fieldWordTable: Table = { name: 'field_word', columns: { word: 'text', name_sort: 'text' }, key: ['word', 'name_sort'] }

/**
 * Words of texts. `kind`: 'job' and 'dataset' for descriptions, 'sql' for the SQL of jobs, 'column' for descriptions of the fields of a
 * dataset id in any schema it ever had. `ref`: the job's id or the dataset id.
 */
export const textWordTable: Table = {
  name: 'text_word',
  columns: { word: 'text', kind: 'text', ref: 'int' },
  key: ['word', 'kind', 'ref'],
}

/** Owners and tags (`kind`) of a job or of a dataset id (`owner`), by the last facet. `sort`: the label in lower case. */
export const labelTable: Table = {
  name: 'label',
  columns: { kind: 'text', sort: 'text', label: 'text', owner: 'text', owner_id: 'int' },
  key: ['kind', 'sort', 'label', 'owner', 'owner_id'],
  indexes: ['owner, owner_id, kind'],
}

export const searchTables: readonly Table[] = [wordPartTable, fieldWordTable, textWordTable, labelTable]
