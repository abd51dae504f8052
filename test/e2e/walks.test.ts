/** The pages on a phone, and by the keyboard alone. */
import type { Page } from 'playwright-core'
import { expect, test } from 'vitest'
import { patience, says, sees } from './browser.ts'
import { estate } from './estate.ts'
import { walks } from './walk.ts'
import type { WalkOptions, Walks } from './walk.ts'

const site = walks({ folder: 'walks', events: estate })
const walking = (options: WalkOptions, work: Parameters<Walks['walk']>[0]): Promise<void> => site.walk(work, options)

const wider = (page: Page): Promise<number> => page.evaluate(() => (document.scrollingElement?.scrollWidth ?? 0) - window.innerWidth)

test('a phone: Home, Jobs, the list of the lineage', async () => {
  const phone = { folder: 'phone', viewport: { width: 390, height: 844 }, isMobile: true, hasTouch: true, deviceScaleFactor: 2 }
  await walking(phone, async ({ page, look }) => {
    const places = page.getByRole('navigation', { name: 'Places' })
    const fits = async (name: string): Promise<void> => {
      await look(name)
      expect(await wider(page), `${name} is wider than the phone`).toBeLessThanOrEqual(0)
    }
    await sees(page.getByRole('heading', { name: 'Failing now' }))
    await says(page.getByRole('main'), 'division by zero')
    await fits('1-home')
    await places.getByRole('link', { name: 'Jobs' }).tap()
    await says(page.getByRole('table', { name: 'Jobs' }), 'shop.report')
    await fits('2-jobs')
    await page.getByRole('table', { name: 'Jobs' }).getByRole('link', { name: 'shop.mart' }).tap()
    await sees(page.getByRole('heading', { name: 'shop.mart' }))
    await fits('3-job')
    await page.getByRole('link', { name: 'Lineage', exact: true }).first().tap()
    await listOfLineage(page, fits)
  })
})

/** On a phone the list is what the lineage opens with; a tap on a name shows it in the graph. */
async function listOfLineage(page: Page, fits: (name: string) => Promise<void>): Promise<void> {
  const list = page.getByRole('complementary', { name: 'Nodes by distance' })
  await sees(list.getByRole('button', { name: 'stage_orders, dataset' }))
  await sees(list.getByRole('button', { name: 'fct_orders, dataset' }))
  await sees(list.getByRole('button', { name: 'shop.mart, job, Complete' }))
  await fits('4-lineage-list')
  await list.getByRole('button', { name: 'fct_orders, dataset' }).tap()
  await sees(page.getByRole('group', { name: /^Lineage of shop.mart/ }))
  await sees(page.getByRole('complementary', { name: 'Selected: fct_orders' }))
  await fits('5-lineage-graph')
}

/** What has the focus: its own text, or that of its row. */
const focused = (page: Page): Promise<string> => page.evaluate(() => document.activeElement?.textContent ?? '')
const label = (page: Page): Promise<string | null> => page.evaluate(() => document.activeElement?.getAttribute('aria-label') ?? null)

test('the keyboard alone', async () => {
  await walking({ folder: 'keyboard' }, async ({ page, look }) => {
    const press = (...keys: string[]): Promise<void> =>
      keys.reduce((before, key) => before.then(() => page.keyboard.press(key)), Promise.resolve())
    await page.reload()
    await sees(page.getByRole('heading', { name: 'Failing now' }))
    await press('Tab')
    expect(await focused(page)).toBe('Skip to the page')
    await press('g', 'j')
    await says(page.getByRole('table', { name: 'Jobs' }), 'shop.report')
    await rowsByKey(page, press)
    await look('1-job')
    await filterByKey(page, press)
    await paletteByKey(page, press)
    await look('2-dataset')
    await graphByKey(page, press)
    await look('3-lineage')
    await press('?')
    await sees(page.getByRole('dialog', { name: 'Keys' }))
    await look('4-keys')
    await press('Escape')
    await page.getByRole('dialog').waitFor({ state: 'hidden' })
  })
})

type Press = (...keys: string[]) => Promise<void>

/** `j` and `k` move through the rows, Enter opens the one that has the focus. */
async function rowsByKey(page: Page, press: Press): Promise<void> {
  await press('j')
  const first = await focused(page)
  await press('j')
  const second = await focused(page)
  expect(second).not.toBe(first)
  await press('k')
  expect(await focused(page)).toBe(first)
  await press('Enter')
  await page.waitForURL('**/job?**')
  await sees(page.getByRole('heading', { level: 1, name: /shop\./ }))
}

/** `/` goes to the filter of the list, Escape empties it and then leaves it. */
async function filterByKey(page: Page, press: Press): Promise<void> {
  await press('g', 'j')
  await says(page.getByRole('table', { name: 'Jobs' }), 'shop.stage')
  await press('/')
  expect(await label(page)).toBe('Filter jobs by name')
  await page.keyboard.type('mart')
  await expect.poll(() => page.getByRole('table', { name: 'Jobs' }).innerText(), { timeout: patience }).not.toContain('shop.stage')
  await press('Escape')
  await says(page.getByRole('table', { name: 'Jobs' }), 'shop.stage')
  await press('Escape')
  expect(await label(page)).toBeNull()
}

/** Ctrl K from anywhere; Escape gives the focus back; arrows and Enter open. */
async function paletteByKey(page: Page, press: Press): Promise<void> {
  await press('j')
  const row = await focused(page)
  await press('Control+k')
  await sees(page.getByRole('dialog', { name: 'Search' }))
  await press('Escape')
  await page.getByRole('dialog').waitFor({ state: 'hidden' })
  expect(await focused(page)).toBe(row)
  await press('Control+k')
  await page.keyboard.type('fct_ord')
  await says(page.getByRole('option', { selected: true }), 'fct_orders')
  await press('Enter')
  await sees(page.getByRole('heading', { level: 1, name: 'fct_orders' }))
}

/** Into the graph by Tab, from node to node by the arrows, columns by `c`, one step back by Escape. */
async function graphByKey(page: Page, press: Press): Promise<void> {
  await page.getByRole('link', { name: 'Lineage', exact: true }).last().focus()
  await press('Enter')
  const graph = page.getByRole('group', { name: /^Lineage of fct_orders/ })
  await sees(graph.getByRole('button', { name: /^fct_orders, dataset, root/ }))
  await graph.getByRole('button', { name: /^fct_orders, dataset, root/ }).focus()
  await press('ArrowLeft')
  await expect.poll(() => label(page), { timeout: patience }).toMatch(/^shop\.mart, job/)
  await press('ArrowLeft')
  await expect.poll(() => label(page), { timeout: patience }).toMatch(/^stage_orders, dataset/)
  await press('c')
  await sees(graph.getByRole('group', { name: 'Columns of stage_orders' }))
  await press('Shift++')
  await sees(graph.getByRole('button', { name: /^orders, dataset/ }))
}
