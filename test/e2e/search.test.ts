/** The search from anywhere and on its page: what is found, why, filters, keyboard alone, both themes, a narrow window. */
import { expect, test } from 'vitest'
import { runEvent, table } from '../harness/events.ts'
import { says, sees } from './browser.ts'
import type { View } from './browser.ts'
import { walks } from './walk.ts'

const events: readonly object[] = [
  runEvent('COMPLETE', 1, {
    runId: '0192f3a0-1111-7000-8000-00000000beef',
    job: { namespace: 'etl', name: 'shop.load_orders' },
    jobFacets: {
      ownership: { owners: [{ name: 'team:finance' }] },
      sql: { query: 'insert into orders\nselect sum(line_eur) - coalesce(refund_eur, 0) as net_amount\nfrom raw_orders' },
    },
    inputs: [table('shop.raw_orders')],
    outputs: [
      table('shop.orders', {
        schema: {
          fields: [
            { name: 'id', type: 'int' },
            { name: 'net_amount', type: 'decimal(12,2)', description: 'Order value after discounts' },
          ],
        },
        ownership: { owners: [{ name: 'team:finance' }] },
        documentation: { description: 'One line for each order that was paid.' },
      }),
    ],
  }),
  runEvent('FAIL', 2, {
    runId: 'r2',
    job: { namespace: 'etl', name: 'shop.report_orders' },
    inputs: [table('shop.orders')],
    outputs: [table('shop.orders_by_month', { tags: { tags: [{ key: 'pii', value: 'true' }] } })],
  }),
]

const site = walks({ folder: 'search', events })

const box = ({ page }: View) => page.getByRole('combobox', { name: 'Search' })
const selected = ({ page }: View) => page.getByRole('option', { selected: true })
const group = ({ page }: View, name: string) => page.getByRole('listbox').getByRole('group', { name })

async function finds(view: View, q: string, ...words: readonly string[]): Promise<void> {
  await box(view).fill(q)
  for (const word of words) await says(selected(view), word)
}

async function palette(view: View): Promise<void> {
  const { page, look } = view
  await page.goto('/dataset?namespace=db&name=shop.orders')
  await sees(page.getByRole('heading', { name: /shop\.orders/ }))
  await page.keyboard.press('Control+k')
  await sees(group(view, 'Recent').getByRole('option', { name: /shop\.orders/ }))
  await look('start')
  await finds(view, 'net amount', 'shop.orders.net_amount', 'Column name. Order value after discounts, in db')
  await says(group(view, 'Jobs'), 'SQL: ')
  await look('columns')
  await finds(view, 'odrers', 'shop.orders', 'Dataset name, one letter off')
  await look('misspelt')
  await finds(view, '0192f3', '0192f3a0-1111', 'Run of shop.load_orders')
  await finds(view, 'zzzzzz')
  await sees(page.getByText('Nothing is found by “zzzzzz”'))
  await look('nothing')
}

async function filters(view: View): Promise<void> {
  const { page, look } = view
  await finds(view, 'orders state:failed', 'shop.report_orders')
  const chip = page.getByRole('button', { name: 'Remove the filter state: failed' })
  await look('filtered')
  await chip.click()
  await sees(group(view, 'Datasets'))
  expect(await box(view).inputValue()).toBe('orders')
  await page.getByRole('group', { name: 'What to show' }).getByRole('button', { name: 'Jobs' }).click()
  await group(view, 'Datasets').waitFor({ state: 'hidden' })
  await finds(view, 'ownr:finance')
  await says(page.getByRole('note'), 'Did you mean owner:?')
  await look('hint')
  await finds(view, 'zzzz owner:finance')
  await page.getByRole('button', { name: 'Search without the filter' }).waitFor()
}

/** Nothing but keys, from the page to the job and back to all results. */
async function keyboard(view: View): Promise<void> {
  const { page, look } = view
  await page.goto('/jobs')
  await sees(page.getByRole('link', { name: /load_orders/ }))
  await page.keyboard.press('Control+k')
  await sees(box(view))
  await page.keyboard.type('orders type:job')
  await says(selected(view), 'shop.report_orders')
  await page.keyboard.press('ArrowDown')
  await says(selected(view), 'shop.load_orders')
  await page.keyboard.press('Enter')
  await page.waitForURL(/\/job\?.*load_orders/)
  await sees(page.getByRole('heading', { name: /load_orders/ }))
  await page.keyboard.press('Control+k')
  await sees(box(view))
  await page.keyboard.type('orders')
  await sees(group(view, 'Datasets'))
  const all = page.getByRole('option', { name: /See all results/ })
  while ((await all.getAttribute('aria-selected')) !== 'true') await page.keyboard.press('ArrowDown')
  await page.keyboard.press('Enter')
  await page.waitForURL(/\/search\?q=orders/)
  await sees(page.getByRole('heading', { name: 'Datasets' }))
  await look('page')
}

const sizes = { wide: { width: 1440, height: 900 }, narrow: { width: 360, height: 780 } } as const

test.each([
  ['light', 'wide'],
  ['dark', 'wide'],
  ['light', 'narrow'],
] as const)('search, %s, %s', async (scheme, size) => {
  await site.walk(
    async (view) => {
      await palette(view)
      await filters(view)
      await keyboard(view)
      const wide = await view.page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth)
      expect(wide).toBeLessThanOrEqual(0)
    },
    { folder: `search-${scheme}-${size}`, colorScheme: scheme, viewport: sizes[size] },
  )
})
