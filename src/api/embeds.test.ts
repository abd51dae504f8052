import fs from 'node:fs'
import os from 'node:os'
import path from 'node:path'
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest'
import type { EmbedLink, EmbedQuestion } from '../contract/embeds.ts'
import type { PictureQuery } from '../contract/picture.ts'
import type { ApiContext } from './context.ts'
import { Previews } from './previews.ts'
import { joinAs, testApi } from './test-context.ts'
import type { TestApi } from './test-context.ts'

const question = { type: 'dataset', namespace: 'ns', name: 'fct_orders', depth: 2 }
const svg = '<svg xmlns="http://www.w3.org/2000/svg"><title>x</title><style>a{}</style></svg>'
const webRoot = fs.mkdtempSync(path.join(os.tmpdir(), 'headwater-embed-'))

let api: TestApi
let admin: Record<string, string>
/** What the catalog was asked. */
const asked: PictureQuery[] = []
/** Of what pictures for previews were drawn; a test changes what is on them. */
const drawn: EmbedQuestion[] = []
let content = 'one'

beforeAll(async () => {
  fs.writeFileSync(
    path.join(webRoot, 'embed.html'),
    '<!doctype html>\n<html lang="en"><head><title>Headwater</title></head><body><main><!--content--></main></body></html>',
  )
  const catalog = {
    lineagePicture: async (query: PictureQuery) => {
      asked.push(query)
      return query.name === 'gone' ? null : { text: svg, title: `Lineage of ${query.name}`, facts: '"2" hops & <more>' }
    },
  } as unknown as ApiContext['catalog']
  const previews = new Previews({
    draw: async ({ question: of }) => {
      drawn.push(of)
      return of.name === 'gone' ? null : { at: '', svg: content }
    },
    paint: async (text) => new TextEncoder().encode(`png of ${text}`),
    failed: (error) => expect.unreachable(error.message),
    now: () => api.clock.now,
  })
  api = await testApi({ context: { webRoot, catalog, previews }, env: { HEADWATER_PUBLIC_URL: 'https://lineage.example/hw/' } })
  admin = await joinAs(api, 'admin')
})
afterAll(async () => {
  await api.close()
  fs.rmSync(webRoot, { recursive: true, force: true })
})
beforeEach(() => void (asked.length = drawn.length = 0))

async function link(more: object = {}): Promise<EmbedLink> {
  const made = await api.request('POST', '/api/v2/embeds', { json: { ...question, ...more }, headers: admin })
  expect(made.status).toBe(201)
  return (await made.json()) as EmbedLink
}
/** Path and query of a link, with some of it changed. */
const pathOf = ({ url }: EmbedLink, change: Record<string, string | null> = {}): string => {
  const at = new URL(url)
  for (const [name, value] of Object.entries(change)) {
    if (value === null) at.searchParams.delete(name)
    else at.searchParams.set(name, value)
  }
  return at.pathname.replace(/^\/hw/, '') + at.search
}
/** The same question to another of the addresses. */
const as = (file: 'svg' | 'png', path: string): string => path.replace('/embed/lineage?', `/embed/lineage.${file}?`)

test('whoever has the link sees what it is for, in a frame of any page, without a credential', async () => {
  const made = await link()
  const page = await api.request('GET', pathOf(made))
  expect(page.status).toBe(200)
  expect(asked).toMatchObject([{ type: 'dataset', namespace: 'ns', name: 'fct_orders', depth: 2, direction: 'both', limit: 1000 }])
  expect(page.headers.get('content-security-policy')).toMatch(/^default-src 'none'; script-src 'self'; .*frame-ancestors \*$/)
  expect(page.headers.get('x-frame-options')).toBeNull()
  expect(page.headers.get('set-cookie')).toBeNull()
  const html = await page.text()
  const nonce = /'nonce-([^']+)'/.exec(page.headers.get('content-security-policy') ?? '')?.[1]
  expect(html).toContain(`<style nonce="${nonce}">`)
  expect(html).toContain('<meta property="og:title" content="Lineage of fct_orders" />')
  expect(html).toContain('<meta property="og:description" content="&quot;2&quot; hops &amp; &lt;more&gt;" />')
  const picture = await api.request('GET', as('svg', pathOf(made)))
  expect(picture.headers.get('content-type')).toBe('image/svg+xml')
  expect(picture.headers.get('cross-origin-resource-policy')).toBe('cross-origin')
  expect(await picture.text()).toBe(svg)
})

