/** The explorer as a person uses it: what is opened, filtered, grouped, coloured and pinned, and that an address brings it back in one question. */
import type { Page } from 'playwright-core'
import { expect, test } from 'vitest'
import { patience, says, sees } from './browser.ts'
import * as explorer from './graph.ts'
import { findBox as box, param } from './graph.ts'
import { shop } from './shop.ts'
import { tree } from './tree.ts'
import { walks } from './walk.ts'
import type { WalkOptions, Walks } from './walk.ts'

const site = walks({ folder: 'explorer', events: shop })
const root = 'wh.core.orders'
const core = explorer.lineageOf(root)
const graphOf = (page: Page) => explorer.graphOf(page, root)
const node = (page: Page, name: string) => explorer.node(page, name, root)
const exploring = (options: WalkOptions, at: string, work: Parameters<Walks['walk']>[0]): Promise<void> =>
  site.walk(async (view) => {
    await view.page.goto(at)
    await work(view)
  }, options)

test('opens with eight of twelve; the rest one by one, by twenty, or by hops', async () => {
  await exploring({}, core, async ({ page, look }) => {
    await sees(node(page, 'wh.core.orders'))
    await says(graphOf(page), /2\s+upstream ·\s+24\s+downstream \(5 hops\)/)
    await says(graphOf(page), '8 of 12')
    await look('1-open')
    await page.getByRole('textbox', { name: /^Find in 4 more that read wh.core.orders/ }).fill('m11')
    await page.getByRole('list', { name: 'Matches' }).getByRole('button', { name: 'm11' }).click()
    await sees(node(page, 'marts.m11'))
    await sees(node(page, 'wh.mart.m11'))
    await expect.poll(() => param(page, 'show'), { timeout: patience }).not.toBeNull()
    await page.goBack()
    await node(page, 'marts.m11').waitFor({ state: 'hidden' })
    await graphOf(page).getByRole('button', { name: 'Show 4 more' }).click()
    await sees(node(page, 'wh.mart.m11'))
    await page.keyboard.press('f')
    await node(page, 'wh.mart.m00').hover()
    await graphOf(page).getByRole('button', { name: 'How far to expand downstream' }).first().click()
    await page.getByRole('menuitem', { name: '3 hops' }).click()
    await sees(node(page, 'wh.report.r00'))
    await page.getByRole('button', { name: 'Expand all' }).click()
    await sees(node(page, 'wh.report.r05'))
    expect(param(page, 'depth')).toBe('100')
  })
})

test('one box: text is found, the language filters, and what is hidden is said', async () => {
  await exploring({}, `${core}&depth=2`, async ({ page, look }) => {
    await sees(node(page, 'wh.core.orders'))
    await page.keyboard.press('/')
    await page.keyboard.type('mart.m0')
    await says(page.getByRole('search'), '8')
    await page.keyboard.press('Enter')
    await says(page.getByRole('search'), '1 of 8')
    await page.keyboard.press('Shift+Enter')
    await says(page.getByRole('search'), '8 of 8')
    await box(page).fill('')
    await page.keyboard.type('status:failed ')
    await sees(page.getByRole('button', { name: 'Remove the filter status:failed' }))
    await says(page.getByRole('main'), /\d+ hidden by filters/)
    await sees(node(page, 'marts.m03'))
    await node(page, 'marts.m04').waitFor({ state: 'hidden' })
    await look('2-filtered')
    await page.reload()
    await sees(page.getByRole('button', { name: 'Remove the filter status:failed' }))
    await page.getByRole('button', { name: 'Remove the filter status:failed' }).click()
    await sees(node(page, 'marts.m04'))
    await box(page).fill('+wh.core.orders')
    await box(page).press('Enter')
    await node(page, 'marts.m04').waitFor({ state: 'hidden' })
    await sees(node(page, 'lake.raw.rates'))
    await box(page).fill('ns:nowhere')
    await box(page).press('Enter')
    await sees(page.getByText('All filtered out.'))
    await look('3-all-filtered')
    await page.getByRole('button', { name: 'Clear the filters' }).click()
    await sees(node(page, 'marts.m04'))
  })
})

test('a walk says how much of it is drawn and loads the rest; what is no value is said and hides nothing', async () => {
  await exploring({}, core, async ({ page, look }) => {
    await sees(node(page, 'wh.core.orders'))
    await box(page).fill('wh.core.orders+')
    await box(page).press('Enter')
    await says(page.getByRole('main'), /wh.core.orders\+\s+8 of 24 datasets drawn/)
    await look('3-walk-cut')
    await page.getByRole('button', { name: 'Load the rest' }).click()
    await sees(node(page, 'wh.report.r11'))
    await page.getByRole('button', { name: 'Load the rest' }).waitFor({ state: 'hidden' })
    expect(await page.getByRole('main').getByText('datasets drawn').count()).toBe(0)
    await page.reload()
    await sees(node(page, 'wh.report.r11'))
    await page.getByRole('button', { name: 'Remove the filter wh.core.orders+' }).click()
    await box(page).fill('status:nonsense')
    await box(page).press('Enter')
    await says(page.getByRole('main'), 'There is no status nonsense. States are failed, running, complete')
    await sees(node(page, 'wh.report.r11'))
    await look('3-no-value')
    await box(page).fill('foo:bar')
    await says(page.getByRole('main'), 'There is no filter foo: but ns: type: tag: owner: status:')
    await look('3-no-operator')
  })
  await exploring(
    { viewport: { width: 360, height: 740 } },
    `${core}&q=${encodeURIComponent('wh.core.orders+ status:nonsense')}`,
    async ({ page, look }) => {
      await says(page.getByRole('main'), /wh.core.orders\+\s+8 of 24 datasets drawn/)
      await says(page.getByRole('main'), 'There is no status nonsense.')
      await look('3-walk-phone')
      await page.getByRole('button', { name: 'Load the rest' }).click()
      await sees(page.getByRole('complementary', { name: 'Nodes by distance' }).getByText('12 · 12 jobs'))
    },
  )
})

