/** What leaves the explorer: files of each kind, and a signed link in a frame of a page of another origin. */
import fs from 'node:fs'
import http from 'node:http'
import type { AddressInfo } from 'node:net'
import type { Page } from 'playwright-core'
import { expect, test } from 'vitest'
import { wellFormed } from '../../src/graph/picture/test-xml.ts'
import { textWidth } from '../../src/graph/text-width.ts'
import { readPng } from '../harness/png.ts'
import { says, sees } from './browser.ts'
import { estate } from './estate.ts'
import { walks } from './walk.ts'
import type { WalkOptions, Walks } from './walk.ts'

const site = walks({ folder: 'export', events: estate })
const viewing = (options: WalkOptions, work: Parameters<Walks['walk']>[0]): Promise<void> => site.walk(work, options)

const schemes = ['light', 'dark'] as const
const lineage = '/lineage?type=dataset&namespace=db&name=stage_orders'

async function explorer(page: Page): Promise<void> {
  await page.goto(lineage)
  await sees(page.getByRole('group', { name: /^Lineage of stage_orders/ }))
}

/** The file that an item of the export menu gives, by its name. */
async function saved(page: Page, item: RegExp): Promise<{ name: string; bytes: Buffer }> {
  await page.getByRole('button', { name: 'Export' }).click()
  const [file] = await Promise.all([page.waitForEvent('download'), page.getByRole('menuitem', { name: item }).click()])
  return { name: file.suggestedFilename(), bytes: fs.readFileSync(await file.path()) }
}

/** What a browser's own parser finds in a picture: what is wrong with it, and where its cards lie. */
async function read(page: Page, svg: string): Promise<{ wrong: string | null; cards: [string, [number, number]][] }> {
  // an empty page: the policy of ours would refuse the style sheet of the picture
  const empty = await page.context().newPage()
  try {
    return await empty.evaluate((xml) => {
      const picture = new DOMParser().parseFromString(xml, 'image/svg+xml')
      const cards = [...picture.querySelectorAll('g[transform] > title')].map((title): [string, [number, number]] => {
        const at = /translate\((\S+) (\S+)\)/.exec(title.parentElement?.getAttribute('transform') ?? '')
        return [title.textContent?.split('\n')[0] ?? '', [Number(at?.[1]), Number(at?.[2])]]
      })
      return { wrong: picture.querySelector('parsererror')?.textContent ?? null, cards }
    }, svg)
  } finally {
    await empty.close()
  }
}

/** Where the cards of the explorer and those of a picture lie, from the root on. */
const offsets = (places: Map<string, [number, number]>, root: string): Map<string, [number, number]> => {
  const [x, y] = places.get(root) ?? [0, 0]
  return new Map([...places].map(([name, at]) => [name, [Math.round(at[0] - x), Math.round(at[1] - y)]]))
}

test.each(schemes)('each kind of file, %s', async (colorScheme) => {
  await viewing({ colorScheme }, async ({ page, look }) => {
    await explorer(page)
    await page.getByRole('button', { name: 'Export' }).click()
    await look(`menu-${colorScheme}`)
    await page.keyboard.press('Escape')

    const svg = await saved(page, /^SVG/)
    expect(svg.name).toBe('lineage-stage_orders.svg')
    const text = svg.bytes.toString('utf8')
    wellFormed(text)
    expect(text).toContain(colorScheme === 'dark' ? '.bg{fill:#0a1213}' : '.bg{fill:#f4f7f7}')
    const parsed = await read(page, text)
    expect(parsed.wrong).toBeNull()
    const drawn = await page.evaluate(() =>
      [...document.querySelectorAll<HTMLElement>('.world > [data-id]')].map((card) => {
        const at = new DOMMatrix(card.style.transform)
        return [card.querySelector('[title]')?.getAttribute('title')?.split('\n')[0] ?? '', [at.e, at.f]] as [string, [number, number]]
      }),
    )
    expect(offsets(new Map(parsed.cards), 'stage_orders')).toEqual(offsets(new Map(drawn), 'stage_orders'))

    const png = await saved(page, /^PNG/)
    expect(png.name).toBe('lineage-stage_orders.png')
    expect(png.bytes.subarray(0, 8).toString('latin1')).toBe('\x89PNG\r\n\x1a\n')
    expect(png.bytes.readUInt32BE(16)).toBe(2 * Number(/<svg [^>]*width="(\d+)"/.exec(text)?.[1]))
    fs.writeFileSync(new URL(`screenshots/export/file-${colorScheme}.png`, import.meta.url), png.bytes)

    const json = JSON.parse((await saved(page, /^JSON/)).bytes.toString('utf8')) as { nodes: unknown[]; edges: unknown[] }
    expect(json.nodes).toHaveLength(5)
    expect(json.edges).toHaveLength(4)
    const csv = (await saved(page, /^CSV/)).bytes.toString('utf8').trimEnd().split('\r\n')
    expect(csv.filter((line) => line.startsWith('edge,'))).toHaveLength(4)
    const chart = await saved(page, /^Mermaid/)
    expect(chart.name).toBe('lineage-stage_orders.mmd')
    expect(chart.bytes.toString('utf8')).toMatch(/^flowchart LR\n/)

    await page.getByRole('button', { name: 'Export' }).click()
    await page.getByRole('menuitem', { name: 'Copy link' }).click()
    await expect.poll(() => page.evaluate(() => navigator.clipboard.readText())).toBe(`${site.headwater.url}${lineage}`)
  })
})