test.each([
  ['another root', { name: 'salaries' }],
  ['another namespace', { namespace: 'hr' }],
  ['another kind of root', { type: 'job' }],
  ['another column', { field: 'amount' }],
  ['another depth', { depth: '3' }],
  ['another direction', { direction: 'upstream' }],
  ['columns', { columns: 'true' }],
  ['unfolded', { fold: 'false' }],
  ['another moment', { asOf: '2020-01-01T00:00:00Z' }],
  ['groups', { group: 'schema' }],
  ['a later end', { until: '99999999999' }],
  ['another link', { link: '1000000' }],
  ['a signature with a letter changed', { token: 'A'.repeat(43) }],
  ['an empty signature', { token: '' }],
])('a link does not open %s', async (_, change) => {
  const made = await link()
  const page = await api.request('GET', pathOf(made, change))
  expect(page.status).toBe(403)
  expect(await page.text()).toContain('This link is not whole, or was changed.')
  const refusals = await Promise.all((['svg', 'png'] as const).map((file) => api.request('GET', as(file, pathOf(made, change)))))
  for (const refusal of refusals) {
    expect(refusal.status).toBe(403)
    expect(await refusal.json()).toMatchObject({ code: 'link_wrong', detail: 'This link is not whole, or was changed.' })
  }
  expect([asked, drawn]).toEqual([[], []])
})

test('no link goes further than ten hops, and one without its parts is refused', async () => {
  const far = await api.request('POST', '/api/v2/embeds', { json: { ...question, depth: 11 }, headers: admin })
  expect(far.status).toBe(400)
  const made = await link()
  for (const part of ['token', 'link', 'until', 'name']) {
    expect((await api.request('GET', pathOf(made, { [part]: null }))).status).toBe(400)
    expect((await api.request('GET', as('png', pathOf(made, { [part]: null })))).status).toBe(400)
  }
  expect((await api.request('GET', pathOf(made, { limit: '5000' }))).status).toBe(400)
  expect(asked).toEqual([])
})

test('a link ends', async () => {
  const made = await link({ expiresInDays: 1 })
  const now = api.clock.now
  try {
    api.clock.now = now + 25 * 3_600_000
    const page = await api.request('GET', pathOf(made))
    expect(page.status).toBe(403)
    expect(await page.text()).toContain('This link has ended.')
    expect(asked).toEqual([])
    expect((await api.request('GET', `/api/v2/embeds/${made.item.id}`, { headers: { authorization: 'Bearer x' } })).status).toBe(401)
    expect((await api.local('GET', `/api/v2/embeds/${made.item.id}`)).status).toBe(404)
  } finally {
    api.clock.now = now
  }
})

test('a link is revoked, and stays in the list', async () => {
  const [made, other] = [await link(), await link()]
  expect((await api.request('DELETE', `/api/v2/embeds/${made.item.id}`, { headers: admin })).status).toBe(204)
  expect((await api.request('DELETE', `/api/v2/embeds/${made.item.id}`, { headers: admin })).status).toBe(404)
  const page = await api.request('GET', pathOf(made))
  expect(page.status).toBe(403)
  expect(await page.text()).toContain('This link was revoked.')
  expect((await api.request('GET', pathOf(other))).status).toBe(200)
  const { items } = (await (await api.local('GET', '/api/v2/embeds')).json()) as { items: { id: number; revokedAt: string | null }[] }
  expect(items.find((item) => item.id === made.item.id)?.revokedAt).not.toBeNull()
  expect(items.find((item) => item.id === other.item.id)).toMatchObject({ revokedAt: null, lastUsedAt: expect.any(String) })
})

test('the same link can be copied again, and only administrators make links', async () => {
  const made = await link({ name: 'a b&c', field: 'x.y', asOf: '2026-11-01T00:00:00Z' })
  const again = (await (await api.local('GET', `/api/v2/embeds/${made.item.id}`)).json()) as EmbedLink
  expect(again.url).toBe(made.url)
  expect((await api.request('GET', pathOf(made))).status).toBe(200)
  expect(asked[0]).toMatchObject({ name: 'a b&c', field: 'x.y', asOf: '2026-11-01T00:00:00Z' })
  const viewer = await joinAs(api, 'viewer')
  expect((await api.request('POST', '/api/v2/embeds', { json: question, headers: viewer })).status).toBe(403)
})

test('a credential opens nothing more at a signed address, and nothing else may be framed', async () => {
  const made = await link()
  expect((await api.request('GET', pathOf(made, { name: 'salaries' }), { headers: admin })).status).toBe(403)
  const other = await api.request('GET', '/embed/else')
  expect(other.headers.get('x-frame-options')).toBe('DENY')
  expect((await api.request('GET', '/healthz')).headers.get('content-security-policy')).toContain("frame-ancestors 'none'")
})

test('the theme is for whoever frames it to choose; what has left the catalog is 404', async () => {
  const made = await link()
  expect(await (await api.request('GET', pathOf(made, { theme: 'dark' }))).text()).toContain('<html lang="en" data-theme="dark">')
  expect((await api.request('GET', pathOf(await link({ name: 'gone' })))).status).toBe(404)
})

