/**
 * `npm run bench -- explorer`: the lineage explorer in a real Chromium against the real program. Trees of datasets with a job before each, six outputs
 * to a dataset and every third job with a second input; one with 1,000 nodes drawn and one with 10,000. Needs the pages to be built.
 */
import fs from 'node:fs'
import path from 'node:path'
import { gzipSync } from 'node:zlib'
import type { Page } from 'playwright-core'
import { keyOf, shortOf } from '../src/graph/keys.ts'
import { sees, startChromium } from '../test/e2e/chromium.ts'
import { ada } from '../test/e2e/people.ts'
import { median, report, round, startProgram, tempDir } from './programs.ts'
import type { Program } from './programs.ts'
import { importAll, syncedFully } from './replay.ts'

const assets = path.join(import.meta.dirname, '..', 'web', 'dist')
const namespace = 'postgres://warehouse.example:5432'
const outputs = 6
const leaves = 10

/** Datasets of a tree by number, level by level: the one from which each is made. */
const parentOf = (i: number): number => Math.floor((i - 1) / outputs)
const levelStarts = new Set(Array.from({ length: 8 }, (_, level) => (outputs ** level - 1) / (outputs - 1)))
const nameOf = (tree: string, i: number): string => `${tree}.s${i % 7}.t${i}`
const keyOfDataset = (name: string): string => keyOf({ type: 'dataset', namespace, name })

let runs = 0
const event = (inputs: readonly string[], output: string): string =>
  JSON.stringify({
    eventTime: '2026-11-20T08:00:00Z',
    eventType: 'COMPLETE',
    run: { runId: `0198b7e1-90aa-7c11-b2f0-${String(++runs).padStart(12, '0')}` },
    job: { namespace: 'etl', name: `load.${output}` },
    inputs: inputs.map((name) => ({ namespace, name })),
    outputs: [{ namespace, name: output }],
  })

/** `count` datasets, and below each of the last ten four more, which are drawn only when they are asked for. */
function* treeEvents(tree: string, count: number): Generator<string> {
  for (let i = 1; i < count; i++) {
    const parent = parentOf(i)
    // a neighbour of the same level, so that it is not only a tree
    const second = i % 3 === 0 && !levelStarts.has(parent + 1) ? [nameOf(tree, parent + 1)] : []
    yield event([nameOf(tree, parent), ...second], nameOf(tree, i))
  }
  for (let leaf = count - leaves; leaf < count; leaf++)
    for (let n = 0; n < 4; n++) yield event([nameOf(tree, leaf)], `${tree}.leaf.of_${leaf}_${n}`)
}

async function fill(program: Program): Promise<void> {
  const { source } = await program.api<{ source: { id: number } }>('POST', '/api/v2/sources', { name: 'bench', syncMode: 'manual' })
  for (const [tree, count] of Object.entries(trees)) await importAll(program, source.id, treeEvents(tree, count))
  await syncedFully(program)
}

const trees = { small: 500, large: 5_000 } as const
const question = (tree: string, more: Readonly<Record<string, string>>): string =>
  `/lineage?${String(new URLSearchParams({ type: 'dataset', namespace, name: nameOf(tree, 0), dir: 'downstream', group: 'none', ...more }))}`
/** Four hops of the small tree; two of the large one and three more from each of what is there then. */
const addresses = {
  small: question('small', { depth: '4' }),
  large: question('large', {
    depth: '2',
    h: Array.from({ length: outputs ** 2 }, (_, n) => `${shortOf(keyOfDataset(nameOf('large', outputs + 1 + n)))}.d3`).join('-'),
  }),
}

/** Runs in each page before anything of it: when the first cards stood there. */
const firstPicture = `{
  const look = () => {
    if (document.querySelector('.lg-view .world [data-id]') === null) return requestAnimationFrame(look)
    requestAnimationFrame(() => setTimeout(() => { window.firstPicture = performance.now() }))
  }
  requestAnimationFrame(look)
}`

interface Frames {
  readonly perSecond: number
  readonly slowest: number
  /** Milliseconds of the page's thread for one frame. */
  readonly work: number
}

