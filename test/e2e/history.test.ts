/** What was said over time has its places on the pages: in both themes, on a phone too, and axe finds nothing. */
import { expect, test } from 'vitest'
import { paths } from '../../web/app/paths.ts'
import { run } from '../harness/catalog.ts'
import { patience, says } from './browser.ts'
import type { View } from './browser.ts'
import { walks } from './walk.ts'

const runs = 14
const hour = 3_600_000
const orders = { namespace: 'db', name: 'orders' }
const loading = { namespace: 'jobs', name: 'load' }

const assertions = (i: number): object[] => [
  { assertion: 'not_null', column: 'id', success: i !== 5 },
  { assertion: 'row_count', name: 'enough rows', success: i % 4 !== 0, severity: 'warn' },
]

const night = (i: number): object =>
  run({
    job: 'load',
    runId: `01900000-0000-7000-8000-0000000001${String(i).padStart(2, '0')}`,
    time: new Date(Date.now() - (runs - i) * 12 * hour).toISOString(),
    inputs: i < 8 ? ['raw_orders'] : ['raw_orders', 'raw_refunds'],
    jobFacets: { sql: { query: i < 11 ? 'insert into orders select * from raw_orders' : 'insert into orders select 2' } },
    runFacets: { acme_costCenter: { _producer: 'https://acme.example/etl', team: 'finance' } },
    outputs: [
      {
        ...orders,
        facets: {
          documentation: { description: i < 6 ? 'All orders' : 'All orders of the shop, refunds left out' },
          ownership: { owners: [{ name: i < 9 ? 'ann' : 'bo', type: 'OWNER' }] },
          acme_retention: { days: 30 },
          dataQualityAssertions: { assertions: assertions(i) },
          dataQualityMetrics: { rowCount: 40_000 + i * 911, columnMetrics: { id: { nullCount: i % 3, distinctCount: 40_000 } } },
          ...(i === 0
            ? {
                lifecycleStateChange: {
                  lifecycleStateChange: 'RENAME',
                  previousIdentifier: { namespace: 'db', name: 'orders_old' },
                },
              }
            : {}),
        },
      },
    ],
  })

const site = walks({ folder: 'history', events: Array.from({ length: runs }, (_, i) => night(i)) })

async function walk({ page, look }: View): Promise<void> {
  const main = page.getByRole('main')
  await page.goto(paths.dataset(orders, { tab: 'history' }))
  await says(main, 'Renamed from')
  await page.getByRole('button', { name: 'All orders of the shop' }).click()
  await says(main, 'from Shop')
  await look('dataset-history')
  await page.getByLabel('Of which facet').selectOption('ownership')
  await says(main, '2 contents')
  await page.goto(paths.dataset(orders, { tab: 'quality' }))
  await says(main, 'Tests over time')
  await page.getByLabel('Of which column').selectOption('id')
  await page.getByLabel('Which measure').selectOption('nullCount')
  expect(await page.getByRole('img', { name: 'Nulls of id' }).count()).toBe(1)
  await look('dataset-quality')
  await page.goto(paths.job(loading, 'versions'))
  await says(main, '3 versions in the last 14 runs')
  await says(main, 'Other code: SQL')
  await look('job-versions')
  await page.goto(paths.job(loading, 'history'))
  await says(main, 'insert into orders')
  await look('job-history')
  await page.goto(paths.facets({ container: 'run', key: 'acme_costCenter' }))
  await says(main, '14 runs, 14 events')
  await says(main, 'acme.example')
  await look('facets-custom')
  await page.goto(paths.facets({ container: 'job', key: 'sql' }))
  await page.getByRole('heading', { name: 'Jobs', exact: true }).waitFor()
  await look('facets-read')
  await main.getByRole('link', { name: /load/ }).first().click()
  await expect.poll(() => new URL(page.url()).pathname, { timeout: patience }).toBe('/job')
}

test.each([
  ['light', 1440],
  ['dark', 1440],
  ['light', 360],
] as const)('histories, %s, %i pixels wide', async (scheme, width) => {
  await site.walk(walk, { folder: `history-${scheme}-${width}`, colorScheme: scheme, viewport: { width, height: 900 } })
})
