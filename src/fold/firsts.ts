import { decodeText } from '../lib/text.ts'
import type { Identity } from '../openlineage/event.ts'
import type { StoredEvent } from '../log/reader.ts'
import { nodeKey, touches } from './changes.ts'
import type { Changes } from './changes.ts'

/** The first time that events of a source led to something: steps of the first-event ladder. */
export interface First {
  readonly sourceId: number
  readonly step: 'job' | 'run' | 'dataset' | 'edge' | 'column'
  /** When the event arrived, milliseconds since 1970. */
  readonly at: number
  readonly position: number
  readonly job: Identity | null
  readonly runId: string | null
  readonly dataset: Identity | null
}

const bits = { job: 1, run: 2, dataset: 4, edge: 8, column: 16 } as const
const all = 31
/** Jobs of a source that are remembered while its first edge is awaited. */
const jobsMax = 10_000

/** Watches the fold for first things of each source. Costs a few comparisons an event, and nothing once a source has reached them all. */
export class Firsts {
  readonly #reached = new Map<number, number>()
  readonly #sides = new Map<string, number>()
  readonly #tell: (first: First) => void

  constructor(tell: (first: First) => void) {
    this.#tell = tell
  }

  see(event: StoredEvent, touched: number, changes: Changes): void {
    const reached = this.#reached.get(event.sourceId) ?? 0
    if (reached === all) return
    const row = changes.events.at(-1)
    if (row === undefined || row.row['flags'] !== 0) return
    let now = reached
    if (row.job !== null) now |= bits.job
    if (row.run !== null) now |= bits.run
    if (row.dataset !== null || (touched & (touches.input | touches.output)) !== 0) now |= bits.dataset
    if (row.job !== null && this.#hasBothSides(event.sourceId, row.job, touched)) now |= bits.edge
    if ((touched & touches.column) !== 0) now |= bits.column
    if (now === reached) return
    this.#reached.set(event.sourceId, now)
    const dataset = row.dataset ?? [...changes.edges.values()].at(-1)?.ref.dataset ?? null
    for (const [step, bit] of Object.entries(bits)) {
      if ((now & bit) === 0 || (reached & bit) !== 0) continue
      this.#tell({
        sourceId: event.sourceId,
        step: step as First['step'],
        at: event.receivedAt,
        position: event.position,
        job: row.job && shown(row.job),
        runId: row.run && decodeText(row.run.runId),
        dataset: dataset && shown(dataset),
      })
    }
  }

  #hasBothSides(sourceId: number, job: Identity, touched: number): boolean {
    const key = `${sourceId}\0${nodeKey(job)}`
    const sides = (this.#sides.get(key) ?? 0) | (touched & (touches.input | touches.output))
    if (sides !== 0 && this.#sides.size < jobsMax) this.#sides.set(key, sides)
    return sides === (touches.input | touches.output)
  }
}

const shown = (id: Identity): Identity => ({ namespace: decodeText(id.namespace), name: decodeText(id.name) })
