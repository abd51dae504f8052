/** One source that sends what is good, poor, odd and refused: every kind of page and each of its tabs is walked to by links, and stands. */
import type { Page } from 'playwright-core'
import { expect, test } from 'vitest'
import { generateDemo } from '../../src/demo/generate.ts'
import { run } from '../harness/catalog.ts'
import type { AddedSource, Headwater } from '../harness/server.ts'
import { walks } from './walk.ts'

let source: AddedSource
const site = walks({
  folder: 'every-page',
  isEmpty: true,
  fill: async (headwater) => {
    source = await headwater.addSource('Mixed')
    await sendGood(headwater)
    await sendPoorAndOdd(headwater)
    await sendRefused(headwater)
    await headwater.json(['rules', 'add', '{"kind":"hide","what":"job","namespace":"jobs","name":"junk*"}', '--wait'])
    await headwater.json(['sync', '--wait'])
  },
})

const at = (minutesAgo: number): string => new Date(Date.now() - minutesAgo * 60_000).toISOString()

async function sendGood(headwater: Headwater): Promise<void> {
  const bodies = [...generateDemo({ now: new Date(), seed: 5, days: 2 })].map((e) => e.body)
  await headwater.json(['import', '-', '--source', 'Mixed'], { input: bodies.join('\n') })
}

/** Half a character, bare numbers, no time, no end, one side only, a stray facet, a run that is no UUID, custom facets. */
async function sendPoorAndOdd(headwater: Headwater): Promise<void> {
  const stray = { namespace: 's3a://lake', name: 'orders/day=1', schema: { fields: [] } }
  const events: (object | string)[] = [
    run({ job: 'lost', runId: 'no uuid', type: 'START', time: at(3_000), inputs: ['raw'] }),
    run({
      job: 'poor',
      runId: 'p',
      time: 'yesterday',
      outputs: [stray],
      runFacets: { my_own: { _producer: 'https://example.com', deep: [1, { a: null }] } },
    }),
    run({
      job: 'failed',
      runId: 'f',
      type: 'FAIL',
      time: at(5),
      inputs: ['raw'],
      runFacets: { errorMessage: { message: 'no space left', stackTrace: 'at line 1' } },
    }),
    run({ job: 'junk 1', time: at(4) }),
    `{"eventType":"COMPLETE","eventTime":"${at(3)}","run":{"runId":"nan"},"job":{"namespace":"jobs","name":"half \\ud83d"},"outputs":[{"namespace":"db","name":"odd","outputFacets":{"outputStatistics":{"rowCount":NaN}}}]}`,
  ]
  for (const event of events)
    expect((await headwater.post(source.apiToken, typeof event === 'string' ? event : JSON.stringify(event))).status).toBe(201)
}

async function sendRefused(headwater: Headwater): Promise<void> {
  expect((await headwater.post(source.apiToken, '{"job": nightly}')).status).toBe(400)
  expect((await headwater.post(source.apiToken, '{"eventType":"START"}')).status).toBe(400)
  expect((await headwater.post('nonsense', '{}')).status).toBe(401)
}

/** What tells one kind of page from another: the path without numbers, and the tab or kind. */
function kindOf(href: string): string {
  const url = new URL(href)
  const path = url.pathname.replace(/\/\d+(?=\/|$)/g, '/N')
  return [path, url.searchParams.get('tab') ?? url.searchParams.get('type') ?? ''].join(' ').trim()
}

const linksOf = (page: Page): Promise<string[]> =>
  page.evaluate(() => Array.from(document.querySelectorAll('a[href]'), (a) => (a as HTMLAnchorElement).href))

/** Files, and pages of whoever is not signed in. */
const isPage = (href: string): boolean => href.startsWith(site.headwater.url) && !/\/(api|invite|signin)\b/.test(new URL(href).pathname)

/** Of `web/app/paths.ts`: every page that a signed-in person can go to. */
const everywhere = [
  '/',
  '/jobs',
  '/job',
  '/run',
  '/datasets',
  '/dataset',
  '/events',
  '/events/N',
  '/lineage',
  '/settings/data',
  '/settings/data/N',
  '/settings/data/add',
  '/settings/data/refused',
  '/settings/data/warnings',
  '/settings/people',
  '/settings/tokens',
  '/settings/links',
  '/settings/identity',
  '/settings/facets',
  '/settings/server',
  '/settings/account',
]

test('every page that a link leads to', async () => {
  const { headwater } = site
  await site.walk(
    async ({ page, look }) => {
      const seen = new Set<string>()
      const queue = [`${headwater.url}/`, `${headwater.url}/settings/data/${source.id}`, `${headwater.url}/settings/account`]
      for (let href = queue.shift(); href !== undefined; href = queue.shift()) {
        const kind = kindOf(href)
        if (seen.has(kind)) continue
        seen.add(kind)
        await page.goto(href)
        await page.locator('h1').first().waitFor()
        await look(`${String(seen.size).padStart(2, '0')}${kind.replaceAll(/[^\w]+/g, '-')}`)
        expect(await page.getByText('Something went wrong').count(), kind).toBe(0)
        queue.push(...(await linksOf(page)).filter(isPage))
        expect(seen.size).toBeLessThan(120)
      }
      expect([...new Set([...seen].map((kind) => kind.split(' ')[0]))].sort()).toEqual(expect.arrayContaining(everywhere.toSorted()))
    },
    { who: 'joins' },
  )
})
