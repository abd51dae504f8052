import { isObject, member } from '../../src/lib/json.ts'
import type { JsonObject } from '../../src/lib/json.ts'
import { readShallow } from '../../src/openlineage/body.ts'
import type { Case } from './case.ts'
import { linesThatDiffer } from './prove.ts'
import type { Stand } from './stand.ts'

/** After all that the generators say, and before it arrives. */
const later = '2026-01-09T00:00:00Z'
const emptyForms = {
  schema: { fields: [] },
  columnLineage: { fields: {} },
  symlinks: { identifiers: [] },
  documentation: {},
  ownership: {},
  tags: {},
  sql: {},
  parent: {},
  errorMessage: {},
}

/**
 * What says nothing takes nothing away: after each event of the history there comes one of the same job, run and datasets, with facets that are
 * empty. Null: what is known is the same as without.
 */
export async function forgotten(whole: Case, stand: Stand): Promise<string | null> {
  // A rule about a time would let in what is silent and keep out what it was silent about.
  const of = { ...whole, steps: whole.steps.filter((s) => s.kind !== 'rules') }
  const silent = of.events.flatMap((event) => {
    const read = readShallow(Buffer.from(event.body))
    // What is not folded says nothing itself.
    const body = read.ok && !read.tooDeep ? silenced(read.value) : null
    return body === null ? [] : [{ ...event, body: JSON.stringify(body) }]
  })
  const before = essence(await stand.atOnce(of))
  const after = essence(await stand.atOnce({ ...of, events: [...of.events, ...silent] }))
  return before === after ? null : linesThatDiffer(before, after)
}

function silenced(event: unknown): JsonObject | null {
  if (!isObject(event)) return null
  const { run, job, dataset, producer } = event
  const stamp = { eventTime: later, eventType: 'OTHER', producer }
  if (!isObject(job)) return { ...stamp, dataset: emptied(dataset) }
  return {
    ...stamp,
    job: emptied(job),
    ...(isObject(run) && { run: emptied(run) }),
    ...sideOf(event, 'inputs'),
    ...sideOf(event, 'outputs'),
  }
}

const sideOf = (event: JsonObject, name: string): JsonObject => {
  const list: unknown = event[name]
  return Array.isArray(list) ? { [name]: list.map(emptied) } : {}
}

/** The run, job or dataset with the facets that it had and a few more, all of them empty. */
function emptied(value: unknown): unknown {
  if (!isObject(value)) return value
  const { facets, inputFacets: _, outputFacets: __, ...identity } = value
  const own = Object.fromEntries(Object.keys(isObject(facets) ? facets : {}).map((key) => [key, {}]))
  return { ...identity, facets: { ...own, ...emptyForms } }
}

/** Members that only an event with something to say may change. */
const members: Readonly<Record<string, readonly string[]>> = {
  job: ['namespace', 'name', 'parent', 'processingType', 'integration', 'jobType', 'description', 'owners', 'tags', 'sql'],
  dataset: ['namespace', 'name', 'aliases', 'fields', 'description', 'owners', 'tags'],
  run: ['runId', 'job', 'state', 'parent', 'parentJob', 'nominalStart', 'nominalEnd', 'error', 'engine'],
  columnEdge: ['job', 'from', 'to', 'type', 'subtype', 'masking'],
}

function essence(catalog: string): string {
  const lines = catalog.split('\n').flatMap((text) => {
    if (text === '') return []
    const line = JSON.parse(text) as JsonObject
    const kept = members[String(line['kind'])]
    return kept === undefined ? [] : [JSON.stringify([line['kind'], ...kept.map((name) => member(line, name) ?? null)])]
  })
  return lines.sort().join('\n')
}
