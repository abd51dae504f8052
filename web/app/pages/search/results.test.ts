import { expect, test } from 'vitest'
import { placesFor, rowsOf } from './results.ts'

const dataset = { namespace: 'pg', name: 'warehouse.fct_orders' }
const hits = [
  { kind: 'field' as const, dataset, path: 'net_amount', type: 'decimal' },
  { kind: 'dataset' as const, dataset, fieldCount: 1 },
  { kind: 'job' as const, job: { namespace: 'dbt', name: 'dag.net_amount_report' }, state: 'FAIL' as const, integration: 'dbt' },
]

test('a column is shown under its dataset, with what matched marked in its own name', () => {
  const [row] = rowsOf(hits, 'net amount')
  expect(row?.pieces.map((piece) => (piece.hit ? `[${piece.text}]` : piece.text)).join('|')).toBe('warehouse.fct_orders.|[net]|_|[amount]')
  expect(row).toMatchObject({ why: 'Column name', to: '/dataset?namespace=pg&name=warehouse.fct_orders&field=net_amount' })
})

test('rows say what they are', () => {
  const rows = rowsOf(hits, 'net_amount')
  expect(rows.map((row) => [row.kind, row.type, row.state])).toEqual([
    ['field', 'decimal', null],
    ['dataset', '1 column', null],
    ['job', null, 'FAIL'],
  ])
  expect(new Set(rows.map((row) => row.key)).size).toBe(3)
})

test('a facet that is not read leads to its place among the facets', () => {
  const hit = { kind: 'facet', container: 'run', key: 'acme_costCenter', use: 'stored only', events: 2, yields: null } as const
  const [row] = rowsOf([hit], 'acme')
  expect(row).toMatchObject({ kind: 'facet', type: '2 events', to: '/settings/facets?container=run&key=acme_costCenter', lineage: null })
})

test('a facet that is read says what comes of it, and by which other name it was found', () => {
  const hit = { kind: 'facet', container: 'run', key: 'parent', use: 'used', events: null, yields: 'parent of the run' } as const
  const why = (text: string) =>
    ({ member: 'name', how: 'start', text, ranges: [[0, 6]] as [number, number][], off: 0, says: 'Facet name' }) as const
  const [own, also] = rowsOf(
    [
      { ...hit, why: why('parent') },
      { ...hit, why: why('parentRun') },
    ],
    'parent',
  )
  expect(own).toMatchObject({
    why: 'Facet name; one of runs: parent of the run',
    type: 'read',
    to: '/settings/facets?container=run&key=parent',
  })
  expect(also).toMatchObject({ name: 'parent', why: 'Also called parentRun; one of runs', snippet: null })
})

test('places by name, and the lineage of the best hit first', () => {
  expect(placesFor(rowsOf(hits, 'x'), 'jobs').map((row) => row.name)).toEqual([
    'Lineage of warehouse.fct_orders.net_amount',
    'See all results',
    'Jobs',
    'Failed jobs',
  ])
  expect(placesFor([], 'zzz')).toEqual([])
})
