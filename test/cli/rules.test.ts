/** Rules against the real program: they hold for history, reads go on meanwhile, a kill in the middle loses nothing, and one that is taken back leaves nothing. */
import fs from 'node:fs'
import path from 'node:path'
import { DatabaseSync } from 'node:sqlite'
import { afterAll, beforeAll, expect, test } from 'vitest'
import type { Rule, RulePreview, Rules, Suggestions } from '../../src/contract/rules.ts'
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
const bad = { kind: 'pattern', namespaces: '*', part: 'name', match: '(', replace: '' }
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
  await eventually(async () => (await api<Rules>('/api/v2/rules')).inForce, { what: 'the rule in force' })
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
  await eventually(async () => (await api<Rules>('/api/v2/rules')).inForce, { what: 'a catalog by the new fold' })
  expect(await datasets()).toBe(10)
  await eventually(async () => !fs.existsSync(path.join(headwater.dataDir, file)), { what: 'the old catalog gone' })
})

test('a full sync that was cut off by a kill is taken up as well', async () => {
  const { sync } = await api<{ sync: Sync }>('/api/v2/sync', 'POST', { full: true })
  await headwater.kill()
  await headwater.start()
  const done = async (): Promise<boolean> =>
    (await api<{ items: Sync[] }>('/api/v2/syncs')).items.some((s) => s.id >= sync.id && s.kind === 'full' && s.state === 'complete')
  await eventually(done, { what: 'a full sync that is complete' })
  expect(await datasets()).toBe(10)
})

test('what a rule would do is told before it is made, and is what it does', async () => {
  const found = await headwater.json<RulePreview>(['rules', 'preview', JSON.stringify(rule)])
  expect(found).toMatchObject({ names: 5, joined: 10, into: 5, fault: null, atLeast: false })
  expect(await headwater.cli(['rules', 'preview', JSON.stringify(rule)])).toMatch(/^10 datasets become 5; 5 names give way to another\.\n/)
  expect(await datasets()).toBe(10)
  await expect(headwater.cli(['rules', 'preview', JSON.stringify({ ...bad, namespaces: 'x' })])).rejects.toThrow(/missing closing/)
})

test('what looks alike is offered; accepted it is settled, and taken back it does not come again; dismissed neither', async () => {
  const offered = (): Promise<Suggestions> => headwater.json<Suggestions>(['rules', 'suggestions'])
  const [first] = (await offered()).items
  expect(first).toMatchObject({ kind: 'case', says: '5 names in db are written in more than one letter case', datasets: 10 })
  const path = `/api/v2/rules/suggestions/${first?.key ?? ''}`
  expect(await headwater.cli(['rules', 'suggestions'])).toContain(`${first?.key.slice(0, 8) ?? ''}  5 names in db`)
  await headwater.json(['rules', 'dismiss', first?.key.slice(0, 8) ?? ''])
  expect(await offered()).toMatchObject({ items: [], dismissed: [{ key: first?.key, says: first?.says }] })
  await expect(api(path, 'POST', { answer: 'accept' })).rejects.toThrow(/404/)
  await api(path, 'POST', { answer: 'bringBack' })
  const { rules } = await headwater.json<{ rules: Rule[] }>(['rules', 'accept', first?.key ?? '', '--wait'])
  expect(await datasets()).toBe(5)
  expect((await offered()).items).toEqual([])
  await headwater.json(['rules', 'remove', String(rules[0]?.id), '--wait'])
  expect(await datasets()).toBe(10)
  expect((await offered()).items).toEqual([])
})

test('a source is removed with its data: it says first what goes, and the log keeps it', async () => {
  await headwater.addSource('junk')
  const before = await exported()
  await headwater.json(['import', '-', '--source', 'junk'], { input: JSON.stringify(run({ job: 'junk', outputs: ['only'] })) })
  await headwater.json(['sync', '--wait'])
  await expect(headwater.cli(['source', 'remove', 'junk', '--with-data'])).rejects.toThrow(
    /1 event, 1 job, 1 dataset and 1 run leave the catalog/,
  )
  await headwater.json(['source', 'remove', 'junk', '--with-data', '--yes'])
  await eventually(async () => (await exported()) === before, { what: 'the catalog without the source' })
  expect(await headwater.cli(['export', 'events'])).toContain('"only"')
})

test('a sync that does not run is not cancelled', async () => {
  expect(await headwater.json(['sync', '--cancel'])).toEqual({ cancelled: [] })
})

test('a rule that cannot be used is refused with its reason', async () => {
  await expect(api('/api/v2/rules', 'POST', { body: bad })).rejects.toThrow(/missing closing/)
  await expect(api('/api/v2/rules', 'POST', { body: { kind: 'nonsense' } })).rejects.toThrow(/400|422/)
  await expect(headwater.cli(['rules', 'add', '{'])).rejects.toThrow(/not JSON/)
})
