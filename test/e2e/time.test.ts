/** When lineage changed, what came and went, what breaks and what broke it: on the pages, in both themes, on a phone too. */
import { expect, test } from 'vitest'
import { impactOf } from '../../web/app/pages/impact/link.ts'
import { nodeKey, shortOf } from '../../src/contract/short.ts'
import { paths } from '../../web/app/paths.ts'
import { run, table } from '../harness/catalog.ts'
import { copied, patience, says, sees } from './browser.ts'
import type { View } from './browser.ts'
import { walks } from './walk.ts'

const day = 86_400_000
const orders = { namespace: 'db', name: 'shop.orders' }
const ago = (days: number): string => new Date(Date.now() - days * day).toISOString()
const sql = { sql: { query: 'insert into shop.orders select id, amount as net from shop.raw' } }

/** `load` read `shop.raw_old` up to 12 days ago and `shop.raw` since; its reader `mart` failed yesterday. */
const night = (n: number): object[] => {
  const old = n > 11
  const raw = old ? 'shop_raw_old' : 'shop_raw'
  const columns: Record<string, string[]> = { id: [`${raw}.id`], net: [`${raw}.amount`], ...(old ? {} : { tax: [`${raw}.tax`] }) }
  const made = { ...table('x', old ? ['id', 'net', 'legacy'] : ['id', 'net', 'tax'], columns), ...orders }
  const time = ago(n)
  return [
    run({ job: 'load', runId: `load-${n}`, time, inputs: [raw], outputs: [made], jobFacets: sql }),
    run({
      job: 'mart',
      runId: `mart-${n}`,
      type: n === 1 ? 'FAIL' : 'COMPLETE',
      time: ago(n - 0.1),
      inputs: [orders],
      outputs: [mart()],
      runFacets: n === 1 ? { errorMessage: { message: 'no space left', programmingLanguage: 'SQL' } } : {},
    }),
    run({ job: 'report', runId: `report-${n}`, time: ago(n - 0.2), inputs: ['mart'], outputs: ['board'] }),
  ]
}

function mart(): object {
  const from = {
    inputFields: [{ ...orders, field: 'net', transformations: [{ type: 'DIRECT', subtype: 'AGGREGATION', description: 'sum of net' }] }],
  }
  const schema = { fields: [{ name: 'revenue', type: 'decimal' }] }
  const ownership = { owners: [{ name: 'finance', type: 'OWNER' }] }
  return { namespace: 'db', name: 'mart', facets: { schema, ownership, columnLineage: { fields: { revenue: from } } } }
}

const site = walks({ folder: 'time', events: Array.from({ length: 25 }, (_, i) => night(25 - i)).flat() })

const search = (view: View): URLSearchParams => new URL(view.page.url()).searchParams

async function timeLine(view: View): Promise<void> {
  const { page, look } = view
  await page.goto(paths.lineage({ type: 'dataset', ...orders }))
  const bar = page.getByRole('region', { name: 'Time line' })
  await sees(bar.locator('[data-day]'))
  const handle = bar.getByRole('slider', { name: 'Shown as of' })
  await expect.poll(() => handle.getAttribute('aria-valuetext'), { timeout: patience }).toContain('Now')
  await look('time-now')
  await handle.focus()
  await page.keyboard.press('ArrowLeft')
  await expect.poll(() => search(view).get('asOf'), { timeout: patience }).toMatch(/Z$/)
  await page.keyboard.press('End')
  await expect.poll(() => search(view).get('asOf'), { timeout: patience }).toBe(null)
  await page.keyboard.press('Shift+ArrowLeft')
  await expect.poll(() => handle.getAttribute('aria-valuetext'), { timeout: patience }).toMatch(/edge/)
  const box = await bar.locator('.tl-box').boundingBox()
  if (box === null) throw new Error('the line has no box')
  const before = search(view).get('asOf')
  await page.mouse.click(box.x + 4, box.y + 24)
  await expect.poll(() => search(view).get('asOf'), { timeout: patience }).not.toBe(before)
  await bar.getByRole('button', { name: /^As of/ }).click()
  await page.getByRole('menuitem', { name: 'Choose a time' }).click()
  await page.getByLabel('As of', { exact: true }).fill('2026-01-02T03:04')
  await expect.poll(() => search(view).get('asOf'), { timeout: patience }).toBe(new Date(2026, 0, 2, 3, 4).toISOString())
  await page.getByRole('button', { name: 'Done' }).click()
  await bar.getByRole('button', { name: /^As of/ }).click()
  await page
    .getByRole('menuitem', { name: /Before the last failure/ })
    .first()
    .click()
  await expect.poll(() => Math.round((Date.now() - Date.parse(search(view).get('asOf') ?? '')) / (day / 10)), { timeout: patience }).toBe(9)
  await page.getByRole('button', { name: 'Back to now' }).click()
  await expect.poll(() => search(view).get('asOf'), { timeout: patience }).toBe(null)
}

