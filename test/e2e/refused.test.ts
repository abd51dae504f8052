/** Refused requests on the pages: found by cause, retried after a fix, downloaded; and those whose token is nobody's. */
import fs from 'node:fs'
import os from 'node:os'
import path from 'node:path'
import { afterAll, expect, test } from 'vitest'
import { run } from '../harness/catalog.ts'
import type { AddedSource } from '../harness/server.ts'
import { says, sees } from './browser.ts'
import { walks } from './walk.ts'

const dataDir = fs.mkdtempSync(path.join(os.tmpdir(), 'headwater-test-'))
afterAll(() => fs.rmSync(dataDir, { recursive: true, force: true }))
let source: AddedSource
const site = walks({
  folder: 'refused',
  start: { dataDir, args: ['--max-batch-events', '2', '--max-source-rejections', '60'] },
  fill: async (headwater) => {
    source = await headwater.addSource('Nightly')
  },
})

async function sendRefused(): Promise<void> {
  const event = (i: number): string => JSON.stringify(run({ job: 'nightly', runId: `run-${i}` }))
  const post = async (token: string, body: string, url = '/api/v1/lineage') =>
    fetch(site.headwater.url + url, {
      method: 'POST',
      headers: { 'content-type': 'application/json', authorization: `Bearer ${token}` },
      body,
    })
  for (let i = 0; i < 70; i++)
    expect((await post(source.apiToken, `[${event(i)},${event(i + 1)},${event(i + 2)}]`, '/api/v1/lineage/batch')).status).toBe(413)
  expect((await post(source.apiToken, '{"job": nightly}')).status).toBe(400)
  expect((await post('null', '{}')).status).toBe(401)
}

test('what was refused is found by its cause, taken in after a fix, and downloaded', async () => {
  await sendRefused()
  await site.restart({ dataDir })
  await site.walk(async ({ page, look }) => {
    await page.goto(`${site.headwater.url}/settings/data/${source.id}?tab=refused`)
    const large = page.getByRole('listitem').filter({ hasText: '413 batch_too_large' }).first()
    await says(large, /59 requests kept[^]*11 older ones let go/)
    await look('1-causes')
    await large.getByRole('button', { name: 'Retry all 59' }).click()
    await says(large, /59 taken in\./)
    await says(large, /59 requests kept · 59 taken in by a retry/)
    await page.getByRole('button', { name: 'Requests refused as batch_too_large' }).click()
    await sees(large.getByRole('link', { name: /^event \d+$/ }))
    await look('2-taken-in')
    const broken = page.getByRole('listitem').filter({ hasText: '400 not_json' }).first()
    await broken.getByRole('button', { name: 'Retry', exact: true }).click()
    await says(broken, '1 refused again.')
    await page.getByRole('button', { name: 'Requests refused as not_json' }).click()
    await broken.getByRole('button', { name: /^Show request/ }).click()
    await says(broken.getByRole('article'), /Answer[^]*400 Body is not JSON[^]*Head[^]*authorization[^]*Body/)
    await look('3-request')
    const [file] = await Promise.all([page.waitForEvent('download'), broken.getByRole('link', { name: /^Download \d+ B$/ }).click()])
    expect(fs.readFileSync(await file.path(), 'utf8')).toBe('{"job": nightly}')
    await page.goto(`${site.headwater.url}/settings/data`)
    await page.getByRole('link', { name: 'See who sent them' }).click()
    await says(page.getByRole('main'), /401 token_malformed[^]*from 127\.0\.0\.1[^]*null/)
    await look('4-nobody')
  })
})
