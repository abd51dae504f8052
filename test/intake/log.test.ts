/** The event log on both stores: nothing lost, nothing twice, no gap, bodies byte for byte. */
import { createHash } from 'node:crypto'
import fc from 'fast-check'
import pg from 'pg'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import type { Database } from '../../src/db/contract.ts'
import { migrate } from '../../src/db/migrate.ts'
import type { PostgresDatabase } from '../../src/db/postgres.ts'
import { Appender } from '../../src/log/appender.ts'
import { compactStep } from '../../src/log/compact.ts'
import { LogReader } from '../../src/log/reader.ts'
import { logMigrations } from '../../src/log/tables.ts'
import { appendRequest } from '../harness/append.ts'
import { stores } from '../harness/databases.ts'
import type { OpenStore } from '../harness/databases.ts'

interface Sent {
  readonly source: number
  readonly body: Buffer
}

const at = 1_763_600_000_000

interface Answer {
  readonly positions: number[]
  readonly duplicates: boolean[]
  readonly hashes: string[]
  readonly head: number
}

async function append(appender: Appender, events: readonly Sent[]): Promise<Answer> {
  const request = appendRequest(events.map(({ source, body }) => ({ sourceId: source, receivedAt: at, body })))
  const { positions, duplicates, hashes, head } = await appender.append(request)
  const hash = (_: unknown, i: number): string => Buffer.from(hashes.subarray(i * 32, (i + 1) * 32)).toString('hex')
  return { positions: [...positions], duplicates: [...duplicates].map((d) => d === 1), hashes: events.map(hash), head }
}

const event = (n: number, source = 1): Sent => ({ source, body: Buffer.from(`{"job":{"namespace":"n","name":"${n}"}}`) })
const hashOf = (body: Uint8Array): string => createHash('sha256').update(body).digest('hex')

/** All of the log, read in pieces of about `bytesMax`. */
async function all(db: Database, bytesMax = 200): Promise<{ position: number; source: number; body: string; hash: string }[]> {
  const reader = new LogReader(db)
  const found = []
  for (let after = 0; ;) {
    const events = await reader.after(after, bytesMax)
    for (const e of events)
      found.push({ position: e.position, source: e.sourceId, body: Buffer.from(e.body).toString('latin1'), hash: e.hash })
    const last = events.at(-1)
    if (last === undefined) return found
    after = last.position
  }
}

async function settle(db: Database, appender: Appender): Promise<void> {
  while (await appender.indexRecent());
  while (await compactStep(db, true));
}

