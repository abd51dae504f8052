/** What each step in the explorer does to the picture: what comes, what stays where it is, what goes, and what the address keeps. */
import type { Locator, Page } from 'playwright-core'
import { expect, test } from 'vitest'
import { patience, says, sees } from './browser.ts'
import type { View } from './browser.ts'
import { addressSays, boxOf, findBox, graphOf, lineageOf, litPixels, node, param } from './graph.ts'
import { steps } from './steps.ts'
import { walks } from './walk.ts'

const site = walks({ folder: 'steps', events: steps })
const bare = { list: '0', sel: 'none' }
const gone = (locator: Locator): Promise<void> => locator.waitFor({ state: 'hidden' })
const button = (page: Page, name: string | RegExp): Locator => graphOf(page).getByRole('button', { name, exact: typeof name === 'string' })
const historyOf = (page: Page): Promise<number> => page.evaluate(() => history.length)

async function opened({ page }: View, name: string, more: Readonly<Record<string, string>> = {}): Promise<void> {
  await page.goto(lineageOf(name, { ...bare, ...more }))
  await sees(node(page, name))
}

test('opens with the weightiest eight, columns closed; the rest is a stack that can be listed', async () => {
  await site.walk(async (view) => {
    const { page } = view
    await opened(view, 'hub')
    await sees(graphOf(page).getByRole('button', { name: /^hub, dataset, root/ }))
    for (const job of ['r8', 'r9', 'r0', 'r5']) await sees(node(page, job))
    for (const job of ['r6', 'r7']) expect(await node(page, job).count()).toBe(0)
    for (const table of ['t9', 't9_by_day', 't9_by_week']) await sees(node(page, table))
    expect(await page.getByRole('group', { name: /^Columns of/ }).count()).toBe(0)
    await says(graphOf(page), '8 of 10')
    await button(page, 'List all').click()
    const panel = page.getByRole('complementary', { name: 'Selected: hub' })
    await sees(panel.getByRole('link', { name: /r7/ }))
    await sees(panel.getByRole('button', { name: /^r3/ }))
  })
})

test('expand all opens stacks as well, and then there is nothing left to expand', async () => {
  await site.walk(async (view) => {
    const { page } = view
    await opened(view, 'hub')
    const all = page.getByRole('button', { name: 'Expand all' })
    await says(all, '2 datasets not drawn')
    await all.click()
    for (const table of ['t3', 't6', 't9_by_week']) await sees(node(page, table))
    await gone(all)
    await page.goBack()
    await sees(all)
    // t9 is made by a job that makes two more: they are no lineage of t9
    await opened(view, 't9')
    await sees(node(page, 'hub'))
    expect(await all.count()).toBe(0)
  })
})

test('what a source feeds besides is a side branch in the list, the stack of it too', async () => {
  await site.walk(async (view) => {
    const { page } = view
    await opened(view, 't0', { list: '1' })
    await node(page, 'hub').hover()
    await button(page, 'Expand 9 downstream').first().click()
    await says(page.getByRole('complementary', { name: 'Nodes by distance' }), /Root[^]*Side branches[^]*more read hub/)
  })
})

test('a plus with its number opens a side where it is; nothing that was there changes places', async () => {
  await site.walk(async (view) => {
    const { page } = view
    await opened(view, 'start')
    const before = {
      start: await boxOf(node(page, 'start')),
      left: await boxOf(node(page, 'by_left')),
      right: await boxOf(node(page, 'by_right')),
    }
    await node(page, 'by_left').hover()
    await button(page, 'Expand 1 downstream').first().click()
    await sees(node(page, 'end'))
    const after = {
      start: await boxOf(node(page, 'start')),
      left: await boxOf(node(page, 'by_left')),
      right: await boxOf(node(page, 'by_right')),
    }
    expect(Math.abs(after.left.x - before.left.x) + Math.abs(after.left.y - before.left.y)).toBeLessThan(1.5)
    expect(Math.sign(after.left.y - after.right.y)).toBe(Math.sign(before.left.y - before.right.y))
    expect(after.start.x).toBeLessThan(after.left.x)
    await node(page, 'by_right').focus()
    await page.keyboard.press('+')
    await gone(button(page, 'Expand 1 downstream').and(page.locator(':not([data-of*="end"])')))
    await node(page, 'by_left').hover()
    await button(page, 'Collapse downstream').first().click()
    await sees(node(page, 'end'))
    await node(page, 'by_right').focus()
    await page.keyboard.press('-')
    await gone(node(page, 'end'))
  })
})

