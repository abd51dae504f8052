/** What `src/db/contract.ts` promises, on both engines. */
import fc from 'fast-check'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import type { Row, SqlValue } from '../../src/db/contract.ts'
import { compareKeys, createTableSql } from '../../src/db/table.ts'
import type { Table } from '../../src/db/table.ts'
import { encodeText } from '../../src/lib/text.ts'
import { stores } from '../harness/databases.ts'
import type { OpenStore } from '../harness/databases.ts'

const items: Table = {
  name: 'items',
  columns: { group: 'int', name: 'text', amount: 'int', words: 'text', bytes: 'blob' },
  key: ['group', 'name'],
  indexes: ['amount'],
}

describe.each(stores)('$name', ({ open }) => {
  let store: OpenStore

  beforeEach(async () => {
    store = await open()
    await store.database.script(createTableSql(items, store.database.dialect))
  })
  afterEach(() => store.remove())

  const all = (): Promise<Row[]> => store.database.all('SELECT * FROM items ORDER BY "group", name')

  test('gives back what was stored: numbers to 2^53, any text, bytes, null', async () => {
    const rows = [
      { group: Number.MIN_SAFE_INTEGER, name: '', amount: Number.MAX_SAFE_INTEGER, words: '__proto__', bytes: new Uint8Array([0, 255]) },
      { group: 0, name: 'x'.repeat(2000), amount: null, words: null, bytes: null },
      { group: 1, name: "'; DROP TABLE items; -- ?", amount: -1, words: '🛢 \\ " % _', bytes: new Uint8Array() },
    ]
    await store.database.upsert(items, rows)
    expect((await all()).map(plain)).toEqual(rows.map(plain))
  })

  test('an upsert replaces whole rows and touches no other', async () => {
    await store.database.upsert(items, [row(1, 'a', 1), row(1, 'b', 2)])
    await store.database.upsert(items, [{ ...row(1, 'b', null), words: 'new' }, row(2, 'a', 3)])
    expect((await all()).map((r) => [r['group'], r['name'], r['amount'], r['words']])).toEqual([
      [1, 'a', 1, null],
      [1, 'b', null, 'new'],
      [2, 'a', 3, null],
    ])
  })

  test('load finds the rows that exist, remove takes them away', async () => {
    await store.database.upsert(items, [row(1, 'a', 1), row(1, 'b', 2), row(2, 'a', 3)])
    const keys = [
      [1, 'a'],
      [2, 'a'],
      [9, 'a'],
    ]
    const found = await store.database.load(items, keys)
    expect(new Set(found.map((r) => r['amount']))).toEqual(new Set([1, 3]))
    await store.database.remove(items, keys)
    expect((await all()).map((r) => r['amount'])).toEqual([2])
  })

  test('more rows than fit one statement', async () => {
    const rows = Array.from({ length: 12_000 }, (_, i) => row(i, 'a', i))
    await store.database.upsert(items, rows)
    const found = await store.database.load(
      items,
      rows.map((r) => [r.group, r.name]),
    )
    expect(found).toHaveLength(rows.length)
  })

  test('text is ordered by its UTF-8 bytes', async () => {
    const names = ['Z', 'a', 'é', 'z', '\u{ffff}', '\u{10000}', 'ä', 'A', '10', '9']
    await store.database.upsert(
      items,
      names.map((name) => row(1, name, 0)),
    )
    const expected = names.toSorted((a, b) => compareKeys([a], [b]))
    expect((await all()).map((r) => r['name'])).toEqual(expected)
  })

  test('run tells how many rows it changed; question marks inside quotes are text', async () => {
    await store.database.upsert(items, [row(1, 'a', 1), row(1, 'b', 2)])
    expect(await store.database.run(`UPDATE items SET words = 'why?' WHERE "group" = ?`, [1])).toBe(2)
    expect(await store.database.get('SELECT words FROM items WHERE name = ?', ['a'])).toEqual({ words: 'why?' })
    expect(await store.database.get('SELECT words FROM items WHERE name = ?', ['c'])).toBeUndefined()
  })

  test('a transaction that throws leaves nothing, one that ends is seen by others', async () => {
    const failed = store.database.transaction(async (tx) => {
      await tx.upsert(items, [row(1, 'a', 1)])
      throw new Error('no')
    })
    await expect(failed).rejects.toThrow('no')
    expect(await all()).toEqual([])
    await store.database.transaction(async (tx) => tx.upsert(items, [row(1, 'a', 1)]))
    expect(await store.again().all('SELECT amount FROM items')).toEqual([{ amount: 1 }])
  })

  test('what a transaction wrote is not seen by others before its end', async () => {
    const other = store.again()
    await store.database.transaction(async (tx) => {
      await tx.upsert(items, [row(1, 'a', 1)])
      expect(await other.all('SELECT amount FROM items')).toEqual([])
    })
    expect(await other.all('SELECT amount FROM items')).toHaveLength(1)
  })

  test('any history of upserts and removals ends as a map would', async () => {
    const key = fc.tuple(fc.integer({ min: 0, max: 3 }), fc.constantFrom('', 'a', 'é', encodeText('\0'), encodeText('\ud800')))
    const put = key.chain(([group, name]) => fc.option(fc.maxSafeInteger()).map((amount) => ({ group, name, amount, gone: false })))
    const take = key.map(([group, name]) => ({ group, name, amount: null, gone: true }))
    const history = fc.array(fc.oneof(put, take), { maxLength: 30 })
    await fc.assert(
      fc.asyncProperty(history, async (steps) => {
        await store.database.run('DELETE FROM items')
        const model = new Map<string, SqlValue>()
        for (const { group, name, amount, gone } of steps) {
          if (gone) await store.database.remove(items, [[group, name]])
          else await store.database.upsert(items, [row(group, name, amount)])
          if (gone) model.delete(`${group} ${name}`)
          else model.set(`${group} ${name}`, amount)
        }
        const stored = new Map((await all()).map((r) => [`${String(r['group'])} ${String(r['name'])}`, r['amount']]))
        expect(stored).toEqual(model)
      }),
      { numRuns: 30 },
    )
  })
})

const row = (group: number, name: string, amount: number | null) => ({ group, name, amount, words: null, bytes: null })

/** SQLite gives Uint8Array, PostgreSQL a Buffer, which is one. */
const plain = (r: Row): unknown => Object.values(r).map((v) => (v instanceof Uint8Array ? [...v] : v))