/** Frames between two looks of the page, by what goes on in it, while `input` keeps coming. */
async function frames(page: Page, ms: number, input: (n: number) => Promise<void>): Promise<Frames> {
  const session = await page.context().newCDPSession(page)
  await session.send('Performance.enable')
  const taskSeconds = async (): Promise<number> => {
    const { metrics } = await session.send('Performance.getMetrics')
    return metrics.find((m) => m.name === 'TaskDuration')?.value ?? 0
  }
  await page.evaluate(`window.frameTimes = []; window.framesOn = true; {
    const step = (now) => { window.frameTimes.push(now); if (window.framesOn) requestAnimationFrame(step) }
    requestAnimationFrame(step)
  }`)
  const before = await taskSeconds()
  const end = performance.now() + ms
  for (let n = 0; performance.now() < end; n++) await input(n)
  const used = (await taskSeconds()) - before
  const times = await page.evaluate<number[]>('window.framesOn = false; window.frameTimes')
  await session.detach()
  const gaps = times.slice(1).map((t, i) => t - (times[i] ?? 0))
  const sorted = gaps.toSorted((a, b) => a - b)
  return {
    perSecond: 1_000 / Math.max(1, median(gaps)),
    slowest: sorted[Math.floor(sorted.length * 0.95)] ?? 0,
    work: (used * 1_000) / Math.max(1, gaps.length),
  }
}

const middle = { x: 800, y: 420 }
/** The mouse drags the picture round in circles. */
async function pan(page: Page, ms: number): Promise<Frames> {
  await page.mouse.move(middle.x, middle.y - 250)
  await page.mouse.down()
  const result = await frames(page, ms, (n) => page.mouse.move(middle.x + 300 * Math.sin(n / 12), middle.y - 250 * Math.cos(n / 12)))
  await page.mouse.up()
  return result
}
/** The wheel goes in and out again, by a factor of about ten. */
async function zoom(page: Page, ms: number): Promise<Frames> {
  await page.mouse.move(middle.x, middle.y)
  return frames(page, ms, (n) => page.mouse.wheel(0, n % 60 < 30 ? -48 : 48))
}

type Row = Readonly<Record<'what' | 'measured' | 'target', string>>
const framesRow = (what: string, target: string, { perSecond, slowest, work }: Frames): Row => ({
  what,
  measured: `${round(perSecond, 0)} frames/s (19 of 20 within ${round(slowest, 0)} ms, ${round(work)} ms of the page's thread each)`,
  target,
})

/** Milliseconds from navigation to the first cards, `rounds` times. */
async function firstPictures(page: Page, url: string, rounds: number): Promise<{ picture: number; layout: number }> {
  const pictures: number[] = []
  const layouts: number[] = []
  for (let i = 0; i < rounds; i++) {
    await page.goto(url)
    await page.waitForFunction('window.firstPicture !== undefined')
    pictures.push(await page.evaluate<number>('window.firstPicture'))
    layouts.push(await page.evaluate<number>(`Number(document.querySelector('.lg-view').dataset.layoutMs)`))
  }
  return { picture: median(pictures), layout: median(layouts) }
}

/** Milliseconds from the key that opens a card to what hangs on it, once for each of the last leaves. */
async function expansions(page: Page): Promise<number> {
  const times: number[] = []
  for (let leaf = trees.small - leaves; leaf < trees.small; leaf++) {
    const box = page.getByRole('textbox', { name: 'Find or filter in the graph' })
    await box.fill(`t${leaf}`)
    await box.press('Enter')
    await box.press('Escape')
    await page.locator(`[data-id=${JSON.stringify(keyOfDataset(nameOf('small', leaf)))}] .hd`).focus()
    // what was looked for has glided to the middle, and the address says so
    await page.waitForTimeout(1_000)
    const child = JSON.stringify(`[data-id=${JSON.stringify(keyOfDataset(`small.leaf.of_${leaf}_0`))}]`)
    times.push(
      await page.evaluate<number>(`new Promise((done, fail) => {
        setTimeout(() => fail(new Error('Nothing opened')), 20_000)
        const began = performance.now()
        document.activeElement.dispatchEvent(new KeyboardEvent('keydown', { key: '+', bubbles: true }))
        const look = () => document.querySelector(${child}) === null
          ? requestAnimationFrame(look)
          : requestAnimationFrame(() => setTimeout(() => done(performance.now() - began)))
        look()
      })`),
    )
  }
  return median(times)
}

