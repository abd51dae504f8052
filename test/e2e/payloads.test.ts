/** Events, names and requests whose every string tries to run as a script. On every page it stays text. */
import type { Page } from 'playwright-core'
import { expect, test } from 'vitest'
import { must } from '../../src/lib/assert.ts'
import { paths } from '../../web/app/paths.ts'
import type { AddedSource } from '../harness/server.ts'
import { patience, says, sees } from './browser.ts'
import { load } from './estate.ts'
import { ada, printedLink } from './people.ts'
import { walks } from './walk.ts'

/** Each way in, in one text. */
const bad = `"'><img src=x onerror=window.__xss=1><svg onload=window.__xss=1></svg><script>window.__xss=1</script>`
const link = 'javascript:window.__xss=1'
const words = `${bad} [click](${link}) ![img](${link}) <a href="${link}">a</a> <${link}> \`${bad}\`\n# ${bad}\n- ${bad}\n> ${bad}`
const runId = `run ${bad}`
const job = { namespace: link, name: `job.${bad}` }
const dataset = { namespace: `s3://${bad}`, name: `out.${bad}` }
const input = { namespace: `s3://${bad}`, name: `in.${bad}` }
const field = `col ${bad}`

const facet = (members: object): object => ({ _producer: link, _schemaURL: link, ...members })
const owners = facet({
  owners: [
    { name: bad, type: bad },
    { name: link, type: link },
  ],
})
const tags = facet({
  tags: [
    { key: bad, value: bad, source: link },
    { key: bad, value: bad, source: bad, field },
  ],
})
const schema = facet({ fields: [{ name: field, type: bad, description: words, fields: [{ name: bad, type: bad }] }] })

const jobFacets = {
  documentation: facet({ description: words, contentType: 'text/markdown' }),
  ownership: owners,
  tags,
  sql: facet({ query: `SELECT '${bad}' -- ${bad}`, dialect: bad }),
  sourceCode: facet({ language: bad, sourceCode: bad }),
  sourceCodeLocation: facet({ type: bad, url: link, repoUrl: link, path: bad, version: bad, tag: bad, branch: bad }),
  jobType: facet({ processingType: bad, integration: bad, jobType: bad }),
  [bad]: facet({ [bad]: bad, url: link, html: words }),
}
const runFacets = {
  errorMessage: facet({ message: words, programmingLanguage: bad, stackTrace: `${bad}\n  at ${link}\n${bad}` }),
  parent: facet({
    run: { runId: `parent ${bad}` },
    job: { namespace: link, name: bad },
    root: { run: { runId: bad }, job: { namespace: bad, name: bad } },
  }),
  processing_engine: facet({ name: bad, version: bad, openlineageAdapterVersion: bad }),
  externalQuery: facet({ externalQueryId: bad, source: link }),
  airflow: facet({ dag: { dag_id: bad }, task: { task_id: bad }, taskInstance: { log_url: link }, dagRun: { run_id: bad } }),
  spark_applicationDetails: facet({ uiWebUrl: link, historyUrl: link }),
  tags,
  [bad]: facet({ [bad]: words }),
}
const datasetFacets = {
  schema,
  documentation: facet({ description: words, contentType: bad }),
  ownership: owners,
  tags,
  dataSource: facet({ name: bad, uri: link }),
  symlinks: facet({ identifiers: [{ namespace: link, name: `alias ${bad}`, type: bad }] }),
  storage: facet({ storageLayer: bad, fileFormat: bad }),
  columnLineage: facet({
    fields: {
      [field]: {
        inputFields: [{ ...input, field, transformations: [{ type: 'DIRECT', subtype: bad, description: words, masking: true }] }],
      },
    },
  }),
  [bad]: facet({ [bad]: bad }),
}

const event = (eventType: string, eventTime: string): object => ({
  eventType,
  eventTime,
  producer: link,
  schemaURL: link,
  run: { runId, facets: runFacets },
  job: { ...job, facets: jobFacets },
  inputs: [{ ...input, facets: { schema }, inputFacets: { [bad]: facet({ [bad]: bad }) } }],
  outputs: [{ ...dataset, facets: datasetFacets, outputFacets: { outputStatistics: facet({ rowCount: 1, size: 2 }), [bad]: facet({}) } }],
})
const ago = (minutes: number): string => new Date(Date.now() - minutes * 60_000).toISOString()
const events = [
  event('START', ago(2)),
  event('FAIL', ago(1)),
  {
    eventTime: bad,
    producer: bad,
    schemaURL: bad,
    dataset: { ...dataset, facets: { schema: facet({ fields: [{ name: bad, type: link }] }) } },
  },
]

let source: AddedSource
const site = walks({
  folder: 'payloads',
  isEmpty: true,
  fill: async (headwater) => {
    source = await headwater.addSource(bad)
    await load(headwater, events, bad)
  },
})

