/** From the link that the first start prints to the lineage of a column, with a real client sending, as a person lives it. */
import fs from 'node:fs'
import os from 'node:os'
import path from 'node:path'
import type { Browser, Page } from 'playwright-core'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { startHeadwater } from '../harness/server.ts'
import type { Headwater } from '../harness/server.ts'
import { copied, patience, says, sees, startChromium } from './browser.ts'
import type { View } from './browser.ts'
import { litPixels } from './graph.ts'
import { mapPort } from './outside.ts'
import type { Outside } from './outside.ts'
import { ada, printedLink, signIn } from './people.ts'
import { runPython, sendRun } from './producer.ts'
import type { Told } from './producer.ts'
import { walkOn } from './walk.ts'

let browser: Browser
beforeAll(async () => {
  browser = await startChromium()
})
afterAll(() => browser.close())

const nav = (page: Page) => page.getByRole('navigation', { name: 'Main' })
const visit = (page: Page, place: string): Promise<void> => nav(page).getByRole('link', { name: place, exact: true }).click()
const ladder = (page: Page) => page.getByRole('region', { name: 'First event' }).getByRole('listitem')
const steps = (page: Page): Promise<Record<string, string>> =>
  ladder(page).evaluateAll((items: HTMLElement[]) =>
    Object.fromEntries(items.map((item) => [item.dataset['step'] ?? '', item.dataset['state'] ?? ''])),
  )
const reach = async (page: Page, expected: Readonly<Record<string, string>>): Promise<void> =>
  expect.poll(() => steps(page), { timeout: patience }).toMatchObject(expected)

test.each(['light', 'dark'] as const)('the story, %s', async (scheme) => {
  const dataDir = fs.mkdtempSync(path.join(os.tmpdir(), 'headwater-e2e-'))
  const headwater = await startHeadwater({ dataDir })
  const outside = await mapPort(headwater.port)
  const story = async (view: View): Promise<void> => {
    await firstStart(view, headwater)
    await addSource(view)
    const told = await connect(view, headwater, outside)
    await firstEvents(view, headwater, told, dataDir)
    const runId = await realRun(view, told, dataDir)
    await syncByHand(view)
    await pagesSay(view, runId)
    await graphLights(view)
    await searchFinds(view)
    await secondStart(view, headwater)
  }
  try {
    await walkOn(browser, headwater, story, { folder: scheme, colorScheme: scheme, who: 'nobody' })
  } finally {
    await headwater.stop()
    await outside.close()
    fs.rmSync(dataDir, { recursive: true, force: true })
  }
})

async function firstStart({ page, look }: View, headwater: Headwater): Promise<void> {
  await page.goto(printedLink(headwater.output))
  await sees(page.getByRole('heading', { name: 'Welcome to Headwater' }))
  await look('01-invite')
  await page.getByLabel('Name').fill(ada.name)
  await page.getByLabel('E-mail').fill(ada.email)
  await page.getByLabel('Password').fill('short')
  await page.getByRole('button', { name: 'Make the administrator' }).click()
  await says(page.getByRole('alert'), 'at least 12 characters')
  await page.getByLabel('Password').fill(ada.password)
  await page.getByRole('button', { name: 'Make the administrator' }).click()
  await sees(page.getByRole('heading', { name: 'Welcome, Ada' }))
  await sees(page.getByRole('link', { name: 'Connect a data source' }))
  await sees(page.getByRole('button', { name: 'Load demo data' }))
  await sees(page.getByRole('link', { name: 'Read with the API' }))
  await says(page.getByRole('listitem').filter({ hasText: 'First column lineage' }), 'Spark and dbt')
  await look('02-home')
}

