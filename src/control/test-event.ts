import { randomUUID } from 'node:crypto'

/** The run facet that marks an event as a test: it is stored, shown as one, and kept out of the catalog. */
const testFacet = 'headwater_test'

/** A RunEvent as a producer would send it, marked as a test. */
export function testEvent(options: { readonly now: number; readonly version: string; readonly publicUrl: string }): object {
  const producer = `${options.publicUrl}/test-event/${options.version}`
  return {
    eventType: 'COMPLETE',
    eventTime: new Date(options.now).toISOString(),
    run: {
      runId: randomUUID(),
      facets: {
        [testFacet]: {
          _producer: producer,
          _schemaURL: `${options.publicUrl}/api/openapi.json`,
          says: 'Sent by Headwater to itself. It stays out of the catalog.',
        },
      },
    },
    job: { namespace: 'headwater', name: 'test_event' },
    inputs: [{ namespace: 'headwater', name: 'test_input' }],
    outputs: [{ namespace: 'headwater', name: 'test_output' }],
    producer,
    schemaURL: 'https://openlineage.io/spec/2-0-2/OpenLineage.json#/$defs/RunEvent',
  }
}
