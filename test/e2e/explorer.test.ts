/** The explorer as a person uses it: what is opened, filtered, grouped, coloured and pinned, and that an address brings it back in one question. */
import type { Browser, Page } from 'playwright-core'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { run } from '../harness/catalog.ts'
import { startHeadwater } from '../harness/server.ts'
import type { Headwater } from '../harness/server.ts'
import { openView, patience, says, sees, startChromium } from './browser.ts'
import type { View } from './browser.ts'
import { load } from './estate.ts'
import { join, printedLink, signIn } from './people.ts'

const time = new Date(Date.now() - 3_600_000).toISOString()
let ids = 0
const runId = (): string => `01900000-0000-7000-8000-${String(++ids).padStart(12, '0')}`
const many = Array.from({ length: 14 }, (_, i) => `c${String(i).padStart(2, '0')}`)

/** A table with columns, and of which columns each is made: `table.name column`. */
const table = (name: string, fields: readonly string[], from: Readonly<Record<string, string>> = {}, type = 'DIRECT'): object => ({
  namespace: 'db',
  name,
  facets: {
    schema: { fields: fields.map((f) => ({ name: f, type: 'text' })) },
    ...(Object.keys(from).length === 0
      ? {}
      : {
          columnLineage: {
            fields: Object.fromEntries(
              Object.entries(from).map(([field, source]) => {
                const [of, column] = source.split(' ')
                const masking = column === 'c01'
                return [
                  field,
                  {
                    inputFields: [{ namespace: 'db', name: of, field: column, transformations: [{ type, subtype: 'IDENTITY', masking }] }],
                  },
                ]
              }),
            ),
          },
        }),
  },
})

/** raw -> core -> 12 marts (one failed), a report behind each, and a table with many columns. */
const shop: readonly object[] = [
  run({
    time,
    job: 'etl.load',
    runId: runId(),
    inputs: [table('lake.raw.orders', many), table('lake.raw.rates', ['rate'])],
    outputs: [table('wh.core.orders', many, Object.fromEntries(many.map((c) => [c, `lake.raw.orders ${c}`])))],
  }),
  ...Array.from({ length: 12 }, (_, i) => {
    const n = String(i).padStart(2, '0')
    const from = { total: 'wh.core.orders c00', cost: 'wh.core.orders c01' }
    return [
      run({
        time,
        job: `marts.m${n}`,
        runId: runId(),
        type: i === 3 ? 'FAIL' : 'COMPLETE',
        inputs: ['wh.core.orders'],
        outputs: [table(`wh.mart.m${n}`, ['total', 'cost'], from, i === 5 ? 'INDIRECT' : 'DIRECT')],
      }),
      run({ time, job: `reports.r${n}`, runId: runId(), inputs: [`wh.mart.m${n}`], outputs: [`wh.report.r${n}`] }),
    ]
  }).flat(),
  run({ time, job: 'alone', runId: runId(), type: 'START' }),
]

let browser: Browser
let headwater: Headwater
beforeAll(async () => {
  ;[browser, headwater] = await Promise.all([startChromium(), startHeadwater()])
  await headwater.addSource('Shop')
  await load(headwater, shop, 'Shop')
  const first = await openView(browser, headwater.url, { folder: 'explorer' })
  await join(first, printedLink(headwater.output))
  await first.close()
})
afterAll(async () => {
  await browser.close()
  await headwater.stop()
})

const core = `/lineage?type=dataset&namespace=db&name=wh.core.orders`

async function exploring(options: Partial<Parameters<typeof openView>[2]>, at: string, walk: (view: View) => Promise<void>): Promise<void> {
  const view = await openView(browser, headwater.url, { folder: 'explorer', ...options })
  try {
    await signIn(view, headwater.url)
    await view.page.goto(`${headwater.url}${at}`)
    await walk(view)
    expect(view.faults).toEqual([])
  } catch (error) {
    await view.keep('failed')
    throw error
  } finally {
    await view.close()
  }
}

const graphOf = (page: Page) => page.getByRole('group', { name: /^Lineage of wh.core.orders/ })
const node = (page: Page, name: string) =>
  graphOf(page).getByRole('button', { name: new RegExp(`^${name.replaceAll('.', '[.]')}, (dataset|job)`) })
