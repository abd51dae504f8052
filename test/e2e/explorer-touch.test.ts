/** The explorer under fingers, on a phone of 360 px: one pans, two zoom, a tap selects, and every panel is whole. */
import type { CDPSession, Page } from 'playwright-core'
import { expect, test } from 'vitest'
import { patience, says, sees } from './browser.ts'
import { boxOf, graphOf, lineageOf, node } from './graph.ts'
import { shop } from './shop.ts'
import { walks } from './walk.ts'

const site = walks({ folder: 'touch', events: shop })
const phone = { viewport: { width: 360, height: 740 }, isMobile: true, hasTouch: true }
type Point = readonly [number, number]

/** Fingers put down, moved in steps and lifted. */
async function fingers(session: CDPSession, from: readonly Point[], to: readonly Point[]): Promise<void> {
  const at = (t: number) => from.map(([x, y], id) => ({ x: x + ((to[id]?.[0] ?? x) - x) * t, y: y + ((to[id]?.[1] ?? y) - y) * t, id }))
  await session.send('Input.dispatchTouchEvent', { type: 'touchStart', touchPoints: at(0) })
  for (let step = 1; step <= 8; step++) await session.send('Input.dispatchTouchEvent', { type: 'touchMove', touchPoints: at(step / 8) })
  await session.send('Input.dispatchTouchEvent', { type: 'touchEnd', touchPoints: [] })
}

const percent = async (page: Page): Promise<number> =>
  Number.parseInt(await page.getByRole('button', { name: /percent, back to the root$/ }).innerText(), 10)

/** Nothing on the page is cut off at its sides, nor reached only by a scroll of the whole page. */
async function isWhole(page: Page, what: string): Promise<void> {
  const outside = await page.evaluate(() => {
    const controls = document.querySelectorAll<HTMLElement>('main :is(button, a, input, select, h2, h3, p, td, th, label)')
    return [...controls].flatMap((element) => {
      const box = element.getBoundingClientRect()
      const scrolls = element.closest('.lg-view .world, [class*="scroll"], table') !== null
      const isSeen = box.width > 0 && box.height > 0 && element.checkVisibility() && !scrolls && element.closest('.sr') === null
      return isSeen && (box.left < -1 || box.right > window.innerWidth + 1)
        ? [`${element.outerHTML.slice(0, 120)} ${box.left} ${box.right}`]
        : []
    })
  })
  expect(outside, what).toEqual([])
  expect(await page.evaluate(() => (document.scrollingElement?.scrollWidth ?? 0) - window.innerWidth), what).toBeLessThanOrEqual(0)
}

test('one finger pans, two zoom about their middle, a tap selects', async () => {
  await site.walk(async ({ page, context, look }) => {
    await page.goto(lineageOf('wh.core.orders', { list: '0', sel: 'none' }))
    const root = node(page, 'wh.core.orders')
    await sees(root)
    const session = await context.newCDPSession(page)
    const area = await boxOf(graphOf(page))
    const [x, y] = [area.x + 150, area.y + area.height - 140]
    const before = await boxOf(root)
    await fingers(session, [[x, y]], [[x - 40, y - 70]])
    await expect.poll(async () => (await boxOf(root)).y - before.y, { timeout: patience }).toBeCloseTo(-70, 0)
    expect((await boxOf(root)).x - before.x).toBeCloseTo(-40, 0)

    const near = await percent(page)
    const middle = area.y + area.height / 2
    await fingers(
      session,
      [
        [150, middle],
        [210, middle],
      ],
      [
        [100, middle],
        [260, middle],
      ],
    )
    await expect.poll(() => percent(page), { timeout: patience }).toBeGreaterThan(near)
    const nearer = await percent(page)
    await fingers(
      session,
      [
        [80, middle],
        [280, middle],
      ],
      [
        [150, middle],
        [210, middle],
      ],
    )
    await expect.poll(() => percent(page), { timeout: patience }).toBeLessThan(nearer)
    await page.getByRole('button', { name: /percent, back to the root$/ }).tap()
    await sees(root)
    await root.tap()
    await sees(page.getByRole('complementary', { name: 'Selected: wh.core.orders' }))
    await look('1-selected')
    expect(await page.evaluate(() => window.visualViewport?.scale)).toBe(1)
  }, phone)
})

