import { describe, expect, test } from 'vitest'
import { explainEvent } from '../../src/fold/receipt.ts'
import { member } from '../../src/lib/json.ts'
import type { ReceiptLine } from '../../src/contract/events.ts'
import { officialExamples, officialFacets } from './schemas.ts'

const receiptOf = (value: object): readonly ReceiptLine[] =>
  explainEvent(
    { position: 1, sourceId: 1, receivedAt: Date.parse('2030-01-01'), hash: 'a'.repeat(64), body: Buffer.from(JSON.stringify(value)) },
    true,
  ).lines

/** An example is a whole event, or a facet under its key, which is put where its class belongs. */
function eventsOf(folder: string, value: object): object[] {
  if ('eventTime' in value) return [value]
  // Of the classes in one file it is the one whose members it has.
  const containers = officialFacets().filter(
    (f) => f.file.startsWith(`${folder}.`) && [...f.members.keys()].some((name) => member(member(value, f.key), name) !== undefined),
  )
  return containers.map(({ container }) => {
    const dataset = { namespace: 'n', name: 'd' }
    return {
      eventTime: '2026-01-01T00:00:00Z',
      eventType: 'COMPLETE',
      run: { runId: '0198b7e1-90aa-7c11-b2f0-000000000001', ...(container === 'run' && { facets: value }) },
      job: { namespace: 'n', name: 'j', ...(container === 'job' && { facets: value }) },
      inputs: container === 'input' ? [{ ...dataset, inputFacets: value }] : [],
      outputs:
        container === 'output' ? [{ ...dataset, outputFacets: value }] : container === 'dataset' ? [{ ...dataset, facets: value }] : [],
    }
  })
}

test('a facet that breaks its schema: the readable part is used, the receipt says what was not', () => {
  const tests = [{ name: 'unique', status: 'fail' }, { name: 'not_null' }, 'odd']
  const lines = receiptOf({
    eventTime: '2026-01-01T00:00:00Z',
    run: { runId: 'r', facets: { test: { tests } } },
    job: { namespace: 'n', name: 'j' },
  }).filter((l) => l.label === 'run.test')
  expect(lines.map((l) => [l.use, l.pointer, l.says])).toEqual([
    ['warning', '/run/facets/test/tests/1/status', 'status is missing'],
    ['warning', '/run/facets/test/tests/2', 'tests[2] is no object; left out'],
    ['used', '/run/facets/test', '2 tests, 1 failed'],
  ])
})

describe.each(officialExamples().map((e) => [e.file, e] as const))('the official example %s', (_, example) => {
  test('is used, without a warning', () => {
    // The one example that has all parts of every kind of event in one: an event of a job has no `dataset`.
    const stray = example.file === 'example_full_event.json' ? ['/dataset'] : []
    const events = eventsOf(example.facet.replace('.json', ''), example.value)
    expect(events.length).toBeGreaterThan(0)
    for (const event of events) {
      const lines = receiptOf(event)
      expect(lines.filter((l) => l.use === 'warning' || l.use === 'stored only').map((l) => l.pointer)).toEqual(stray)
      expect(lines.filter((l) => l.use === 'used').length).toBeGreaterThan(2)
    }
  })
})