test('nothing in the store lets anyone in: the signature is not kept', async () => {
  const made = await link()
  const token = new URL(made.url).searchParams.get('token') ?? ''
  expect(token).toHaveLength(43)
  expect(JSON.stringify(await api.context.control.listEmbeds({}))).not.toContain(token)
})

test('whoever previews the link is told of a picture, by its whole address, with the same signature', async () => {
  const made = await link({ group: 'schema', field: 'a&b' })
  const html = await (await api.request('GET', pathOf(made, { theme: 'dark' }))).text()
  const meta = new Map(
    [...html.matchAll(/<meta (?:property|name)="([^"]+)" content="([^"]*)"/g)].map(([, name = '', value = '']) => [name, value]),
  )
  expect(meta.get('twitter:card')).toBe('summary_large_image')
  expect([meta.get('og:image:width'), meta.get('og:image:height'), meta.get('og:image:type')]).toEqual(['1200', '630', 'image/png'])
  expect(meta.get('og:image:alt')).toBe('Lineage of fct_orders. &quot;2&quot; hops &amp; &lt;more&gt;')
  const image = (meta.get('og:image') ?? '').replaceAll('&amp;', '&')
  expect(image).toBe(made.url.replace('/embed/lineage?', '/embed/lineage.png?'))
  expect(image).toMatch(/^https:\/\/lineage[.]example\/hw\/embed\/lineage[.]png[?]/)
  const picture = await api.request('GET', image.slice('https://lineage.example/hw'.length))
  expect(picture.status).toBe(200)
  expect(picture.headers.get('content-type')).toBe('image/png')
  expect(picture.headers.get('cross-origin-resource-policy')).toBe('cross-origin')
  expect(picture.headers.get('set-cookie')).toBeNull()
  expect(await picture.text()).toBe('png of one')
  expect(drawn).toMatchObject([{ name: 'fct_orders', field: 'a&b', depth: 2, group: 'schema' }])
})

test('a picture that is the same is not sent again, and is asked for each time', async () => {
  const path = as('png', pathOf(await link()))
  const first = await api.request('GET', path)
  const etag = first.headers.get('etag') ?? ''
  expect(first.headers.get('cache-control')).toBe('public, no-cache')
  const again = await api.request('GET', path, { headers: { 'if-none-match': etag } })
  expect([again.status, again.headers.get('etag'), await again.text()]).toEqual([304, etag, ''])
  content = 'two'
  const changed = await api.request('GET', path, { headers: { 'if-none-match': etag } })
  expect([changed.status, await changed.text()]).toEqual([200, 'png of two'])
})

test('of a link that was revoked, that ended, or whose root is gone there is no picture, and the page names none', async () => {
  const [revoked, ended, gone] = [await link(), await link({ expiresInDays: 1 }), await link({ name: 'gone' })]
  const etag = (await api.request('GET', as('png', pathOf(revoked)))).headers.get('etag') ?? ''
  await api.request('DELETE', `/api/v2/embeds/${revoked.item.id}`, { headers: admin })
  const now = api.clock.now
  const answers = async (made: EmbedLink): Promise<unknown[]> =>
    Promise.all(
      (['svg', 'png'] as const).map(async (file) => {
        const answer = await api.request('GET', as(file, pathOf(made)), { headers: { 'if-none-match': etag } })
        const { code } = (await answer.json()) as { code: string }
        return [answer.status, code, answer.headers.get('cache-control')]
      }),
    )
  try {
    expect(await answers(revoked)).toEqual(Array(2).fill([403, 'link_revoked', 'no-store']))
    expect(await answers(gone)).toEqual(Array(2).fill([404, 'not_found', 'no-store']))
    expect(await (await api.request('GET', pathOf(revoked))).text()).not.toContain('og:image')
    api.clock.now = now + 25 * 3_600_000
    expect(await answers(ended)).toEqual(Array(2).fill([403, 'link_expired', 'no-store']))
  } finally {
    api.clock.now = now
  }
})

test('a link carries how its lineage is grouped; one without groups has the address that it always had', async () => {
  const [plain, grouped] = [await link(), await link({ group: 'parent' })]
  expect(new URL(plain.url).searchParams.has('group')).toBe(false)
  expect(grouped.item.group).toBe('parent')
  expect((await api.request('GET', as('svg', pathOf(grouped)))).status).toBe(200)
  expect(asked[0]).toMatchObject({ group: 'parent' })
  expect((await api.request('GET', pathOf(grouped, { group: null }))).status).toBe(403)
  expect((await api.request('GET', pathOf(grouped, { group: 'schema' }))).status).toBe(403)
  expect((await api.request('POST', '/api/v2/embeds', { json: { ...question, group: 'colour' }, headers: admin })).status).toBe(400)
})
