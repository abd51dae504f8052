/** Settings, Identity as people use it: a rule is looked at before it is made and taken back after; what is in the way is hidden and comes back. */
import type { Page } from 'playwright-core'
import { expect, test } from 'vitest'
import { run } from '../harness/catalog.ts'
import { patience, says, sees } from './browser.ts'
import { walks } from './walk.ts'

const at = (namespace: string, name: string, facets: object = {}): object => ({ namespace, name, facets })
const link = (namespace: string, name: string): object => ({ symlinks: { identifiers: [{ namespace, name, type: 'TABLE' }] } })
const tables = (namespace: string, ...names: string[]): object[] => names.map((name) => at(namespace, `shop.public.${name}`))

const sent = [
  run({
    job: 'load',
    runId: 'r1',
    inputs: tables('snowflake://acme', 'ORDERS', 'CUSTOMERS'),
    outputs: tables('snowflake://acme', 'orders'),
  }),
  run({ job: 'report', runId: 'r2', inputs: tables('snowflake://acme', 'orders', 'customers') }),
  run({ job: 'one', runId: 'r3', inputs: tables('postgres://10.0.0.5:5432', 'a', 'b') }),
  run({ job: 'two', runId: 'r4', inputs: tables('postgres://db.prod:5432', 'a', 'b') }),
  run({ job: 'spark', runId: 'r5', outputs: [at('s3://lake', 'w/events', link('hive', 'web.events'))] }),
  run({ job: 'scratch', runId: 'r6', outputs: tables('snowflake://acme', 'scratch') }),
]

const site = walks({
  folder: 'identity',
  fill: async (headwater) => {
    await headwater.addSource('Airflow')
    await headwater.addSource('Copy of Airflow')
    await headwater.json(['import', '-', '--source', 'Airflow'], { input: sent.map((event) => JSON.stringify(event)).join('\n') })
    await headwater.json(['import', '-', '--source', 'Copy of Airflow'], { input: JSON.stringify(run({ job: 'load', runId: 'copy' })) })
    await headwater.json(['sync', '--wait'])
  },
})
const asAda = site.walk

const answer = (page: Page, verb: string): Promise<void> =>
  page.getByRole('dialog').getByRole('button', { name: verb, exact: true }).click()
const more = async (page: Page, item: string): Promise<void> => {
  await page.getByRole('button', { name: 'More actions' }).click()
  await page.getByRole('menuitem', { name: item }).click()
}
/** Names of datasets with that word, as the catalog has them now. */
const datasets = async (page: Page, word: string): Promise<string[]> => {
  const reply = await page.request.get(`/api/v2/datasets?q=${word}&sort=name`)
  return ((await reply.json()) as { items: { name: string }[] }).items.map((d) => d.name)
}
const become = (page: Page, word: string, names: readonly string[]): Promise<void> =>
  expect.poll(() => datasets(page, word), { timeout: patience }).toEqual(names)

test('a rule shows what it would merge, is made, and is taken back', async () => {
  await asAda(async ({ page, look }) => {
    await page.getByRole('navigation', { name: 'Main' }).getByRole('link', { name: 'Identity' }).click()
    await says(page.getByRole('main'), 'No rules of your own')
    await look('1-empty')
    await become(page, 'orders', ['shop.public.ORDERS', 'shop.public.orders'])
    await page.getByRole('button', { name: 'Add rule' }).click()
    await page.getByLabel('Kind').selectOption({ label: 'Letter case' })
    await page.getByLabel('Namespaces').fill('snowflake://*')
    await says(page.getByRole('main'), '4 datasets become 2')
    await look('2-preview')
    await page.getByLabel('Note').fill('Snowflake folds names')
    await page.getByRole('button', { name: 'Make the rule' }).click()
    await says(
      page.getByRole('list', { name: 'Rules in force' }),
      /Names in snowflake:\/\/\* count in lower case[^]*Snowflake folds names[^]*Ada/,
    )
    await become(page, 'orders', ['shop.public.orders'])
    await expect.poll(() => page.getByText('is being made anew by the changed rules').count(), { timeout: patience }).toBe(0)
    await look('3-made')
    await page.getByRole('button', { name: /^Take back/ }).click()
    await look('4-take-back')
    await answer(page, 'Take back')
    await says(page.getByRole('list', { name: 'Rules that were taken back' }), 'snowflake')
    await become(page, 'orders', ['shop.public.ORDERS', 'shop.public.orders'])
  })
})

test('a rule that cannot be used says why before it is made', async () => {
  await asAda(async ({ page, look }) => {
    await page.goto('/settings/identity')
    await page.getByRole('button', { name: 'Add rule' }).click()
    await page.getByLabel('Kind').selectOption({ label: 'Pattern' })
    await page.getByLabel('Namespaces').fill('*')
    await page.getByLabel('What matches').fill('(')
    await says(page.getByRole('main'), /This rule cannot be used\.[^]*missing closing/)
    expect(await page.getByRole('button', { name: 'Make the rule' }).isDisabled()).toBe(true)
    await look('16-fault')
  })
})

