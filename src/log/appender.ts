import { hash } from 'node:crypto'
import type { Database, Executor, Row } from '../db/contract.ts'
import { must } from '../lib/assert.ts'
import { compressBodies, encodeRecords } from './block.ts'
import type { EventRecord } from './block.ts'
import { LogReader } from './reader.ts'
import { RecentKeys } from './recent-keys.ts'
import type { Slice } from './recent-keys.ts'

/** Bodies joined into `bytes`, one after the other; the columns have one entry an event. Typed: they cross threads as they are. */
export interface AppendRequest {
  readonly bytes: Uint8Array<ArrayBuffer>
  readonly lengths: Uint32Array
  readonly sourceIds: Uint32Array
  /** Milliseconds since 1970. */
  readonly receivedAt: Float64Array
  /** 1: nested deeper than the fold reads. */
  readonly deep: Uint8Array
}

export interface AppendResult {
  readonly positions: Float64Array
  /** 1: the same source sent the same bytes before. */
  readonly duplicates: Uint8Array
  /** SHA-256 of each body, 32 bytes an event. */
  readonly hashes: Uint8Array
  readonly head: number
}

/** A request with what is worked out of its bytes before the transaction. */
interface Candidates extends AppendRequest {
  /** Where each body starts. */
  readonly starts: Uint32Array
  readonly hashes: Buffer
  readonly keys: Float64Array
}

/** `fresh`: which of the candidates were not in the log. */
interface Written {
  readonly positions: Float64Array
  readonly fresh: readonly number[]
  readonly head: number
  readonly day: string | null
}

/** So many keys wait in memory before a sweep writes them to the index; then with each event the keys of two. */
const sweepFrom = 200_000
const sweepShare = 2
/** While nothing comes. */
const quietSlice = 4_000
/** PostgreSQL's code. */
const deadlockDetected = '40P01'

/**
 * Appends events. A call is one transaction, made durable before it resolves; many requests share it.
 *
 * Invariants: (1) positions have no gaps and are in commit order; (2) an event is in the log once for each source that sent it; (3)
 * event_key together with the recent keys in memory holds every event. On SQLite this object is the only writer, so keys may wait in
 * memory: they are read back from the blocks at start. On PostgreSQL several processes write: keys go in with their events, under the
 * lock of the head row.
 */
export class Appender {
  readonly #db: Database
  readonly #reader: LogReader
  readonly #recent = new RecentKeys()
  readonly #days = new Set<string>()

  private constructor(db: Database) {
    this.#db = db
    this.#reader = new LogReader(db)
  }

  static async open(db: Database): Promise<Appender> {
    const appender = new Appender(db)
    if (db.dialect === 'sqlite') await appender.#loadRecent()
    return appender
  }

  async append(request: AppendRequest): Promise<AppendResult> {
    const candidates = candidatesOf(request)
    const { written } = await this.#transaction(
      async (tx) => {
        const written = await this.#write(tx, candidates)
        return { written, slice: await this.#index(tx, written.fresh.length * sweepShare, sweepFrom) }
      },
      ({ written, slice }) => this.#committed(candidates, written, slice),
    )
    const duplicates = new Uint8Array(candidates.lengths.length).fill(1)
    for (const i of written.fresh) duplicates[i] = 0
    return { positions: written.positions, duplicates, hashes: candidates.hashes, head: written.head }
  }

  /** Before the next transaction: it looks for its events among these keys. */
  #committed(candidates: Candidates, { fresh, positions, day }: Written, slice: Slice | null): void {
    if (day !== null) this.#days.add(day)
    if (slice !== null) this.#recent.written(slice)
    if (this.#db.dialect === 'sqlite') for (const i of fresh) this.#recent.remember(at(candidates.keys, i), at(positions, i))
  }

