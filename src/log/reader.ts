import type { Executor, Row } from '../db/contract.ts'
import { must } from '../lib/assert.ts'
import { decodeRecords, decompressBodies, splitBodies } from './block.ts'
import type { EventRecord } from './block.ts'

/** An event of the log without its body. */
export interface EventMeta {
  readonly position: number
  readonly sourceId: number
  readonly receivedAt: number
  /** SHA-256 of the bytes, hexadecimal. */
  readonly hash: string
  readonly bytes: number
  /** Nested deeper than the fold reads. */
  readonly deep: boolean
}

export interface StoredEvent extends EventMeta {
  readonly body: Uint8Array
}

/** Recently read blocks stay unpacked: the events of one run are neighbours. */
const cachedBlocksMax = 4
const cachedBlockBytesMax = 4 << 20

interface Block {
  readonly first: number
  readonly records: EventRecord[]
  readonly bodies: Uint8Array[]
}

/** Reads the event log, on either engine. Costs a block (about 1 MB) at most for one event. */
export class LogReader {
  readonly #db: Executor
  readonly #cache = new Map<number, Block>()

  constructor(db: Executor) {
    this.#db = db
  }

  /** Position of the last event; 0 in an empty log. */
  async head(): Promise<number> {
    return Number((await this.#db.get<Row>('SELECT next_position FROM log_head WHERE id = 1'))?.['next_position'] ?? 1) - 1
  }

  /**
   * Events after `position`, in log order: at most about `bytesMax` of bodies, at least one event if there is one. `upTo`: no event
   * after this position.
   */
  async after(position: number, bytesMax: number, upTo = Number.MAX_SAFE_INTEGER): Promise<StoredEvent[]> {
    const events: StoredEvent[] = []
    let next = position + 1
    for (let bytes = 0; next <= upTo && (events.length === 0 || bytes < bytesMax);) {
      const block = await this.#blockFrom(next)
      if (block === null) break
      for (const event of eventsOf(block)) {
        if (event.position < next || event.position > upTo) continue
        events.push(event)
        bytes += event.bytes
      }
      next = block.first + block.records.length
    }
    // Who has caught up does not come back to what it has read.
    if (events.length === 0) this.#cache.clear()
    return events
  }

  async metas(positions: readonly number[]): Promise<EventMeta[]> {
    const found: EventMeta[] = []
    let block: { first: number; records: EventRecord[] } | null = null
    for (const position of [...positions].toSorted((a, b) => a - b)) {
      if (block === null || position < block.first || position >= block.first + block.records.length)
        block = await this.#recordsAt(position)
      const record = block?.records[position - block.first]
      if (block !== null && record !== undefined) found.push(metaOf(position, record))
    }
    return found
  }

  async meta(position: number): Promise<EventMeta | null> {
    return (await this.metas([position]))[0] ?? null
  }

  async body(position: number): Promise<Uint8Array | null> {
    return (await this.bodies([position])).get(position) ?? null
  }

  /** The bytes as they came, by position; positions that are not in the log are left out. */
  async bodies(positions: readonly number[]): Promise<Map<number, Uint8Array>> {
    const found = new Map<number, Uint8Array>()
    for (const position of [...positions].toSorted((a, b) => a - b)) {
      const block = await this.#blockAt(position)
      const body = block?.bodies[position - block.first]
      if (body !== undefined) found.set(position, body)
    }
    return found
  }

  /** Newest first. */
  async recent(options: { before?: number; limit: number }): Promise<EventMeta[]> {
    const last = Math.min((options.before ?? Number.MAX_SAFE_INTEGER) - 1, await this.head())
    const positions = Array.from({ length: Math.max(0, Math.min(options.limit, last)) }, (_, i) => last - i)
    return (await this.metas(positions)).toReversed()
  }

  /** `bytes`: what the log takes on disk; `rawBytes`: what its bodies were. */
  async stats(): Promise<{ events: number; bytes: number; rawBytes: number; head: number }> {
    const head = await this.head()
    const raw = Number((await this.#db.get<Row>('SELECT raw_bytes FROM log_head WHERE id = 1'))?.['raw_bytes'] ?? 0)
    const size =
      this.#db.dialect === 'sqlite'
        ? 'SELECT page_count * page_size AS bytes FROM pragma_page_count(), pragma_page_size()'
        : "SELECT coalesce(sum(pg_total_relation_size(c.oid)), 0) AS bytes FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace WHERE n.nspname = current_schema() AND c.relkind = 'r'"
    return { events: head, bytes: Number((await this.#db.get<Row>(size))?.['bytes'] ?? 0), rawBytes: raw, head }
  }

  async #recordsAt(position: number): Promise<{ first: number; records: EventRecord[] } | null> {
    const row = await this.#db.get<Row>(
      'SELECT first_position, records FROM block WHERE first_position <= ? ORDER BY first_position DESC LIMIT 1',
      [position],
    )
    return row === undefined ? null : { first: Number(row['first_position']), records: decodeRecords(row['records'] as Uint8Array) }
  }

  async #blockAt(position: number): Promise<Block | null> {
    for (const block of this.#cache.values()) if (position >= block.first && position < block.first + block.records.length) return block
    const row = await this.#db.get<Row>('SELECT * FROM block WHERE first_position <= ? ORDER BY first_position DESC LIMIT 1', [position])
    return row === undefined ? null : this.#unpack(row)
  }

  /** The block that holds `position`, or the first one after it. */
  async #blockFrom(position: number): Promise<Block | null> {
    const block = await this.#blockAt(position)
    // Positions have no gaps. What was written since must not be looked for from the next block on: it may have been joined to this one.
    if (block !== null) return position < block.first + block.records.length ? block : null
    const row = await this.#db.get<Row>('SELECT * FROM block WHERE first_position >= ? ORDER BY first_position LIMIT 1', [position])
    return row === undefined ? null : this.#unpack(row)
  }

  #unpack(row: Row): Block {
    const records = decodeRecords(row['records'] as Uint8Array)
    const rawBytes = Number(row['raw_bytes'])
    const joined = decompressBodies(row['bodies'] as Uint8Array, rawBytes)
    const block = { first: Number(row['first_position']), records, bodies: splitBodies(joined, records) }
    if (rawBytes <= cachedBlockBytesMax) {
      this.#cache.set(block.first, block)
      if (this.#cache.size > cachedBlocksMax) this.#cache.delete(must(this.#cache.keys().next().value, 'the cache is not empty'))
    }
    return block
  }
}

function eventsOf(block: Block): StoredEvent[] {
  return block.records.map((record, i) => ({ ...metaOf(block.first + i, record), body: block.bodies[i] ?? new Uint8Array() }))
}

const metaOf = (position: number, record: EventRecord): EventMeta => ({
  position,
  sourceId: record.sourceId,
  receivedAt: record.receivedAt,
  hash: Buffer.from(record.hash.buffer, record.hash.byteOffset, record.hash.length).toString('hex'),
  bytes: record.length,
  deep: record.deep,
})