/** Every page of what was sent, with every tab. */
function addresses(): string[] {
  const at = (make: (tab: string) => string, tabs: string): string[] => tabs.split(' ').map(make)
  return [
    paths.home(),
    ...[{}, { view: 'all' }, { q: bad }, { namespace: link }, { integration: bad }, { state: 'FAIL' }].map((query) => paths.jobs(query)),
    ...at((tab) => paths.job(job, tab), 'overview runs children datasets sql facets events'),
    ...at((tab) => paths.run(job, runId, tab), 'timeline datasets facets events'),
    paths.job({ namespace: link, name: bad }),
    paths.job({ namespace: bad, name: `not ${bad}` }),
    ...[{}, { q: bad }, { namespace: dataset.namespace }].map((query) => paths.datasets(query)),
    ...at((tab) => paths.dataset(dataset, { tab }), 'fields schema producers consumers writes facets events'),
    paths.dataset(dataset, { field }),
    paths.dataset({ namespace: link, name: `alias ${bad}` }),
    paths.dataset(input),
    ...[{}, { jobNamespace: link, jobName: job.name }, { eventType: bad }].map((query) => paths.events(query)),
    ...events.map((_, i) => paths.event(i + 1)),
    paths.event(2, `/run/facets/${bad}`),
    paths.lineage(),
    paths.lineage({ type: 'dataset', ...dataset, field }),
    paths.lineage({ type: 'job', ...job }),
    paths.lineage({ type: 'dataset', namespace: link, name: bad }),
    paths.sources(),
    ...[{}, { source: 'none' }].map((query) => paths.refused(query)),
    ...at((tab) => paths.source(source.id, tab), 'connect events refused syncs settings'),
    paths.people(),
    paths.tokens(),
    paths.server(),
    paths.account(),
    `/${encodeURIComponent(bad)}`,
  ]
}

/** A body that is no JSON, an event without identity, and a token that is none. */
async function sendRefused(): Promise<void> {
  const headers = { 'user-agent': bad, 'x-forwarded-for': bad }
  const status = async (token: string, body: string): Promise<number> => (await site.headwater.post(token, body, headers)).status
  expect(await status(source.apiToken, bad)).toBe(400)
  expect(await status(source.apiToken, JSON.stringify({ [bad]: link }))).toBe(400)
  expect(await status(bad, bad)).toBe(401)
}

test('nothing runs, on any page', async () => {
  await sendRefused()
  const { headwater } = site
  await site.walk(
    async ({ page, faults }) => {
      await page.goto(printedLink(headwater.output))
      await page.getByLabel('Name').fill(bad)
      await page.getByLabel('E-mail').fill(ada.email)
      await page.getByLabel('Password').fill(ada.password)
      await page.getByRole('button', { name: 'Make the administrator' }).click()
      await page.waitForURL(`${site.headwater.url}/`)
      for (const address of addresses()) await visit(page, address, faults)
      await textIsShown(page)
      await searchFor(page, 'onerror')
      await page.goto(`${site.headwater.url}${paths.signin(link)}`)
      await page.goto(`${site.headwater.url}/invite?token=${encodeURIComponent(bad)}`)
      await sees(page.getByRole('heading', { name: 'This link does not work' }))
      expect(await ran(page)).toEqual([])
    },
    { who: 'nobody', causes: absent },
  )
})

/** What is not there or cannot be asked answers 4xx, which the browser writes on its console: that is no fault of the page. */
const absent = /console: Failed to load resource: the server responded with a status of (400|404|410)/

async function visit(page: Page, address: string, faults: readonly string[]): Promise<void> {
  await page.goto(`${site.headwater.url}${address}`)
  await page.getByRole('main').waitFor()
  await page.waitForFunction(() => document.querySelector('[aria-busy="true"]') === null)
  await expect
    .poll(
      () =>
        page
          .getByRole('main')
          .innerText()
          .then((text) => text.trim().length),
      { timeout: patience },
    )
    .toBeGreaterThan(0)
  await unfold(page)
  expect(await ran(page), address).toEqual([])
  expect(faults, address).toEqual([])
}

/** Opens what is folded: facets, families, refused requests of a cause and the bodies in them. */
async function unfold(page: Page): Promise<void> {
  const folded = page.getByRole('main').getByRole('button', { expanded: false }).and(page.locator(':not([aria-haspopup])'))
  while ((await folded.count()) > 0) {
    const button = must(await folded.first().elementHandle(), 'it was counted')
    await button.click()
    const isFolded = () => button.evaluate((element) => element.isConnected && element.getAttribute('aria-expanded') === 'false')
    await expect.poll(isFolded, { timeout: patience }).toBe(false)
  }
}

/** It is not left out either: what the event says is there to read, as it says it. */
async function textIsShown(page: Page): Promise<void> {
  await page.goto(`${site.headwater.url}${paths.job(job)}`)
  await says(page.getByRole('main'), `[img](${link})`)
  await says(page.getByRole('main'), '<img src=x onerror=window.__xss=1>')
}

async function searchFor(page: Page, text: string): Promise<void> {
  await page.goto(site.headwater.url)
  await sees(page.getByRole('heading', { name: 'Home' }))
  await page.keyboard.press('Control+k')
  await page.getByRole('combobox', { name: 'Search' }).fill(text)
  await says(page.getByRole('listbox'), '<img src=x onerror')
  expect(await ran(page)).toEqual([])
}

/** Signs that something of it became more than text. */
function ran(page: Page): Promise<string[]> {
  return page.evaluate(() => {
    const found = '__xss' in window ? ['a script ran'] : []
    for (const element of document.querySelectorAll('*')) {
      if (element.matches('img[src="x"], svg[onload], body script')) found.push(element.outerHTML.slice(0, 200))
      for (const { name, value } of element.attributes) {
        const opens = ['href', 'src', 'action', 'formaction', 'xlink:href'].includes(name) && /^\s*javascript:/i.test(value)
        if (opens || (name.startsWith('on') && name.length > 2)) found.push(`${name}=${value.slice(0, 100)}`)
      }
    }
    return found
  })
}

test('links of the documentation are text where they are not safe', async () => {
  const token = await site.headwater.createToken()
  const query = new URLSearchParams(job)
  const answer = await fetch(`${site.headwater.url}/api/v2/job?${query}`, { headers: { authorization: `Bearer ${token}` } })
  expect(await answer.json()).toMatchObject({ description: expect.stringContaining(link), externalUrl: 'http://etl.example.com/' })
  expect(answer.headers.get('content-type')).toContain('application/json')
  expect(must(answer.headers.get('x-content-type-options'), 'no such header')).toBe('nosniff')
})
