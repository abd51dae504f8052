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

test('opens with eight of twelve, and the rest one by one, by twenty or by hops', async () => {
  await exploring({}, core, async ({ page, look }) => {
    await sees(node(page, 'wh.core.orders'))
    await says(graphOf(page), /2 upstream · (12|24)\+? downstream/)
    await says(graphOf(page), '8 of 12')
    await look('open')
    const stack = page.getByRole('textbox', { name: /^Find in 4 more that read wh.core.orders/ })
    await stack.fill('m11')
    await page.getByRole('list', { name: 'Matches' }).getByRole('button', { name: 'm11' }).click()
    await sees(node(page, 'marts.m11'))
    await expect.poll(() => param(page, 'show'), { timeout: patience }).not.toBeNull()
    await page.goBack()
    await says(graphOf(page), '8 of 12')
    await graphOf(page).getByRole('button', { name: 'Show 4 more' }).click()
    await sees(node(page, 'wh.mart.m11'))
  })
})