test('groups are one card, open in their place, and lenses colour and filter', async () => {
  await exploring({}, `${core}&depth=2`, async ({ page, look }) => {
    await sees(node(page, 'wh.core.orders'))
    await page.getByRole('button', { name: /^Group by/ }).click()
    await page.getByRole('menuitem', { name: 'By schema' }).click()
    const marts = graphOf(page).getByRole('button', { name: /^Group, wh.mart, 8 datasets, 8 jobs, 1 failed/ })
    await sees(marts)
    await look('4-groups')
    await marts.focus()
    await page.keyboard.press('Enter')
    await sees(node(page, 'marts.m03'))
    await sees(graphOf(page).getByRole('button', { name: /^Group, wh.report/ }))
    await page.getByRole('button', { name: 'Close the group wh.mart' }).click()
    await marts.dblclick()
    await sees(node(page, 'marts.m03'))
    await page.getByRole('button', { name: /^Lens/ }).click()
    await page.getByRole('menuitem', { name: 'Last run' }).click()
    const legend = page.getByRole('group', { name: 'Lens: last run' })
    await legend.getByRole('button', { name: /^Failed 1/ }).click()
    await says(page.getByRole('main'), /\d+ hidden by filters/)
    await node(page, 'marts.m04').waitFor({ state: 'hidden' })
    await look('5-lens')
    for (const lens of ['Freshness', 'Quality', 'Owner', 'Namespace', 'Inferred']) {
      await page.getByRole('button', { name: /^Lens/ }).click()
      await page.getByRole('menuitem', { name: lens, exact: true }).click()
      await sees(page.getByRole('group', { name: `Lens: ${lens.toLowerCase()}` }).getByRole('button'))
    }
    await look('6-lens-inferred')
  })
})

test('several columns are pinned, found in a card, and their paths stand alone', async () => {
  await exploring({}, core, async ({ page, look }) => {
    await sees(node(page, 'wh.core.orders'))
    await node(page, 'wh.core.orders').focus()
    await page.keyboard.press('c')
    const columns = graphOf(page).getByRole('group', { name: 'Columns of wh.core.orders' })
    await says(columns, '4 more with lineage')
    await page.getByRole('textbox', { name: 'Find a column of wh.core.orders' }).fill('c13')
    await sees(columns.getByRole('button', { name: /^c13/ }))
    await page.getByRole('textbox', { name: 'Find a column of wh.core.orders' }).fill('')
    await columns.getByRole('button', { name: /^c00/ }).click()
    await sees(page.getByRole('button', { name: 'Leave the path of c00' }))
    await columns
      .getByRole('button', { name: /^c01/ })
      .first()
      .click({ modifiers: ['Shift'] })
    await sees(page.getByRole('button', { name: 'Leave the path of c01' }))
    await sees(page.getByRole('button', { name: 'Leave the path of c00' }))
    await look('7-pins')
    await page.getByRole('button', { name: /^Filter to path/ }).click()
    await sees(page.getByRole('button', { name: 'Exit path' }))
    await node(page, 'lake.raw.rates').waitFor({ state: 'hidden' })
    await look('8-path')
    await page.getByRole('button', { name: 'Exit path' }).click()
    await page.keyboard.press('Escape')
    await page.getByRole('button', { name: 'Leave the path of c00' }).waitFor({ state: 'hidden' })
  })
})

