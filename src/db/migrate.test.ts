import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { stores } from '../../test/harness/databases.ts'
import type { OpenStore } from '../../test/harness/databases.ts'
import { migrate } from './migrate.ts'
import type { Migration } from './migrate.ts'

const step = (id: number, slug: string, sql: string): Migration => ({ id, slug, sqlite: sql, postgres: sql })
const one = step(1, 'one', 'CREATE TABLE a (x TEXT);\nCREATE INDEX a_x ON a (x);\n')
const two = step(2, 'two', "INSERT INTO a (x) VALUES ('semi;colon');\nCREATE TABLE b (y TEXT)")

describe.each(stores)('migrations on $name', ({ open }) => {
  let store: OpenStore
  beforeEach(async () => {
    store = await open()
  })
  afterEach(() => store.remove())

  test('each step runs once, in order', async () => {
    const { database } = store
    expect(await migrate(database, 'c', [one])).toEqual(['one'])
    expect(await migrate(database, 'c', [one, two])).toEqual(['two'])
    expect(await migrate(database, 'c', [one, two])).toEqual([])
    expect(await database.all('SELECT x FROM a')).toEqual([{ x: 'semi;colon' }])
  })

  test('components have steps of their own', async () => {
    await migrate(store.database, 'c', [one])
    expect(await migrate(store.database, 'd', [step(1, 'other', 'CREATE TABLE d (z TEXT)')])).toEqual(['other'])
  })

  test('an older program refuses a newer database, and changes nothing', async () => {
    await migrate(store.database, 'c', [one, two])
    const refused = migrate(store.database, 'c', [one])
    await expect(refused).rejects.toThrow(/used by a newer Headwater \(c is at step 2, this program knows 1\)/)
    await expect(refused).rejects.toMatchObject({ code: 'newer' })
    expect(await migrate(store.database, 'c', [one, two])).toEqual([])
  })

  test('a step that was changed after it ran is refused', async () => {
    await migrate(store.database, 'c', [one])
    await expect(migrate(store.database, 'c', [step(1, 'one', 'CREATE TABLE a (x TEXT, z TEXT)'), two])).rejects.toMatchObject({
      code: 'changed',
    })
  })

  test('a step that fails leaves nothing half done', async () => {
    const bad = step(2, 'bad', 'CREATE TABLE b (y TEXT);\nCREATE TABLE b (y TEXT)')
    await expect(migrate(store.database, 'c', [one, bad])).rejects.toThrow(/exists/)
    expect(await migrate(store.database, 'c', [one, two])).toEqual(['one', 'two'])
  })

  test('processes that start together take turns', async () => {
    const connections = [store.database, store.again(), store.again()]
    const results: (readonly string[])[] = []
    // SQLite waits inside the call, so that two of one thread cannot overlap.
    if (store.database.dialect === 'postgres') results.push(...(await Promise.all(connections.map((db) => migrate(db, 'c', [one, two])))))
    else for (const db of connections) results.push(await migrate(db, 'c', [one, two]))
    expect(results.map((r) => r.length).toSorted((a, b) => a - b)).toEqual([0, 0, 2])
  })
})
