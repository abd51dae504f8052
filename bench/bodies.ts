/** Events of a wanted size for load: like those of real producers, all different by a counter of fixed width. */

/** Where the counter stands in a body, and the body. */
export interface Body {
  readonly bytes: Buffer
  readonly counterAt: number
}

export const counterWidth = 12
const counter = '000000000000'

/** A COMPLETE event of about `size` bytes: schema, SQL, column lineage, as much as fits. `index` tells jobs apart. */
export function bodyOf(size: number, index: number): Body {
  const event = {
    eventTime: '2026-11-20T08:00:00.000000Z',
    producer: 'https://github.com/apache/airflow/tree/providers-openlineage/2.20.3',
    schemaURL: 'https://openlineage.io/spec/2-0-2/OpenLineage.json#/$defs/RunEvent',
    eventType: 'COMPLETE',
    run: {
      runId: `0198b7e1-90aa-7c11-b2f0-${counter}`,
      facets: { nominalTime: { ...meta('NominalTimeRunFacet'), nominalStartTime: '2026-11-20T00:00:00Z' } },
    },
    job: {
      namespace: 'bench',
      name: `dag_${index % 50}.task_${index}`,
      facets: { jobType: { ...meta('JobTypeJobFacet'), processingType: 'BATCH', integration: 'AIRFLOW', jobType: 'TASK' } },
    },
    inputs: [{ namespace: 'postgres://warehouse.example.com:5432', name: `shop.staging.table_${index}` }],
    outputs: [
      { namespace: 'postgres://warehouse.example.com:5432', name: `shop.marts.table_${index}`, facets: {} as Record<string, unknown> },
    ],
  }
  const output = event.outputs[0]
  const fields: { name: string; type: string; description: string }[] = []
  const lineage: Record<string, unknown> = {}
  const perField = 305
  const count = Math.max(0, Math.round((size - JSON.stringify(event).length - 300) / perField))
  for (let i = 0; i < count; i++) {
    fields.push({ name: `column_${i}`, type: i % 2 === 0 ? 'bigint' : 'character varying(64)', description: `Field ${i} of the table` })
    lineage[`column_${i}`] = {
      inputFields: [
        {
          namespace: 'postgres://warehouse.example.com:5432',
          name: `shop.staging.table_${index}`,
          field: `source_${i}`,
          transformations: [{ type: 'DIRECT', subtype: 'IDENTITY', description: '', masking: false }],
        },
      ],
    }
  }
  if (output !== undefined && count > 0)
    output.facets = {
      schema: { ...meta('SchemaDatasetFacet'), fields },
      columnLineage: { ...meta('ColumnLineageDatasetFacet'), fields: lineage },
    }
  const text = JSON.stringify(event)
  const bytes = Buffer.from(text)
  return { bytes, counterAt: bytes.indexOf(counter) }
}

const meta = (facet: string): Record<string, string> => ({
  _producer: 'https://github.com/apache/airflow',
  _schemaURL: `https://openlineage.io/spec/facets/1-0-0/${facet}.json#/$defs/${facet}`,
})