async function addSource({ page, look }: View): Promise<void> {
  await visit(page, 'Data')
  await sees(page.getByText('No source yet'))
  await look('03-no-source')
  await page.getByRole('link', { name: 'Add source' }).click()
  await sees(page.getByRole('radio', { name: 'OpenLineage' }))
  expect(await page.getByLabel('Display name').inputValue()).toBe('OpenLineage')
  await sees(page.getByText('Headwater never connects to it'))
  await page.getByLabel('Base URL').fill('airflow.example.com/home')
  await page.getByLabel('Display name').focus()
  await says(page.getByRole('alert'), 'Add http:// or https:// in front.')
  await look('04-add-source')
  await page.getByRole('alert').getByRole('button').click()
  expect(await page.getByLabel('Base URL').inputValue()).toBe('https://airflow.example.com')
  await page.getByLabel('Base URL').fill('http://airflow.example.com')
  await page.getByRole('button', { name: 'Save and get the token' }).click()
  await sees(page.getByRole('heading', { name: 'Connect OpenLineage' }))
  await visit(page, 'Home')
  await says(page.getByRole('main'), '1 of 4')
  await page.getByRole('link', { name: 'Watch it' }).click()
  await sees(page.getByRole('heading', { name: 'Connect OpenLineage' }))
}

/** The three values and the snippets, first with the address that only this machine knows, then with one that is set right there. */
async function connect(view: View, headwater: Headwater, outside: Outside): Promise<Told> {
  const { page, look } = view
  await sees(page.getByText(`Producers elsewhere may not reach ${headwater.url}.`))
  expect(await copied(page, 'Events URL')).toBe(headwater.url)
  await look('05-connect')
  await page.getByLabel('Public URL').fill(`${outside.url}/`)
  await page.getByRole('button', { name: 'Set the public URL' }).click()
  await expect.poll(() => copied(page, 'Events URL'), { timeout: patience }).toBe(outside.url)
  await page.getByText(`Producers elsewhere may not reach ${headwater.url}.`).waitFor({ state: 'hidden' })
  const told = {
    token: await copied(page, 'API token'),
    url: await copied(page, 'Events URL'),
    endpoint: await copied(page, 'Events endpoint'),
  }
  expect(told).toEqual({ token: expect.stringMatching(/^hws_\w{20,}$/), url: outside.url, endpoint: 'api/v1/lineage' })
  await snippetsHave(page, told)
  await look('06-connect-public')
  return told
}

const producers = { Airflow: 3, Spark: 2, dbt: 1, Flink: 2, Python: 2, Java: 2, curl: 1 }

/** Every form of every producer's settings holds the real values. */
async function snippetsHave(page: Page, told: Told): Promise<void> {
  for (const [producer, count] of Object.entries(producers)) {
    await page.getByRole('tab', { name: producer, exact: true }).click()
    const forms = page.getByRole('group', { name: `Form of the ${producer} settings` }).getByRole('button')
    expect(Math.max(1, await forms.count()), producer).toBe(count)
    for (let i = 0; i < count; i++) {
      if (count > 1) await forms.nth(i).click()
      const code = await page.getByRole('region', { name: `the ${producer} snippet` }).innerText()
      expect(code, producer).toContain(told.token)
      expect(code, producer).toContain(told.url)
    }
  }
}

