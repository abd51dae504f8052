/** What administrators do under Settings: tokens that overlap, stop and pause; people who join by a link; and the demo data of Home. */
import type { Page } from 'playwright-core'
import { expect, test } from 'vitest'
import { run } from '../harness/catalog.ts'
import { startHeadwater } from '../harness/server.ts'
import { copied, patience, says, sees } from './browser.ts'
import type { View } from './browser.ts'
import { walkOn, walks } from './walk.ts'

const site = walks({ folder: 'settings' })
const asAda = site.walk

const menu = async (page: Page, item: string): Promise<void> => {
  await page.getByRole('button', { name: 'Rotate, pause, remove' }).click()
  await page.getByRole('menuitem', { name: item, exact: true }).click()
}
const answer = (page: Page, verb: string): Promise<void> =>
  page.getByRole('dialog').getByRole('button', { name: verb, exact: true }).click()

let sent = 0
/** The status that a producer with this token gets for an event. */
const statusOf = async (token: string): Promise<number> =>
  (await site.headwater.post(token, JSON.stringify(run({ job: 'tokens', runId: `run-${sent++}` })))).status
const answers = (token: string, status: number): Promise<void> => expect.poll(() => statusOf(token), { timeout: patience }).toBe(status)

test('a token is rotated with an overlap, revoked, and its source paused', async () => {
  const { id, apiToken: old } = await site.headwater.addSource('Tokens')
  await asAda(async ({ page, look }) => {
    await page.goto(`${site.headwater.url}/settings/data/${id}`)
    await menu(page, 'Rotate the token')
    await page.getByLabel('The token in use now').selectOption({ label: 'The old one works for another hour' })
    await answer(page, 'Make a new token')
    await sees(page.getByRole('dialog', { name: 'The new token of Tokens' }))
    const fresh = await copied(page, 'API token')
    await answer(page, 'Done')
    expect([await statusOf(old), await statusOf(fresh)]).toEqual([201, 201])
    await page.getByRole('navigation', { name: 'Parts of this page' }).getByRole('link', { name: 'Settings' }).click()
    const tokens = page.getByRole('table', { name: 'Tokens' })
    await says(tokens, 'valid until rotated out')
    await look('1-rotated')
    await tokens.getByRole('row', { name: 'valid until rotated out' }).getByRole('button', { name: 'Revoke' }).click()
    await look('2-revoke')
    await answer(page, 'Revoke token')
    await says(tokens, 'revoked')
    // The table may hear of it a moment before the answer to the button is out.
    await answers(old, 401)
    expect(await statusOf(fresh)).toBe(201)
    await menu(page, 'Pause')
    await answer(page, 'Pause')
    await sees(page.getByText('Paused', { exact: true }))
    expect(await statusOf(fresh)).toBe(401)
    await menu(page, 'Resume')
    await answer(page, 'Resume')
    await answers(fresh, 201)
    await page
      .getByRole('navigation', { name: 'Parts of this page' })
      .getByRole('link', { name: /^Refused/ })
      .click()
    await says(page.getByRole('main'), /401 source_paused[^]*401 token_revoked/)
    await look('3-refused')
  })
})

test('a viewer joins by the link, reads, changes nothing, and is out at once when disabled', async () => {
  await asAda(async ({ page, look }) => {
    await page.getByRole('navigation', { name: 'Main' }).getByRole('link', { name: 'People' }).click()
    await page.getByRole('button', { name: 'Add a person' }).click()
    await page.getByLabel('Name').fill('Grace')
    await page.getByLabel('E-mail').fill('grace@example.com')
    await answer(page, 'Add and get the link')
    await sees(page.getByRole('dialog', { name: 'The link for Grace' }))
    const link = await copied(page, 'link')
    await look('4-link')
    await answer(page, 'Done')
    await site.walk(
      async (viewer) => {
        await viewerJoins(viewer, link)
        await page.getByRole('row', { name: /Grace/ }).getByRole('button', { name: 'Change Grace' }).click()
        await page.getByRole('menuitem', { name: 'Disable' }).click()
        await answer(page, 'Disable')
        await says(page.getByRole('table', { name: 'People' }), 'disabled')
        await viewer.page.getByRole('navigation', { name: 'Main' }).getByRole('link', { name: 'Datasets' }).click()
        await sees(viewer.page.getByRole('heading', { name: 'Sign in' }))
      },
      // whoever was disabled is told so by a 401
      { who: 'nobody', causes: /status of 401/ },
    )
  })
})

async function viewerJoins({ page, look }: View, link: string): Promise<void> {
  await page.goto(link)
  await sees(page.getByRole('heading', { name: 'Join Headwater' }))
  await page.getByLabel('Password').fill('another four small words')
  await page.getByRole('button', { name: 'Join' }).click()
  await sees(page.getByRole('heading', { name: /Home|Welcome, Grace/ }))
  const main = page.getByRole('navigation', { name: 'Main' })
  expect(await main.getByRole('link', { name: 'People' }).count()).toBe(0)
  await main.getByRole('link', { name: 'Data', exact: true }).click()
  await sees(page.getByRole('table', { name: 'Data sources' }))
  expect(await page.getByRole('link', { name: 'Add source' }).count()).toBe(0)
  expect(await page.getByRole('button', { name: /Sync/ }).count()).toBe(0)
  await look('5-viewer')
}

test('the demo data comes from a door of Home, with a way to an interesting column', async () => {
  const empty = await startHeadwater()
  const demo = async ({ page, look }: View): Promise<void> => {
    await page.getByRole('button', { name: 'Load demo data' }).click()
    await page.getByRole('link', { name: 'Open an interesting column' }).click()
    await sees(page.getByRole('group', { name: /^Lineage of / }))
    await sees(page.getByRole('group', { name: /^Columns of / }).getByRole('button', { pressed: true }))
    await look('6-demo-column')
    await page.getByRole('navigation', { name: 'Main' }).getByRole('link', { name: 'Home' }).click()
    await sees(page.getByRole('heading', { name: 'Failing now' }))
    await says(page.getByRole('main'), 'breaking')
    await look('7-demo-home')
    await page.getByRole('navigation', { name: 'Main' }).getByRole('link', { name: /^Jobs/ }).click()
    await says(page.getByRole('main'), /\d+ jobs · \d+ without a parent/)
    await look('8-demo-jobs')
  }
  try {
    await walkOn(site.browser, empty, demo, { folder: 'settings', who: 'joins' })
  } finally {
    await empty.stop()
  }
})
