/** Chromium for the tests of the pages: every page is watched for what must never happen, and is looked at by axe. */
import fs from 'node:fs'
import path from 'node:path'
import { AxeBuilder } from '@axe-core/playwright'
import type { Browser, BrowserContext, BrowserContextOptions, Locator, Page } from 'playwright-core'
import { expect } from 'vitest'
import { patience } from './chromium.ts'

export { patience, sees, startChromium } from './chromium.ts'

const pictures = path.join(import.meta.dirname, 'screenshots')

export interface View {
  readonly page: Page
  readonly context: BrowserContext
  /** Errors of scripts and of the console, reports of the Content-Security-Policy, requests to another origin. */
  readonly faults: readonly string[]
  /** The page stands, or is still reading something: axe finds nothing, nothing went wrong so far, and a picture of it is kept. */
  look(name: string, still?: 'reading'): Promise<void>
  /** Only the picture, and the faults on the console, for whoever looks at what went wrong. */
  keep(name: string): Promise<void>
  close(): Promise<void>
}

export interface ViewOptions extends BrowserContextOptions {
  /** The folder of the pictures. */
  readonly folder: string
  /** What the test itself brings about and the console tells of. */
  readonly causes?: RegExp
}

/** A browser of its own, as a new person has it. `origin` is the only one that its pages may ask. */
export async function openView(browser: Browser, origin: string, options: ViewOptions): Promise<View> {
  const { folder, causes, ...rest } = options
  const context = await browser.newContext({ reducedMotion: 'reduce', viewport: { width: 1440, height: 900 }, baseURL: origin, ...rest })
  await context.grantPermissions(['clipboard-read', 'clipboard-write'], { origin })
  context.setDefaultTimeout(patience)
  const faults: string[] = []
  await context.exposeBinding('reportFault', (_, text: string) => void faults.push(text))
  await context.addInitScript(watchPolicy)
  const page = await context.newPage()
  watch(page, origin, faults, causes)
  const look: View['look'] = async (name, still) => {
    if (still === undefined) await settled(page)
    await keepPicture(page, folder, name)
    expect(await axeFinds(page), `axe on ${name}, ${page.url()}`).toEqual([])
    expect(faults, `faults up to ${name}, ${page.url()}`).toEqual([])
  }
  const keep = async (name: string): Promise<void> => {
    if (faults.length > 0) console.error(faults)
    await keepPicture(page, folder, name)
  }
  return { page, context, faults, look, keep, close: () => context.close() }
}

/** Runs in the page, before anything of it. */
function watchPolicy(): void {
  const { reportFault } = globalThis as unknown as { reportFault: (text: string) => void }
  document.addEventListener('securitypolicyviolation', (event) => {
    reportFault(`policy: ${event.violatedDirective} refused ${event.blockedURI} ${event.sample} at ${event.sourceFile}:${event.lineNumber}`)
  })
}

function watch(page: Page, origin: string, faults: string[], causes: RegExp | undefined): void {
  page.on('pageerror', (error) => void faults.push(`error: ${error.stack ?? error.message}`))
  page.on('console', (message) => {
    const text = `console: ${message.text()} ${message.location().url}`
    if (message.type() === 'error' && causes?.test(text) !== true) faults.push(text)
  })
  page.on('dialog', (dialog) => {
    faults.push(`dialog: ${dialog.message()}`)
    void dialog.dismiss()
  })
  page.on('request', (request) => {
    const url = new URL(request.url())
    if (url.protocol !== 'data:' && url.protocol !== 'blob:' && url.origin !== origin) faults.push(`request to ${url.origin}`)
  })
}

/** Nothing is being read any more, and the fonts are there. */
async function settled(page: Page): Promise<void> {
  await page.waitForFunction(() => document.fonts.status === 'loaded' && document.querySelector('[aria-busy="true"]') === null)
}

async function keepPicture(page: Page, folder: string, name: string): Promise<void> {
  fs.mkdirSync(path.join(pictures, folder), { recursive: true })
  await page.screenshot({ path: path.join(pictures, folder, `${name}.png`), animations: 'disabled' })
}

async function axeFinds(page: Page): Promise<string[]> {
  const { violations } = await new AxeBuilder({ page }).analyze()
  return violations.flatMap((rule) => rule.nodes.map((node) => `${rule.id}: ${node.html.slice(0, 300)} ${node.failureSummary ?? ''}`))
}

/** Waits until the text of what is found says `words`. */
export async function says(locator: Locator, words: string | RegExp): Promise<void> {
  const matches = typeof words === 'string' ? expect.stringContaining(words) : expect.stringMatching(words)
  await expect.poll(() => locator.first().innerText(), { timeout: patience }).toEqual(matches)
}

/** What the copy button of that name puts on the clipboard. */
export async function copied(page: Page, label: string): Promise<string> {
  await page.evaluate(() => navigator.clipboard.writeText(''))
  await page
    .getByRole('button', { name: `Copy ${label}`, exact: true })
    .first()
    .click()
  await expect.poll(() => page.evaluate(() => navigator.clipboard.readText()), { timeout: patience }).not.toBe('')
  return page.evaluate(() => navigator.clipboard.readText())
}