/** A refusal with its cause, the test event, and a snippet as the page shows it. */
async function firstEvents({ page, look }: View, headwater: Headwater, told: Told, folder: string): Promise<void> {
  await reach(page, { request: 'waiting', column: 'later' })
  const wrong = { ...told, token: `${told.token.slice(0, -1)}${told.token.endsWith('a') ? 'b' : 'a'}` }
  await expect(sendRun('refused', wrong, folder)).rejects.toThrow(/401/)
  await reach(page, { request: 'reached', token: 'failed', stored: 'later' })
  const refused = page.getByRole('article').first()
  await says(refused, '401')
  await says(refused, /cause\n+.+[^]*fix\n+.+/i)
  await look('07-refused')
  await page.getByRole('button', { name: 'Send test event' }).click()
  await says(page.getByRole('region', { name: 'First event' }), `${told.url}/api/v1/lineage answered 201`)
  // It shows that the way is open; the ladder goes on waiting for the producer.
  await reach(page, { token: 'failed', stored: 'later' })
  await look('08-test-event')
  await page
    .getByRole('region', { name: 'First event' })
    .getByRole('link', { name: /^Event \d/ })
    .click()
  await sees(page.getByText('Test event, kept out of the catalog'))
  await look('09-test-event-page')
  expect((await headwater.cli(['export', 'catalog'])).trim()).toBe('')
  await page.goBack()
  await page.getByRole('tab', { name: 'Python', exact: true }).click()
  await runPython(await copied(page, 'the Python snippet'), folder)
  await reach(page, { job: 'reached', run: 'reached', dataset: 'reached', edge: 'reached', column: 'waiting' })
  await look('10-ladder-edge')
}

/** The client, told the three values; the ladder ends, and a reload keeps it. The token is gone with the reload. */
async function realRun({ page, look }: View, told: Told, folder: string): Promise<string> {
  const runId = await sendRun('orders.contacts', told, folder)
  await reach(page, { edge: 'reached', column: 'reached' })
  await look('11-ladder-whole')
  await page.reload()
  await reach(
    page,
    Object.fromEntries(
      ['request', 'token', 'readable', 'stored', 'job', 'run', 'dataset', 'edge', 'column'].map((key) => [key, 'reached']),
    ),
  )
  await sees(page.getByText('It was shown once and is stored only as a hash.'))
  expect(await page.content()).not.toContain(told.token)
  await page.getByRole('navigation', { name: 'Parts of this page' }).getByRole('link', { name: 'Settings' }).click()
  await says(page.getByRole('table', { name: 'Tokens' }), /openlineage-python|python/i)
  await look('12-source-settings')
  return runId
}

async function syncByHand({ page, look }: View): Promise<void> {
  await page.getByRole('button', { name: 'Sync metadata' }).click()
  await page.getByRole('navigation', { name: 'Parts of this page' }).getByRole('link', { name: 'Syncs' }).click()
  await says(page.getByRole('table', { name: 'Syncs' }), /Complete[^]*Ada Lovelace/)
  await look('13-syncs')
  await visit(page, 'Data')
  await says(page.getByRole('table', { name: 'Data sources' }), 'Up to date')
  await sees(page.getByRole('table', { name: 'Data sources' }).getByRole('button', { name: 'Sync metadata' }))
  await look('14-sources')
  await visit(page, 'Home')
  await sees(page.getByRole('heading', { name: 'Failing now' }))
  expect(await page.getByRole('heading', { name: 'First steps' }).count()).toBe(0)
  await look('15-home-with-events')
}

async function pagesSay({ page, look }: View, runId: string): Promise<void> {
  const tab = (name: string) => page.getByRole('navigation', { name: 'Parts of this page' }).getByRole('link', { name })
  await visit(page, 'Jobs')
  await says(page.getByRole('table', { name: 'Jobs' }), 'orders.contacts')
  await look('16-jobs')
  await page.getByRole('table', { name: 'Jobs' }).getByRole('link', { name: 'orders.contacts' }).click()
  await sees(page.getByRole('heading', { name: 'orders.contacts' }))
  await says(page.getByRole('main'), 'shop.public.customers')
  await look('17-job')
  await tab('Runs').click()
  await page.getByRole('main').getByRole('table').getByRole('link').first().click()
  await page.waitForURL(`**/run?**${runId}**`)
  await says(page.getByRole('main'), 'Complete')
  await look('18-run')
  await tab('Inputs and outputs').click()
  await says(page.getByRole('table', { name: 'Outputs' }), 'shop.public.contacts')
  await look('19-run-datasets')
  await tab('Events').click()
  await page.getByRole('table', { name: 'Events of this run' }).getByRole('row', { name: 'COMPLETE' }).getByRole('link').click()
  await sees(page.getByRole('heading', { name: 'RunEvent COMPLETE' }))
  await sees(page.getByText('Stored and applied'))
  await sees(page.getByRole('heading', { name: 'Receipt' }))
  await says(page.getByRole('region', { name: 'Used' }), /columnLineage/)
  await look('20-event')
  await visit(page, 'Datasets')
  await says(page.getByRole('main').getByRole('table'), 'shop.public.contacts')
  await look('21-datasets')
  await page.getByRole('link', { name: 'shop.public.contacts' }).first().click()
  await says(page.getByRole('table', { name: 'Fields' }), 'email_hash')
  await look('22-dataset')
  await page.getByRole('table', { name: 'Fields' }).getByRole('row', { name: 'email_hash' }).getByRole('link').first().click()
  await sees(page.getByRole('dialog', { name: 'Column lineage of email_hash' }))
  await says(page.getByRole('dialog'), /Made from[^]*shop.public.customers[^]*email[^]*direct, transformation[^]*contacts/)
  await look('23-column-lineage')
}

