/** A source that is set to manual: its events wait, the button brings them in, and its progress is seen, also after a reload. */
import fs from 'node:fs'
import os from 'node:os'
import path from 'node:path'
import type { Page } from 'playwright-core'
import { afterAll, expect, test } from 'vitest'
import { run } from '../harness/catalog.ts'
import { slowCatalog } from '../harness/slow-catalog.ts'
import { copied, patience, says, sees } from './browser.ts'
import type { View } from './browser.ts'
import { sendRun } from './producer.ts'
import { walks } from './walk.ts'

const site = walks({ folder: 'manual', isEmpty: true })
const folder = fs.mkdtempSync(path.join(os.tmpdir(), 'headwater-e2e-'))
afterAll(() => fs.rmSync(folder, { recursive: true, force: true }))

/** Enough that a person sees the bar move. */
const many = 60_000
const shown = many.toLocaleString('en-US')

test('events wait until the button is pressed', async () => {
  await site.walk(
    async (view) => {
      for (const part of [addManual, waitAndSync, watchProgress, cancelFull]) await part(view)
    },
    { who: 'joins' },
  )
})

const tab = (page: Page, name: string) => page.getByRole('navigation', { name: 'Parts of this page' }).getByRole('link', { name })

async function addManual({ page }: View): Promise<void> {
  await page.goto(`${site.headwater.url}/settings/data/add`)
  await page.getByLabel('Display name').fill('Nightly')
  await page.getByRole('radio', { name: /^Manual/ }).check()
  await page.getByRole('button', { name: 'Save and get the token' }).click()
  await sees(page.getByRole('heading', { name: 'Connect Nightly' }))
}

async function waitAndSync({ page, look }: View): Promise<void> {
  const told = { token: await copied(page, 'API token'), url: site.headwater.url, endpoint: await copied(page, 'Events endpoint') }
  const runId = await sendRun('nightly.load', told, folder)
  const first = page.getByRole('region', { name: 'First event' })
  await says(first, 'Press Sync metadata to bring its events into the catalog.')
  await tab(page, 'Syncs').click()
  await says(page.getByRole('main'), '2 events waiting')
  await look('1-waiting')
  await page.getByRole('navigation', { name: 'Main' }).getByRole('link', { name: 'Jobs', exact: true }).click()
  await sees(page.getByText('No jobs yet'))
  await page.goBack()
  await page.getByRole('button', { name: 'Sync metadata' }).first().click()
  await says(page.getByRole('table', { name: 'Syncs' }), /Complete/)
  await says(page.getByRole('main'), 'the catalog is up to date')
  await look('2-synced')
  await tab(page, 'Connect').click()
  await says(page.getByRole('region', { name: 'First event' }), runId)
  await page.getByRole('navigation', { name: 'Main' }).getByRole('link', { name: 'Jobs', exact: true }).click()
  await says(page.getByRole('table', { name: 'Jobs' }), 'nightly.load')
}

const bulk = (): string =>
  Array.from({ length: many }, (_, i) =>
    JSON.stringify(run({ job: `bulk.${i % 500}`, runId: `bulk-${i}`, inputs: [`in_${i % 500}`], outputs: [`out_${i % 500}`] })),
  ).join('\n')

/** The bar moves, a second press joins the sync that runs, a reload finds it again, and it ends in the history. */
async function watchProgress({ page, look }: View): Promise<void> {
  await site.headwater.json(['import', '-', '--source', 'Nightly'], { input: bulk() })
  await page.goto(`${site.headwater.url}/settings/data`)
  await says(page.getByRole('table', { name: 'Data sources' }), `${shown} events waiting`)
  await look('3-many-waiting')
  const live = page.getByRole('group', { name: 'Sync of Nightly' })
  const release = slowCatalog(site.headwater.dataDir)
  try {
    await page.getByRole('table', { name: 'Data sources' }).getByRole('button', { name: 'Sync metadata' }).click()
    await sees(page.getByRole('progressbar', { name: 'Sync of Nightly' }))
    await page.getByRole('link', { name: 'Show progress' }).click()
    await says(live, `of ${shown}`)
    await page.getByRole('button', { name: 'Sync metadata' }).first().click()
    await page.reload()
    await sees(live.getByRole('progressbar'))
  } finally {
    release()
  }
  await live.waitFor({ state: 'hidden' })
  await says(page.getByRole('main'), 'the catalog is up to date')
  await expect
    .poll(
      () =>
        page
          .getByRole('table', { name: 'Syncs' })
          .getByRole('row', { name: /Complete/ })
          .count(),
      { timeout: patience },
    )
    .toBe(2)
  await says(page.getByRole('table', { name: 'Syncs' }).getByRole('row', { name: /Complete/ }), shown)
  await look('4-history')
}

/** A full sync says how fast it is and how long it takes yet; cancelled, it leaves the catalog as it was. */
async function cancelFull({ page, look }: View): Promise<void> {
  await page.goto(`${site.headwater.url}/settings/data`)
  await page.getByRole('button', { name: 'Full sync' }).click()
  await says(page.getByRole('dialog'), 'are replayed into a new catalog beside this one')
  await page.getByRole('dialog').getByRole('button', { name: 'Start the full sync' }).click()
  const live = page.getByRole('group', { name: 'Sync of all sources' })
  await says(live, /events\/s[^]*started by/)
  await live.getByRole('button', { name: 'Cancel' }).click()
  const row = page.getByRole('table', { name: 'Syncs' }).getByRole('row', { name: /Cancelled/ })
  await says(row, 'the catalog stayed as it was')
  await look('5-cancelled')
}
