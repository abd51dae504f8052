import type { RuleBody, RuleOf } from '../contract/rules.ts'
import type { Identity } from '../openlineage/event.ts'
import { globMatcher } from './glob.ts'

type Matches = (namespace: string, name: string, runId: string) => boolean

/** What a person hid from the catalog. Ids are stored text. */
export class Hidden {
  readonly #jobs: readonly Matches[]
  readonly #datasets: readonly Matches[]
  readonly #runs: readonly Matches[]

  constructor(rules: readonly RuleBody[]) {
    const hides = rules.filter((r) => r.kind === 'hide')
    const of = (...what: RuleOf<'hide'>['what'][]): Matches[] => hides.filter((r) => what.includes(r.what)).map(matcherOf)
    this.#jobs = of('job', 'namespace')
    this.#datasets = of('dataset', 'namespace')
    this.#runs = of('run')
  }

  get isEmpty(): boolean {
    return this.#jobs.length + this.#datasets.length + this.#runs.length === 0
  }

  job(id: Identity): boolean {
    return this.#jobs.some((matches) => matches(id.namespace, id.name, ''))
  }

  dataset(id: Identity): boolean {
    return this.#datasets.some((matches) => matches(id.namespace, id.name, ''))
  }

  /** The run itself, or its job. */
  run(job: Identity, runId: string): boolean {
    return this.job(job) || this.#runs.some((matches) => matches(job.namespace, job.name, runId))
  }
}

function matcherOf(rule: RuleOf<'hide'>): Matches {
  const namespace = globMatcher(rule.namespace)
  const name = rule.name === null || rule.what === 'namespace' ? null : globMatcher(rule.name)
  const { runId } = rule
  return (n, m, r) => namespace(n) && (name === null || name(m)) && (rule.what !== 'run' || runId === null || r === runId)
}