test('motion is 200 ms, and none where that is asked for', async () => {
  const move = async (view: View): Promise<string> => {
    const { page } = view
    await opened(view, 'start')
    const durations = page.evaluate(
      () =>
        new Promise<string>((resolve) => {
          const world = document.querySelector('.world')
          if (!world) return resolve('no graph')
          new MutationObserver(() => {
            const card = world.querySelector(':scope > div')
            if (world.classList.contains('slide') && card) resolve(getComputedStyle(card).transitionDuration)
          }).observe(world, { attributes: true })
        }),
    )
    await node(page, 'by_right').focus()
    await page.keyboard.press('+')
    return durations
  }
  await site.walk(async (view) => expect(await move(view)).toMatch(/^0[.]2s/), { reducedMotion: 'no-preference' })
  await site.walk(async (view) => expect(await move(view)).toMatch(/^0s/), { reducedMotion: 'reduce' })
})

test('a side with hundreds asks first, from its menu by pointer and by key', async () => {
  await site.walk(async (view) => {
    const { page } = view
    await opened(view, 'source')
    await node(page, 'copied').focus()
    await page.keyboard.press('Shift+F10')
    const menu = page.getByRole('menu', { name: 'Expand downstream' })
    await sees(menu)
    const inFocus = (name: string): Promise<void> =>
      expect.poll(() => page.evaluate(() => document.activeElement?.textContent), { timeout: patience }).toBe(name)
    await inFocus('1 hop')
    await page.keyboard.press('ArrowDown')
    await inFocus('3 hops')
    await page.keyboard.press('ArrowUp')
    await page.keyboard.press('ArrowUp')
    await inFocus('All hops')
    await view.look('menu-by-key')
    await page.keyboard.press('Escape')
    await gone(menu)
    await expect
      .poll(() => page.evaluate(() => document.activeElement?.getAttribute('aria-label')), { timeout: patience })
      .toMatch(/^copied, /)
    await page.keyboard.press('ContextMenu')
    await inFocus('1 hop')
    await page.keyboard.press('Escape')
    await button(page, 'Expand 1 downstream').last().click({ button: 'right' })
    await page.getByRole('menuitem', { name: '3 hops' }).click()
    const dialog = page.getByRole('dialog', { name: /^Open 32\d nodes[?]$/ })
    await sees(dialog)
    await dialog.getByRole('button', { name: 'Cancel' }).click()
    await gone(dialog)
    expect(param(page, 'h')).toBeNull()
    await page.keyboard.press('Escape')
    await node(page, 'copied').focus()
    await page.keyboard.press('Shift+F10')
    await page.keyboard.press('ArrowDown')
    await page.keyboard.press('Enter')
    await page.getByRole('button', { name: 'Open them' }).click()
    await sees(graphOf(page).getByText('8 of 320'))
  })
})