/** The picture of an earlier day has what was said by then; what is no longer said is drawn dotted today, and called stale. */
async function otherDays(view: View): Promise<void> {
  const { page, look } = view
  const card = (name: string) => page.getByRole('button', { name: new RegExp(`^${name}, dataset`) })
  const isNarrow = (page.viewportSize()?.width ?? 0) <= 720
  await page.goto(paths.lineage({ type: 'dataset', ...orders, list: '0', sel: 'none', asOf: ago(20) }))
  await sees(card('shop_raw_old'))
  expect(await card('shop_raw').count()).toBe(0)
  await look('as-of')
  await page.goto(paths.lineage({ type: 'dataset', ...orders, list: '0', sel: 'none', asOf: '2020-01-01T00:00:00.000Z' }))
  await sees(page.getByText('Nothing was known of it by then.'))
  await look('before-all')
  await page.goto(paths.lineage({ type: 'dataset', ...orders, list: '0', sel: 'none' }))
  await sees(card('shop_raw'))
  await sees(card('shop_raw_old'))
  if (isNarrow) await page.getByRole('button', { name: 'Legend', exact: true }).click()
  await sees(page.getByRole('group', { name: 'Legend', exact: true }).getByText('Stale', { exact: true }))
  await page.goto(paths.lineage({ type: 'dataset', ...orders, list: '0', sel: 'none', window: 'last' }))
  await sees(card('shop_raw'))
  expect(await card('shop_raw_old').count()).toBe(0)
}

async function comparison(view: View): Promise<void> {
  const { page, look } = view
  await page.goto(paths.lineage({ type: 'dataset', ...orders, list: '1' }))
  await page.getByRole('button', { name: /^As of/ }).click()
  await page
    .getByRole('menuitem', { name: /Before the last schema change/ })
    .last()
    .click()
  const changed = page.getByRole('complementary', { name: 'What changed' })
  await sees(changed.getByRole('button', { name: /Removed shop_raw_old/ }))
  await sees(changed.getByRole('button', { name: /Added shop_raw → load/ }))
  await sees(changed.getByRole('link', { name: 'load' }))
  await look('compare-list')
  await page.goto(`${page.url()}&list=0`.replace('list=1&', ''))
  await sees(page.getByRole('status').filter({ hasText: '−1 edge' }))
  await sees(page.getByRole('button', { name: /shop_raw_old, dataset, removed/ }))
  await look('compare')
  await marked(view)
  await page.getByRole('button', { name: 'Leave the comparison' }).click()
  await expect.poll(() => search(view).get('before'), { timeout: patience }).toBe(null)
}

/** Closed groups tell how many came and went, open cards which columns. */
async function marked(view: View): Promise<void> {
  const { page, look } = view
  const compared = page.url()
  await page.getByRole('button', { name: 'Show columns of orders' }).click()
  const columns = page.getByRole('group', { name: 'Columns of shop.orders' })
  await sees(columns.getByRole('button', { name: /^added tax/ }))
  await sees(columns.getByRole('button', { name: /^net/ }))
  await look('compare-columns')
  await page.goto(`${compared}&group=namespace`)
  await sees(page.getByRole('button', { name: /^Group, db, .*1 added, 1 removed/ }))
  await look('compare-groups')
  await page.goto(compared)
}