test('two names of one server are offered; one is accepted, another dismissed for good', async () => {
  await asAda(async ({ page, look }) => {
    await page.goto('/settings/identity')
    const offered = page.getByRole('list', { name: 'Suggestions' })
    await says(offered, 'postgres://10.0.0.5:5432 and postgres://db.prod:5432 look like one server: 2 names stand in both')
    await page
      .getByRole('button', { name: /^Dismiss: .*letter case/ })
      .first()
      .click()
    await says(page.getByRole('main'), '1 dismissed suggestion')
    await page.getByRole('button', { name: /^Accept: postgres/ }).click()
    await says(page.getByRole('list', { name: 'Rules in force' }), '10.0.0.5:5432 is the server db.prod')
    await become(page, 'public.a', ['shop.public.a'])
    await look('5-accepted')
    expect(await offered.getByText('look like one server').count()).toBe(0)
  })
})

test('a job is hidden from where one stands, and Undo brings it back', async () => {
  await asAda(async ({ page, look }) => {
    await page.goto('/job?namespace=jobs&name=scratch')
    await more(page, 'Hide from the catalog')
    await says(page.getByRole('dialog'), '1 job and 1 run leave the catalog.')
    await look('6-hide')
    await answer(page, 'Hide')
    const status = async (): Promise<number> => (await page.request.get('/api/v2/job?namespace=jobs&name=scratch')).status()
    await page.getByRole('button', { name: 'Undo' }).hover()
    await expect.poll(status, { timeout: patience }).toBe(404)
    await page.getByRole('button', { name: 'Undo' }).click()
    await expect.poll(status, { timeout: patience }).toBe(200)
  })
})

test('a dataset says who joined its names; one is kept apart, and it is said to be another', async () => {
  await asAda(async ({ page, look }) => {
    await page.goto('/dataset?namespace=hive&name=web.events')
    await page.getByRole('button', { name: '1 other name' }).click()
    await says(page.getByRole('dialog'), 'says a symlink of its producer (table)')
    await look('7-names')
    await page.getByRole('button', { name: 'Keep w/events apart' }).click()
    await says(page.getByRole('dialog'), 'What is one dataset now becomes 2')
    await answer(page, 'Keep apart')
    await become(page, 'events', ['w/events', 'web.events'])
    await page.goto('/dataset?namespace=s3%3A%2F%2Flake&name=w%2Fevents')
    await more(page, 'This is the same as')
    await page.getByLabel('Find the other dataset').fill('scratch')
    await page.getByRole('group', { name: 'Datasets found' }).getByRole('button').first().click()
    await says(page.getByRole('dialog'), '2 datasets become 1')
    await look('8-same')
    await page.getByRole('dialog').getByRole('button', { name: 'Cancel' }).click()
  })
})

test('a source is left out and brought back; a job that two sources name is shown; a full sync', async () => {
  await asAda(async ({ page, look }) => {
    await page.goto('/settings/data')
    await page
      .getByRole('table', { name: 'Data sources' })
      .getByRole('link', { name: /Copy of Airflow/ })
      .click()
    await page.getByRole('navigation', { name: 'Parts of this page' }).getByRole('link', { name: 'Settings' }).click()
    await says(page.getByRole('main'), '1 job of it is named by another source as well.')
    await page.getByRole('button', { name: 'Set a prefix' }).first().click()
    await page.getByRole('textbox', { name: 'Prefix' }).fill('copy/')
    await says(page.getByRole('dialog'), '1 job stands in namespaces that start with copy/.')
    await look('9-prefix')
    await page.getByRole('dialog').getByRole('button', { name: 'Cancel' }).click()
    await page.getByRole('button', { name: 'Leave out' }).click()
    await says(page.getByRole('dialog'), '1 event and 1 run leave the catalog.')
    await look('10-leave-out')
    await answer(page, 'Leave out')
    await says(page.getByRole('list', { name: 'Rules about this source' }), 'Events of Copy of Airflow')
    await look('11-source')
    await page.getByRole('button', { name: 'Remove source' }).click()
    await page.getByLabel('Leave it out of the catalog').check()
    await says(page.getByRole('dialog'), /Nothing in the catalog changes|leaves? the catalog/)
    await look('12-remove')
    await page.getByRole('dialog').getByRole('button', { name: 'Cancel' }).click()
    await page.goto('/settings/data')
    await page.getByRole('button', { name: 'Full sync' }).click()
    await answer(page, 'Start the full sync')
    await says(page.getByRole('table', { name: 'Syncs' }), 'Complete')
    await look('13-full-sync')
  })
})

const fits = async (page: Page): Promise<void> =>
  expect(await page.evaluate(() => document.documentElement.scrollWidth > window.innerWidth)).toBe(false)

test.each(['light', 'dark'] as const)('on a phone, %s', async (colorScheme) => {
  await asAda(
    async ({ page, look }) => {
      await page.goto('/settings/identity')
      await sees(page.getByRole('heading', { name: 'Comes with Headwater' }))
      await fits(page)
      await look(`14-phone-${colorScheme}`)
      await page.getByRole('button', { name: 'Add rule' }).click()
      await look(`15-phone-form-${colorScheme}`)
      await page.goto('/settings/data/1?tab=settings')
      await sees(page.getByRole('heading', { name: 'In the catalog' }))
      await page.getByRole('button', { name: 'Leave out' }).click()
      await says(page.getByRole('dialog'), 'leave the catalog')
      await fits(page)
      await look(`17-phone-leave-out-${colorScheme}`)
    },
    { viewport: { width: 360, height: 780 }, colorScheme },
  )
})