/** Gzipped kilobytes of the scripts that a page loads for Home, and how many more for the explorer. */
async function scripts(page: Page): Promise<{ first: number; explorer: number }> {
  const loaded = new Set<string>()
  const size = (): number => [...loaded].reduce((sum, file) => sum + gzipSync(fs.readFileSync(path.join(assets, file))).length, 0) / 1_000
  page.on('response', (response) => {
    const { pathname } = new URL(response.url())
    if (pathname.endsWith('.js')) loaded.add(pathname)
  })
  // the palette of the search comes once the page is idle, on whatever page that is: it belongs to the first, with all that it imports
  const palette = page.waitForResponse(/SearchPalette[^/]*\.js$/)
  await page.goto('/')
  await page.evaluate(`import(${JSON.stringify((await palette).url())}).then(() => null)`)
  await page.waitForLoadState('networkidle')
  const first = size()
  await page.goto(addresses.small)
  await page.waitForLoadState('networkidle')
  return { first, explorer: size() - first }
}

async function measure(page: Page, rounds: number, ms: number): Promise<Row[]> {
  const kilobytes = await scripts(page)
  const { picture, layout } = await firstPictures(page, addresses.small, rounds)
  const small = [await pan(page, ms), await zoom(page, ms)] as const
  await page.goto(addresses.small)
  await page.waitForFunction('window.firstPicture !== undefined')
  const expanding = await expansions(page)
  await page.goto(addresses.large)
  await page.getByRole('button', { name: 'Render anyway' }).click({ timeout: 120_000 })
  await page.waitForFunction('window.firstPicture !== undefined', undefined, { timeout: 120_000 })
  await page.waitForLoadState('networkidle')
  const drawn = await page.getByRole('group', { name: /^Lineage of/ }).getAttribute('aria-label')
  const large = [await pan(page, ms), await zoom(page, ms)] as const
  await page.keyboard.press('f')
  const whole = await pan(page, ms)
  return [
    { what: 'first picture of 1,000 nodes after navigation', measured: `${round(picture, 0)} ms`, target: '1,000 ms' },
    { what: 'layout of 1,000 nodes in the worker', measured: `${round(layout, 0)} ms`, target: '150 ms' },
    { what: 'opening one more card, its request included', measured: `${round(expanding, 0)} ms`, target: '100 ms' },
    framesRow('pan, 1,000 nodes', '50 frames/s', small[0]),
    framesRow('zoom, 1,000 nodes', '50 frames/s', small[1]),
    { what: 'the large graph', measured: drawn ?? '', target: '10,000 nodes' },
    framesRow('pan, 10,000 nodes', '30 frames/s', large[0]),
    framesRow('zoom, 10,000 nodes', '30 frames/s', large[1]),
    framesRow('pan, 10,000 nodes, all in sight', '30 frames/s', whole),
    { what: 'scripts of the first route, gzip', measured: `${round(kilobytes.first, 0)} kB`, target: '250 kB' },
    { what: 'scripts of the explorer beside them, gzip', measured: `${round(kilobytes.explorer, 0)} kB`, target: '60 kB' },
  ]
}

export async function benchExplorer(rounds: number, seconds: number): Promise<void> {
  const program = await startProgram(tempDir())
  const browser = await startChromium()
  try {
    await fill(program)
    const { link } = await program.api<{ link: string }>('POST', '/api/v2/people', { name: ada.name, email: ada.email, role: 'admin' })
    const { origin } = new URL(link)
    const context = await browser.newContext({ baseURL: origin, viewport: { width: 1440, height: 900 }, bypassCSP: true })
    const page = await context.newPage()
    await page.goto(link)
    await page.getByLabel('Password').fill(ada.password)
    await page.keyboard.press('Enter')
    await sees(page.getByRole('heading', { name: /^Home|^Welcome/ }))
    await page.addInitScript(firstPicture)
    report('explorer', await measure(page, rounds, seconds * 1_000))
  } finally {
    await browser.close()
    await program.stop()
    fs.rmSync(program.dataDir, { recursive: true })
  }
}