test('an address brings all of it back with one question', async () => {
  await exploring({}, core, async ({ page }) => {
    await sees(node(page, 'wh.core.orders'))
    const asked: string[] = []
    page.on('request', (request) => {
      const { pathname } = new URL(request.url())
      // the time line below the picture is a question of its own
      if (/^\/api\/v2\/(lineage(?!\/changes)|dataset$)/.test(pathname)) asked.push(`${request.method()} ${pathname}`)
    })
    await page.keyboard.press('f')
    for (const name of ['wh.mart.m00', 'wh.mart.m01']) {
      await node(page, name).focus()
      await page.keyboard.press('+')
      await sees(node(page, name.replace('wh.mart.m', 'wh.report.r')))
    }
    await node(page, 'wh.core.orders').focus()
    await page.keyboard.press('c')
    const columns = graphOf(page).getByRole('group', { name: 'Columns of wh.core.orders' })
    await columns.getByRole('button', { name: /^c00/ }).first().click()
    await columns
      .getByRole('button', { name: /^c01/ })
      .first()
      .click({ modifiers: ['Shift'] })
    await page.keyboard.press(']')
    await expect.poll(() => param(page, 'at'), { timeout: patience }).not.toBeNull()
    const address = page.url()
    await page.getByRole('button', { name: 'Close panel' }).click()
    await expect.poll(() => param(page, 'sel'), { timeout: patience }).toBe('none')
    asked.length = 0
    await page.reload()
    await sees(node(page, 'wh.report.r01'))
    await sees(page.getByRole('button', { name: 'Leave the path of c01' }))
    await sees(columns.getByRole('button', { name: /^c01/ }))
    expect(asked).toEqual(['POST /api/v2/lineage/scene'])
    expect(param(page, 'at')).toBe(new URL(address).searchParams.get('at'))
    await page.goBack()
    await page.getByRole('button', { name: 'Leave the path of c01' }).waitFor({ state: 'hidden' })
    await sees(page.getByRole('button', { name: 'Leave the path of c00' }))
    await page.goForward()
    await sees(page.getByRole('button', { name: 'Leave the path of c01' }))
  })
})

test('states: empty, an error with its number and Try again, slow with Cancel', async () => {
  await exploring({}, '/lineage?type=job&namespace=jobs&name=alone', async ({ page, look }) => {
    await sees(page.getByText('No lineage yet.'))
    await sees(page.getByRole('link', { name: /^Last event/ }))
    await look('9-empty')
  })
  await site.walk(
    async ({ page }) => {
      let answer: (() => void) | undefined
      await page.route('**/api/v2/lineage/scene', async (route) => {
        // how much there is may be asked as well
        if ((route.request().postDataJSON() as { depth: number }).depth === 0) return route.continue()
        await new Promise<void>((resolve) => (answer = resolve))
        const problem = { type: 'about:blank', title: 'It broke', status: 500, code: 'broke', detail: '', fix: '', requestId: 'r-42' }
        await route.fulfill({ status: 500, contentType: 'application/problem+json', body: JSON.stringify(problem) })
      })
      await page.goto(core)
      await sees(page.getByText('Still reading the lineage of wh.core.orders, 1 hop.'))
      await sees(page.getByRole('button', { name: 'Cancel' }))
      answer?.()
      await says(page.getByRole('alert'), 'request r-42')
      await page.unroute('**/api/v2/lineage/scene')
      await page.getByRole('button', { name: 'Try again' }).click()
      await sees(node(page, 'wh.core.orders'))
    },
    { causes: /status of 500/ },
  )
})

test('dark, and on a phone of 360 px', async () => {
  await exploring(
    { folder: 'explorer-dark', colorScheme: 'dark' },
    `${core}&depth=2&group=schema&lens=freshness`,
    async ({ page, look }) => {
      await sees(graphOf(page).getByRole('button', { name: /^Group, wh.mart/ }))
      await look('1-groups')
      await page.keyboard.press('f')
      for (let i = 0; i < 9; i++) await page.keyboard.press('[')
      await sees(page.getByRole('button', { name: /^1?\d percent, back to the root/ }))
      await look('2-far')
    },
  )
  const phone = { folder: 'explorer-360', viewport: { width: 360, height: 740 }, isMobile: true, hasTouch: true }
  await exploring(phone, `${core}&list=0&q=-m01&lens=run`, async ({ page, look }) => {
    await sees(node(page, 'wh.core.orders'))
    await sees(page.getByText('2 hidden'))
    expect(await page.evaluate(() => (document.scrollingElement?.scrollWidth ?? 0) - window.innerWidth)).toBeLessThanOrEqual(0)
    await look('1-graph')
  })
})

test('thousands of nodes come in groups, or after a question', async () => {
  await site.walk(async ({ page, look }) => {
    const body = JSON.stringify(tree(4))
    await page.route('**/api/v2/lineage/scene', (route) => route.fulfill({ contentType: 'application/json', body }))
    await page.goto(core)
    await sees(node(page, 'wh.core.orders'))
    await says(graphOf(page), /0\s+upstream ·\s+4,680\+\s+downstream/)
    await page.getByRole('button', { name: 'Expand all' }).click()
    await sees(page.getByRole('dialog', { name: 'Open at least 4,680 nodes?' }))
    await page.getByRole('button', { name: 'Open them' }).click()
    await page.getByRole('button', { name: 'Fit all' }).click()
    await sees(graphOf(page).getByRole('button', { name: /^Group, s0, [\d,]+ datasets/ }))
    await look('10-grouped-by-itself')
    await page.goto(`${core}&depth=100&group=none`)
    await sees(page.getByText('9,361 nodes are too many to read.'))
    await look('11-too-many')
    await page.getByRole('button', { name: 'Render anyway' }).click()
    await sees(node(page, 'wh.core.orders'))
    await page.keyboard.press('f')
    await sees(page.getByRole('button', { name: /^[1-9] percent, back to the root/ }))
    await look('12-far')
  })
})