describe.each(stores)('$name', ({ name, open }) => {
  let store: OpenStore
  let db: Database

  beforeEach(async () => {
    store = await open()
    db = store.database
    await migrate(db, 'log', logMigrations)
  })
  afterEach(() => store.remove())

  test('the same bytes of one source are one event, of two sources two; also in one commit', async () => {
    const appender = await Appender.open(db)
    const first = await append(appender, [event(1), event(1), event(1, 2), event(2)])
    expect([first.positions, first.duplicates]).toEqual([
      [1, 1, 2, 3],
      [false, true, false, false],
    ])
    const again = await append(appender, [event(2), event(3), event(1, 2), event(1, 3)])
    expect([again.positions, again.duplicates, again.head]).toEqual([[3, 4, 2, 5], [true, false, true, false], 5])
  })

  test.each([['nothing was tidied'], ['keys were indexed'], ['blocks were joined'], ['all was tidied']])(
    'after a restart too, when %s',
    async (what) => {
      const before = await Appender.open(db)
      for (let i = 0; i < 30; i++) await append(before, [event(i), event(i, 2)])
      if (what !== 'nothing was tidied' && what !== 'blocks were joined') while (await before.indexRecent());
      if (what !== 'nothing was tidied' && what !== 'keys were indexed') while (await compactStep(db, true));
      const after = await Appender.open(store.again())
      const again = await append(after, [event(7), event(29, 2), event(30), event(7, 3)])
      expect([again.positions, again.duplicates]).toEqual([
        [15, 60, 61, 62],
        [true, true, false, false],
      ])
    },
  )

  test('bodies come back byte for byte, whatever they are', async () => {
    const bodies = ['{"a":1.0,  "b" :\t"\\u00e9", "b":2}\r\n\r\n', '\ufeff{}', ' ', '\n', '\0', '[NaN]', '🛢'].map((text) =>
      Buffer.from(text),
    )
    bodies.push(Buffer.from([0xff, 0xfe, 0x00]), Buffer.alloc(3 << 20, 'x'), Buffer.from(Array.from({ length: 256 }, (_, i) => i)))
    const appender = await Appender.open(db)
    await append(
      appender,
      bodies.slice(0, 4).map((body) => ({ source: 1, body })),
    )
    await append(
      appender,
      bodies.slice(4).map((body) => ({ source: 4_294_967_295, body })),
    )
    const expected = bodies.map((b) => b.toString('latin1'))
    expect((await all(db)).map((e) => e.body)).toEqual(expected)
    await settle(db, appender)
    expect((await all(db)).map((e) => [e.body, e.hash])).toEqual(bodies.map((b) => [b.toString('latin1'), hashOf(b)]))
    expect((await new LogReader(db).stats()).rawBytes).toBe(bodies.reduce((n, b) => n + b.length, 0))
  })

  test('a commit that fails leaves nothing: not in the log, not in memory', async () => {
    let failing = true
    const sick = new Proxy(db, {
      get: (target, key) => {
        const value = Reflect.get(target, key, target) as unknown
        if (key !== 'transaction' || !failing)
          return typeof value === 'function' ? (value as (...a: unknown[]) => unknown).bind(target) : value
        return (work: (tx: unknown) => Promise<unknown>) =>
          db.transaction(async (tx) => {
            await work(tx)
            throw new Error('disk full')
          })
      },
    })
    const appender = await Appender.open(sick)
    await expect(append(appender, [event(1), event(2)])).rejects.toThrow('disk full')
    expect(await all(db)).toEqual([])
    failing = false
    const result = await append(appender, [event(2), event(1)])
    expect([result.positions, result.duplicates]).toEqual([
      [1, 2],
      [false, false],
    ])
    failing = true
    await expect(append(appender, [event(3)])).rejects.toThrow('disk full')
    if (name === 'sqlite') await expect(appender.indexRecent()).rejects.toThrow('disk full')
    failing = false
    expect((await append(appender, [event(1), event(3)])).duplicates).toEqual([true, false])
  })

  test('keys are indexed in slices, and two who ask at once do not meet', async () => {
    const appender = await Appender.open(db)
    for (let i = 0; i < 5; i++)
      await append(
        appender,
        Array.from({ length: 2_000 }, (_, n) => event(i * 2_000 + n)),
      )
    await Promise.all([appender.indexRecent(), appender.indexRecent(), append(appender, [event(-1)])])
    expect(appender.waitingKeys).toBe(name === 'sqlite' ? 10_001 - 2 * 4_000 - 2 : 0)
    while (await appender.indexRecent());
    const again = await append(
      await Appender.open(store.again()),
      [0, 3_999, 4_000, 9_999, -1].map((n) => event(n)),
    )
    expect([again.positions, again.duplicates.every(Boolean)]).toEqual([[1, 4_000, 4_001, 10_000, 10_001], true])
  })

  test('in a burst keys go to the index with the commits; a kill in the middle of a sweep leaves none out', async () => {
    const appender = await Appender.open(db)
    const burst = (from: number, count: number) =>
      append(
        appender,
        Array.from({ length: count }, (_, n) => event(from + n)),
      )
    for (let i = 0; i < 200_000; i += 4_000) await burst(i, 4_000)
    expect(appender.waitingKeys).toBe(name === 'sqlite' ? 200_000 : 0)
    for (let i = 200_000; i < 201_000; i += 100) await burst(i, 100)
    expect(appender.waitingKeys).toBe(name === 'sqlite' ? 200_000 + 1_000 - 2_000 : 0)
    const after = await Appender.open(store.again())
    const some = [0, 1, 777, 24_999, 25_000, 199_999, 200_000, 200_999].map((n) => event(n))
    expect((await append(after, some)).positions).toEqual([1, 2, 778, 25_000, 25_001, 200_000, 200_001, 201_000])
    while (await after.indexRecent());
    expect((await append(await Appender.open(store.again()), some)).duplicates.every(Boolean)).toBe(true)
  })

  test('two commits that wait for the same turn keep an event once', async () => {
    const appender = await Appender.open(db)
    const { promise: gate, resolve: open } = Promise.withResolvers<void>()
    const before = db.transaction(() => gate)
    const both = Promise.all([append(appender, [event(1), event(2)]), append(appender, [event(2), event(1)])])
    setImmediate(open)
    await before
    const [one, other] = await both
    expect([one.positions.toSorted(), other.positions]).toEqual([[1, 2], one.positions.toReversed()])
  })

  test('any history of commits, restarts and tidying is the list of the first arrivals', async () => {
    const body = fc.oneof(
      fc.constantFrom('{"a":1}', '{ "a": 1 }', '\r\n', '\0', '{"n":NaN}'),
      fc.string({ minLength: 1, maxLength: 40 }),
      fc.nat(30).map((n) => 'x'.repeat(n + 1)),
    )
    const sent = fc.record({ source: fc.integer({ min: 1, max: 3 }), body: body.map((text) => Buffer.from(text)) })
    const step = fc.oneof(
      { weight: 6, arbitrary: fc.array(sent, { minLength: 1, maxLength: 8 }).map((events) => ({ kind: 'append' as const, events })) },
      fc.constantFrom({ kind: 'restart' as const }, { kind: 'index' as const }, { kind: 'compact' as const }, { kind: 'settle' as const }),
    )
    await fc.assert(
      fc.asyncProperty(fc.array(step, { maxLength: 20 }), async (steps) => {
        await db.run('DELETE FROM block')
        await db.run('DELETE FROM event_key')
        await db.run('UPDATE log_head SET next_position = 1, indexed_position = 0, compacted_position = 0, raw_bytes = 0')
        let appender = await Appender.open(db)
        const model = new Map<string, number>()
        const log: Sent[] = []
        for (const s of steps) {
          if (s.kind === 'restart') appender = await Appender.open(db)
          else if (s.kind === 'index') await appender.indexRecent()
          else if (s.kind === 'compact') await compactStep(db, false)
          else if (s.kind === 'settle') await settle(db, appender)
          else {
            const expected = s.events.map((e) => {
              const key = `${e.source} ${e.body.toString('latin1')}`
              const known = model.get(key)
              if (known !== undefined) return [known, true]
              log.push(e)
              model.set(key, log.length)
              return [log.length, false]
            })
            const result = await append(appender, s.events)
            expect(result.positions.map((p, i) => [p, result.duplicates[i]])).toEqual(expected)
            expect([result.head, result.hashes]).toEqual([log.length, s.events.map((e) => hashOf(e.body))])
          }
        }
        const expected = log.map((e, i) => ({ position: i + 1, source: e.source, body: e.body.toString('latin1'), hash: hashOf(e.body) }))
        expect(await all(db)).toEqual(expected)
        const reader = new LogReader(db)
        const recent = await reader.recent({ limit: 5 })
        expect(recent.map((m) => m.position)).toEqual(
          expected
            .map((e) => e.position)
            .toReversed()
            .slice(0, 5),
        )
        const some = [...expected].filter((e) => e.position % 3 === 0).toReversed()
        const bodies = await reader.bodies(some.map((e) => e.position))
        for (const e of some) expect(Buffer.from(bodies.get(e.position) ?? []).toString('latin1')).toBe(e.body)
      }),
      { numRuns: name === 'sqlite' ? 60 : 25 },
    )
  })

  test('a reader that follows the end sees every event once while others write and join', async () => {
    const appender = await Appender.open(db)
    const reader = new LogReader(store.again())
    const seen: number[] = []
    let writing = true
    const follow = async (): Promise<void> => {
      while (writing || seen.length < 300) {
        for (const e of await reader.after(seen.length, 300)) {
          expect(e.position).toBe(seen.length + 1)
          expect(Buffer.from(e.body).toString()).toContain(`"name":"${e.position}"`)
          seen.push(e.position)
        }
        await new Promise(setImmediate)
      }
    }
    const following = follow()
    for (let i = 1; i <= 300; i += 3) {
      await append(appender, [event(i), event(i + 1), event(i + 2)])
      if (i % 5 === 0) await compactStep(db, true)
      await new Promise(setImmediate)
    }
    writing = false
    await following
    expect(seen).toHaveLength(300)
  })

  test('a newer log is refused', async () => {
    await db.run('INSERT INTO headwater_migrations (component, id, slug, checksum, applied_at) VALUES (?, ?, ?, ?, ?)', [
      'log',
      99,
      'later',
      'x',
      '',
    ])
    await expect(migrate(db, 'log', logMigrations)).rejects.toMatchObject({ code: 'newer' })
  })
})

