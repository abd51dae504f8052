/** Each kind of warning that an event can have: what makes it, where it points, what to do. */
import { createHash } from 'node:crypto'
import { expect, test } from 'vitest'
import { eventWarnings } from '../../src/catalog/warning-kinds.ts'
import type { EventWarning } from '../../src/catalog/warning-kinds.ts'
import type { ReceiptLine } from '../../src/contract/events.ts'
import { explainEvent } from '../../src/fold/receipt.ts'
import { noon, run } from '../harness/catalog.ts'

const receivedAt = Date.parse(noon)
const dataset = (facets: object): object => run({ job: 'a', inputs: [{ namespace: 'db', name: 't', facets }] })
const nested = (depth: number): string => `{"job":{"namespace":"n","name":"j"},"x":${'['.repeat(depth)}${']'.repeat(depth)}}`
const manyFields = Array.from({ length: 100_001 }, (_, i) => ({ name: `f${i}` }))

/** A body, and the pointer of the warning. */
const bodies: Readonly<Record<EventWarning, readonly [body: object | string, pointer: string]>> = {
  too_deep: [nested(300), ''],
  not_readable: ['{"job":', ''],
  bare_number: ['{"job":{"namespace":"n","name":"j"},"eventTime":"2026-11-20T12:00:00Z","x":NaN}', ''],
  half_character: ['{"job":{"namespace":"n","name":"j"},"eventTime":"2026-11-20T12:00:00Z","x":"\\ud83d"}', '/x'],
  unknown_event_type: [run({ job: 'a', type: 'DONE' }), '/eventType'],
  no_time: [run({ job: 'a', time: 'yesterday' }), '/eventTime'],
  future_event: [run({ job: 'a', time: '2026-11-22T12:00:00Z' }), '/eventTime'],
  clock_ahead: [run({ job: 'a', time: '2026-11-20T12:06:00Z' }), '/eventTime'],
  no_run_id: [{ ...run({ job: 'a' }), run: { facets: {} } }, '/run/runId'],
  stray_part: [{ ...run({ job: 'a' }), dataset: { namespace: 'db', name: 't' } }, '/dataset'],
  stray_facet: [run({ job: 'a', inputs: [{ namespace: 'db', name: 't', schema: { fields: [] } }] }), '/inputs/0/schema'],
  not_a_list: [{ ...run({ job: 'a' }), outputs: { namespace: 'db', name: 't' } }, '/outputs'],
  facet_not_object: [dataset({ schema: [] }), '/inputs/0/facets/schema'],
  temporary_name: [
    dataset({ symlinks: { identifiers: [{ namespace: 'hive', name: 'default.tmp_1', type: 'TABLE' }] } }),
    '/inputs/0/facets/symlinks/identifiers/0',
  ],
  unresolved_name: [
    run({
      job: 'a',
      producer: 'https://github.com/OpenLineage/OpenLineage/tree/1.54.0/integration/dbt',
      jobFacets: { sql: { query: 'with s as (select v from generate_series(1, 3)) select v from s' } },
      outputs: [
        {
          namespace: 'db',
          name: 't',
          facets: { columnLineage: { fields: { v: { inputFields: [{ namespace: 'db', name: 's', field: 'v' }] } } } },
        },
      ],
    }),
    '/outputs/0/facets/columnLineage/fields/v/inputFields/0',
  ],
  bad_identifier: [run({ job: 'a', outputs: [{ name: 't' }] }), '/outputs/0'],
  facet_member_missing: [dataset({ documentation: {} }), '/inputs/0/facets/documentation/description'],
  facet_member_type: [dataset({ schema: { fields: 'all' } }), '/inputs/0/facets/schema/fields'],
  facet_unusable: [run({ job: 'a', jobFacets: { ownership: {} } }), '/job/facets/ownership'],
  unknown_value: [
    dataset({ lifecycleStateChange: { lifecycleStateChange: 'SHRINK' } }),
    '/inputs/0/facets/lifecycleStateChange/lifecycleStateChange',
  ],
  bad_window: [
    run({ job: 'a', runFacets: { nominalTime: { nominalStartTime: noon, nominalEndTime: '2026-11-20T11:00:00Z' } } }),
    '/run/facets/nominalTime/nominalEndTime',
  ],
  own_parent: [
    run({ job: 'a', runFacets: { parent: { run: { runId: 'p' }, job: { namespace: 'jobs', name: 'a' } } } }),
    '/run/facets/parent',
  ],
  duplicate_field: [dataset({ schema: { fields: [{ name: 'a' }, { name: 'a' }] } }), '/inputs/0/facets/schema/fields/1'],
  too_many: [dataset({ schema: { fields: manyFields } }), '/inputs/0/facets/schema/fields'],
}

function warningsOf(body: object | string): ReceiptLine[] {
  const bytes = Buffer.from(typeof body === 'string' ? body : JSON.stringify(body))
  const hash = createHash('sha256').update(bytes).digest('hex')
  return explainEvent({ position: 1, sourceId: 1, receivedAt, hash, body: bytes }, true).lines.filter((l) => l.use === 'warning')
}

test.each(Object.entries(eventWarnings))('%s', (code, { fix }) => {
  const [body, pointer] = bodies[code as EventWarning]
  const line = warningsOf(body).find((l) => l.code === code)
  expect(line).toMatchObject({ pointer, fix })
})

test('a clock that is off by little is not warned of', () => {
  expect(warningsOf(run({ job: 'a', time: '2026-11-20T12:04:00Z' }))).toEqual([])
})
