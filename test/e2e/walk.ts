/** The set-up of every test that walks through the pages: one program and one browser a file, a new view a walk. */
import type { Browser } from 'playwright-core'
import { afterAll, beforeAll, expect } from 'vitest'
import { startHeadwater } from '../harness/server.ts'
import type { Headwater, StartOptions } from '../harness/server.ts'
import { openView, startChromium } from './browser.ts'
import type { View, ViewOptions } from './browser.ts'
import { load } from './estate.ts'
import { join, printedLink, signIn } from './people.ts'

interface Site {
  /** The folder of the pictures. */
  readonly folder: string
  readonly start?: StartOptions
  /** What the source Shop has sent before anybody looks. */
  readonly events?: readonly object[]
  /** What else there is by then. */
  readonly fill?: (headwater: Headwater) => Promise<unknown>
  /** The administrator joins in a walk of the test. */
  readonly isEmpty?: boolean
}

export type WalkOptions = Partial<ViewOptions> & {
  /** Ada signs in, joins by the printed link, or nobody does. Ada signs in when nothing is said. */
  readonly who?: 'ada' | 'joins' | 'nobody'
}

export interface Walks {
  readonly browser: Browser
  readonly headwater: Headwater
  /** Stops the program and starts it anew, on the same port; another one on the same folder where options are given. */
  restart(start: StartOptions): Promise<void>
  /** `work` in a view of its own, without a fault from beginning to end. A picture is kept of where it failed. */
  walk(work: (view: View) => Promise<void>, options?: WalkOptions): Promise<void>
}

/** A view that is closed after `work`, whatever becomes of it. */
export async function walkOn(
  browser: Browser,
  headwater: Headwater,
  work: (view: View) => Promise<void>,
  { who = 'ada', folder = 'walks', ...rest }: WalkOptions,
): Promise<void> {
  const view = await openView(browser, headwater.url, { folder, ...rest })
  try {
    if (who === 'ada') await signIn(view, headwater.url)
    if (who === 'joins') await join(view, printedLink(headwater.output))
    await work(view)
    expect(view.faults).toEqual([])
  } catch (error) {
    await view.keep('failed')
    throw error
  } finally {
    await view.close()
  }
}

/** Starts program and browser before the tests of the file and ends both after them. */
export function walks(site: Site): Walks {
  let browser: Browser
  let headwater: Headwater
  const walk: Walks['walk'] = (work, options = {}) => walkOn(browser, headwater, work, { folder: site.folder, ...options })
  beforeAll(async () => {
    ;[browser, headwater] = await Promise.all([startChromium(), startHeadwater(site.start)])
    if (site.events !== undefined) {
      await headwater.addSource('Shop')
      await load(headwater, site.events, 'Shop')
    }
    await site.fill?.(headwater)
    if (site.isEmpty !== true) await walk(() => Promise.resolve(), { who: 'joins' })
  })
  afterAll(async () => {
    await browser.close()
    await headwater.stop()
  })
  return {
    get browser() {
      return browser
    },
    get headwater() {
      return headwater
    },
    restart: async (start) => {
      await headwater.stop()
      headwater = await startHeadwater({ port: headwater.port, ...start })
    },
    walk,
  }
}