test('groups, a lens and pinned columns are in the file as they are on the screen', async () => {
  await viewing({}, async ({ page, look }) => {
    await page.goto(`${lineage}&depth=100&group=namespace&lens=run`)
    const card = page.getByRole('button', { name: /^Group, db, / })
    await sees(card)
    await look('grouped')
    const words = /\d+ datasets?, \d+ jobs?/.exec((await card.getAttribute('aria-label')) ?? '')?.[0] ?? 'none'
    const svg = (await saved(page, /^SVG/)).bytes.toString('utf8')
    wellFormed(svg)
    expect(svg).toContain(`>${words}<`)
    expect(svg).toMatch(/>Complete \d+<|>Not yet run \d+</)
    expect((await saved(page, /^Mermaid/)).bytes.toString('utf8')).toMatch(/n\d+\[\["db#44; \d+ datasets/)
    const csv = (await saved(page, /^CSV/)).bytes.toString('utf8')
    expect(csv).toContain('edge,dataset,db,')
    const json = JSON.parse((await saved(page, /^JSON/)).bytes.toString('utf8')) as { nodes: unknown[]; edges: unknown[] }
    expect(json.edges).toHaveLength(csv.split('\n').filter((l) => l.startsWith('edge,')).length)
  })
})

/** A page of another origin that shows what it is given, as a wiki would. */
async function wiki(body: string): Promise<{ readonly url: string; close(): void }> {
  const server = http.createServer((_, response) => {
    response.setHeader('content-type', 'text/html; charset=utf-8')
    response.end(`<!doctype html><html lang="en"><title>Wiki</title><body><h1>Wiki</h1>${body}</body></html>`)
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  return { url: `http://localhost:${(server.address() as AddressInfo).port}`, close: () => void server.close() }
}

test('a signed link in a frame of another page, light and dark, until it is revoked', async () => {
  let code = ''
  await viewing({}, async ({ page, look }) => {
    await explorer(page)
    await page.getByRole('button', { name: 'Export' }).click()
    await page.getByRole('menuitem', { name: /^Embed/ }).click()
    const dialog = page.getByRole('dialog')
    await says(dialog, 'stage_orders, 1 hop both ways')
    await dialog.getByLabel('Colours').selectOption('auto')
    await look('embed-dialog')
    await dialog.getByRole('button', { name: 'Make the signed link' }).click()
    await says(dialog, '<iframe')
    await look('embed-made')
    code = (await dialog.locator('pre, code').filter({ hasText: '<iframe' }).first().innerText()).trim()
    await dialog.getByRole('link', { name: 'Signed links' }).click()
    await says(page.getByRole('table', { name: 'Signed links' }), 'stage_orders')
    await look('links')
  })
  const address = (/src="([^"]+)"/.exec(code)?.[1] ?? '').replaceAll('&amp;', '&')
  const picture = await previewed(address, 'preview')
  const other = await wiki(code)
  try {
    for (const colorScheme of schemes) await framed(other.url, colorScheme)
    await viewing({}, async ({ page }) => {
      await page.goto('/settings/links')
      await page.getByRole('button', { name: 'Revoke' }).click()
      await page.getByRole('button', { name: 'Revoke link' }).click()
      await says(page.getByRole('table', { name: 'Signed links' }), 'revoked')
    })
    const page = await (await site.browser.newContext()).newPage()
    await page.goto(other.url)
    await says(page.frameLocator('iframe').getByRole('heading'), 'This link was revoked.')
    await page.context().close()
    expect((await fetch(picture)).status).toBe(403)
    expect(await (await fetch(address)).text()).not.toContain('og:image')
  } finally {
    other.close()
  }
})

/** What a chat program does with a link, without a credential: reads the page, then fetches the picture that it names. Resolves to its address. */
async function previewed(address: string, name: string): Promise<string> {
  const html = await (await fetch(address)).text()
  const image = (/<meta property="og:image" content="([^"]+)"/.exec(html)?.[1] ?? '').replaceAll('&amp;', '&')
  expect(image.startsWith(`${site.headwater.url}/embed/lineage.png?`), image).toBe(true)
  const answer = await fetch(image)
  expect([answer.status, answer.headers.get('content-type')]).toEqual([200, 'image/png'])
  const bytes = new Uint8Array(await answer.arrayBuffer())
  fs.writeFileSync(new URL(`screenshots/export/${name}.png`, import.meta.url), bytes)
  const png = readPng(bytes)
  expect([png.width, png.height]).toEqual([1200, 630])
  expect(png.colours(40, 60, 400, 120), 'the name').toBeGreaterThan(20)
  expect(png.colours(0, 180, 1200, 630), 'the graph').toBeGreaterThan(50)
  const etag = answer.headers.get('etag') ?? ''
  expect((await fetch(image, { headers: { 'if-none-match': etag } })).status).toBe(304)
  return image
}

test('a signed link shows groups where the explorer does', async () => {
  await viewing({}, async ({ page, look }) => {
    await page.goto(`${lineage}&depth=100&group=namespace`)
    await sees(page.getByRole('button', { name: /^Group, db, / }))
    await page.getByRole('button', { name: 'Export' }).click()
    await page.getByRole('menuitem', { name: /^Embed/ }).click()
    const dialog = page.getByRole('dialog')
    await says(dialog, 'stage_orders, 10 hops both ways, grouped by namespace')
    await dialog.getByRole('button', { name: 'Make the signed link' }).click()
    await says(dialog, 'chats show its title and a picture')
    const address = (await dialog.locator('pre, code').filter({ hasText: /^http/ }).first().innerText()).trim()
    expect(new URL(address).searchParams.get('group')).toBe('namespace')
    await dialog.getByRole('link', { name: 'Signed links' }).click()
    await says(page.getByRole('table', { name: 'Signed links' }), 'grouped by namespace')
    await look('links-grouped')
    const svg = await (await fetch(address.replace('/embed/lineage?', '/embed/lineage.svg?'))).text()
    expect(svg).toMatch(/>\d+ datasets?, \d+ jobs?</)
    await previewed(address, 'preview-grouped')
    expect((await fetch(address.replace('&group=namespace', ''))).status).toBe(403)
  })
})

/** Nobody is signed in there. */
async function framed(url: string, colorScheme: 'light' | 'dark'): Promise<void> {
  const context = await site.browser.newContext({ colorScheme, reducedMotion: 'reduce', viewport: { width: 1100, height: 620 } })
  try {
    const page = await context.newPage()
    const errors: string[] = []
    page.on('console', (message) => void (message.type() === 'error' && !message.text().includes('favicon') && errors.push(message.text())))
    page.on('pageerror', (error) => void errors.push(error.message))
    await page.goto(url)
    const frame = page.frameLocator('iframe')
    const graph = frame.getByRole('group', { name: /^Lineage of stage_orders/ })
    await sees(graph)
    expect(await graph.locator('svg').textContent()).toContain('fct_orders')
    const before = await graph.locator('svg').first().getAttribute('style')
    await frame.getByRole('button', { name: 'Zoom in' }).click()
    expect(await graph.locator('svg').first().getAttribute('style')).not.toBe(before)
    await graph.press('f')
    expect(await graph.locator('svg').first().getAttribute('style')).toBe(before)
    expect(await frame.getByRole('link', { name: 'Open in Headwater' }).getAttribute('rel')).toContain('noopener')
    await page.screenshot({ path: new URL(`screenshots/export/frame-${colorScheme}.png`, import.meta.url).pathname })
    expect(errors.filter((text) => !text.includes('404'))).toEqual([])
    expect(await context.cookies()).toEqual([])
  } finally {
    await context.close()
  }
}

test('no other page of Headwater can be framed', async () => {
  for (const path of ['/', lineage, '/signin', '/embed/else']) {
    const { headers } = await fetch(site.headwater.url + path, { headers: { accept: 'text/html' } })
    expect(headers.get('content-security-policy'), path).toContain("frame-ancestors 'none'")
    expect(headers.get('x-frame-options'), path).toBe('DENY')
  }
})

test('the table of widths says what a browser measures, but for kerning', async () => {
  await viewing({}, async ({ page }) => {
    await explorer(page)
    const texts = ['stage_orders', 'fct_orders', 'warehouse.analytics', 'Größe_Ærø', '0123456789', 'int_order_items_enriched']
    const measured = await page.evaluate((all) => {
      const pen = document.createElement('canvas').getContext('2d')
      return all.map((text) => {
        if (!pen) return 0
        pen.font = '500 13px Plex'
        pen.fontKerning = 'none'
        return pen.measureText(text).width
      })
    }, texts)
    texts.forEach((text, i) => expect(Math.abs(textWidth(text, 13) - (measured[i] ?? 0)), text).toBeLessThan(0.5))
  })
})
