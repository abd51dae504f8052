import { hash } from 'node:crypto'
import type { Database, Executor, Row } from '../db/contract.ts'
import { must } from '../lib/assert.ts'
import { depthMax, depthOf } from '../openlineage/body.ts'
import { compressBodies, encodeRecords } from './block.ts'
import { LogReader } from './reader.ts'

/** Bodies joined into `bytes`, one after the other; the arrays have one entry an event. */
export interface AppendRequest {
  readonly bytes: Uint8Array
  readonly lengths: readonly number[]
  readonly sourceIds: readonly number[]
  readonly receivedAt: readonly number[]
}

export interface AppendResult {
  readonly positions: number[]
  readonly duplicates: boolean[]
  /** Nested deeper than the fold reads: kept, not applied. */
  readonly tooDeep: boolean[]
  /** SHA-256 of each body, hexadecimal. */
  readonly hashes: string[]
  readonly head: number
}

interface Candidate {
  readonly sourceId: number
  readonly receivedAt: number
  readonly hash: Buffer
  readonly key: number
  readonly body: Uint8Array
  readonly deep: boolean
}

/** Keys that wait in memory to be written to the index in key order, which costs a fraction of writing each with its event. */
const recentMax = 20_000
const indexSlice = 4_000
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
  readonly #recent = new Map<number, number>()
  readonly #clashes = new Map<number, number[]>()
  #recentOrder: { key: number; position: number }[] = []
  readonly #days = new Set<string>()
  #indexing: Promise<void> | null = null

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
    const hashes = candidates.map((c) => c.hash.toString('hex'))
    const written = await this.#transaction((tx) => this.#write(tx, candidates, hashes))
    if (written.day !== null) this.#days.add(written.day)
    if (this.#db.dialect === 'sqlite')
      for (const [i, position] of written.fresh) this.#remember(must(candidates[i], 'fresh are of the candidates').key, position)
    return {
      positions: written.positions,
      duplicates: written.positions.map((_, i) => !written.fresh.has(i)),
      tooDeep: candidates.map((c) => c.deep),
      hashes,
      head: written.head,
    }
  }

  /** Making the day's partition locks the table, which may meet someone who joins blocks: one of the two is told to come again. */
  async #transaction<T>(work: (tx: Executor) => Promise<T>): Promise<T> {
    try {
      return await this.#db.transaction(work)
    } catch (error) {
      if ((error as { code?: unknown }).code !== deadlockDetected) throw error
      return this.#db.transaction(work)
    }
  }

  /** Moves keys that wait in memory into the index; called when there is time, and by itself when many wait. */
  async indexRecent(atLeast: number): Promise<boolean> {
    if (this.#recentOrder.length < Math.max(1, atLeast)) return false
    // One at a time: two would take the same slice.
    this.#indexing ??= this.#indexSlice().finally(() => (this.#indexing = null))
    await this.#indexing
    return true
  }

  async #indexSlice(): Promise<void> {
    const slice = this.#recentOrder.slice(0, indexSlice)
    await this.#db.transaction(async (tx) => {
      for (const { key, position } of slice.toSorted((a, b) => a.key - b.key))
        await tx.run('INSERT INTO event_key (key, position) VALUES (?, ?)', [key, position])
      await tx.run('UPDATE log_head SET indexed_position = ? WHERE id = 1', [must(slice.at(-1), 'the slice is not empty').position])
    })
    for (const { key } of slice) {
      this.#recent.delete(key)
      this.#clashes.delete(key)
    }
    this.#recentOrder = this.#recentOrder.slice(slice.length)
  }

  async #write(
    tx: Executor,
    candidates: readonly Candidate[],
    hashes: readonly string[],
  ): Promise<{ positions: number[]; fresh: Map<number, number>; head: number; day: string | null }> {
    const lock = tx.dialect === 'postgres' ? ' FOR UPDATE' : ''
    const head = must(await tx.get<Row>(`SELECT next_position FROM log_head WHERE id = 1${lock}`), 'the head row is made with the table')
    let next = Number(head['next_position'])
    const known = await this.#knownPositions(tx, candidates)
    const fresh = new Map<number, number>()
    const inBatch = new Map<string, number>()
    const positions = candidates.map((candidate, i) => {
      const id = `${candidate.sourceId} ${hashes[i] ?? ''}`
      const position = known.get(i) ?? inBatch.get(id)
      if (position !== undefined) return position
      inBatch.set(id, next)
      fresh.set(i, next)
      return next++
    })
    if (fresh.size === 0) return { positions, fresh, head: next - 1, day: null }
    const events = [...fresh].map(([i, position]) => ({ ...must(candidates[i], 'fresh are of the candidates'), position }))
    const day = await this.#day(tx)
    await writeBlock(tx, events, day)
    return { positions, fresh, head: next - 1, day }
  }

  /** By index of candidate: the position at which the same bytes of the same source already stand. */
  async #knownPositions(tx: Executor, candidates: readonly Candidate[]): Promise<Map<number, number>> {
    const suspects: { index: number; position: number }[] = []
    const stored = tx.dialect === 'postgres' ? await storedByKey(tx, candidates) : null
    for (const [index, { key }] of candidates.entries()) {
      const recent = this.#recent.get(key)
      if (recent !== undefined) suspects.push(...[recent, ...(this.#clashes.get(key) ?? [])].map((position) => ({ index, position })))
      const rows =
        stored?.get(key) ??
        (stored === null
          ? (await tx.all<Row>('SELECT position FROM event_key WHERE key = ?', [key])).map((r) => Number(r['position']))
          : [])
      for (const position of rows) suspects.push({ index, position })
    }
    const known = new Map<number, number>()
    if (suspects.length === 0) return known
    const reader = new LogReader(tx)
    const metas = new Map((await reader.metas(suspects.map((s) => s.position))).map((m) => [m.position, m]))
    for (const { index, position } of suspects) {
      const candidate = must(candidates[index], 'suspects are of the candidates')
      const meta = metas.get(position)
      if (meta?.sourceId === candidate.sourceId && meta.hash === candidate.hash.toString('hex')) known.set(index, position)
    }
    return known
  }

  #remember(key: number, position: number): void {
    if (this.#recent.has(key)) this.#clashes.set(key, [...(this.#clashes.get(key) ?? []), position])
    else this.#recent.set(key, position)
    this.#recentOrder.push({ key, position })
  }

  get waitingKeys(): number {
    return this.#recentOrder.length
  }

  /** Whether so many keys wait that they must be indexed although the server is busy. */
  get mustIndex(): boolean {
    return this.#recentOrder.length >= recentMax
  }

  async #loadRecent(): Promise<void> {
    const indexed = Number((await this.#db.get<Row>('SELECT indexed_position FROM log_head WHERE id = 1'))?.['indexed_position'] ?? 0)
    const head = await this.#reader.head()
    for (let from = indexed + 1; from <= head; from += 1_000) {
      const positions = Array.from({ length: Math.min(1_000, head - from + 1) }, (_, i) => from + i)
      for (const meta of await this.#reader.metas(positions))
        this.#remember(keyOf(Buffer.from(meta.hash, 'hex'), meta.sourceId), meta.position)
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

async function writeBlock(tx: Executor, events: readonly (Candidate & { position: number })[], day: string | null): Promise<void> {
  const joined = Buffer.concat(events.map((e) => e.body))
  const first = must(events[0], 'a block has events').position
  const records = encodeRecords(events.map((e) => ({ ...e, length: e.body.length })))
  const values = [first, events.length, joined.length, records, compressBodies(joined, 'fast')]
  if (day === null) await tx.run('INSERT INTO block (first_position, count, raw_bytes, records, bodies) VALUES (?, ?, ?, ?, ?)', values)
  else {
    await tx.run('INSERT INTO block (first_position, count, raw_bytes, records, bodies, day) VALUES (?, ?, ?, ?, ?, ?)', [...values, day])
    const keys = events.map((e) => e.key) as unknown as number
    await tx.run('INSERT INTO event_key (key, position) SELECT * FROM unnest(?::bigint[], ?::bigint[])', [
      keys,
      events.map((e) => e.position) as unknown as number,
    ])
  }
  await tx.run('UPDATE log_head SET next_position = ?, raw_bytes = raw_bytes + ? WHERE id = 1', [first + events.length, joined.length])
}

async function storedByKey(tx: Executor, candidates: readonly Candidate[]): Promise<Map<number, number[]>> {
  const rows = await tx.all<Row>('SELECT key, position FROM event_key WHERE key = ANY(?::bigint[])', [
    candidates.map((c) => c.key) as unknown as number,
  ])
  const found = new Map<number, number[]>()
  for (const row of rows) found.set(Number(row['key']), [...(found.get(Number(row['key'])) ?? []), Number(row['position'])])
  return found
}

function candidatesOf(request: AppendRequest): Candidate[] {
  let at = 0
  return request.lengths.map((length, i) => {
    const body = request.bytes.subarray(at, (at += length))
    const digest = hash('sha256', body, 'buffer')
    const sourceId = must(request.sourceIds[i], 'one source an event')
    return {
      sourceId,
      receivedAt: must(request.receivedAt[i], 'one arrival an event'),
      hash: digest,
      key: keyOf(digest, sourceId),
      body,
      deep: depthOf(body, depthMax) > depthMax,
    }
  })
}

/** 52 bits of the hash, mixed with the source: a whole number that both engines and JavaScript hold exactly. */
function keyOf(digest: Buffer, sourceId: number): number {
  const high = (digest.readUInt32BE(0) ^ Math.imul(sourceId, 0x9e3779b1)) >>> 0
  return high * 0x100000 + (digest.readUInt32BE(4) >>> 12)
}
