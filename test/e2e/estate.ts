/** A few tables and jobs for tests that need something to look at. */
import { run, table } from '../harness/catalog.ts'
import type { Headwater } from '../harness/server.ts'

const time = new Date(Date.now() - 3_600_000).toISOString()

/** orders -> stage -> marts, columns and all, and a job that failed, an hour ago. */
export const estate: readonly object[] = [
  run({
    time,
    job: 'shop.stage',
    runId: '01900000-0000-7000-8000-000000000001',
    inputs: [table('orders', ['id', 'amount'])],
    outputs: [stage()],
  }),
  run({ time, job: 'shop.mart', runId: '01900000-0000-7000-8000-000000000002', inputs: ['stage_orders'], outputs: [mart()] }),
  run({
    time,
    job: 'shop.report',
    runId: '01900000-0000-7000-8000-000000000003',
    type: 'FAIL',
    inputs: ['fct_orders'],
    runFacets: { errorMessage: { message: 'division by zero', programmingLanguage: 'SQL', stackTrace: 'line 1\nline 2' } },
  }),
]

function stage(): object {
  return table('stage_orders', ['id', 'net'], { id: ['orders.id'], net: ['orders.amount'] })
}
function mart(): object {
  return table('fct_orders', ['order_id', 'net_amount'], { order_id: ['stage_orders.id'], net_amount: ['stage_orders.net'] })
}

/** Sends events to a source of that name and waits until they are in the catalog. */
export async function load(headwater: Headwater, events: readonly object[], sourceName: string): Promise<void> {
  const lines = events.map((event) => JSON.stringify(event)).join('\n')
  await headwater.json(['import', '-', '--source', sourceName], { input: lines })
  await headwater.json(['sync', '--wait'])
}