/** Every edge is one click away, and each of them tells who said it. */
async function why(view: View): Promise<void> {
  const { page, look } = view
  await page.goto(paths.lineage({ type: 'dataset', ...orders, list: '0' }))
  const [card, pill] = [page.getByRole('button', { name: /^shop_raw, dataset/ }), page.getByRole('button', { name: /^load, job/ })]
  await sees(card)
  if ((page.viewportSize()?.width ?? 0) > 720) {
    const [a, b] = [await card.boundingBox(), await pill.boundingBox()]
    if (a === null || b === null) throw new Error('the cards have no boxes')
    await page.mouse.click((a.x + a.width + b.x) / 2, (a.y + a.height / 2 + b.y + b.height / 2) / 2)
  } else {
    await pill.click()
    await page.getByRole('tab', { name: /Neighbours/ }).click()
    await page.getByRole('button', { name: 'Why shop_raw to load' }).click()
  }
  const panel = page.getByRole('complementary', { name: 'Why shop_raw to load' })
  await says(panel, '11 runs')
  await says(panel, 'insert into shop.orders')
  await sees(panel.getByRole('link', { name: /^Event of the run of/ }))
  await look('why-edge')
  expect(await copied(page, 'the SQL')).toContain('amount as net')
  await page.goto(paths.lineage({ type: 'dataset', namespace: 'db', name: 'mart', field: 'revenue', list: '0' }))
  if ((page.viewportSize()?.width ?? 0) <= 720) await page.getByRole('button', { name: /^mart, dataset/ }).click()
  await page.getByRole('button', { name: 'Why net to revenue' }).click()
  const column = page.getByRole('complementary', { name: /^Why shop.orders to mart/ })
  await says(column, 'sum of net')
  await says(column, 'aggregation')
  await look('why-column')
  await column.getByRole('button', { name: 'Close panel' }).click()
  await expect.poll(() => search(view).get('why'), { timeout: patience }).toBe(null)
  await whyOfPair(view)
}

/** Where jobs are not drawn an edge is one of two datasets: it tells over which job, in which runs, and leads to each. */
async function whyOfPair({ page, look }: View): Promise<void> {
  const [from, to] = [orders, { namespace: 'db', name: 'mart' }].map((d) => shortOf(nodeKey({ type: 'dataset', ...d })))
  await page.goto(paths.lineage({ type: 'dataset', ...orders, list: '0', q: 'type:dataset', why: `${from}-${to}` }))
  const panel = page.getByRole('complementary', { name: 'Why shop.orders to mart' })
  await says(panel, 'Over 1 job')
  await sees(panel.getByRole('link', { name: /^Failed/ }))
  await look('why-pair')
  await panel
    .getByRole('list', { name: 'Jobs between them' })
    .getByRole('link', { name: /^mart 25 runs/ })
    .click()
  await page.getByRole('heading', { level: 1, name: 'mart' }).waitFor()
}

