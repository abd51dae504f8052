import type { Receipt, ReceiptChange } from '../contract/events.ts'
import type { Executor } from '../db/contract.ts'

export interface EventMeta {
  readonly position: number
  readonly sourceId: number
  /** Milliseconds since 1970. */
  readonly receivedAt: number
  /** SHA-256 of the bytes, hexadecimal. */
  readonly hash: string
  readonly bytes: number
  /** Nested deeper than the fold reads. */
  readonly deep: boolean
}

/** What the read side needs of the event log. */
export interface EventReader {
  body(position: number): Promise<Uint8Array | null>
  bodies(positions: readonly number[]): Promise<Map<number, Uint8Array>>
  meta(position: number): Promise<EventMeta | null>
  metas(positions: readonly number[]): Promise<readonly EventMeta[]>
  /** Newest first, before that position. */
  recent(options: { before?: number; limit: number }): Promise<readonly EventMeta[]>
  stats(): Promise<{ events: number }>
}

export interface LoggedBody extends EventMeta {
  readonly body: Uint8Array
}

export type FacetContainer = 'run' | 'job' | 'dataset' | 'input' | 'output'

/** A facet that is read. `also`: other keys that mean the same. `yields`: what the catalog has from it, in words. */
export interface ReadFacet {
  readonly container: FacetContainer
  readonly key: string
  readonly also?: readonly string[]
  readonly yields: string
}

/** What the fold knows of events, given to the read side from outside: it stands below the fold. */
export interface FoldKnowledge {
  /** The key under which the catalog knows a facet, or null when nothing reads it. */
  readerKey(container: FacetContainer, key: string, schemaUrl: unknown): string | null
  /** Facets that are read, by container and key. */
  readonly facets: readonly ReadFacet[]
  /** `rules`: as the checkpoint of the catalog has them. */
  explain(event: LoggedBody, applied: boolean, rules: string | null): Receipt
  /** What the catalog holds since this event. */
  changed(db: Executor, event: LoggedBody, rules: string | null): Promise<ReceiptChange[]>
}

/** A source as links need it; the catalog knows only its number. */
export interface SourceRef {
  readonly id: number
  readonly name: string
  readonly baseUrl: string | null
}

/** What every question of the read side is asked with. */
export interface ReadContext {
  readonly db: Executor
  readonly log: EventReader
  readonly fold: FoldKnowledge
  /** A run that says nothing for so long is shown as LOST. */
  readonly lostAfterMs: number
  /** Ms of reading that one walk over the lineage may take; a bound of the walk's own unless given. */
  readonly walkMs?: number | undefined
  /** Milliseconds since 1970. */
  now(): number
}
