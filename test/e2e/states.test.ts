/** Every state in which the explorer can be, forced, in both themes, wide and 360 px narrow: what it says, how one gets on, and axe. */
import type { Page, Request, Route } from 'playwright-core'
import { expect, test } from 'vitest'
import type { Scene } from '../../src/contract/scene.ts'
import { patience, says, sees } from './browser.ts'
import type { View } from './browser.ts'
import { shop } from './shop.ts'
import { tree } from './tree.ts'
import { walks } from './walk.ts'

const site = walks({ folder: 'states', events: shop })

const SCENE = '**/api/v2/lineage/scene'
const core = '/lineage?type=dataset&namespace=db&name=wh.core.orders&list=0&sel=none'
const raw = core.replace('wh.core.orders', 'lake.raw.orders')
const graph = (page: Page) => page.getByRole('group', { name: /^Lineage of/ })
const node = (page: Page, name: string) => graph(page).getByRole('button', { name: new RegExp(`^${name.replaceAll('.', '[.]')}, `) })
const depthOf = (route: Route): number => (route.request().postDataJSON() as { depth: number }).depth

/** Once it is laid out it is drawn where all of the picture is in sight. */
async function comesIntoSight(page: Page, name: string): Promise<void> {
  const fitted = async (): Promise<boolean> => {
    await page.keyboard.press('f')
    // all of it may be so small that it is blocks
    await page.keyboard.press(']')
    return node(page, name).isVisible()
  }
  await expect.poll(fitted, { timeout: patience }).toBe(true)
}

/** Answers about the whole scene do not come until the returned function is called; counting what there is goes on. */
async function hold(page: Page): Promise<() => void> {
  let release = (): void => {}
  const released = new Promise<void>((resolve) => (release = resolve))
  await page.route(SCENE, async (route) => {
    if (depthOf(route) > 0) await released
    await route.continue().catch(() => undefined)
  })
  return release
}

/** When what stands for the picture came, how much later its rows did, and the words of what takes long; in milliseconds. */
function watchLoading(): void {
  const seen: Record<string, number> = {}
  Object.assign(globalThis, { seenAt: seen })
  const selectors = { begun: '.loading', rows: '.loading .skr', slow: '.loading .slow' }
  const look = (): void => {
    for (const [name, selector] of Object.entries(selectors))
      if (document.querySelector(selector) !== null) seen[name] ??= performance.now()
  }
  new MutationObserver(look).observe(document, { childList: true, subtree: true })
}

const waits = (page: Page): Promise<{ rows: number; slow: number }> =>
  page.evaluate(() => {
    const { begun, rows, slow } = (globalThis as unknown as { seenAt: { begun: number; rows: number; slow: number } }).seenAt
    return { rows: rows - begun, slow: slow - begun }
  })

/** The shape of what comes after 150 ms; after 2 s how much there is, and a way out that ends the question. */
async function loadingAndSlow({ page, look }: View): Promise<void> {
  await page.addInitScript(watchLoading)
  await page.goto('/lineage')
  const release = await hold(page)
  await page.goto(core)
  const region = page.getByRole('status', { name: 'Reading the lineage of wh.core.orders, 1 hop' })
  await region.locator('.skr').first().waitFor({ state: 'attached' })
  await look('1-loading', 'reading')
  await says(region, 'Still reading the lineage of wh.core.orders, 1 hop. Within 5 hops there are 2 upstream and 24 downstream.')
  await look('2-slow', 'reading')
  const { rows, slow } = await waits(page)
  expect(rows).toBeGreaterThan(140)
  expect(slow).toBeGreaterThan(1_990)
  const ended = page.waitForEvent('requestfailed', { predicate: (r: Request) => r.url().endsWith('/lineage/scene') })
  await region.getByRole('button', { name: 'Cancel' }).click()
  await ended
  await sees(page.getByRole('heading', { level: 1, name: 'Lineage' }))
  release()
  await page.unroute(SCENE)
}

/** A step that takes long keeps the picture before it, says so, and can be taken back. */
async function slowStep({ page, look }: View): Promise<void> {
  await page.goto(core)
  await sees(node(page, 'wh.core.orders'))
  const release = await hold(page)
  await page.evaluate(() => {
    const url = new URL(location.href)
    url.searchParams.set('depth', '3')
    history.pushState(null, '', url)
    dispatchEvent(new PopStateEvent('popstate'))
  })
  await sees(page.getByText('Reading the lineage of wh.core.orders, 3 hops.'))
  await sees(node(page, 'wh.core.orders'))
  await sees(page.getByText('Still reading the lineage of wh.core.orders, 3 hops. Within 5 hops there are 2 upstream and 24 downstream.'))
  await look('3-slow-step', 'reading')
  await page.getByRole('button', { name: 'Cancel' }).click()
  await expect.poll(() => new URL(page.url()).searchParams.get('depth'), { timeout: patience }).toBeNull()
  await page.getByText('Still reading').waitFor({ state: 'hidden' })
  await sees(node(page, 'wh.mart.m00'))
  release()
  await page.unroute(SCENE)
}