/** What breaks: a table, from the dataset and from a change of its schema. */
async function impact(view: View): Promise<void> {
  const { page, look } = view
  const main = page.getByRole('main')
  await page.goto(paths.dataset(orders))
  await page.getByRole('link', { name: 'Impact' }).click()
  await says(main, '2 datasets, 2 jobs, 1 owner')
  const answer = page.getByRole('table', { name: 'What hangs together with it' })
  if ((page.viewportSize()?.width ?? 0) > 1200)
    for (const head of ['Depth', 'Name', 'Type', 'Namespace', 'Owner', 'Last run', 'Quality', 'Path'])
      await sees(answer.getByRole('columnheader', { name: head, exact: true }))
  await answer.getByRole('columnheader', { name: 'Name', exact: true }).getByRole('button').click()
  await says(answer.getByRole('row').nth(1), 'board')
  await answer.getByRole('columnheader', { name: 'Name', exact: true }).getByRole('button').click()
  await says(answer.getByRole('row').nth(1), 'report')
  await page.getByRole('textbox', { name: 'Filter by name or owner' }).fill('board')
  await says(main, '3 hidden by filters')
  await look('impact')
  await page.getByRole('button', { name: 'Copy for Slack/PR' }).click()
  await sees(page.getByRole('button', { name: 'Copied' }))
  expect(await page.evaluate(() => navigator.clipboard.readText())).toMatch(/### Downstream of `db\/shop.orders`/)
  const [file] = await Promise.all([page.waitForEvent('download'), page.getByRole('button', { name: 'Download CSV' }).click()])
  expect(file.suggestedFilename()).toBe('shop.orders-lineage.csv')
  await page.getByRole('button', { name: 'Clear all' }).click()
  await page.getByRole('button', { name: 'Column' }).click()
  await page.getByRole('button', { name: /^net/ }).click()
  await says(main, '1 column')
  await sees(main.getByRole('cell', { name: 'revenue' }))
  await look('impact-column')
  await page.goto(paths.dataset(orders, { tab: 'schema' }))
  await page.getByRole('link', { name: 'What is affected' }).first().click()
  await expect.poll(() => search(view).get('fields'), { timeout: patience }).toBe('["legacy"]')
  await says(main, 'No column lineage is known for it.')
  await says(main, '1 job reads the table it is in.')
  await look('impact-no-columns')
  await page.getByRole('link', { name: 'Graph' }).click()
  await sees(page.getByRole('region', { name: 'Time line' }))
}

/** What broke it: nearest first, and how many were looked at where nothing did. */
async function causes(view: View): Promise<void> {
  const { page, look } = view
  await page.goto(paths.dataset({ namespace: 'db', name: 'board' }))
  const side = page.getByRole('complementary', { name: 'About this dataset' })
  await says(side, 'Its last run failed: no space left')
  await look('causes')
  await page.goto(paths.dataset({ namespace: 'db', name: 'shop_raw' }))
  await says(side, 'Nothing is wrong upstream: 1 job or dataset looked at')
  await page.goto(paths.lineage({ type: 'job', namespace: 'jobs', name: 'report', list: '0' }))
  await page.getByRole('button', { name: /^report, job/ }).click()
  await page.getByRole('tab', { name: 'Causes' }).click()
  await says(page.getByRole('complementary', { name: /Selected/ }), 'no space left')
  await look('causes-explorer')
  await page.goto(paths.job({ namespace: 'jobs', name: 'report' }))
  await says(page.getByRole('main'), 'no space left')
}

/** Which run wrote what a run read. */
async function ofRuns(view: View): Promise<void> {
  const { page, look } = view
  await page.goto(paths.run({ namespace: 'jobs', name: 'mart' }, 'mart-3', 'lineage'))
  const wrote = page.getByRole('table', { name: 'Read what these runs wrote' })
  await sees(wrote.getByRole('link', { name: /load/ }))
  await sees(page.getByRole('table', { name: 'Read by' }).getByRole('link', { name: /report/ }))
  await look('run-lineage')
}

test.each([
  ['light', 1440],
  ['dark', 1440],
  ['light', 360],
] as const)(
  'time, %s, %i pixels wide',
  async (scheme, width) => {
    await site.walk(
      async (view) => {
        for (const part of [timeLine, otherDays, comparison, why, impact, causes, ofRuns]) await part(view)
      },
      { folder: `time-${scheme}-${width}`, colorScheme: scheme, viewport: { width, height: 900 } },
    )
  },
  900_000,
)

test('the impact of a column that no event names is none, and leads to that of the table', async () => {
  await site.walk(
    async ({ page }) => {
      const main = page.getByRole('main')
      await page.goto(impactOf({ type: 'dataset', ...orders }, null, 'nobody'))
      await says(main, 'There is no column "nobody" in this dataset.')
      await page.getByRole('button', { name: 'What depends on the whole table' }).click()
      await says(main, '2 datasets, 2 jobs, 1 owner')
    },
    // the browser reports the answer that was asked for
    { causes: /404 \(Not Found\).*nobody/ },
  )
}, 300_000)
