import type { ControlHandlers } from '../control/control.ts'
import type { DroppedRejections } from '../control/rejection-room.ts'
import type { NewRejection } from '../control/rejection-row.ts'
import { explain } from '../control/rejection-causes.ts'
import type { UsageDelta } from '../control/usage.ts'
import type { AcceptedNote, IntakeObserver, RefusedNote } from '../ingest/intake.ts'
import type { Hub } from '../lib/hub.ts'
import type { Client } from '../lib/rpc.ts'
import type { Logger } from '../observe/logger.ts'
import type { ImportedNote } from './transfer.ts'
import type { Metrics } from '../observe/metrics.ts'

type Mutable<T> = { -readonly [K in keyof T]: T[K] }
/** Counted up here and given to the metrics when it is written down: a counter with labels costs more than an event's whole answer may. */
type Usage = Mutable<UsageDelta> & { duplicates: number; bytes: number }

/** Refused requests that wait to be written; beyond it only the count is kept. */
const rejectionsWaitingMax = 1_000
const rejectionBytesWaitingMax = 64 << 20
const flushMs = 500
/** One of so many answers is measured: a histogram costs as much as a tenth of an answer. */
const ackSample = 16

/**
 * Hears of every request that brings events and writes it down in bulk: usage per token about twice a second, refused requests with
 * their bodies. Off the path of the answer.
 */
export class Reporter implements IntakeObserver {
  readonly #control: Client<ControlHandlers>
  readonly #hub: Hub
  readonly #metrics: Metrics
  readonly #logger: Logger
  readonly #usage = new Map<string, Usage>()
  #rejections: NewRejection[] = []
  #rejectionBytes = 0
  readonly #dropped = new Map<string, Mutable<DroppedRejections>>()
  #accepted = 0
  #timer: NodeJS.Timeout | null = null
  #flushing: Promise<void> = Promise.resolve()

  constructor(control: Client<ControlHandlers>, hub: Hub, metrics: Metrics, logger: Logger) {
    this.#control = control
    this.#hub = hub
    this.#metrics = metrics
    this.#logger = logger
  }

  accepted(note: AcceptedNote): void {
    if (this.#accepted++ % ackSample === 0) this.#metrics.ackSeconds.observe(note.tookMs / 1000)
    const usage = this.#usageOf(note.sourceId, note.tokenId)
    if (note.stored.duplicate) usage.duplicates++
    else usage.accepted++
    usage.bytes += note.bytes
    usage.lastAt = note.sender.at
    usage.by = note.sender.client
    usage.from = note.sender.from
    usage.producer = note.stored.producer
    usage.position = note.stored.position
    this.#schedule()
  }

  /** Events that came as a file or by a retry, not over the producer's path. */
  imported(note: ImportedNote): void {
    if (note.accepted === 0) return
    const usage = this.#usageOf(note.sourceId, null)
    usage.accepted += note.accepted
    usage.lastAt = note.at
    usage.by = note.by
    usage.from = note.from
    usage.producer = note.producer
    usage.position = note.position
    this.#schedule()
  }

  refused(note: RefusedNote): void {
    const { sender, refusal } = note
    this.#metrics.events.inc({ source: note.sourceId === null ? 'unknown' : String(note.sourceId), answer: 'refused' })
    this.#metrics.rejections.inc({ code: refusal.code })
    if (note.sourceId !== null) {
      const usage = this.#usageOf(note.sourceId, note.tokenId)
      usage.refused++
      usage.lastAt = sender.at
      usage.by = sender.client
      usage.from = sender.from
    }
    this.#keep(note)
    this.#schedule()
  }

  /** Writes what waits. */
  async flush(): Promise<void> {
    if (this.#timer !== null) clearTimeout(this.#timer)
    this.#timer = null
    this.#flushing = this.#flushing.then(() => this.#write())
    await this.#flushing
  }

  #keep(note: RefusedNote): void {
    const { sender, refusal, body } = note
    if (this.#rejections.length >= rejectionsWaitingMax) return this.#drop(note.sourceId, refusal.code, sender.at)
    const text = explain(refusal.code, {
      ...(refusal.cause !== undefined && { cause: refusal.cause }),
      ...(refusal.fix !== undefined && { fix: refusal.fix }),
    })
    const room = this.#rejectionBytes + (body?.length ?? 0) <= rejectionBytesWaitingMax
    this.#rejectionBytes += room ? (body?.length ?? 0) : 0
    this.#rejections.push({
      at: sender.at,
      sourceId: note.sourceId,
      status: note.status,
      code: refusal.code,
      cause: refusal.pointer ? `${text.cause.replace(/\.?$/, '.')} At ${refusal.pointer}.` : text.cause,
      fix: text.fix,
      method: sender.method,
      path: sender.path,
      from: sender.from,
      headers: headersOf(sender.headers),
      answer: note.answer,
      body: room && body !== null ? Uint8Array.from(body) : null,
      bodyBytes: body?.length ?? Number(sender.headers['content-length'] ?? 0),
      whole: note.whole && room,
    })
  }

