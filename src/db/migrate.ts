import { createHash } from 'node:crypto'
import type { Database, Executor } from './contract.ts'

/** One step from one shape of the tables to the next. Statements end with `;` at the end of a line. A released step never changes. */
export interface Migration {
  /** 1, 2, 3 … without gaps. */
  readonly id: number
  readonly slug: string
  readonly sqlite: string
  readonly postgres: string
}

export class MigrationError extends Error {
  readonly code: 'newer' | 'changed'
  constructor(code: 'newer' | 'changed', message: string) {
    super(message)
    this.name = 'MigrationError'
    this.code = code
  }
}

const table = 'headwater_migrations'
/** Any number, the same in every process of the program. */
const lockKey = 7_241_933_801

interface Applied {
  readonly id: number
  readonly slug: string
  readonly checksum: string
}

/**
 * Brings the tables of `component` up to date, in one transaction under a lock, so that processes that start together take turns and
 * a failure leaves nothing half done. Resolves to the slugs applied now. Throws MigrationError when the database is newer than this
 * program, or was made by other steps.
 */
export async function migrate(db: Database, component: string, migrations: readonly Migration[]): Promise<readonly string[]> {
  return db.transaction(async (tx) => {
    if (tx.dialect === 'postgres') await tx.all('SELECT pg_advisory_xact_lock(?)', [lockKey])
    const applied = await appliedOf(tx, component)
    check(component, migrations, applied)
    const due = migrations.filter((m) => m.id > applied.length)
    for (const migration of due) await apply(tx, component, migration)
    return due.map((m) => m.slug)
  })
}

async function appliedOf(tx: Executor, component: string): Promise<Applied[]> {
  const number = tx.dialect === 'sqlite' ? 'INTEGER' : 'bigint'
  await tx.run(
    `CREATE TABLE IF NOT EXISTS ${table} (component TEXT NOT NULL, id ${number} NOT NULL, slug TEXT NOT NULL, checksum TEXT NOT NULL, applied_at TEXT NOT NULL, PRIMARY KEY (component, id))`,
  )
  return tx.all<Applied>(`SELECT id, slug, checksum FROM ${table} WHERE component = ? ORDER BY id`, [component])
}

function check(component: string, migrations: readonly Migration[], applied: readonly Applied[]): void {
  if (applied.length > migrations.length) {
    throw new MigrationError(
      'newer',
      `The database was used by a newer Headwater (${component} is at step ${applied.length}, this program knows ${migrations.length}). Start that version, or use a backup from before.`,
    )
  }
  for (const [index, row] of applied.entries()) {
    const known = migrations[index]
    if (known?.id !== row.id || checksumOf(known) !== row.checksum) {
      throw new MigrationError(
        'changed',
        `The database was made by another build of Headwater (${component}, step ${row.id} "${row.slug}" differs). Start that build, or use another data folder or database.`,
      )
    }
  }
}

async function apply(tx: Executor, component: string, migration: Migration): Promise<void> {
  for (const statement of statementsOf(migration[tx.dialect])) await tx.run(statement)
  const row = [component, migration.id, migration.slug, checksumOf(migration), new Date().toISOString()]
  await tx.run(`INSERT INTO ${table} (component, id, slug, checksum, applied_at) VALUES (?, ?, ?, ?, ?)`, row)
}

const statementsOf = (sql: string): string[] =>
  sql
    .split(/;[ \t]*(?:\n|$)/)
    .map((s) => s.trim())
    .filter((s) => s !== '')

/** Of both engines' statements: a step means the same everywhere. */
export const checksumOf = (m: Migration): string =>
  createHash('sha256').update(`${m.id}\n${m.slug}\n${m.sqlite}\n${m.postgres}`).digest('hex').slice(0, 32)