test('a click selects and never makes another root; that is a step of its own, and Back undoes it', async () => {
  await site.walk(async (view) => {
    const { page } = view
    await opened(view, 'start')
    const steps = await historyOf(page)
    await node(page, 'by_left').click()
    await sees(page.getByRole('complementary', { name: 'Selected: by_left' }))
    await sees(graphOf(page).getByRole('button', { name: /^start, dataset, root/ }))
    expect(await historyOf(page)).toBe(steps)
    await page.getByRole('link', { name: 'Refocus here' }).click()
    await sees(graphOf(page).getByRole('button', { name: /^by_left, dataset, root/ }))
    await page.goBack()
    await sees(graphOf(page).getByRole('button', { name: /^start, dataset, root/ }))
    const [x, y] = [400, 200]
    await page.mouse.move(x, y)
    await page.mouse.down()
    await page.mouse.move(x + 90, y + 60, { steps: 4 })
    await page.mouse.up()
    await expect.poll(() => param(page, 'at'), { timeout: patience }).not.toBeNull()
    const panned = await historyOf(page)
    await node(page, 'by_right').focus()
    await page.keyboard.press('+')
    await sees(node(page, 'end'))
    expect(await historyOf(page)).toBe(panned)
    await page.keyboard.press('-')
    await gone(node(page, 'end'))
    await page.goBack()
    await sees(node(page, 'end'))
  })
})

/** What is said of the line between two cards, where it comes to the second. */
const tipBetween = (page: Page, from: Locator, to: Locator) => async (): Promise<string> => {
  const [a, b] = [await boxOf(from), await boxOf(to)]
  await page.mouse.move(5, 300)
  await page.mouse.move(b.x - 19, (a.y + b.y + a.height / 2 + b.height / 2) / 2)
  await page.evaluate(() => new Promise((resolve) => requestAnimationFrame(() => requestAnimationFrame(resolve))))
  return graphOf(page).innerText()
}

test('cycles are drawn, never an error; what goes round runs back, dashed', async () => {
  await site.walk(async (view) => {
    const { page, look } = view
    await opened(view, 'round', { depth: '3' })
    for (const name of ['there', 'trip', 'back', 'merge']) await sees(node(page, name))
    expect(await page.getByRole('alert').count()).toBe(0)
    await look('cycle')
    await page
      .getByRole('button', { name: 'Expand all' })
      .or(page.getByRole('button', { name: 'Fit all' }))
      .first()
      .click()
    await page.getByRole('button', { name: 'Export' }).click()
    const [file] = await Promise.all([page.waitForEvent('download'), page.getByRole('menuitem', { name: /^SVG/ }).click()])
    const svg = await (await import('node:fs/promises')).readFile(await file.path(), 'utf8')
    expect(svg).toMatch(/stroke-dasharray/)
  })
})

test('groups by job parent, schema and namespace; an edge of a group says how many it stands for, and which', async () => {
  await site.walk(async (view) => {
    const { page, look } = view
    await opened(view, 'hub', { depth: '2' })
    for (const [item, group] of [
      ['By namespace', /^Group, db, \d+ datasets/],
      ['By schema', /^Group, /],
      ['DAG, application, project', /^(Group|hub), /],
    ] as const) {
      await page.getByRole('button', { name: /^Group by/ }).click()
      await page.getByRole('menuitem', { name: item }).click()
      await sees(button(page, group))
    }
    await page.getByRole('button', { name: /^Group by/ }).click()
    await page.getByRole('menuitem', { name: 'By namespace' }).click()
    await sees(button(page, /^Group, db/))
    await page.keyboard.press('f')
    const tip = tipBetween(page, node(page, 'hub'), button(page, /^Group, db/))
    await expect.poll(tip, { timeout: patience }).toMatch(/Stands for \d+ edges/)
    const count = /Stands for (\d+) edges/.exec(await tip())?.[1]
    await page.mouse.down()
    await page.mouse.up()
    const beneath = page.getByRole('complementary', { name: /^Why .*hub to db$/ })
    await says(beneath, `Stands for ${count} edges`)
    await look('group-edge')
    await expect.poll(() => beneath.getByRole('button', { name: /^Why hub to / }).count(), { timeout: patience }).toBe(Number(count))
    await beneath
      .getByRole('button', { name: /^Why hub to / })
      .first()
      .click()
    await says(page.getByRole('complementary', { name: /^Why hub to / }), 'Newest runs that say so')
    await page.goBack()
    await sees(beneath)
    await beneath.getByRole('button', { name: 'Close panel' }).click()
    await page.getByRole('button', { name: /^Group by/ }).click()
    await page.getByRole('menuitem', { name: 'No groups' }).click()
    await sees(node(page, 't9'))
  })
})

