/** `npm run pictures`: the pictures of docs/explorer.md, taken in Chromium of a demo that is started for them. Needs the pages to be built. */
import { spawn } from 'node:child_process'
import { once } from 'node:events'
import fs from 'node:fs'
import os from 'node:os'
import path from 'node:path'
import readline from 'node:readline'
import type { Locator, Page } from 'playwright-core'
import { must } from '../src/lib/assert.ts'
import { keyOf, shortOf } from '../src/graph/keys.ts'
import { patience, sees, startChromium } from '../test/e2e/chromium.ts'
import { join } from '../test/e2e/people.ts'
import { program } from '../test/harness/server.ts'
import { root } from './lib/command.ts'

const folder = path.join(root, 'docs', 'pictures')
const warehouse = 'postgres://warehouse.example:5432'
const day = 86_400_000

type Query = Readonly<Record<string, string>>
interface Picture {
  readonly name: string
  readonly query: Query
  /** Name of a card that must be there before anything else. */
  readonly card: string
  readonly steps?: (page: Page) => Promise<void>
}

const table = (name: string, more: Query = {}): Query => ({ type: 'dataset', namespace: warehouse, name: `shop.${name}`, ...more })
const short = (type: 'dataset' | 'job', namespace: string, name: string): string => shortOf(keyOf({ type, namespace, name }))
const daysAgo = (days: number): string => new Date(Date.now() - days * day).toISOString()
const card = (page: Page, name: string): Locator =>
  page
    .getByRole('group', { name: /^Lineage of/ })
    .getByRole('button', { name: new RegExp(`^${name.replaceAll('.', '[.]')}, (dataset|job)`) })
const hidePanel: Query = { sel: 'none' }

const pictures: readonly Picture[] = [
  { name: 'opening', query: table('marts.fct_orders'), card: 'shop.marts.fct_orders' },
  {
    name: 'expanding',
    query: table('marts.dim_customers', { ...hidePanel, list: '0' }),
    card: 'shop.marts.dim_customers',
    steps: async (page) => {
      await card(page, 'shop.staging.stg_customers').hover()
      await page.getByRole('button', { name: 'How far to expand upstream' }).first().click()
      await sees(page.getByRole('menuitem', { name: '3 hops' }))
    },
  },
  {
    name: 'filtered',
    query: table('marts.fct_orders', { ...hidePanel, depth: '10', q: '+mart_daily_revenue -order_items', lens: 'freshness' }),
    card: 'shop.marts.fct_orders',
  },
  {
    name: 'groups',
    query: { type: 'job', namespace: 'spark_prod', name: 'warehouse_load', ...hidePanel, depth: '3', group: 'schema', lens: 'run' },
    card: 'warehouse_load',
  },
  {
    name: 'columns',
    query: table('exports.finance_daily_revenue', { field: 'net_revenue', list: '0' }),
    card: 'shop.exports.finance_daily_revenue',
  },
  {
    name: 'compare',
    query: { type: 'dataset', namespace: 's3://shop-lake', name: 'raw/clicks', ...hidePanel, before: daysAgo(20) },
    card: 'raw/clicks',
  },
  {
    name: 'why',
    query: table('marts.fct_orders', {
      list: '0',
      why: `${short('job', 'shop-dbt', 'model.shop.fct_orders')}-${short('dataset', warehouse, 'shop.marts.fct_orders')}`,
    }),
    card: 'shop.marts.fct_orders',
  },
  { name: 'table', query: table('staging.stg_orders', { view: 'list', dir: 'downstream', depth: '100' }), card: '' },
]

/** A demo on a folder of its own, and how it is ended. */
async function startDemo(): Promise<{ url: string; setupLink: string; stop: () => Promise<void> }> {
  const dataDir = fs.mkdtempSync(path.join(os.tmpdir(), 'headwater-pictures-'))
  const child = spawn(program, ['demo', '--port', '0', '--data-dir', dataDir, '--json'], { stdio: ['ignore', 'pipe', 'inherit'] })
  const stop = async (): Promise<void> => {
    const gone = once(child, 'exit')
    child.kill('SIGTERM')
    await gone
    fs.rmSync(dataDir, { recursive: true })
  }
  for await (const line of readline.createInterface({ input: child.stdout })) {
    const { url, setupLink } = JSON.parse(line) as { url: string; setupLink: string }
    return { url, setupLink, stop }
  }
  throw new Error('The demo ended before it was ready.')
}

async function take(page: Page, url: string, { name, query, card: first, steps }: Picture): Promise<void> {
  await page.goto(`${url}/lineage?${String(new URLSearchParams(query))}`)
  await sees(first === '' ? page.getByRole('table') : card(page, first))
  // nothing is being read any more, and the fonts are there
  await page.waitForFunction(`document.fonts.status === 'loaded' && !document.querySelector('[aria-busy="true"]')`)
  await page.waitForLoadState('networkidle')
  await steps?.(page)
  await page.screenshot({ path: path.join(folder, `${name}.png`), animations: 'disabled' })
}

async function main(only: readonly string[]): Promise<void> {
  const demo = await startDemo()
  const browser = await startChromium()
  try {
    const context = await browser.newContext({
      viewport: { width: 1440, height: 800 },
      reducedMotion: 'reduce',
      colorScheme: 'light',
      timezoneId: 'UTC',
      // what is asked of the page below is text, which its policy would refuse
      bypassCSP: true,
    })
    context.setDefaultTimeout(patience)
    const page = await context.newPage()
    await join({ page }, must(demo.setupLink, 'a new demo gives a link'))
    fs.mkdirSync(folder, { recursive: true })
    for (const picture of pictures) {
      if (only.length > 0 && !only.includes(picture.name)) continue
      await take(page, demo.url, picture)
      console.log(`${picture.name}.png, ${Math.round(fs.statSync(path.join(folder, `${picture.name}.png`)).size / 1000)} kB`)
    }
  } finally {
    await browser.close()
    await demo.stop()
  }
}

await main(process.argv.slice(2))