  /** Making the day's partition locks the table, which may meet someone who joins blocks: one of the two is told to come again. */
  async #transaction<T>(work: (tx: Executor) => Promise<T>, committed: (result: T) => void): Promise<T> {
    try {
      return await this.#db.transaction(work, committed)
    } catch (error) {
      if ((error as { code?: unknown }).code !== deadlockDetected) throw error
      return this.#db.transaction(work, committed)
    }
  }

  /** Moves some of the keys that wait in memory into the index, for when there is time. False: none wait. */
  async indexRecent(): Promise<boolean> {
    if (this.#recent.size === 0) return false
    await this.#db.transaction(
      (tx) => this.#index(tx, quietSlice, 1),
      (slice) => {
        if (slice !== null) this.#recent.written(slice)
      },
    )
    return true
  }

  /** After a sweep that did not end some keys are there already. */
  async #index(tx: Executor, count: number, from: number): Promise<Slice | null> {
    const slice = this.#recent.slice(count, from)
    if (slice === null) return null
    for (const { key, position } of slice.entries)
      await tx.run('INSERT INTO event_key (key, position) VALUES (?, ?) ON CONFLICT DO NOTHING', [key, position])
    if (slice.indexedTo !== null) await tx.run('UPDATE log_head SET indexed_position = ? WHERE id = 1', [slice.indexedTo])
    return slice
  }

  async #write(tx: Executor, candidates: Candidates): Promise<Written> {
    const lock = tx.dialect === 'postgres' ? ' FOR UPDATE' : ''
    const head = must(await tx.get<Row>(`SELECT next_position FROM log_head WHERE id = 1${lock}`), 'the head row is made with the table')
    const first = Number(head['next_position'])
    const positions = await this.#knownPositions(tx, candidates)
    const fresh = placeFresh(candidates, positions, first)
    if (fresh.length === 0) return { positions, fresh, head: first - 1, day: null }
    const day = await this.#day(tx)
    await writeBlock(tx, candidates, fresh, first, day)
    return { positions, fresh, head: first + fresh.length - 1, day }
  }

  /** For each candidate the position at which the same bytes of the same source already stand; 0 where they do not. */
  async #knownPositions(tx: Executor, candidates: Candidates): Promise<Float64Array> {
    const positions = new Float64Array(candidates.keys.length)
    const stored = await storedByKey(tx, candidates.keys)
    const suspects: { index: number; position: number }[] = []
    for (const [index, key] of candidates.keys.entries()) {
      for (const position of this.#recent.find(key)) suspects.push({ index, position })
      for (const position of stored.get(key) ?? []) suspects.push({ index, position })
    }
    if (suspects.length === 0) return positions
    const metas = new Map((await new LogReader(tx).metas(suspects.map((s) => s.position))).map((m) => [m.position, m]))
    for (const { index, position } of suspects) {
      const meta = metas.get(position)
      if (meta?.sourceId === at(candidates.sourceIds, index) && meta.hash === hashAt(candidates, index)) positions[index] = position
    }
    return positions
  }

  /** Where bytes with this SHA-256 (hexadecimal) stand that one of these sources sent, the first of them; null: nowhere. */
  async positionOf(hexadecimal: string, sourceIds: readonly number[]): Promise<number | null> {
    const hashes = Buffer.from(hexadecimal, 'hex')
    const keys = Float64Array.from(sourceIds, (id) => keyOf(hashes, 0, id))
    const stored = await storedByKey(this.#db, keys)
    const positions = [...keys].flatMap((key) => [...this.#recent.find(key), ...(stored.get(key) ?? [])])
    const metas = await this.#reader.metas(positions)
    return metas.find((meta) => meta.hash === hexadecimal.toLowerCase())?.position ?? null
  }

  get waitingKeys(): number {
    return this.#recent.size
  }

  async #loadRecent(): Promise<void> {
    const indexed = Number((await this.#db.get<Row>('SELECT indexed_position FROM log_head WHERE id = 1'))?.['indexed_position'] ?? 0)
    const head = await this.#reader.head()
    for (let from = indexed + 1; from <= head; from += 1_000) {
      const positions = Array.from({ length: Math.min(1_000, head - from + 1) }, (_, i) => from + i)
      for (const meta of await this.#reader.metas(positions))
        this.#recent.remember(keyOf(Buffer.from(meta.hash, 'hex'), 0, meta.sourceId), meta.position)
    }
  }

  /** PostgreSQL keeps the log in partitions by day of arrival; the day's is made with the first event that needs it, and known to be there once that is committed. */
  async #day(tx: Executor): Promise<string | null> {
    if (tx.dialect === 'sqlite') return null
    const day = new Date().toISOString().slice(0, 10)
    if (!this.#days.has(day)) {
      const next = new Date(Date.parse(day) + 86_400_000).toISOString().slice(0, 10)
      await tx.run(
        `CREATE TABLE IF NOT EXISTS block_${day.replaceAll('-', '')} PARTITION OF block FOR VALUES FROM ('${day}') TO ('${next}')`,
      )
    }
    return day
  }
}

/** Gives positions to those that have none yet, the same one to equals; answers which they are. */
function placeFresh(candidates: Candidates, positions: Float64Array, first: number): number[] {
  const fresh: number[] = []
  const withKey = new Map<number, number[]>()
  for (const [i, key] of candidates.keys.entries()) {
    if (positions[i] !== 0) continue
    const before = withKey.get(key)
    const equal = before?.find((other) => areEqual(candidates, i, other))
    positions[i] = equal === undefined ? first + fresh.length : at(positions, equal)
    if (equal !== undefined) continue
    fresh.push(i)
    if (before === undefined) withKey.set(key, [i])
    else before.push(i)
  }
  return fresh
}

const areEqual = (candidates: Candidates, a: number, b: number): boolean =>
  candidates.sourceIds[a] === candidates.sourceIds[b] && hashAt(candidates, a) === hashAt(candidates, b)

async function writeBlock(
  tx: Executor,
  candidates: Candidates,
  fresh: readonly number[],
  first: number,
  day: string | null,
): Promise<void> {
  const events = fresh.map((i) => recordOf(candidates, i))
  const isAll = fresh.length === candidates.lengths.length
  const joined = isAll ? candidates.bytes : Buffer.concat(fresh.map((i) => bodyAt(candidates, i)))
  const values = [first, events.length, joined.length, encodeRecords(events), compressBodies(joined, 'fast')]
  if (day === null) await tx.run('INSERT INTO block (first_position, count, raw_bytes, records, bodies) VALUES (?, ?, ?, ?, ?)', values)
  else {
    await tx.run('INSERT INTO block (first_position, count, raw_bytes, records, bodies, day) VALUES (?, ?, ?, ?, ?, ?)', [...values, day])
    const keys = fresh.map((i) => at(candidates.keys, i)) as unknown as number
    await tx.run('INSERT INTO event_key (key, position) SELECT * FROM unnest(?::bigint[], ?::bigint[])', [
      keys,
      fresh.map((_, n) => first + n) as unknown as number,
    ])
  }
  await tx.run('UPDATE log_head SET next_position = ?, raw_bytes = raw_bytes + ? WHERE id = 1', [first + events.length, joined.length])
}

const keyQueries = {
  sqlite: 'SELECT e.key, e.position FROM json_each(?) AS k CROSS JOIN event_key AS e ON e.key = k.value',
  postgres: 'SELECT key, position FROM event_key WHERE key = ANY(?::bigint[])',
}

/** One question for all keys, in their order: neighbours are on the same page of the index. */
async function storedByKey(tx: Executor, keys: Float64Array): Promise<Map<number, number[]>> {
  const sorted = keys.toSorted()
  const parameter = tx.dialect === 'sqlite' ? `[${sorted.join()}]` : ([...sorted] as unknown as number)
  const found = new Map<number, number[]>()
  for (const row of await tx.all<Row>(keyQueries[tx.dialect], [parameter])) {
    const positions = found.get(Number(row['key']))
    if (positions === undefined) found.set(Number(row['key']), [Number(row['position'])])
    else positions.push(Number(row['position']))
  }
  return found
}

function candidatesOf(request: AppendRequest): Candidates {
  const count = request.lengths.length
  const starts = new Uint32Array(count)
  const hashes = Buffer.alloc(count * hashLength)
  const keys = new Float64Array(count)
  let start = 0
  for (const [i, length] of request.lengths.entries()) {
    starts[i] = start
    // As text: a digest in a buffer of its own costs as much again as the hash.
    hashes.write(hash('sha256', request.bytes.subarray(start, start + length), 'hex'), i * hashLength, 'hex')
    keys[i] = keyOf(hashes, i * hashLength, at(request.sourceIds, i))
    start += length
  }
  return { ...request, starts, hashes, keys }
}

const hashLength = 32

const at = (column: Float64Array | Uint32Array | Uint8Array, i: number): number => must(column[i], 'a column has an entry an event')
const hashAt = ({ hashes }: Candidates, i: number): string => hashes.toString('hex', i * hashLength, (i + 1) * hashLength)

function bodyAt({ bytes, starts, lengths }: Candidates, i: number): Uint8Array {
  return bytes.subarray(at(starts, i), at(starts, i) + at(lengths, i))
}

const recordOf = (candidates: Candidates, i: number): EventRecord => ({
  sourceId: at(candidates.sourceIds, i),
  receivedAt: at(candidates.receivedAt, i),
  length: at(candidates.lengths, i),
  hash: candidates.hashes.subarray(i * hashLength, (i + 1) * hashLength),
  deep: candidates.deep[i] === 1,
})

/** 52 bits of the hash, mixed with the source: a whole number that both engines and JavaScript hold exactly. */
function keyOf(hashes: Buffer, offset: number, sourceId: number): number {
  const high = (hashes.readUInt32BE(offset) ^ Math.imul(sourceId, 0x9e3779b1)) >>> 0
  return high * 0x100000 + (hashes.readUInt32BE(offset + 4) >>> 12)
}
