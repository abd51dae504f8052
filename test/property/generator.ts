import type { Container } from '../../src/fold/facet-reader.ts'
import { facetReaders } from '../../src/fold/facets/table.ts'
import { officialFacets } from '../conformance/schemas.ts'
import { handWritten } from './case.ts'
import type { Histories } from './case.ts'
import { drawOfSchema, drawOfShape } from './draw.ts'
import type { Draw } from './draw.ts'
import type { HistoryEvent } from './histories.ts'
import { anything, identity, producers, runIds, time } from './pools.ts'
import type { Random } from './random.ts'

interface Facet {
  readonly container: Container
  readonly key: string
  readonly className: string
  readonly draw: Draw
}

const official = officialFacets().map(({ container, key, className, definition, root }): Facet => {
  return { container, key, className, draw: drawOfSchema(key, definition, root) }
})
const declared = facetReaders.map(({ container, key, className, members }): Facet => {
  return { container, key, className, draw: drawOfShape(key, { type: 'object', members }) }
})

const officialClasses = new Set(official.map((f) => f.className))

/** From the official schemas, every facet of them; what they do not have, or all where they are not there, from what the readers declare. */
export const facets: readonly Facet[] = [...official, ...declared.filter((f) => !officialClasses.has(f.className))]
export const fromOfficialSchemas = official.length > 0

/** Facets that more facts hang on than on others. */
const weighty = new Set([
  'parent',
  'schema',
  'symlinks',
  'columnLineage',
  'lineage',
  'documentation',
  'jobType',
  'errorMessage',
  'ownership',
])
const inContainer = (container: Container): Facet[] =>
  facets.filter((f) => f.container === container).flatMap((f) => (weighty.has(f.key) ? [f, f, f, f] : [f]))
const byContainer: Readonly<Record<Container, readonly Facet[]>> = {
  run: inContainer('run'),
  job: inContainer('job'),
  dataset: inContainer('dataset'),
  input: inContainer('input'),
  output: inContainer('output'),
}
const containers: readonly Container[] = ['run', 'job', 'dataset', 'input', 'output']
const facetDepth = 6

/** Facets for a place; now and then one that belongs elsewhere, is no facet, is custom or says that it is deleted. */
function facetsFor(random: Random, container: Container, most: number): unknown {
  if (random.chance(0.01)) return anything(random)
  const drawn: Record<string, unknown> = {}
  for (let left = random.int(0, most); left > 0; left--) {
    const facet = random.pick(byContainer[random.chance(0.02) ? (random.pick(containers) ?? container) : container])
    if (facet === undefined) continue
    drawn[random.chance(0.02) ? 'custom_facet' : facet.key] = random.chance(0.01) ? anything(random) : facetValue(random, facet)
  }
  return drawn
}

function facetValue(random: Random, { className, draw, container }: Facet): unknown {
  if ((container === 'job' || container === 'dataset') && random.chance(0.06)) return { _deleted: true }
  if (random.chance(0.04)) return {}
  const value = draw(random, facetDepth) as object
  const url = `https://openlineage.io/spec/facets/1-0-0/${className}.json#/$defs/${className}`
  return random.chance(0.3) ? { _producer: random.pick(producers), _schemaURL: url, ...value } : value
}

const job = (random: Random): object => ({ ...identity(random, 'job'), facets: facetsFor(random, 'job', 2) })
const dataset = (random: Random): object => ({ ...identity(random, 'dataset'), facets: facetsFor(random, 'dataset', 2) })
const side = (random: Random, of: 'input' | 'output', most: number): object[] =>
  random.list(0, most, () => ({ ...dataset(random), ...(random.chance(0.4) && { [`${of}Facets`]: facetsFor(random, of, 2) }) }))

const types = ['START', 'RUNNING', 'COMPLETE', 'FAIL', 'ABORT', 'OTHER', undefined] as const
const oddTypes = ['complete', 'PAUSED'] as const

function runEvent(random: Random): object {
  return {
    eventType: random.pick(random.chance(0.05) ? oddTypes : types),
    run: { runId: random.pick(runIds), facets: facetsFor(random, 'run', 2) },
    job: job(random),
    inputs: side(random, 'input', 2),
    outputs: side(random, 'output', 2),
  }
}
const jobEvent = (random: Random): object => ({ job: job(random), inputs: side(random, 'input', 1), outputs: side(random, 'output', 1) })
const datasetEvent = (random: Random): object => ({ dataset: dataset(random) })
const kinds = [runEvent, runEvent, runEvent, runEvent, jobEvent, datasetEvent] as const

/** Before the time that one of the odd times states, and after it. */
const arrivals = [Date.UTC(2026, 0, 10), Date.UTC(2027, 5, 1)] as const

function event(random: Random): HistoryEvent {
  const value: Record<string, unknown> = { eventTime: time(random), producer: random.pick(producers), ...random.pick(kinds)(random) }
  if (random.chance(0.02)) value[random.pick(['eventTime', 'producer', 'inputs', 'outputs', 'job', 'run', 'dataset'])] = anything(random)
  const body = JSON.stringify(value)
  const receivedAt = random.pick(random.chance(0.9) ? [arrivals[0]] : arrivals)
  return { body: random.chance(0.02) ? random.pick(oddForms)(body) : body, sourceId: random.int(1, 2), receivedAt }
}

const tooDeep = `${'['.repeat(300)}${']'.repeat(300)}`
/** A mark before the text, a number that is no JSON, nested beyond reading, a test of the connection. */
const oddForms = [
  (body: string) => `\ufeff${body}`,
  (body: string) => `{"odd":NaN,${body.slice(1)}`,
  (body: string) => `{"odd":${tooDeep},${body.slice(1)}`,
  (body: string) => body.replace('"facets":{', '"facets":{"headwater_test":{},'),
] as const

/** Histories of 2 to 9 events of every kind, with every facet, valid mostly; the same bytes may come from two sources. */
export const generated: Histories = (random) => {
  const events = random.list(2, 8, () => event(random))
  const again = random.pick(events)
  if (again !== undefined && random.chance(0.2)) events.push({ ...again, sourceId: 3 - again.sourceId })
  // What one source sends twice arrived when it came first.
  return [...new Map(events.map((e) => [`${e.sourceId} ${e.body}`, e])).values()]
}

/** Of both generators: the hand-written one has forms that are known to be difficult more often. */
export const allHistories: Histories = (random) => (random.chance(0.1) ? handWritten(random) : generated(random))
