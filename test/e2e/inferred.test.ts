/** Column lineage read out of SQL: dotted in the explorer, named on the dataset and the job, gone with the switch of the source. */
import type { Page } from 'playwright-core'
import { expect, test } from 'vitest'
import { nodeKey, shortOf } from '../../src/contract/short.ts'
import { SyncState } from '../../src/contract/sync.ts'
import { run, table } from '../harness/catalog.ts'
import { eventually } from '../harness/eventually.ts'
import type { AddedSource } from '../harness/server.ts'
import { patience, says, sees } from './browser.ts'
import type { View } from './browser.ts'
import { walks } from './walk.ts'

let source: AddedSource
let token = ''
const site = walks({
  folder: 'inferred',
  isEmpty: true,
  fill: async (headwater) => {
    source = await headwater.addSource('Warehouse')
    token = await headwater.createToken()
  },
})

const query = 'INSERT INTO daily SELECT day, sum(amount) FROM orders GROUP BY day; SELECT FROM ('
const event = run({
  job: 'sum_orders',
  inputs: [table('shop.orders', ['id', 'amount', 'day'])],
  outputs: [table('shop.daily', ['day', 'total'])],
  jobFacets: { sql: { query, dialect: 'postgres' } },
})

/** How many inferred edges the catalog has. */
async function edges(): Promise<number> {
  return (await site.headwater.cli(['export', 'catalog', '--inferred'])).split('\n').filter((line) => line.includes('"inferredColumnEdge"'))
    .length
}

/** What is inferred follows a sync; the server says when it has. */
async function settled(): Promise<boolean> {
  const answer = await fetch(`${site.headwater.url}/api/v2/sync`, { headers: { authorization: `Bearer ${token}` } })
  return SyncState.parse(await answer.json()).inference.settled
}

test('what SQL says is seen as inferred, and can be switched off', async () => {
  expect((await site.headwater.post(source.apiToken, JSON.stringify(event))).status).toBe(201)
  await site.headwater.json(['sync', '--wait'])
  await eventually(settled, { timeoutMs: patience })
  expect(await edges()).toBe(3)
  await site.walk(
    async (view) => {
      await explorer(view)
      await whyIs(view)
      await fields(view)
      await job(view)
      await switchOff(view)
      await eventually(async () => (await edges()) === 0, { timeoutMs: patience })
    },
    { who: 'joins' },
  )
})

const at = (page: string, more: Record<string, string>): string =>
  `${site.headwater.url}${page}?${new URLSearchParams({ namespace: 'db', name: 'shop.daily', ...more }).toString()}`

async function explorer({ page, look }: View): Promise<void> {
  await page.goto(at('/lineage', { type: 'dataset', field: 'total' }))
  await sees(page.getByText('Inferred from SQL', { exact: true }))
  await look('1-explorer')
}

const [orders, daily] = [
  ['db', 'shop.orders'],
  ['db', 'shop.daily'],
]

/** The edge answers why, on the page and in the terminal; of an earlier moment nothing is inferred, which is said. */
async function whyIs({ page, look }: View): Promise<void> {
  const ends = ['dataset', ...(orders ?? []), 'dataset', ...(daily ?? [])]
  const told = await site.headwater.cli(['why', ...ends, '--from-field', 'amount', '--to-field', 'total'])
  expect(told).toContain('Inferred from the SQL of jobs/sum_orders, read as postgresql')
  expect(told).toContain(query.split(';')[0])
  expect(await site.headwater.cli(['why', ...ends])).toContain('db/shop.orders > jobs/sum_orders (said from')
  const short = (name: string): string => shortOf(nodeKey({ type: 'dataset', namespace: 'db', name }))
  const asked = { why: `${short('shop.orders')}-${short('shop.daily')}`, whyFrom: 'amount', whyTo: 'total' }
  await page.goto(at('/lineage', { type: 'dataset', field: 'total', depth: '1', ...asked }))
  const panel = page.getByRole('complementary', { name: /^Why / })
  await says(panel, 'no event says these columns')
  await says(panel, 'INSERT INTO daily')
  await look('1-why')
  await page.goto(at('/lineage', { type: 'dataset', field: 'total', asOf: new Date().toISOString() }))
  await sees(page.getByText('Inferred columns: as of now only'))
  await look('1-as-of')
}

async function fields({ page, look }: View): Promise<void> {
  await page.goto(at('/dataset', {}))
  await page.getByRole('link', { name: '1 columns go into total, inferred from SQL' }).click()
  const dialog = page.getByRole('dialog')
  await says(dialog, 'inferred from SQL')
  await look('2-field')
}

async function job({ page, look }: View): Promise<void> {
  await page.goto(`${site.headwater.url}/job?namespace=jobs&name=sum_orders&tab=sql`)
  const main = page.getByRole('main')
  await says(main, '3 column edges, shown dotted, were inferred from this SQL, read as postgresql')
  await says(main, 'Some of it could not be read: Statement 2: Parse error')
  await look('3-job')
}

async function switchOff({ page, look }: View): Promise<void> {
  await page.goto(`${site.headwater.url}/settings/data/${source.id}?tab=settings`)
  await choice(page).check()
  await page.getByRole('button', { name: 'Save changes' }).click()
  await sees(page.getByText('Saved.'))
  expect(await choice(page).isChecked()).toBe(true)
  await look('4-off')
}

const choice = (page: Page) => page.getByRole('group', { name: 'Infer column lineage from SQL' }).getByRole('radio', { name: /^Off/ })
