/** Every official facet has its place on a page: it is read there, in both themes, and axe finds nothing. */
import { expect, test } from 'vitest'
import { paths } from '../../web/app/paths.ts'
import { says, sees } from './browser.ts'
import type { View } from './browser.ts'
import { faceted, facetedEvents } from './faceted.ts'
import { walks } from './walk.ts'

const site = walks({ folder: 'panels', events: facetedEvents })

const table = { namespace: 'db', name: 'fct_orders' }

/** The page at that address says each of these, and stands. */
async function reads({ page, look }: View, name: string, address: string, ...words: readonly string[]): Promise<void> {
  await page.goto(address)
  for (const word of words) await says(page.getByRole('main'), word)
  expect(await page.getByRole('main').innerText()).not.toContain('open sesame')
  await look(name)
}

async function runPages(view: View): Promise<void> {
  const { page } = view
  const at = (tab?: string): string => paths.run(faceted.job, faceted.runId, tab)
  await page.goto(at())
  await page.getByRole('button', { name: 'Show more' }).click()
  await says(page.getByRole('main'), '1 of 3 tasks could not be read')
  await says(page.getByRole('main'), 'at parse (sql.rs:12)')
  await view.look('run')
  await reads(view, 'run-tests', at('tests'), '1 failed, 1 warned, 1 skipped, 1 passed')
  await page.getByRole('button', { name: 'totals_add_up' }).click()
  await says(page.getByRole('dialog'), 'where items_total <> total')
  await view.look('run-test')
  await reads(
    view,
    'run-details',
    at('details'),
    'it starts this job itself',
    'masked',
    'Open the log',
    'The query in BigQuery',
    'postgres://etl:***@wh',
  )
  await reads(view, 'run-facets', at('facets'), 'queue', '"night"', 'Shown on this page')
}

async function otherPages(view: View): Promise<void> {
  await reads(view, 'dataset', paths.dataset(table), 'table, materialized', 'iceberg, parquet', 'renamed from', 's3://lake/warehouse')
  const quality = paths.dataset(table, { tab: 'quality' })
  await reads(view, 'dataset-quality', quality, '1 failed, 1 warned, 2 passed', '1,204,118 rows', '1,180.25')
  await reads(view, 'dataset-dropped', paths.dataset({ namespace: 'db', name: 'tmp_orders' }), 'Dropped')
  await reads(view, 'job', paths.job(faceted.job), 'shop-composer', 'at intervals of 60 s')
  await reads(view, 'job-code', paths.job(faceted.job, 'code'), 'def load(day):')
  await sees(view.page.getByRole('heading', { name: 'Source code' }))
}

test.each(['light', 'dark'] as const)('each facet in its place, %s', async (scheme) => {
  await site.walk(
    async (view) => {
      await runPages(view)
      await otherPages(view)
    },
    { folder: `panels-${scheme}`, colorScheme: scheme },
  )
})
