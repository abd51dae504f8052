import { isObject, member, objectMember, stringMember } from '../lib/json.ts'
import type { JsonObject } from '../lib/json.ts'

export type EventKind = 'RunEvent' | 'JobEvent' | 'DatasetEvent'

export interface Identity {
  readonly namespace: string
  readonly name: string
}

/** What an event is about. Which of `job`, `runId`, `dataset` are there follows from `kind`. */
export interface EventIdentity {
  readonly kind: EventKind
  readonly job: Identity | null
  readonly runId: string | null
  readonly dataset: Identity | null
}

export interface NoIdentity {
  readonly pointer: string
  readonly reason: string
}

/**
 * Tells the kind of an event by its shape, run and job first: real events carry stray members, null for absent ones, and unknown
 * schema URLs (OpenLineage 2-0-2: RunEvent, JobEvent, DatasetEvent).
 */
export function identify(event: unknown): EventIdentity | NoIdentity {
  if (!isObject(event)) return { pointer: '', reason: 'An event is a JSON object' }
  const job = identityOf(event['job'])
  const dataset = identityOf(event['dataset'])
  if (job === null && dataset === null) return missing(event)
  if (job === null) return { kind: 'DatasetEvent', job: null, runId: null, dataset }
  const runId = stringMember(event['run'], 'runId')
  if (runId !== undefined && runId !== '') return { kind: 'RunEvent', job, runId, dataset: null }
  return { kind: 'JobEvent', job, runId: null, dataset: null }
}

/** The identity in an object with `namespace` and `name`; null when either is no text or the name is empty. */
export function identityOf(value: unknown): Identity | null {
  const namespace = stringMember(value, 'namespace')
  const name = stringMember(value, 'name')
  return namespace === undefined || name === undefined || name === '' ? null : { namespace, name }
}

function missing(event: JsonObject): NoIdentity {
  const part = objectMember(event, 'dataset') !== undefined && objectMember(event, 'job') === undefined ? 'dataset' : 'job'
  const holder = member(event, part)
  if (!isObject(holder)) return { pointer: `/${part}`, reason: 'The event names neither a job nor a dataset' }
  const which = stringMember(holder, 'namespace') === undefined ? 'namespace' : 'name'
  return { pointer: `/${part}/${which}`, reason: `${part}.${which} is missing, empty or not text` }
}