  #drop(sourceId: number | null, code: string, at: number, count = 1): void {
    const key = `${sourceId ?? 0} ${code}`
    const known = this.#dropped.get(key)
    this.#dropped.set(key, { sourceId, code, count: (known?.count ?? 0) + count, at: Math.max(known?.at ?? 0, at) })
  }

  #usageOf(sourceId: number, tokenId: number | null): Usage {
    const key = `${sourceId} ${tokenId ?? ''}`
    let usage = this.#usage.get(key)
    if (usage === undefined) {
      usage = {
        sourceId,
        tokenId,
        accepted: 0,
        refused: 0,
        lastAt: 0,
        by: null,
        from: null,
        producer: null,
        position: null,
        duplicates: 0,
        bytes: 0,
      }
      this.#usage.set(key, usage)
    }
    return usage
  }

  #schedule(): void {
    this.#timer ??= setTimeout(() => void this.flush(), flushMs)
    this.#timer.unref()
  }

  async #write(): Promise<void> {
    const usages = [...this.#usage.values()]
    for (const usage of usages) this.#measure(usage)
    const deltas = usages.map(({ duplicates: _, bytes: __, ...delta }) => delta)
    const items = this.#rejections
    const dropped = [...this.#dropped.values()]
    this.#usage.clear()
    this.#dropped.clear()
    this.#rejections = []
    this.#rejectionBytes = 0
    try {
      if (deltas.length > 0) this.#announce((await this.#control.recordUsage({ deltas })).changed)
      if (items.length > 0) {
        const { changed, letGo } = await this.#control.recordRejections({ items, dropped })
        this.#announce(changed)
        this.#metrics.rejectionsLetGo.inc(letGo + dropped.reduce((sum, { count }) => sum + count, 0))
      }
      for (const { sourceId } of deltas) this.#hub.publish(`source:${sourceId}`)
    } catch (error) {
      this.#putBack(deltas, items, dropped)
      this.#logger.error({ err: error, requests: items.length }, 'usage and refused requests could not be written')
    }
  }

  #measure({ sourceId, accepted, duplicates, bytes }: Usage): void {
    const source = String(sourceId)
    if (accepted > 0) this.#metrics.events.inc({ source, answer: 'accepted' }, accepted)
    if (duplicates > 0) this.#metrics.events.inc({ source, answer: 'duplicate' }, duplicates)
    if (bytes > 0) this.#metrics.receivedBytes.inc(bytes)
  }

  /** Counts are added up again; refused requests wait with those that came since, within the bound. */
  #putBack(deltas: readonly UsageDelta[], items: readonly NewRejection[], dropped: readonly DroppedRejections[]): void {
    for (const delta of deltas) {
      const usage = this.#usageOf(delta.sourceId, delta.tokenId)
      usage.accepted += delta.accepted
      usage.refused += delta.refused
      if (delta.lastAt > usage.lastAt)
        Object.assign(usage, { lastAt: delta.lastAt, by: delta.by, from: delta.from, producer: delta.producer, position: delta.position })
    }
    const waiting = [...items, ...this.#rejections]
    this.#rejections = waiting.slice(0, rejectionsWaitingMax)
    for (const { sourceId, code, at } of waiting.slice(rejectionsWaitingMax)) this.#drop(sourceId, code, at)
    for (const { sourceId, code, at, count } of dropped) this.#drop(sourceId, code, at, count)
    this.#schedule()
  }

  #announce(sources: readonly number[]): void {
    for (const id of sources) this.#hub.publish(`ladder:${id}`)
  }
}

function headersOf(headers: RefusedNote['sender']['headers']): Record<string, string> {
  return Object.fromEntries(Object.entries(headers).map(([name, value]) => [name, Array.isArray(value) ? value.join(', ') : (value ?? '')]))
}