const box = (page: Page) => page.getByRole('textbox', { name: 'Find or filter in the graph' })
const param = (page: Page, name: string): string | null => new URL(page.url()).searchParams.get(name)

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
  const view = await openView(browser, headwater.url, { folder: 'explorer' })
  try {
    await signIn(view, headwater.url)
    let answer: (() => void) | undefined
    await view.page.route('**/api/v2/lineage/scene', async (route) => {
      await new Promise<void>((resolve) => (answer = resolve))
      const problem = { type: 'about:blank', title: 'It broke', status: 500, code: 'broke', detail: '', fix: '', requestId: 'r-42' }
      await route.fulfill({ status: 500, contentType: 'application/problem+json', body: JSON.stringify(problem) })
    })
    await view.page.goto(`${headwater.url}${core}`)
    await sees(view.page.getByText('Still reading the lineage of wh.core.orders, 1 hop.'))
    await sees(view.page.getByRole('button', { name: 'Cancel' }))
    answer?.()
    await says(view.page.getByRole('alert'), 'request r-42')
    await view.page.unroute('**/api/v2/lineage/scene')
    await view.page.getByRole('button', { name: 'Try again' }).click()
    await sees(node(view.page, 'wh.core.orders'))
  } finally {
    await view.close()
  }
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

/** A made-up answer: a tree of datasets, eight under each, as deep as wanted. */
const tree = (depth: number): object => {
  const bare = {
    fieldCount: null,
    integration: null,
    lastState: null,
    lastRunAt: null,
    hasColumns: false,
    owners: [],
    tags: [],
    dueAt: null,
  }
  const ref = (type: string, name: string): object => ({ type, namespace: type === 'job' ? 'jobs' : 'db', name })
  const nodes: object[] = [{ ...ref('dataset', 'wh.core.orders'), ...bare, depth: 0, upstream: 0, downstream: 8 }]
  const edges: object[] = []
  let layer = ['wh.core.orders']
  for (let d = 1; d <= depth; d++) {
    layer = layer.flatMap((of, p) =>
      Array.from({ length: 8 }, (_, i) => {
        const name = `s${i % 5}.t${d}_${p * 8 + i}`
        nodes.push({ ...ref('job', `load ${name}`), ...bare, depth: d - 1, upstream: 1, downstream: 1, lastState: 'COMPLETE' })
        nodes.push({ ...ref('dataset', name), ...bare, depth: d, upstream: 1, downstream: d < depth ? 8 : 0 })
        edges.push({ from: ref('dataset', of), to: ref('job', `load ${name}`), lastSeenAt: null })
        edges.push({ from: ref('job', `load ${name}`), to: ref('dataset', name), lastSeenAt: null })
        return name
      }),
    )
  }
  const reach = { hops: 5, upstream: { datasets: 0, atLeast: false }, downstream: { datasets: 4_680, atLeast: true } }
  const none = { columns: [], sides: [], cards: [], pins: [], fields: [], truncated: false, leftOut: 0 }
  return { ...none, root: ref('dataset', 'wh.core.orders'), nodes, edges, own: nodes.length, reach }
}

test('thousands of nodes come in groups, or after a question', async () => {
  const view = await openView(browser, headwater.url, { folder: 'explorer' })
  const { page } = view
  try {
    await signIn(view, headwater.url)
    const body = JSON.stringify(tree(4))
    await page.route('**/api/v2/lineage/scene', (route) => route.fulfill({ contentType: 'application/json', body }))
    await page.goto(`${headwater.url}${core}`)
    await sees(node(page, 'wh.core.orders'))
    await says(graphOf(page), /0\s+upstream ·\s+4,680\+\s+downstream/)
    await page.getByRole('button', { name: 'Expand all' }).click()
    await sees(page.getByRole('dialog', { name: 'Open at least 4,680 nodes?' }))
    await page.getByRole('button', { name: 'Open them' }).click()
    await page.getByRole('button', { name: 'Fit all' }).click()
    await sees(graphOf(page).getByRole('button', { name: /^Group, s0, [\d,]+ datasets/ }))
    await view.look('10-grouped-by-itself')
    await page.goto(`${headwater.url}${core}&depth=100&group=none`)
    await sees(page.getByText('9,361 nodes are too many to read.'))
    await view.look('11-too-many')
    await page.getByRole('button', { name: 'Render anyway' }).click()
    await sees(node(page, 'wh.core.orders'))
    await page.keyboard.press('f')
    await sees(page.getByRole('button', { name: /^[1-9] percent, back to the root/ }))
    await view.look('12-far')
  } catch (error) {
    await view.keep('failed')
    throw error
  } finally {
    await view.close()
  }
})
