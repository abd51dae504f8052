import { expect, test } from 'vitest'
import { loadSettings } from '../settings/settings.ts'
import { testApi } from './test-context.ts'
import { publicUrlOf, warningOf } from './public-url.ts'

test.each([
  ['http://localhost:8321', /this machine/],
  ['http://127.0.0.1:8321', /this machine/],
  ['http://[::1]:8321', /this machine/],
  ['http://0.0.0.0:8321', /only one to listen on/],
  ['http://10.1.2.3', /private address/],
  ['http://192.168.1.5:8321', /private address/],
  ['http://172.20.0.3', /private address/],
  ['http://172.17.0.2', /container engine/],
  ['http://headwater:8321', /resolve the name headwater/],
  ['http://headwater.default.svc', /one network only/],
  ['https://headwater.internal', /one network only/],
  ['https://headwater.example.com', null],
  ['http://203.0.113.9:8321', null],
])('what speaks against %s', (url, warning) => {
  if (warning === null) expect(warningOf(url)).toBeNull()
  else expect(warningOf(url)).toMatch(warning)
})

test.each([
  ['127.0.0.1', 8321, 'http://127.0.0.1:8321'],
  ['::1', 8321, 'http://[::1]:8321'],
  ['headwater.example.com', 80, 'http://headwater.example.com'],
])('guessed from %s port %i', async (host, port, url) => {
  const control = { savedPublicUrl: async () => null } as never
  expect(await publicUrlOf({ settings: loadSettings({ env: {} }), control, listening: () => ({ host, port }) })).toMatchObject({
    publicUrl: url,
    publicUrlFrom: 'guessed',
  })
})

test('listening everywhere is not an address to give out', async () => {
  const { publicUrl } = await publicUrlOf({
    settings: loadSettings({ env: {} }),
    control: { savedPublicUrl: async () => null } as never,
    listening: () => ({ host: '0.0.0.0', port: 8321 }),
  })
  expect(publicUrl).not.toContain('0.0.0.0')
})

test('a person sets it, sources show it at once, and taking it away brings back the guess', async () => {
  const api = await testApi()
  const added = (await (await api.local('POST', '/api/v2/sources', {})).json()) as {
    source: { eventsUrl: string; eventsEndpoint: string; name: string }
  }
  expect(added.source).toMatchObject({ name: 'OpenLineage', eventsUrl: 'http://127.0.0.1:8321', eventsEndpoint: 'api/v1/lineage' })
  const set = await api.local('PATCH', '/api/v2/server', { publicUrl: 'https://headwater.example.com/' })
  expect(await set.json()).toMatchObject({ publicUrl: 'https://headwater.example.com', publicUrlFrom: 'saved', publicUrlWarning: null })
  const { items } = (await (await api.local('GET', '/api/v2/sources')).json()) as { items: { eventsUrl: string }[] }
  expect(items[0]?.eventsUrl).toBe('https://headwater.example.com')
  for (const wrong of [
    'headwater.example.com',
    'javascript:alert(1)',
    'https://u:p@headwater.example.com',
    'https://example.com/headwater',
    'https://example.com?x=1',
  ]) {
    expect((await api.local('PATCH', '/api/v2/server', { publicUrl: wrong })).status).toBe(400)
  }
  expect(await (await api.local('PATCH', '/api/v2/server', { publicUrl: null })).json()).toMatchObject({ publicUrlFrom: 'guessed' })
  await api.close()
})

test('what the settings say is not changed by people', async () => {
  const api = await testApi({ env: { HEADWATER_PUBLIC_URL: 'https://a.example.com' } })
  const refused = await api.local('PATCH', '/api/v2/server', { publicUrl: 'https://b.example.com' })
  expect(refused.status).toBe(409)
  expect(await (await api.local('GET', '/api/v2/server')).json()).toMatchObject({
    publicUrl: 'https://a.example.com',
    publicUrlFrom: 'settings',
  })
  await api.close()
})
