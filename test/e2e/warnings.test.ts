/** Warnings on the pages: counted on Home, found by kind on the source, followed to the receipt; and a lost run that says why. */
import { expect, test } from 'vitest'
import { run } from '../harness/catalog.ts'
import type { AddedSource } from '../harness/server.ts'
import { says, sees } from './browser.ts'
import { walks } from './walk.ts'

let source: AddedSource
const site = walks({
  folder: 'warnings',
  fill: async (headwater) => {
    source = await headwater.addSource('Nightly')
  },
})

const hoursAgo = (hours: number): string => new Date(Date.now() - hours * 3_600_000).toISOString()

async function sendPoor(): Promise<void> {
  const producer = 'https://github.com/apache/airflow/tree/providers-openlineage/1.9.1'
  const stray = { namespace: 'db', name: 'orders', schema: { fields: [] } }
  const events = [
    run({ job: 'load', runId: 'one', type: 'START', time: hoursAgo(3), producer }),
    run({ job: 'load', runId: 'one', time: hoursAgo(2.9), outputs: ['orders'], producer }),
    run({ job: 'load', runId: 'two', type: 'START', time: hoursAgo(2), inputs: [stray], producer }),
  ]
  for (const event of events) expect((await site.headwater.post(source.apiToken, JSON.stringify(event))).status).toBe(201)
  await site.headwater.cli(['sync', '--wait'])
}

test.each([
  ['wide, light', { folder: 'warnings', colorScheme: 'light' as const }],
  ['narrow, dark', { folder: 'warnings-narrow', colorScheme: 'dark' as const, viewport: { width: 360, height: 740 } }],
])('%s', async (_, options) => {
  const isFirst = options.folder === 'warnings'
  await site.walk(async ({ page, look }) => {
    if (isFirst) {
      await page.goto(`${site.headwater.url}/settings/data/${source.id}?tab=warnings`)
      await says(page.getByRole('main'), 'Nothing to warn of')
      await look('0-nothing')
      await sendPoor()
    }
    await page.goto(site.headwater.url)
    await page.getByRole('link', { name: '3 kinds of warnings from 1 source' }).click()
    await says(page.getByRole('main'), /stray_facet[^]*old_client[^]*no_end/)
    await look('1-all')
    await page.getByRole('link', { name: 'Nightly' }).first().click()
    await page.getByRole('button', { name: 'Samples: Old clients with known bugs' }).click()
    await says(page.getByRole('list', { name: 'Samples: Old clients' }), 'fixed in 1.10.0')
    await page.getByRole('button', { name: /^Samples: Runs that never ended/ }).click()
    await page.getByRole('button', { name: /^Samples: Facets that stand outside/ }).click()
    await look('2-source')
    await page
      .getByRole('list', { name: /^Samples: Runs that never/ })
      .getByRole('link')
      .first()
      .click()
    await says(page.getByRole('main'), /Lost: last heard 2 h ago; runs of this job take up to 6 min/)
    await look('3-lost')
    await page.goBack()
    await page.getByRole('button', { name: /^Samples: Facets that stand outside/ }).click()
    await page.getByRole('link', { name: 'Event 3' }).click()
    if (!isFirst) await page.getByRole('button', { name: 'Receipt' }).click()
    const changed = page.getByRole('region', { name: 'What it changed' })
    await says(changed, /by event time, this event is the first that says so[^]*Created the run[^]*Started the run: RUNNING/)
    await sees(page.getByText('Move the facet into the member facets'))
    await look('4-event')
  }, options)
})
