/** A warehouse for the explorer: a hub with twelve readers, one of them failed, and columns all the way. */
import { run } from '../harness/catalog.ts'

const time = new Date(Date.now() - 3_600_000).toISOString()
let ids = 0
const runId = (): string => `01900000-0000-7000-8000-${String(++ids).padStart(12, '0')}`
const many = Array.from({ length: 14 }, (_, i) => `c${String(i).padStart(2, '0')}`)

/** A table with columns, and of which columns each is made: `table.name column`. */
export const columned = (
  name: string,
  fields: readonly string[],
  from: Readonly<Record<string, string>> = {},
  type = 'DIRECT',
): object => ({
  namespace: 'db',
  name,
  facets: {
    schema: { fields: fields.map((f) => ({ name: f, type: 'text' })) },
    ...(Object.keys(from).length === 0
      ? {}
      : {
          columnLineage: {
            fields: Object.fromEntries(
              Object.entries(from).map(([field, source]) => {
                const [of, column] = source.split(' ')
                const masking = column === 'c01'
                return [
                  field,
                  {
                    inputFields: [{ namespace: 'db', name: of, field: column, transformations: [{ type, subtype: 'IDENTITY', masking }] }],
                  },
                ]
              }),
            ),
          },
        }),
  },
})

/** raw -> core -> 12 marts (one failed), a report behind each, and a table with many columns. */
export const shop: readonly object[] = [
  run({
    time,
    job: 'etl.load',
    runId: runId(),
    inputs: [columned('lake.raw.orders', many), columned('lake.raw.rates', ['rate'])],
    outputs: [columned('wh.core.orders', many, Object.fromEntries(many.map((c) => [c, `lake.raw.orders ${c}`])))],
  }),
  ...Array.from({ length: 12 }, (_, i) => {
    const n = String(i).padStart(2, '0')
    const from = { total: 'wh.core.orders c00', cost: 'wh.core.orders c01' }
    return [
      run({
        time,
        job: `marts.m${n}`,
        runId: runId(),
        type: i === 3 ? 'FAIL' : 'COMPLETE',
        inputs: ['wh.core.orders'],
        outputs: [columned(`wh.mart.m${n}`, ['total', 'cost'], from, i === 5 ? 'INDIRECT' : 'DIRECT')],
      }),
      run({ time, job: `reports.r${n}`, runId: runId(), inputs: [`wh.mart.m${n}`], outputs: [`wh.report.r${n}`] }),
    ]
  }).flat(),
  run({ time, job: 'alone', runId: runId(), type: 'START' }),
]
