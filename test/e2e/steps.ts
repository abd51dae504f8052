/** What a step in the explorer can meet: a hub of unequal readers, a fan of hundreds, two ways to one table, cycles, owners and tags. */
import { run, table } from '../harness/catalog.ts'

// one hour for all: what is alike must not differ by a millisecond
const hourAgo = Date.now() - 3_600_000
const at = (minutes: number): string => new Date(hourAgo + minutes * 60_000).toISOString()
let ids = 0
const job = (name: string, minutes: number, inputs: readonly (string | object)[], outputs: readonly (string | object)[]): object =>
  run({ job: name, runId: `step-${++ids}`, time: at(minutes), inputs: [...inputs], outputs: [...outputs] })

/** A table with an owner and a tag. */
const owned = (name: string, owner: string, tag: string): object => ({
  namespace: 'db',
  name,
  facets: { ownership: { owners: [{ name: owner, type: 'OWNER' }] }, tags: { tags: [{ key: tag, value: 'true', source: 'CI' }] } },
})

/** `hub` has ten readers: `r9` writes three tables, `r8` ran last, the others are alike. */
const hub = [
  ...Array.from({ length: 8 }, (_, i) => job(`r${i}`, 1, ['hub'], [`t${i}`])),
  job('r8', 30, ['hub'], ['t8']),
  job('r9', 1, ['hub'], ['t9', 't9_by_day', 't9_by_week']),
]

/** `source` is copied, and from the copy hundreds are made. */
const fan = [
  job('copy', 2, ['source'], ['copied']),
  job(
    'fan out',
    2,
    ['copied'],
    Array.from({ length: 320 }, (_, i) => `fan_${String(i).padStart(3, '0')}`),
  ),
]

/** From `start` two ways to `end`, and on. */
const diamond = [
  job('left', 3, ['start'], ['by_left']),
  job('right', 3, ['start'], ['by_right']),
  job('join', 3, ['by_left', 'by_right'], ['end']),
  job('after', 3, ['end'], ['last']),
]

/** `round` is made of what is made of it, and of itself. */
const cycle = [job('there', 4, ['round'], ['trip']), job('back', 4, ['trip'], ['round']), job('merge', 4, ['round'], ['round'])]

/** `id` and `net` of `facts` go on; `net` is masked on the way, `kept_back` only sorts, `unused` goes nowhere. */
const columns = [
  run({
    job: 'sum',
    runId: 'step-columns',
    time: at(5),
    inputs: [table('facts', ['unused', 'id', 'kept_back', 'net'])],
    outputs: [
      {
        namespace: 'db',
        name: 'sums',
        facets: {
          schema: { fields: ['first', 'second', 'total'].map((name) => ({ name, type: 'text' })) },
          columnLineage: {
            fields: {
              first: { inputFields: [input('id', 'DIRECT', 'IDENTITY', false)] },
              second: { inputFields: [input('id', 'DIRECT', 'IDENTITY', false), input('kept_back', 'INDIRECT', 'SORT', false)] },
              total: { inputFields: [input('net', 'DIRECT', 'TRANSFORMATION', true)] },
            },
          },
        },
      },
    ],
    jobFacets: { sql: { query: 'insert into sums select id, id, mask(net) from facts order by kept_back' } },
  }),
]

function input(field: string, type: string, subtype: string, masking: boolean): object {
  return { namespace: 'db', name: 'facts', field, transformations: [{ type, subtype, masking, description: `${field} as it is needed` }] }
}

const told = [
  job(
    'report.weekly',
    6,
    [owned('shop.orders', 'finance', 'pii')],
    [owned('mart.weekly', 'crm', 'gold'), owned('tmp_weekly', 'ops', 'scratch')],
  ),
]

export const steps: readonly object[] = [...hub, ...fan, ...diamond, ...cycle, ...columns, ...told]
