/** Chromium without the tests round it: what the tools that drive a browser use as well. */
import { chromium } from 'playwright-core'
import type { Browser, Locator } from 'playwright-core'
import { must } from '../../src/lib/assert.ts'
import { findChromium } from '../harness/find.ts'

/** How long a condition may take; a loaded machine needs most of it. */
export const patience = 30_000

export function startChromium(): Promise<Browser> {
  return chromium.launch({
    executablePath: must(findChromium(), 'Chromium is not installed: apt-get install chromium'),
    args: ['--no-sandbox', '--disable-gpu', '--no-first-run', '--disable-background-networking', '--disable-component-update'],
  })
}

/** Waits until it is seen. */
export async function sees(locator: Locator): Promise<void> {
  await locator.first().waitFor({ state: 'visible' })
}
