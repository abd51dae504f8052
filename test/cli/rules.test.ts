/** Rules against the real program: they hold for history, reads go on meanwhile, a kill in the middle loses nothing, and one that is taken back leaves nothing. */
import fs from 'node:fs'
import path from 'node:path'
import { DatabaseSync } from 'node:sqlite'
import { afterAll, beforeAll, expect, test } from 'vitest'
import type { Rule, Rules } from '../../src/contract/rules.ts'
import type { Sync } from '../../src/contract/sync.ts'
import { run } from '../harness/catalog.ts'
import { eventually } from '../harness/eventually.ts'
import { startHeadwater } from '../harness/server.ts'
import type { Headwater } from '../harness/server.ts'

let headwater: Headwater
let token = ''
beforeAll(async () => {
  headwater = await startHeadwater()
  token = await headwater.createToken()
  await headwater.addSource('etl')
  const events = Array.from({ length: 400 }, (_, i) =>
    JSON.stringify(run({ job: `j${i % 7}`, runId: `r${i}`, inputs: [`T_${i % 5}`], outputs: [`t_${i % 5}`] })),
  )
  await headwater.json(['import', '-', '--source', 'etl'], { input: events.join('\n') })
  await headwater.json(['sync', '--wait'])
})
afterAll(() => headwater.stop())

const api = async <T>(path: string, method = 'GET', body?: object): Promise<T> => {
  const answer = await fetch(`${headwater.url}${path}`, {
    method,
    headers: { authorization: `Bearer ${token}`, 'content-type': 'application/json' },
    ...(body === undefined ? {} : { body: JSON.stringify(body) }),
  })
  const text = await answer.text()
  if (!answer.ok) throw new Error(`${method} ${path}: ${answer.status} ${text}`)
  return JSON.parse(text) as T
}
const exported = (): Promise<string> => headwater.cli(['export', 'catalog'])
const datasets = async (): Promise<number> => (await exported()).split('\n').filter((l) => l.includes('"kind":"dataset"')).length
const rule = { kind: 'case', namespaces: '*', to: 'lower' }

test('a rule holds for history; taken back, the catalog is to the byte what it was', async () => {
  const before = await exported()
  expect(await datasets()).toBe(10)
  const made = await headwater.json<Rule>(['rules', 'add', JSON.stringify(rule), '--note', 'upper case is Snowflake', '--wait'])
  expect(await datasets()).toBe(5)
  expect(await headwater.json<Rules>(['rules', 'list'])).toMatchObject({ items: [{ id: made.id, body: rule }], inForce: true })
  await headwater.json(['rules', 'remove', String(made.id), '--wait'])
  expect(await exported()).toBe(before)
  expect(await headwater.json<Rules>(['rules', 'list', '--removed'])).toMatchObject({
    items: [{ id: made.id, note: 'upper case is Snowflake' }],
  })
})

test('a kill while the catalog is made anew: the next start takes it up by itself', async () => {
  const { id } = await api<Rule>('/api/v2/rules', 'POST', { body: rule })
  await headwater.kill()
  await headwater.start()
  await eventually(async () => (await api<Rules>('/api/v2/rules')).inForce, { timeoutMs: 20_000, what: 'the rule in force' })
  expect(await datasets()).toBe(5)
  await headwater.json(['rules', 'remove', String(id), '--wait'])
  expect(await datasets()).toBe(10)
})

test('after an upgrade that folds otherwise the catalog is made anew, and read until then', async () => {
  await headwater.kill()
  const file = fs.readdirSync(headwater.dataDir).find((f) => /^catalog-\d+\.db$/.test(f)) ?? ''
  const db = new DatabaseSync(path.join(headwater.dataDir, file))
  db.exec('UPDATE checkpoint SET rules = \'{"fold":0,"builtIn":[],"rules":[]}\'')
  db.close()
  await headwater.start()
  expect(await datasets()).toBe(10)
  await eventually(async () => (await api<Rules>('/api/v2/rules')).inForce, { timeoutMs: 20_000, what: 'a catalog by the new fold' })
  expect(await datasets()).toBe(10)
  await eventually(async () => !fs.existsSync(path.join(headwater.dataDir, file)), { timeoutMs: 10_000, what: 'the old catalog gone' })
})

test('a full sync that was cut off by a kill is taken up as well', async () => {
  const { sync } = await api<{ sync: Sync }>('/api/v2/sync', 'POST', { full: true })
  await headwater.kill()
  await headwater.start()
  const done = async (): Promise<boolean> =>
    (await api<{ items: Sync[] }>('/api/v2/syncs')).items.some((s) => s.id >= sync.id && s.kind === 'full' && s.state === 'complete')
  await eventually(done, { timeoutMs: 20_000, what: 'a full sync that is complete' })
  expect(await datasets()).toBe(10)
})

test('a rule that cannot be used is refused with its reason', async () => {
  const bad = { kind: 'pattern', namespaces: '*', part: 'name', match: '(', replace: '' }
  await expect(api('/api/v2/rules', 'POST', { body: bad })).rejects.toThrow(/missing closing/)
  await expect(api('/api/v2/rules', 'POST', { body: { kind: 'nonsense' } })).rejects.toThrow(/400|422/)
  await expect(headwater.cli(['rules', 'add', '{'])).rejects.toThrow(/not JSON/)
})
