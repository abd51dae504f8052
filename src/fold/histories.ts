import type { JsonObject } from '../lib/json.ts'
import { encodeText } from '../lib/text.ts'
import type { Identity } from '../openlineage/event.ts'
import type { OrderKey } from '../openlineage/order-key.ts'
import type { Hidden } from '../rules/hidden.ts'
import { contentOf } from './contents.ts'
import type { RunRef } from './run-ref.ts'
import { assertionRules, facetNameRules, facetVersionRules, mergeInto, pointRules, renameRules, runCodeRules } from './merge.ts'
import type { Fact, MergeRules } from './merge.ts'

/** When something was said, and by which event and run. */
export interface Moment {
  readonly key: OrderKey
  readonly position: number
  readonly run: RunRef | null
}

/** Something that carries a facet. */
export type Carrier =
  | { readonly kind: 'job' | 'dataset'; readonly of: Identity }
  | { readonly kind: 'run'; readonly of: RunRef }
  | { readonly kind: 'none' }

interface Noted<R> {
  readonly ref: R
  readonly fact: Fact
}

export interface NamedFacet {
  readonly container: string
  readonly key: string
  events: number
  position: number
  readonly carriers: Map<string, Carrier>
}

/** What a batch of events says that is remembered over time; one upsert for each thing said, however long its history. */
export class Histories {
  readonly versions = new Map<string, Noted<{ owner: 'job' | 'dataset'; of: Identity; key: string; hash: string }>>()
  readonly points = new Map<string, Noted<{ dataset: Identity; series: string; run: RunRef | null; moment: string }>>()
  readonly assertions = new Map<string, Noted<{ dataset: Identity; hash: string; run: RunRef | null; words: Fact }>>()
  readonly runCode = new Map<string, Noted<{ run: RunRef; key: string }>>()
  readonly renames = new Map<string, Noted<{ dataset: Identity; previous: Identity }>>()
  readonly names = new Map<string, Noted<NamedFacet>>()
  readonly #hidden: Hidden | null

  /** `hidden`: what is not noted. */
  constructor(hidden: Hidden | null) {
    this.#hidden = hidden
  }

  /** A content of a facet. */
  version(owner: 'job' | 'dataset', of: Identity, key: string, facet: JsonObject, at: Moment): void {
    if (owner === 'job' ? this.#hidden?.job(of) : this.#hidden?.dataset(of)) return
    const { hash, value } = contentOf(facet)
    const fact = { first_key: at.key, last_key: at.key, position: at.position, value }
    note(this.versions, [owner, key, hash, of.namespace, of.name], { owner, of, key, hash }, fact, facetVersionRules)
  }

  point(dataset: Identity, series: string, value: string, at: Moment): void {
    if (this.#hidden?.dataset(dataset)) return
    const moment = at.run === null ? at.key : ''
    const fact = { at_key: at.key, position: at.position, value }
    const key = [series, dataset.namespace, dataset.name, moment, ...runParts(at.run)]
    note(this.points, key, { dataset, series, run: at.run, moment }, fact, pointRules)
  }

  /** `words`: name, assertion and column_name, which `hash` is of. `fact`: outcome, severity, expected, actual. */
  assertion(dataset: Identity, hash: string, words: Fact, fact: Fact, at: Moment): void {
    if (this.#hidden?.dataset(dataset)) return
    const keys = {
      first_key: at.key,
      last_key: at.key,
      position: at.position,
      run: at.run === null ? null : runParts(at.run).join('\0'),
      failed_key: fact['outcome'] === 'failed' ? at.key : null,
      passed_key: fact['outcome'] === 'passed' ? at.key : null,
    }
    const ref = { dataset, hash, run: at.run, words }
    note(this.assertions, [hash, dataset.namespace, dataset.name], ref, { ...fact, ...keys }, assertionRules)
  }

  code(run: RunRef, key: string, facet: JsonObject, at: OrderKey): void {
    const fact = { at_key: at, content: contentOf(facet).hash }
    note(this.runCode, [key, ...runParts(run)], { run, key }, fact, runCodeRules)
  }

  rename(dataset: Identity, previous: Identity, at: Moment): void {
    if (this.#hidden?.dataset(dataset) || this.#hidden?.dataset(previous)) return
    const fact = { first_key: at.key, last_key: at.key, position: at.position }
    const key = [dataset.namespace, dataset.name, previous.namespace, previous.name]
    note(this.renames, key, { dataset, previous }, fact, renameRules)
  }

  /** A facet that nothing reads. */
  custom(container: string, key: string, facet: JsonObject, carrier: Carrier, at: Moment): void {
    if (carrier.kind === 'dataset' && this.#hidden?.dataset(carrier.of)) return
    const text = (name: string): string | null => (typeof facet[name] === 'string' ? encodeText(facet[name].slice(0, 2_000)) : null)
    const fact = {
      first_key: at.key,
      last_key: at.key,
      producer: text('_producer'),
      schema_url: text('_schemaURL'),
      position: at.position,
    }
    const fresh: NamedFacet = { container, key, events: 0, position: 0, carriers: new Map() }
    const { ref } = note(this.names, [container, key], fresh, fact, facetNameRules)
    // An event may carry it many times.
    if (ref.position !== at.position) ref.events++
    ref.position = at.position
    ref.carriers.set(carrierKey(carrier), carrier)
  }
}

const runParts = (run: RunRef | null): string[] => (run === null ? [] : [run.runId, run.job.namespace, run.job.name])

function carrierKey(carrier: Carrier): string {
  if (carrier.kind === 'none') return ''
  return carrier.kind === 'run' ? `run\0${runParts(carrier.of).join('\0')}` : `${carrier.kind}\0${carrier.of.namespace}\0${carrier.of.name}`
}

function note<R>(into: Map<string, Noted<R>>, key: readonly string[], ref: R, fact: Fact, rules: MergeRules): Noted<R> {
  const name = key.join('\0')
  const known = into.get(name)
  if (known !== undefined) {
    mergeInto(known.fact, fact, rules)
    return known
  }
  const fresh = { ref, fact: { ...fact } }
  into.set(name, fresh)
  return fresh
}