async function empty({ page, look }: View): Promise<void> {
  await page.goto('/lineage?type=job&namespace=jobs&name=alone&list=0&sel=none')
  await sees(page.getByText('No lineage yet.'))
  await sees(page.getByText('No event of alone names inputs or outputs.'))
  await look('4-empty')
  await page.getByRole('link', { name: /^Last event/ }).click()
  await page.waitForURL(/\/events\/\d+/)
  await says(page.getByRole('main'), 'alone')
}

async function allFilteredOut({ page, look }: View): Promise<void> {
  await page.goto(`${core}&q=ns:nowhere`)
  await sees(page.getByText('All filtered out.'))
  await says(page.getByRole('main'), /19 nodes would be here/)
  await look('5-all-filtered')
  await page.getByRole('button', { name: 'Clear the filters' }).click()
  await sees(node(page, 'wh.mart.m00'))
}

async function tooLarge({ page, look }: View): Promise<void> {
  const body = JSON.stringify(tree(4))
  await page.route(SCENE, (route) => route.fulfill({ contentType: 'application/json', body }))
  await page.goto(`${core}&depth=100&group=none`)
  await sees(page.getByText('9,361 nodes are too many to read.'))
  await look('6-too-large')
  await page.getByRole('button', { name: 'Group by schema' }).click()
  await sees(graph(page).getByRole('button', { name: /^Group, s0, / }))
  // all of them are drawn once, in the state that costs the most
  if (await page.evaluate(() => innerWidth > 360 && matchMedia('(prefers-color-scheme: light)').matches)) {
    await page.goBack()
    await sees(page.getByText('9,361 nodes are too many to read.'))
    await page.getByRole('button', { name: 'Render anyway' }).click()
    await sees(node(page, 'wh.core.orders'))
  }
  await page.unroute(SCENE)
}

async function error({ page, look }: View): Promise<void> {
  const problem = { type: 'about:blank', title: 'The catalog is closed', status: 500, code: 'closed', detail: '', fix: 'Look at the log.' }
  await page.route(SCENE, (route) =>
    route.fulfill({ status: 500, contentType: 'application/problem+json', body: JSON.stringify({ ...problem, requestId: 'r-42' }) }),
  )
  await page.goto(core)
  await says(page.getByRole('alert'), /The catalog is closed[^]*Look at the log[^]*request r-42/)
  await sees(page.getByRole('button', { name: 'Copy request number' }))
  await look('7-error')
  await page.unroute(SCENE)
  await page.getByRole('button', { name: 'Try again' }).click()
  await sees(node(page, 'wh.core.orders'))
}

/** A side that fails: the rest of the picture stays, and only that side is asked again. */
async function partFails({ page, look }: View): Promise<void> {
  const side = '**/api/v2/lineage?**'
  await page.route(side, (route) => route.abort())
  await node(page, 'wh.mart.m00').focus()
  await page.keyboard.press('+')
  await says(page.getByRole('alert'), '1 part of the graph could not be read.')
  await sees(node(page, 'wh.core.orders'))
  await look('8-part-failed')
  await page.unroute(side)
  await page.getByRole('button', { name: 'Try again' }).click()
  await page.getByRole('alert').waitFor({ state: 'hidden' })
  await comesIntoSight(page, 'wh.report.r00')
}

async function partial({ page, look }: View): Promise<void> {
  await page.goto(`${raw}&depth=2`)
  await sees(node(page, 'lake.raw.orders'))
  await comesIntoSight(page, 'wh.mart.m00')
  await look('9-depth-limit')
  await page.getByRole('button', { name: 'Depth limit reached: 2 hops · One more' }).click()
  await page.getByRole('button', { name: /^Depth limit/ }).waitFor({ state: 'hidden' })
  await comesIntoSight(page, 'wh.report.r00')
  await page.route(SCENE, async (route) => {
    const answer = await route.fetch()
    await route.fulfill({ response: answer, json: { ...((await answer.json()) as Scene), truncated: true, leftOut: 1_240 } })
  })
  await page.goto(`${core}&depth=2`)
  await sees(page.getByText('1,240 more were left out.'))
  await look('10-left-out')
  await page.unroute(SCENE)
  await page.getByRole('button', { name: 'Start with one hop' }).click()
  await page.getByText('more were left out').waitFor({ state: 'hidden' })
  expect(new URL(page.url()).searchParams.get('depth')).toBeNull()
}

const states = { loadingAndSlow, slowStep, empty, allFilteredOut, tooLarge, error, partFails, partial }

test.each([
  ['light', 1440],
  ['dark', 1440],
  ['light', 360],
  ['dark', 360],
] as const)(
  'states, %s, %i pixels wide',
  async (colorScheme, width) => {
    const causes = /status of 500|ERR_FAILED/
    const size = width === 360 ? { viewport: { width, height: 740 }, isMobile: true, hasTouch: true } : {}
    await site.walk(
      async (view) => {
        for (const state of Object.values(states)) {
          await state(view)
          const { page } = view
          const wide = await page.evaluate(() => (document.scrollingElement?.scrollWidth ?? 0) - window.innerWidth)
          expect(wide, state.name).toBeLessThanOrEqual(0)
        }
      },
      { folder: `states-${colorScheme}-${width}`, colorScheme, causes, ...size },
    )
  },
  400_000,
)
