/** The explorer by role and label. */
import type { Locator, Page } from 'playwright-core'
import { expect } from 'vitest'
import { patience } from './browser.ts'

/** The address of a root in the namespace of the estates. */
export const lineageOf = (name: string, more: Readonly<Record<string, string>> = {}, type: 'dataset' | 'job' = 'dataset'): string =>
  `/lineage?${new URLSearchParams({ type, namespace: type === 'job' ? 'jobs' : 'db', name, ...more }).toString()}`

const plain = (text: string): string => text.replaceAll('.', '[.]')

/** The graph, of whichever root or of this one. */
export const graphOf = (page: Page, root = ''): Locator => page.getByRole('group', { name: new RegExp(`^Lineage of ${plain(root)}`) })

/** The card or pill of that name, whatever is said of it. */
export const node = (page: Page, name: string, root = ''): Locator =>
  graphOf(page, root).getByRole('button', { name: new RegExp(`^${plain(name)}, (dataset|job)`) })

export const findBox = (page: Page): Locator => page.getByRole('textbox', { name: 'Find or filter in the graph' })

/** What the address says. */
export const param = (page: Page, name: string): string | null => new URL(page.url()).searchParams.get(name)
export const addressSays = (page: Page, name: string, value: string | null): Promise<void> =>
  expect.poll(() => param(page, name), { timeout: patience }).toBe(value)

/** Where it lies on the screen. */
export async function boxOf(locator: Locator): Promise<{ x: number; y: number; width: number; height: number }> {
  const box = await locator.boundingBox()
  if (box === null) throw new Error('It is not drawn.')
  return box
}

/** Pixels of the canvas in the colour of what is lit. */
export const litPixels = (page: Page): Promise<number> =>
  page.evaluate(() => {
    const canvas = document.querySelector('canvas')
    const context = canvas?.getContext('2d')
    if (!canvas || !context) return 0
    const probe = document.createElement('canvas').getContext('2d')
    if (probe === null) return 0
    probe.fillStyle = getComputedStyle(document.documentElement).getPropertyValue('--water-lit').trim()
    probe.fillRect(0, 0, 1, 1)
    const [r = 0, g = 0, b = 0] = probe.getImageData(0, 0, 1, 1).data
    const { data } = context.getImageData(0, 0, canvas.width, canvas.height)
    let lit = 0
    for (let i = 0; i < data.length; i += 4) if (data[i + 3] === 255 && data[i] === r && data[i + 1] === g && data[i + 2] === b) lit++
    return lit
  })
