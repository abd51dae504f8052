/** Facets as the producers write them. Shapes and versions are those of OpenLineage's own integrations. */
import { fieldsAt } from './table.ts'
import type { ColumnRef, DemoField, Op, Table } from './table.ts'

export type Json = { readonly [key: string]: unknown }
/** Finds a table by its key. */
export type Estate = (key: string) => Table

const SPEC = 'https://openlineage.io/spec'
const OWN = `${SPEC}/2-0-2/OpenLineage.json#/$defs`
export const RUN_EVENT = `${OWN}/RunEvent`

/** A facet of the spec: `version` as in `1-2-0`, `name` as in `SchemaDatasetFacet`. */
export const specFacet = (producer: string, version: string, name: string, body: Json): Json => ({
  _producer: producer,
  _schemaURL: `${SPEC}/facets/${version}/${name}.json#/$defs/${name}`,
  ...body,
})

/** A facet of a producer's own. */
export const ownFacet = (producer: string, base: 'RunFacet' | 'JobFacet', body: Json): Json => ({
  _producer: producer,
  _schemaURL: `${OWN}/${base}`,
  ...body,
})

export const jobType = (producer: string, integration: string, type: string, processingType = 'BATCH'): Json =>
  specFacet(producer, '2-0-4', 'JobTypeJobFacet', { processingType, integration, jobType: type })

export type RunRef = { readonly runId: string; readonly namespace: string; readonly name: string }
const asRef = (ref: RunRef): Json => ({ run: { runId: ref.runId }, job: { namespace: ref.namespace, name: ref.name } })
export const parent = (producer: string, of: RunRef, root: RunRef): Json =>
  specFacet(producer, '1-2-0', 'ParentRunFacet', { ...asRef(of), root: asRef(root) })

export const engine = (producer: string, name: string, version: string, adapter: string): Json =>
  specFacet(producer, '1-1-1', 'ProcessingEngineRunFacet', { version, name, openlineageAdapterVersion: adapter })

export const clientTags = (producer: string): Json =>
  specFacet(producer, '1-0-0', 'TagsRunFacet', {
    tags: [{ key: 'openlineage_client_version', source: 'OPENLINEAGE_CLIENT', value: '1.54.0' }],
  })

export function schema(producer: string, table: Table, daysAgo: number): Json {
  const fields = fieldsAt(table, daysAgo).map(({ name, type, description }) =>
    description === null ? { name, type } : { name, type, description },
  )
  return specFacet(producer, '1-2-0', 'SchemaDatasetFacet', { fields })
}

const KIND: Record<Op, { type: string; subtype: string; masking: boolean }> = {
  '=': { type: 'DIRECT', subtype: 'IDENTITY', masking: false },
  '~': { type: 'DIRECT', subtype: 'TRANSFORMATION', masking: false },
  '+': { type: 'DIRECT', subtype: 'AGGREGATION', masking: false },
  '#': { type: 'DIRECT', subtype: 'TRANSFORMATION', masking: true },
}

function inputField(estate: Estate, from: ColumnRef, transformations: readonly Json[]): Json {
  const table = estate(from.table)
  return { namespace: table.namespace, name: table.name, field: from.field, transformations }
}

/** The columns of `field` that exist at that time. */
function presentSources(estate: Estate, field: DemoField, daysAgo: number): ColumnRef[] {
  return field.from.filter((from) => fieldsAt(estate(from.table), daysAgo).some((there) => there.name === from.field))
}

/**
 * What a table's columns are made of at an instant, or null where nothing is known. Only Spark tells how (`told`); the SQL parser of
 * Airflow and dbt leaves `transformations` empty.
 */
export function columnLineage(producer: string, estate: Estate, table: Table, daysAgo: number, told: boolean): Json | null {
  const fields: Record<string, Json> = {}
  for (const field of fieldsAt(table, daysAgo)) {
    const how = told ? [{ ...KIND[field.op], description: '' }] : []
    const from = presentSources(estate, field, daysAgo)
    if (from.length > 0) fields[field.name] = { inputFields: from.map((ref) => inputField(estate, ref, how)) }
  }
  if (Object.keys(fields).length === 0) return null
  const indirect = (subtype: string): Json[] => [{ type: 'INDIRECT', subtype, description: '', masking: false }]
  const dataset = told ? table.influences.map(({ subtype, from }) => inputField(estate, from, indirect(subtype))) : []
  return specFacet(producer, '1-2-0', 'ColumnLineageDatasetFacet', { fields, dataset })
}

/** `{ key: value }`, or nothing where there is no value: for spreading. */
export const given = (key: string, value: Json | null): Json => (value === null ? {} : { [key]: value })