/** What the bar has no room for: the last line of the menu can be scrolled to. */
async function reachable(page: Page): Promise<void> {
  for (const name of ['Owner', 'By schema', '2 hops', 'Upstream only']) {
    const item = page.getByRole('menuitem', { name, exact: true })
    await item.scrollIntoViewIfNeeded()
    const box = await boxOf(item)
    expect(box.y + box.height, name).toBeLessThan(740)
    expect(
      await item.evaluate((element, [x, y]) => element.contains(document.elementFromPoint(x, y)), [box.x + 9, box.y + 9] as const),
    ).toBe(true)
  }
}

/** What colours and lines mean unfolds from a button; the legend of a lens filters there as well. */
async function legends(page: Page, whole: (name: string) => Promise<void>): Promise<void> {
  const button = page.getByRole('button', { name: 'Legend', exact: true })
  expect(await button.getAttribute('aria-expanded')).toBe('false')
  await button.tap()
  await says(page.getByRole('group', { name: 'Legend', exact: true }), /Last runs/)
  await whole('2-legend')
  await page.keyboard.press('Escape')
  await page.getByRole('group', { name: 'Legend', exact: true }).waitFor({ state: 'hidden' })
  await page.goto(lineageOf('wh.core.orders', { list: '0', sel: 'none', lens: 'run' }))
  await button.tap()
  const complete = page.getByRole('group', { name: /^Lens: / }).getByRole('button', { name: /^Complete/ })
  await complete.tap()
  await expect.poll(() => complete.getAttribute('aria-pressed'), { timeout: patience }).toBe('true')
  await says(page.getByRole('main'), /\d+ hidden/)
  await whole('2-lens')
  await page.goto(lineageOf('wh.core.orders', { list: '0', sel: 'none' }))
  await sees(node(page, 'wh.core.orders'))
}

test('every panel is whole at 360 px', async () => {
  await site.walk(async ({ page, look }) => {
    const whole = async (name: string): Promise<void> => {
      await look(name)
      await isWhole(page, name)
    }
    await page.goto(lineageOf('wh.core.orders', { list: '0', sel: 'none' }))
    await sees(node(page, 'wh.core.orders'))
    await whole('2-graph')
    await legends(page, whole)
    await node(page, 'wh.core.orders').tap()
    const panel = page.getByRole('complementary', { name: 'Selected: wh.core.orders' })
    for (const tab of ['Dataset', /^Neighbours/, 'Causes'] as const) {
      await panel.getByRole('tab', { name: tab }).tap()
      await sees(panel.getByRole('tabpanel'))
      await whole(`3-${String(tab).replaceAll(/\W+/g, '')}`)
    }
    await page.goto(lineageOf('wh.core.orders', { list: '0', field: 'c00' }))
    await sees(page.getByRole('button', { name: 'Exit path' }))
    await whole('4-path')
    await page.goto(lineageOf('wh.core.orders', { list: '0', sel: 'none', lens: 'run', group: 'schema', depth: '2', q: '-m01 -m02' }))
    await says(page.getByRole('main'), /\d+ hidden/)
    await whole('5-filters')
    for (const term of ['-m01', '-m02']) {
      const [chip, field] = [await boxOf(page.getByText(term, { exact: true })), await boxOf(page.getByRole('search'))]
      expect(chip.x + chip.width, term).toBeLessThan(field.x + field.width)
    }
    for (const menu of ['Export', 'More']) {
      await page.getByRole('button', { name: menu, exact: true }).tap()
      await sees(page.getByRole('menu'))
      await whole(`6-${menu.toLowerCase()}`)
      if (menu === 'More') await reachable(page)
      await page.keyboard.press('Escape')
      await page.getByRole('menu').waitFor({ state: 'hidden' })
    }
    await page.getByRole('button', { name: /^As of/ }).tap()
    await sees(page.getByRole('menuitem', { name: 'By the last run' }))
    await whole('7-time')
    await page.getByRole('menuitem', { name: 'Choose a time' }).tap()
    await sees(page.getByLabel('As of', { exact: true }))
    await whole('8-picker')
    await page.goto(lineageOf('wh.core.orders', { list: '1' }))
    await sees(page.getByRole('complementary', { name: 'Nodes by distance' }).getByRole('button', { name: /etl.load/ }))
    await whole('9-list')
    await page.goto(lineageOf('wh.core.orders', { view: 'list' }))
    await sees(page.getByRole('table'))
    await whole('10-table')
    await page.goto('/lineage')
    await sees(page.getByRole('heading', { name: 'Written last' }))
    await whole('11-start')
  }, phone)
})
