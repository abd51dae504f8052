/** What the routes need of the rest of the program. The server wires it; each interface is no wider than its use. */
import type { ImpactQuery } from '../contract/impact.ts'
import type { ImpactFormat } from '../lineage/impact-text.ts'
import type { RetryResult } from '../contract/rejections.ts'
import type { ControlHandlers } from '../control/control.ts'
import type { RejectionForRetry } from '../control/rejection-retries.ts'
import type { Hub } from '../lib/hub.ts'
import type { Client } from '../lib/rpc.ts'
import type { TokenGate } from '../ingest/token-gate.ts'
import type { Logger } from '../observe/logger.ts'
import type { Metrics } from '../observe/metrics.ts'
import type { Settings } from '../settings/settings.ts'
import type { Sync } from '../contract/sync.ts'
import type { PreviewService } from './previews.ts'
import type { ReaderHandlers } from './reader.ts'

export interface LogStats {
  readonly events: number
  /** Bytes on disk. */
  readonly bytes: number
  /** The last position, 0 when empty. */
  readonly head: number
}

export interface SourceLag {
  readonly sourceId: number
  /** Events of the source that the catalog does not hold yet. */
  readonly waiting: number
  /** Age of the oldest of them in ms, or null. */
  readonly lagMs: number | null
}

export interface SyncService {
  /** Joins a running sync of the same scope. */
  start(options: { sourceId: number | null; full: boolean; startedBy: string | null }): Promise<{ sync: Sync; joined: boolean }>
  /** False when it does not run (any more). */
  cancel(id: number): Promise<boolean>
  /** Whether the catalog is by the rules that people have made; else it is being made anew. */
  rulesInForce(): Promise<boolean>
  /** One entry for each source that waits; the others have caught up. */
  waiting(): Promise<readonly SourceLag[]>
  /** Age in ms of the oldest event that the catalog does not hold yet; 0 when it has caught up. */
  lagMs(): Promise<number>
}

export interface ImportResult {
  readonly received: number
  readonly accepted: number
  readonly duplicates: number
  readonly rejected: number
  /** The first 20 that were refused: index counts events from 0. */
  readonly problems: readonly { readonly index: number; readonly code: string; readonly cause: string }[]
}

export interface IntakeService {
  /** One JSON event, an array, or NDJSON of events or of `{position, receivedAt, source, body}`; unpacked already. */
  importStream(options: { sourceId: number; body: AsyncIterable<Uint8Array> }): Promise<ImportResult>
  /** Takes a refused request once more, as if it had come just now. */
  retry(request: RejectionForRetry): Promise<RetryResult>
}

export interface ExportService {
  /** Lines without their line break. `json`: `{position, receivedAt, source, body}`. */
  events(options: { json: boolean }): AsyncIterable<string | Uint8Array>
  /** Lines of the catalog as NDJSON. */
  catalog(request: { inferred: boolean }): AsyncIterable<string | Uint8Array>
  /** Lines; null when no event names the dataset. */
  impact(query: ImpactQuery, format: ImpactFormat): Promise<AsyncIterable<string | Uint8Array> | null>
}

export interface ApiContext {
  readonly version: string
  readonly store: 'sqlite' | 'postgres'
  /** Of this store, from control.start: keeps the cookies of two servers on one host apart. */
  readonly instanceId: string
  readonly startedAt: number
  readonly settings: Settings
  readonly control: Client<ControlHandlers>
  readonly gate: TokenGate
  /** Loads the gate anew: after every change of a source or its tokens. */
  refreshGate(): Promise<void>
  readonly hub: Hub
  readonly logger: Logger
  readonly metrics: Metrics
  readonly log: {
    stats(): Promise<LogStats>
    /** Where the event with these bytes stands that one of these sources sent; `hash`: SHA-256, hexadecimal. */
    positionOf(asked: { hash: string; sourceIds: readonly number[] }): Promise<number | null>
  }
  /** Read side of the catalog. */
  readonly catalog: Client<ReaderHandlers>
  /** Pictures of signed links. */
  readonly previews: PreviewService
  readonly sync: SyncService
  readonly intake: IntakeService
  readonly export: ExportService
  /** Loads the demo estate into this server. */
  demo(options: { startedBy: string | null }): Promise<{ sourceId: number; events: number; link: string }>
  /** The secret of the 0600 file in the data directory. */
  readonly localToken: string
  /** Where the server listens, once it does. */
  listening(): { readonly host: string; readonly port: number }
  /** Not ready: why, one line each. */
  ready(): Promise<{ readonly ready: boolean; readonly why: readonly string[] }>
  /** Folder of the built web pages. */
  readonly webRoot: string
}