describe('several processes on one PostgreSQL', () => {
  const postgres = stores.find((s) => s.name === 'postgres')
  let store: OpenStore

  beforeEach(async () => {
    if (postgres === undefined) throw new Error('there is a suite for PostgreSQL')
    store = await postgres.open()
    await migrate(store.database, 'log', logMigrations)
  })
  afterEach(() => store.remove())

  test('two that write and join at once: no gap, no loss, nothing twice, in the order of commits', async () => {
    const dbs = [store.database, store.again()]
    const told = await Promise.all(
      dbs.map(async (db, writer) => {
        const appender = await Appender.open(db)
        const results: { n: number; position: number; duplicate: boolean }[] = []
        for (let i = 0; i < 120; i++) {
          // Every third event comes to both.
          const numbers = [i * 10, writer === 0 ? i * 10 + 1 : i * 10 + 2, i * 10 + 3 + writer]
          const { positions, duplicates } = await append(
            appender,
            numbers.map((n) => event(n)),
          )
          for (const [k, n] of numbers.entries()) results.push({ n, position: positions[k] ?? 0, duplicate: duplicates[k] ?? false })
          if (i % 7 === writer) await compactStep(db, true)
        }
        return results
      }),
    )
    await Promise.all(dbs.map(async (db) => void (await compactStep(db, true))))
    const log = await all(store.again(), 5_000)
    const results = told.flat()
    expect(log.map((e) => e.position)).toEqual(log.map((_, i) => i + 1))
    expect(new Set(log.map((e) => e.body)).size).toBe(log.length)
    expect(results.filter((r) => !r.duplicate)).toHaveLength(log.length)
    for (const { n, position } of results) expect(log[position - 1]?.body).toBe(event(n).body.toString())
    for (const own of told) {
      const fresh = own.filter((r) => !r.duplicate).map((r) => r.position)
      expect(fresh).toEqual(fresh.toSorted((a, b) => a - b))
    }
  })

  test('while one joins, the other does not', async () => {
    const appender = await Appender.open(store.database)
    for (let i = 0; i < 5; i++) await append(appender, [event(i)])
    const other = store.again()
    await store.database.transaction(async (tx) => {
      await tx.all('SELECT pg_advisory_xact_lock(7241933804)')
      expect(await compactStep(other, true)).toBe(false)
    })
    expect(await compactStep(other, true)).toBe(true)
  })

  test('a first commit of the day that fails does not keep the day from its partition', async () => {
    const client = new pg.Client({ connectionString: (store.database as PostgresDatabase).pool.options.connectionString })
    await client.connect()
    await client.query("CREATE FUNCTION no() RETURNS trigger LANGUAGE plpgsql AS 'BEGIN RAISE EXCEPTION ''no room''; END'")
    await client.query('CREATE TRIGGER no BEFORE INSERT ON event_key EXECUTE FUNCTION no()')
    const appender = await Appender.open(store.database)
    await expect(append(appender, [event(1)])).rejects.toThrow('no room')
    await client.query('DROP TRIGGER no ON event_key')
    await client.end()
    expect((await append(appender, [event(1)])).positions).toEqual([1])
  })

  test('a connection that breaks in the middle of a commit fails that commit alone', async () => {
    const appender = await Appender.open(store.database)
    await append(appender, [event(1)])
    const other = store.again()
    const broken = store.database.transaction(async (tx) => {
      const row = await tx.get<{ pid: number }>('SELECT pg_backend_pid() AS pid')
      await tx.run('UPDATE log_head SET raw_bytes = 0')
      await other.all('SELECT pg_terminate_backend(?::int)', [row?.pid ?? 0])
      await tx.run('UPDATE log_head SET raw_bytes = 1')
    })
    await expect(broken).rejects.toThrow(/terminat|closed|connection/i)
    expect((await append(appender, [event(1), event(2)])).positions).toEqual([1, 2])
  })
})
