import type { Identity } from '../openlineage/event.ts'
import type { OrderKey } from '../openlineage/order-key.ts'
import type { SqlValue } from '../db/contract.ts'
import type { Hidden } from '../rules/hidden.ts'
import { defaultRules } from '../rules/rules.ts'
import { datasetRules, facetRules, jobRules, mergeInto, runDatasetRules, runRules, seenRules } from './merge.ts'
import type { Fact, MergeRules } from './merge.ts'
import { addTally } from './tallies.ts'
import type { TallyFact } from './tallies.ts'
import { addWarning } from './warning-facts.ts'
import type { WarningFact } from './warning-facts.ts'
import { Histories } from './histories.ts'
import type { RunRef } from './run-ref.ts'

/** Natural keys: stored text holds no NUL, so NUL joins its parts. */
export const nodeKey = (id: Identity): string => `${id.namespace}\0${id.name}`
export const runKey = (run: RunRef): string => `${run.runId}\0${nodeKey(run.job)}`

/** Bits of `Changes.touched`. */
export const touches = { run: 1, input: 2, output: 4, column: 8 } as const

export type { RunRef } from './run-ref.ts'

export type Side = 0 | 1
/** The type of a claim that a rule makes; those of producers are in upper case. */
const ruleClaim = 'rule'
/** After every order key. */
const always = '~'

export const input: Side = 0
export const output: Side = 1

/** One column edge as a facet states it; `from` and `to` are raw ids. */
export interface ColumnEdgeFact {
  readonly from: Identity
  readonly fromField: string | null
  readonly to: Identity
  readonly toField: string | null
  readonly type: 'DIRECT' | 'INDIRECT' | null
  readonly subtype: string | null
  readonly masking: boolean
  readonly description: string | null
}

export interface ColumnSetFact {
  readonly job: Identity | null
  readonly dataset: Identity
  readonly content: string
  readonly edges: readonly ColumnEdgeFact[]
  readonly fact: Fact
}

export interface SchemaFact {
  readonly dataset: Identity
  readonly hash: string
  readonly fields: readonly (readonly [path: string, type: string | null, description: string | null])[]
  readonly fact: Fact
}

export interface EventRow {
  readonly job: Identity | null
  readonly run: RunRef | null
  readonly dataset: Identity | null
  readonly row: Fact
}

/** Control flow as a job says it: the other one runs before (`side` 0) or after (1). */
export interface DependencyRef {
  readonly job: Identity
  readonly side: Side
  readonly other: Identity
  readonly type: string | null
  readonly sequence: string | null
  readonly status: string | null
  readonly condition: string | null
}

interface Noted<R> {
  readonly ref: R
  readonly fact: Fact
}

/**
 * What a batch of events says, merged by natural key: the pure result of folding, with no database in it. A writer applies it
 * (src/fold/writer). Sizes follow the number of distinct things named in the batch. What a rule hides is not noted at all.
 */
export class Changes {
  readonly jobs = new Map<string, Noted<Identity>>()
  readonly jobSources = new Map<string, Noted<{ job: Identity; sourceId: number }>>()
  readonly dependencies = new Map<string, Noted<DependencyRef>>()
  readonly runs = new Map<string, Noted<RunRef>>()
  readonly datasets = new Map<string, Noted<Identity>>()
  readonly edges = new Map<string, Noted<{ job: Identity; side: Side; dataset: Identity }>>()
  readonly runDatasets = new Map<string, Noted<{ run: RunRef; side: Side; dataset: Identity }>>()
  readonly symlinks = new Map<string, Noted<{ dataset: Identity; target: Identity; type: string }>>()
  readonly schemas = new Map<string, SchemaFact>()
  readonly columnSets = new Map<string, ColumnSetFact>()
  readonly facets = new Map<string, Noted<{ owner: 'job' | 'dataset'; of: Identity; key: string }>>()
  readonly warnings = new Map<string, WarningFact>()
  readonly tallies = new Map<string, TallyFact>()
  readonly histories: Histories
  readonly events: EventRow[] = []
  /** What was spoken of since this was last set to 0: bits of `touches`. */
  touched = 0
  readonly #hidden: Hidden | null

