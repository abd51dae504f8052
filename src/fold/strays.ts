import type { EventWarning } from '../catalog/warning-kinds.ts'
import { isObject, member, pointerToken } from '../lib/json.ts'
import type { JsonObject } from '../lib/json.ts'
import type { EventKind } from '../openlineage/event.ts'
import type { Container } from './facet-reader.ts'
import { readerOf } from './facets/table.ts'

/** What stands in an event where nothing looks for it, so that its receipt says so. */
export interface Stray {
  readonly code: EventWarning
  readonly pointer: string
  readonly label: string
  readonly says: string
}

const own: ReadonlySet<string> = new Set(['namespace', 'name', 'runId', 'facets', 'inputFacets', 'outputFacets'])

/** Names of facets that stand beside the `facets` of a run, job or dataset instead of in them. */
export function strayMembers(holder: unknown, container: Container): string[] {
  if (!isObject(holder)) return []
  return Object.keys(holder).filter((key) => !own.has(key) && isObject(holder[key]) && readerOf(container, key, undefined) !== null)
}

/** Whole parts that an event of this kind does not have. */
export function strayParts(event: JsonObject, kind: EventKind): Stray[] {
  const strays: Stray[] = []
  const add = (name: string, says: string, pointer = `/${name}`, code: EventWarning = 'stray_part'): void => {
    const value = member(event, name)
    const isEmpty = value === undefined || value === null || (Array.isArray(value) && value.length === 0)
    if (!isEmpty) strays.push({ code, pointer, label: name, says })
  }
  if (kind === 'JobEvent') add('run', 'runId is missing, empty or not text: read as an event of the job alone', '/run/runId', 'no_run_id')
  if (kind !== 'DatasetEvent') add('dataset', 'An event of a job: its dataset was left out')
  else for (const name of ['job', 'run', 'inputs', 'outputs']) add(name, `An event of a dataset: its ${name} was left out`)
  return strays
}

const surrogate = /\\u[dD][89a-fA-F]/

/**
 * Where an event first holds half of a character: one unit of a surrogate pair, which only an escape can write. A JSON pointer, or null.
 * Emoji are written with such escapes too, so the bytes are looked at before every text is.
 */
export function halfCharacterAt(body: Uint8Array, event: unknown): string | null {
  const bytes = Buffer.from(body.buffer, body.byteOffset, body.byteLength)
  if (!bytes.includes('\\ud') && !bytes.includes('\\uD')) return null
  return surrogate.test(bytes.toString('latin1')) ? halfWithin(event) : null
}

function halfWithin(value: unknown): string | null {
  if (typeof value === 'string') return value.isWellFormed() ? null : ''
  if (Array.isArray(value)) return firstOf(value.entries())
  return isObject(value) ? firstOf(Object.entries(value)) : null
}

function firstOf(members: Iterable<[string | number, unknown]>): string | null {
  for (const [key, value] of members) {
    const at = typeof key === 'string' && !key.isWellFormed() ? '' : halfWithin(value)
    if (at !== null) return `/${pointerToken(key)}${at}`
  }
  return null
}