test('three levels of detail', async () => {
  await site.walk(async (view) => {
    const { page } = view
    await opened(view, 'hub')
    const zoomTo = async (wanted: (percent: number) => boolean): Promise<void> => {
      const label = page.getByRole('button', { name: /percent, back to the root$/ })
      for (let i = 0; i < 30; i++) {
        const percent = Number.parseInt((await label.innerText()).trim(), 10)
        if (wanted(percent)) return
        await page.keyboard.press('[')
        await expect.poll(() => label.innerText(), { timeout: patience }).not.toBe(`${percent} %`)
      }
    }
    const detail = node(page, 't8').getByText('db', { exact: true })
    await sees(graphOf(page).getByText('8 of 10'))
    expect(await button(page, /^Find in|Show 2 more/).count()).toBeGreaterThan(0)
    await zoomTo((p) => p < 60 && p >= 25)
    await gone(button(page, 'Show 2 more'))
    await sees(node(page, 't8'))
    await gone(detail)
    await view.look('level-names')
    await zoomTo((p) => p < 25)
    await gone(node(page, 't8'))
    await view.look('level-blocks')
    await page.keyboard.press('0')
    await sees(button(page, 'Show 2 more'))
  })
})

test('columns: only those with lineage; the pointer lights, a click locks and dims, related ones come first', async () => {
  await site.walk(async (view) => {
    const { page, look } = view
    await opened(view, 'facts')
    await button(page, 'Show columns of facts').click()
    const [facts, sums] = [page.getByRole('group', { name: 'Columns of facts' }), page.getByRole('group', { name: 'Columns of sums' })]
    await sees(facts.getByRole('button', { name: /^net/ }))
    expect(await facts.getByRole('button', { name: /^unused/ }).count()).toBe(0)
    await button(page, 'Show columns of sums').click()
    await sees(sums.getByRole('button', { name: /^total/ }))
    await page.mouse.move(5, 300)
    await expect.poll(() => litPixels(page), { timeout: patience }).toBe(0)
    await facts.getByRole('button', { name: /^net/ }).hover()
    await expect.poll(() => litPixels(page), { timeout: patience }).toBeGreaterThan(20)
    expect(param(page, 'field')).toBeNull()
    await facts.getByRole('button', { name: /^net/ }).click()
    await addressSays(page, 'field', 'net')
    await page.mouse.move(5, 300)
    await expect.poll(() => litPixels(page), { timeout: patience }).toBeGreaterThan(20)
    await expect.poll(() => sums.getByRole('button').first().innerText(), { timeout: patience }).toMatch(/^total/)
    await sees(sums.getByRole('button', { name: /^total masked/ }))
    await page.getByRole('button', { name: 'Leave the path of net' }).click()
    await indirect(page, facts, sums)
    await look('columns')
    await page.getByRole('button', { name: 'Why id to first' }).click()
    const why = page.getByRole('complementary', { name: /^Why facts to sums/ })
    await says(why, 'id as it is needed')
    await says(why, /insert into sums/i)
  })
})

/** What only sorts is off until it is asked for. */
async function indirect(page: Page, facts: Locator, sums: Locator): Promise<void> {
  await facts.getByRole('button', { name: /^id/ }).first().click()
  await sees(page.getByText('Direct', { exact: true }))
  expect(await page.locator('.leg').getByText('Indirect').count()).toBe(0)
  await page.getByRole('button', { name: 'Indirect' }).click()
  await page.getByRole('button', { name: 'Leave the path of id' }).click()
  await facts.getByRole('button', { name: /^kept_back/ }).click()
  await sees(page.locator('.leg').getByText('Indirect'))
  await sees(sums.getByRole('button', { name: /^second/ }))
  await facts.getByRole('button', { name: /^id/ }).first().click()
}

