import { sortName, wordsOf } from '../../catalog/keys.ts'
import { lastPartWord, partsOf } from '../../catalog/search/parts.ts'
import { fieldWordTable, wordPartTable } from '../../catalog/search-tables.ts'
import { wordTable } from '../../catalog/tables.ts'
import type { Executor, Row } from '../../db/contract.ts'
import type { Nodes } from './nodes.ts'

/** Makes new names of jobs, datasets and namespaces findable. */
export async function writeNameWords(tx: Executor, nodes: Nodes): Promise<void> {
  const rows: Row[] = []
  const words = new Set<string>()
  const add = (word: string, kind: string, ref: Row[string] | undefined): void => void rows.push({ word, kind, ref: ref ?? 0 })
  for (const [kind, of] of [
    ['job', nodes.jobs],
    ['dataset', nodes.datasets],
  ] as const)
    for (const { row, isNew } of of.values()) {
      if (!isNew) continue
      const last = lastPartWord(String(row['name']))
      if (last !== '=') add(last, kind, row['id'])
      for (const word of wordsOf(String(row['name']))) {
        add(word, kind, row['id'])
        words.add(word)
      }
    }
  for (const row of nodes.newNamespaces)
    for (const word of wordsOf(String(row['namespace']))) {
      add(word, 'namespace', row['id'])
      words.add(word)
    }
  await tx.upsert(wordTable, rows)
  await writeParts(tx, words)
}

/** The same for fields that a dataset has for the first time. Their names are few beside them. */
export async function writeFieldWords(tx: Executor, fields: readonly Row[]): Promise<void> {
  const rows = new Map<string, Row>()
  const words = new Set<string>()
  for (const name of new Set(fields.map((f) => String(f['name_sort'])))) {
    rows.set(name, { word: '=', name_sort: name })
    for (const word of fieldWordsOf(name)) {
      rows.set(`${word}\0${name}`, { word, name_sort: name })
      words.add(word)
    }
  }
  await tx.upsert(fieldWordTable, await notKnown(tx, fieldWordTable, [...rows.values()]))
  await writeParts(tx, words)
}

/** Names of fields are noted in lower case: where camel case turns is not seen. */
const fieldWordsOf = (nameSort: string): string[] => wordsOf(sortName(nameSort))

/** What words are found by that are new to the catalog. */
async function writeParts(tx: Executor, words: ReadonlySet<string>): Promise<void> {
  const own = [...words].map((word) => ({ part: '', length: [...word].length, word }))
  const fresh = await notKnown(tx, wordPartTable, own)
  await tx.upsert(
    wordPartTable,
    fresh.flatMap((row) => [row, ...[...partsOf(String(row['word']))].map((part) => ({ ...row, part }))]),
  )
}

async function notKnown(tx: Executor, table: typeof wordPartTable, rows: readonly Row[]): Promise<Row[]> {
  const keyOf = (row: Row): (string | number)[] => table.key.map((k) => row[k] as string | number)
  const known = new Set((await tx.load(table, rows.map(keyOf))).map((row) => keyOf(row).join('\0')))
  return rows.filter((row) => !known.has(keyOf(row).join('\0')))
}
