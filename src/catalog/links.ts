import { member, objectMember, stringMember } from '../lib/json.ts'
import type { Identity } from '../openlineage/event.ts'
import type { SourceRef } from './context.ts'

export interface LinkFacts {
  readonly job: Identity
  readonly parent: Identity | null
  readonly integration: string | null
  readonly jobType: string | null
  readonly engineVersion: string | null
  /** Facets of the run, by key; empty where only the job is known. */
  readonly facets: ReadonlyMap<string, unknown>
}

/**
 * Where a person finds this job or run in its own tool: below the base URL that the source was given, else where the producer itself
 * says. Null when there is neither. Only http and https.
 */
export function externalUrl(facts: LinkFacts, sources: readonly SourceRef[]): string | null {
  const base = sources.map((s) => httpUrl(s.baseUrl)).find((u) => u !== null) ?? null
  const integration = facts.integration?.toLowerCase()
  if (integration === 'airflow') return airflowUrl(facts, base)
  if (integration === 'spark') return sparkUrl(facts) ?? base
  return base
}

function httpUrl(text: unknown): string | null {
  if (typeof text !== 'string' || !URL.canParse(text)) return null
  const url = new URL(text)
  return url.protocol === 'http:' || url.protocol === 'https:' ? url.href : null
}

/** Airflow knows its own address seldom rightly: its links are taken below the base URL where there is one. */
function airflowUrl(facts: LinkFacts, base: string | null): string | null {
  const airflow = facts.facets.get('airflow') ?? facts.facets.get('airflowDagRun')
  const stated = httpUrl(stringMember(objectMember(airflow, 'taskInstance'), 'log_url'))
  if (base === null) return stated
  if (stated !== null) return below(base, pathOf(stated))
  const dag = stringMember(objectMember(airflow, 'dag'), 'dag_id') ?? (facts.jobType === 'TASK' ? facts.parent?.name : facts.job.name)
  return dag === undefined ? base : below(base, airflowPath(dag, facts, stringMember(objectMember(airflow, 'dagRun'), 'run_id')))
}

/** Airflow 3 moved runs and tasks into the path. Without a known version the path of 2 is used, which 3 forwards. */
function airflowPath(dag: string, facts: LinkFacts, run: string | undefined): string {
  const task = facts.jobType === 'TASK' && facts.job.name.startsWith(`${dag}.`) ? facts.job.name.slice(dag.length + 1) : undefined
  const at = encodeURIComponent
  if (Number.parseInt(facts.engineVersion ?? '', 10) >= 3) {
    const inRun = run === undefined ? '' : `/runs/${at(run)}`
    return `/dags/${at(dag)}${inRun}${task === undefined ? '' : `/tasks/${at(task)}`}`
  }
  const query = [run === undefined ? '' : `dag_run_id=${at(run)}`, task === undefined ? '' : `task_id=${at(task)}`].filter((p) => p !== '')
  return `/dags/${at(dag)}/grid${query.length === 0 ? '' : `?${query.join('&')}`}`
}

/** Where Airflow itself is served below a path, its links carry that path: only what follows `/dags/` is taken. */
function pathOf(url: string): string {
  const { pathname, search } = new URL(url)
  const at = pathname.indexOf('/dags/')
  return (at < 0 ? pathname : pathname.slice(at)) + search
}

const below = (base: string, path: string): string => base.replace(/[?#].*$/, '').replace(/\/+$/, '') + path

/** The history server stays when the application has ended; its own page does not. */
function sparkUrl(facts: LinkFacts): string | null {
  const details = facts.facets.get('spark_applicationDetails')
  return ['historyUrl', 'proxyUrl', 'uiWebUrl'].map((key) => httpUrl(member(details, key))).find((u) => u !== null) ?? null
}