/** What is typed, what stays of the report beside the root, and what goes. */
const operators: readonly (readonly [string, readonly string[], readonly string[]])[] = [
  ['+shop.orders', [], ['mart.weekly', 'tmp_weekly', 'report.weekly']],
  ['shop.orders+1', ['mart.weekly', 'tmp_weekly', 'report.weekly'], []],
  ['type:dataset', ['mart.weekly', 'tmp_weekly'], ['report.weekly']],
  ['ns:jobs', ['report.weekly'], ['mart.weekly', 'tmp_weekly']],
  ['tag:gold', ['mart.weekly', 'report.weekly'], ['tmp_weekly']],
  ['owner:finance,crm', ['mart.weekly', 'report.weekly'], ['tmp_weekly']],
  ['-owner:crm', ['tmp_weekly', 'report.weekly'], ['mart.weekly']],
  ['-tmp_', ['mart.weekly', 'report.weekly'], ['tmp_weekly']],
]

test.each(operators)('the one box: %s', async (typed, stay, go) => {
  await site.walk(async (view) => {
    const { page } = view
    await opened(view, 'shop.orders')
    await sees(node(page, 'tmp_weekly'))
    await findBox(page).fill(typed)
    await page.keyboard.press('Enter')
    await addressSays(page, 'q', typed)
    for (const name of go) await gone(node(page, name))
    for (const name of ['shop.orders', ...stay]) await sees(node(page, name))
    if (go.length > 0) await says(page.getByRole('main'), new RegExp(`${go.length} hidden by filters`))
    await page.keyboard.press('Backspace')
    await addressSays(page, 'q', null)
    for (const name of go) await sees(node(page, name))
  })
})

test('jobs can be left out, and come back', async () => {
  await site.walk(async (view) => {
    const { page } = view
    await opened(view, 'shop.orders')
    for (const isShown of [false, true]) {
      await page.getByRole('button', { name: 'More', exact: true }).click()
      await page.getByRole('menuitem', { name: 'Show jobs' }).click()
      await (isShown ? sees(node(page, 'report.weekly')) : gone(node(page, 'report.weekly')))
      await sees(node(page, 'mart.weekly'))
    }
    expect(param(page, 'q')).toBeNull()
  })
})

test('what is found comes into the middle; what is not drawn is offered', async () => {
  await site.walk(async (view) => {
    const { page } = view
    await opened(view, 'hub')
    await page.keyboard.press('/')
    await page.keyboard.type('t9_by_week')
    await says(page.getByRole('search'), '1')
    await page.keyboard.press('Enter')
    const area = await boxOf(graphOf(page))
    const middle = async (): Promise<number> => {
      const card = await boxOf(node(page, 't9_by_week'))
      return Math.hypot(card.x + card.width / 2 - area.x - area.width / 2, card.y + card.height / 2 - area.y - area.height / 2)
    }
    await expect.poll(middle, { timeout: patience }).toBeLessThan(30)
    await findBox(page).fill('t7')
    await says(page.getByRole('search'), 'none')
    await says(page.getByRole('main'), '1 more not drawn')
    await page.getByRole('button', { name: 'Show', exact: true }).click()
    await sees(node(page, 't7'))
  })
})

test('a lens says its word on each card, and its legend lies at the lower left', async () => {
  await site.walk(async (view) => {
    const { page, look } = view
    await opened(view, 'shop.orders', { lens: 'owner' })
    await sees(graphOf(page).getByRole('button', { name: /^shop.orders, .*finance/ }))
    await sees(graphOf(page).getByRole('button', { name: /^mart.weekly, .*crm/ }))
    await sees(node(page, 'mart.weekly').getByText('crm'))
    const [legend, area] = [await boxOf(page.getByRole('group', { name: 'Lens: owner' })), await boxOf(graphOf(page))]
    expect(legend.x - area.x).toBeLessThan(40)
    expect(area.y + area.height - legend.y - legend.height).toBeLessThan(40)
    for (const line of await page.getByRole('group', { name: 'Lens: owner' }).getByRole('button').all())
      expect(await line.locator('.ic').count()).toBe(1)
    await look('lens-owner')
  })
})