  constructor(hidden: Hidden = defaultRules.hidden) {
    this.#hidden = hidden.isEmpty ? null : hidden
    this.histories = new Histories(this.#hidden)
  }

  job(ref: Identity, fact: Fact): void {
    if (this.#hidden?.job(ref)) return
    note(this.jobs, nodeKey(ref), ref, fact, jobRules)
  }

  jobSource(job: Identity, sourceId: number, key: OrderKey): void {
    if (this.#hidden?.job(job)) return
    note(this.jobSources, `${sourceId}\0${nodeKey(job)}`, { job, sourceId }, seen(key), seenRules)
  }

  /** The job is noted already; the other one is not made a job. */
  dependency(ref: DependencyRef, key: OrderKey): void {
    if (this.#hidden?.job(ref.job) || this.#hidden?.job(ref.other)) return
    const { job, side, other, type, sequence, status, condition } = ref
    const content = JSON.stringify([type, sequence, status, condition])
    note(this.dependencies, `${side}\0${nodeKey(job)}\0${nodeKey(other)}\0${content}`, ref, seen(key), seenRules)
  }

  run(ref: RunRef, fact: Fact): void {
    if (this.#hidden?.run(ref.job, ref.runId)) return
    this.touched |= touches.run
    note(this.runs, runKey(ref), ref, fact, runRules)
  }

  dataset(ref: Identity, fact: Fact): void {
    if (this.#hidden?.dataset(ref)) return
    note(this.datasets, nodeKey(ref), ref, fact, datasetRules)
  }

  /** `run`: of this job, that says it. */
  edge(job: Identity, side: Side, dataset: Identity, key: OrderKey, run: RunRef | null = null): void {
    if (this.#hidden?.job(job) || this.#hidden?.dataset(dataset)) return
    if (run !== null) this.run(run, { first_named: key })
    this.touched |= side === input ? touches.input : touches.output
    this.dataset(dataset, side === output ? { ...seen(key), written_key: key } : seen(key))
    note(this.edges, `${side}\0${nodeKey(job)}\0${nodeKey(dataset)}`, { job, side, dataset }, seen(key), seenRules)
  }

  runDataset(run: RunRef, side: Side, dataset: Identity, fact: Fact): void {
    if (this.#hidden?.run(run.job, run.runId) || this.#hidden?.dataset(dataset)) return
    note(this.runDatasets, `${side}\0${runKey(run)}\0${nodeKey(dataset)}`, { run, side, dataset }, fact, runDatasetRules)
  }

  symlink(dataset: Identity, target: Identity, type: string, key: OrderKey): void {
    if (this.#hidden?.dataset(dataset) || this.#hidden?.dataset(target)) return
    this.dataset(target, seen(key))
    note(this.symlinks, `${type}\0${nodeKey(dataset)}\0${nodeKey(target)}`, { dataset, target, type }, seen(key), seenRules)
  }

  /** What a rule says, it says at all times: no `_deleted` of a producer ends it. Both datasets are noted already. */
  ruleLink(dataset: Identity, target: Identity): void {
    if (this.#hidden?.dataset(target)) return
    note(this.symlinks, `rule\0${nodeKey(dataset)}\0${nodeKey(target)}`, { dataset, target, type: ruleClaim }, seen(always), seenRules)
  }

  schema(dataset: Identity, hash: string, fields: SchemaFact['fields'], key: OrderKey, position: number): void {
    if (this.#hidden?.dataset(dataset)) return
    this.dataset(dataset, { schema_key: `${key}:${hash}`, schema_hash: hash })
    const id = `${hash}\0${nodeKey(dataset)}`
    const known = this.schemas.get(id)
    if (known === undefined) this.schemas.set(id, { dataset, hash, fields, fact: { ...seen(key), position } })
    else mergeInto(known.fact, seen(key), seenRules)
  }

  columnSet(
    job: Identity | null,
    dataset: Identity,
    content: string,
    edges: () => readonly ColumnEdgeFact[],
    key: OrderKey,
    position: number,
  ): void {
    if (this.#hidden?.dataset(dataset) || (job !== null && this.#hidden?.job(job))) return
    this.touched |= touches.column
    const id = `${content}\0${job === null ? '' : nodeKey(job)}\0\0${nodeKey(dataset)}`
    const known = this.columnSets.get(id)
    if (known === undefined)
      this.columnSets.set(id, { job, dataset, content, edges: this.#shown(edges()), fact: { ...seen(key), position } })
    else mergeInto(known.fact, seen(key), seenRules)
  }

  #shown(edges: readonly ColumnEdgeFact[]): readonly ColumnEdgeFact[] {
    const hidden = this.#hidden
    return hidden === null ? edges : edges.filter((e) => !hidden.dataset(e.from) && !hidden.dataset(e.to))
  }

  facet(owner: 'job' | 'dataset', of: Identity, key: string, fact: Fact): void {
    if (owner === 'job' ? this.#hidden?.job(of) : this.#hidden?.dataset(of)) return
    note(this.facets, `${owner}\0${key}\0${nodeKey(of)}`, { owner, of, key }, fact, facetRules)
  }

  tally(sourceId: number, kind: TallyFact['kind'], name: string, key: OrderKey): void {
    const id = `${sourceId} ${kind} ${name}`
    const known = this.tallies.get(id)
    if (known === undefined) this.tallies.set(id, { sourceId, kind, name, events: 1, first: key, last: key })
    else addTally(known, { events: 1, first: key, last: key })
  }

  warning(fact: WarningFact): void {
    const key = `${fact.sourceId} ${fact.code}`
    const known = this.warnings.get(key)
    if (known === undefined) this.warnings.set(key, fact)
    else addWarning(known, fact)
  }
}

export const seen = (key: OrderKey): { first_key: SqlValue; last_key: SqlValue } => ({ first_key: key, last_key: key })

function note<R>(into: Map<string, Noted<R>>, key: string, ref: R, fact: Fact, rules: MergeRules): void {
  const known = into.get(key)
  if (known === undefined) into.set(key, { ref, fact: { ...fact } })
  else mergeInto(known.fact, fact, rules)
}
