/** Fresh databases of the test run's one PostgreSQL, for tests that run under Vitest. */
import pg from 'pg'
import { inject } from 'vitest'

declare module 'vitest' {
  interface ProvidedContext {
    /** Where to ask for PostgreSQL. */
    postgresBroker: string
  }
}

/** A database of the caller's own; `url` is good for HEADWATER_DATABASE_URL. */
export interface FreshDatabase {
  readonly url: string
  drop(): Promise<void>
}

let made = 0

/**
 * Makes an empty database; starts the server when this is the first of the test run. `drop` removes it with whoever is still
 * connected; call it in `afterAll`.
 */
export async function freshDatabase(): Promise<FreshDatabase> {
  const answer = await fetch(inject('postgresBroker'))
  const admin = await answer.text()
  if (!answer.ok) throw new Error(`PostgreSQL for the tests did not start: ${admin}`)
  const name = `headwater_test_${process.pid}_${Date.now()}_${made++}`
  await adminStatement(admin, `CREATE DATABASE ${name} TEMPLATE template0 ENCODING 'UTF8'`)
  const url = new URL(admin)
  url.pathname = `/${name}`
  return { url: url.href, drop: () => adminStatement(admin, `DROP DATABASE IF EXISTS ${name} WITH (FORCE)`) }
}

async function adminStatement(admin: string, sql: string): Promise<void> {
  const client = new pg.Client({ connectionString: admin })
  await client.connect()
  try {
    await client.query(sql)
  } finally {
    await client.end()
  }
}