/** The pinned column, what it is made from, and its path in the colour of water on the canvas. */
async function graphLights({ page, look }: View): Promise<void> {
  await page.getByRole('dialog').getByRole('link', { name: 'Open in the lineage graph' }).click()
  const graph = page.getByRole('group', { name: /^Lineage of shop.public.contacts/ })
  await sees(
    graph.getByRole('group', { name: 'Columns of shop.public.contacts' }).getByRole('button', { name: 'email_hash', pressed: true }),
  )
  const email = graph.getByRole('group', { name: 'Columns of shop.public.customers' }).getByRole('button', { name: 'email' })
  await sees(email)
  // The styles of all pages visited so far are there: none may reach into the card, whose columns are as wide as it is.
  expect((await email.boundingBox())?.width).toBeGreaterThan(150)
  await says(page.getByRole('complementary', { name: 'Selected: shop.public.contacts' }), /From 1 column[^]*email/)
  await expect.poll(() => litPixels(page), { timeout: patience }).toBeGreaterThan(50)
  await look('24-lineage')
}

async function searchFinds({ page, look }: View): Promise<void> {
  await page.keyboard.press('Control+k')
  await page.getByRole('combobox', { name: 'Search' }).fill('email_hash')
  await says(page.getByRole('option', { selected: true }), 'email_hash')
  await look('25-search')
  await page.keyboard.press('Enter')
  await sees(page.getByRole('dialog', { name: 'Column lineage of email_hash' }))
  await page.keyboard.press('Escape')
  await page.getByRole('dialog').waitFor({ state: 'hidden' })
  for (const place of ['People', 'Tokens', 'Facets', 'Server', 'Events']) {
    await visit(page, place)
    await sees(page.getByRole('heading', { level: 1 }))
    await look(`26-${place.toLowerCase()}`)
  }
}

/** The second start says neither link nor secret; whoever was signed in still is, and can leave. */
async function secondStart(view: View, headwater: Headwater): Promise<void> {
  const { page, look } = view
  await page.goto('about:blank')
  expect(await headwater.stop()).toBe(0)
  const before = headwater.output.length
  await headwater.start()
  await expect.poll(() => headwater.output.slice(before), { timeout: patience }).toContain(`Headwater is ready at`)
  expect(headwater.output.slice(before)).not.toMatch(/invite|token=|hws_|hwp_/)
  await page.goto(`${headwater.url}/`)
  await sees(page.getByRole('heading', { name: 'Home' }))
  await nav(page).getByRole('button', { name: ada.name }).click()
  await page.getByRole('menuitem', { name: 'Sign out', exact: true }).click()
  await sees(page.getByRole('heading', { name: 'Sign in' }))
  await look('27-sign-in')
  await signIn(view, headwater.url)
}
