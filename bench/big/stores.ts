import fs from 'node:fs'
import { DatabaseSync } from 'node:sqlite'
import { catalogTables, catalogVersion, createCatalogSql } from '../../src/catalog/tables.ts'
import type { SqlValue } from '../../src/db/contract.ts'
import { openPostgres } from '../../src/db/postgres.ts'
import { must } from '../../src/lib/assert.ts'

/** Rows of one table, in the order of its key; columns that are not named stay null. */
export interface Part {
  readonly table: string
  readonly columns: readonly string[]
  readonly rows: Iterable<readonly SqlValue[]>
}

/** Hears of each part when it is in, and of the indexes. */
export type Said = (what: string) => void

const rowsPerStatement = 5_000
const isIndex = (sql: string): boolean => /^CREATE (UNIQUE )?INDEX/.test(sql)
const names = (columns: readonly string[]): string => columns.map((c) => `"${c}"`).join(', ')

/** Whether the file holds a catalog of this version; it appears under its name only when it is whole. */
export function isWhole(file: string): boolean {
  if (!fs.existsSync(file)) return false
  const db = new DatabaseSync(file, { readOnly: true })
  const version = db.prepare('SELECT version FROM checkpoint').get()?.['version']
  db.close()
  return Number(version) === catalogVersion
}

/** The same of a schema; its last statement is ANALYZE. */
export async function isFilled(url: string, schema: string): Promise<boolean> {
  const db = openPostgres(url, { connections: 1, searchPath: [schema] })
  try {
    const found = await db.get<{ version: number }>(
      'SELECT version FROM checkpoint WHERE EXISTS (SELECT 1 FROM pg_stats WHERE schemaname = current_schema() AND tablename = ?)',
      ['word'],
    )
    return found?.version === catalogVersion
  } catch {
    return false
  } finally {
    await db.close()
  }
}

/** Fills a new SQLite file. It appears under its name only when it is whole. */
export function fillSqlite(file: string, parts: readonly Part[], said: Said): void {
  const draft = `${file}.draft`
  for (const suffix of ['', '-wal', '-shm', '-journal']) fs.rmSync(draft + suffix, { force: true })
  const db = new DatabaseSync(draft)
  const statements = createCatalogSql('sqlite').split(';\n')
  db.exec('PRAGMA page_size=4096; PRAGMA journal_mode=OFF; PRAGMA synchronous=OFF; PRAGMA temp_store=FILE; PRAGMA cache_size=-524288')
  for (const sql of statements.filter((s) => !isIndex(s))) db.exec(sql)
  for (const { table, columns, rows } of parts) {
    const insert = db.prepare(`INSERT INTO "${table}" (${names(columns)}) VALUES (${columns.map(() => '?').join(', ')})`)
    db.exec('BEGIN')
    for (const row of rows) insert.run(...(row as SqlValue[]))
    db.exec('COMMIT')
    said(table)
  }
  for (const sql of statements.filter(isIndex)) db.exec(sql)
  said('indexes')
  db.exec('PRAGMA journal_mode=WAL')
  db.close()
  fs.renameSync(draft, file)
}

/** Fills a schema of a PostgreSQL database, which is made anew, and lets it learn its statistics. */
export async function fillPostgres(url: string, schema: string, parts: readonly Part[], said: Said): Promise<void> {
  const db = openPostgres(url, { connections: 1, searchPath: [schema] })
  const statements = createCatalogSql('postgres').split(';\n')
  await db.script(`DROP SCHEMA IF EXISTS "${schema}" CASCADE; CREATE SCHEMA "${schema}"`)
  await db.script("SET synchronous_commit=off; SET maintenance_work_mem='1GB'")
  for (const sql of statements.filter((s) => !isIndex(s))) await db.script(sql)
  for (const { table, columns, rows } of parts) {
    const types = must(
      catalogTables.find((t) => t.name === table),
      'a table of the catalog',
    ).columns
    const lists = columns.map((c) => `?::${types[c] === 'int' ? 'bigint' : 'text'}[]`).join(', ')
    const insert = `INSERT INTO "${table}" (${names(columns)}) SELECT * FROM unnest(${lists})`
    for (const some of chunks(rows)) await db.run(insert, columns.map((_, n) => some.map((row) => row[n] ?? null)) as unknown as SqlValue[])
    said(table)
  }
  for (const sql of statements.filter(isIndex)) await db.script(sql)
  await db.script('ANALYZE')
  said('indexes')
  await db.close()
}

function* chunks(rows: Part['rows']): Generator<(readonly SqlValue[])[]> {
  let some: (readonly SqlValue[])[] = []
  for (const row of rows) {
    some.push(row)
    if (some.length < rowsPerStatement) continue
    yield some
    some = []
  }
  if (some.length > 0) yield some
}
