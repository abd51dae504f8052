/** Odd names, numbers and shapes: kept byte for byte, and each has its right place in the catalog (reference: reliability, 2.3). */
import { afterAll, beforeAll, expect, test } from 'vitest'
import { eventText, removeIntake, someEvent, startIntake } from './running.ts'
import type { IntakeServer } from './running.ts'

let server: IntakeServer

beforeAll(async () => {
  server = await startIntake()
})
afterAll(() => removeIntake(server))

interface Told {
  readonly position: number
  readonly warnings: string[]
}

/** Sends a body, expects 201, and that it is kept as it came. */
async function accepted(body: string | Buffer): Promise<Told> {
  const answer = await server.post(body)
  const told = (await answer.json()) as Told
  expect([answer.status, told]).toEqual([201, expect.objectContaining({ status: 'accepted' })])
  expect((await server.body(told.position)).equals(Buffer.from(body))).toBe(true)
  return told
}

const tableOf = (fields: readonly string[]) => ({ schema: { fields: fields.map((name) => ({ name, type: 'INT' })) } })
const one = (lines: Record<string, unknown>[], kind: string, name: string): Record<string, unknown> =>
  lines.filter((l) => l['kind'] === kind && l['name'] === name)[0] ?? {}

test('columns and facets called like members of every object', async () => {
  const names = ['__proto__', 'constructor', 'toString', 'hasOwnProperty', 'prototype', 'valueOf', '__defineGetter__']
  const fields = names.map((name) => `"${name}":{"inputFields":[{"namespace":"odd","name":"proto-in","field":"${name}"}]}`).join(',')
  const schema = JSON.stringify(tableOf(names))
  const text = eventText({ inputs: 'IN', outputs: 'OUT' })
    .replace('"IN"', `[{"namespace":"odd","name":"proto-in","facets":${schema}}]`)
    .replace(
      '"OUT"',
      `[{"namespace":"odd","name":"proto-out","facets":{"__proto__":{"polluted":true},"constructor":{"prototype":{"polluted":true}},"columnLineage":{"fields":{${fields}}},${schema.slice(1)}}]`,
    )
    .replace('{', '{"__proto__":{"polluted":true},')
  const { position } = await accepted(text)
  const lines = await server.catalog()
  expect((one(lines, 'dataset', 'proto-out')['fields'] as { name: string }[]).map((f) => f.name).toSorted()).toEqual(names.toSorted())
  const edges = lines.filter((l) => l['kind'] === 'columnEdge' && (l['to'] as { name: string }).name === 'proto-out') as unknown as Record<
    'from' | 'to',
    { field: string }
  >[]
  expect(edges.map((e) => [e.from.field, e.to.field]).toSorted()).toEqual(names.map((n) => [n, n]).toSorted())
  const detail = await server.text('/api/v2/dataset?namespace=odd&name=proto-out')
  for (const name of names) expect(detail).toContain(`"${name}"`)
  expect(await server.text(`/api/v2/events/${position}`)).toContain('"lines"')
  expect((Object.prototype as Record<string, unknown>)['polluted']).toBeUndefined()
})

test('jobs, datasets and namespaces called like members of every object', async () => {
  const names = ['__proto__', 'constructor', 'toString']
  for (const name of names)
    await accepted(
      eventText({ job: { namespace: name, name }, inputs: [{ namespace: name, name }], outputs: [{ namespace: name, name: `${name}2` }] }),
    )
  const lines = await server.catalog()
  for (const name of names) expect(one(lines, 'job', name)).toMatchObject({ namespace: name, inputs: [{ namespace: name, name }] })
})

test('NUL, lone surrogates and U+FFFD are different names', async () => {
  const names = ['s', 's\u0000', 's\ud800', 's\ufffd', 's\udc00', '\ud800s', 's\u{10ffff}0000', 's\\u0000', 'a\u0000b', 'ab']
  const text = eventText({
    job: { namespace: 'odd', name: 'nul\u0000job' },
    outputs: names.map((name) => ({ namespace: 'odd-nul', name, facets: tableOf([name]) })),
  })
  await accepted(text)
  const lines = (await server.catalog()).filter((l) => l['kind'] === 'dataset' && l['namespace'] === 'odd-nul')
  expect(lines.map((l) => l['name'] as string).toSorted()).toEqual(names.toSorted())
  for (const line of lines) expect((line['fields'] as { name: string }[])[0]?.name).toBe(line['name'])
  const listed = await server.api<{ items: { name: string }[] }>('GET', '/api/v2/datasets?namespace=odd-nul&limit=100')
  expect(listed.items.map((i) => i.name).toSorted()).toEqual(names.toSorted())
  const exported = await server.text('/api/v2/export/catalog')
  expect(exported).toContain('"s\\u0000"')
  expect(exported).toContain('"s\\ud800"')
  expect(exported).not.toContain('\0')
})

test('names that look alike stay apart, and come back as they were', async () => {
  const names = [
    'é',
    'e\u0301',
    'раypal',
    'paypal',
    'a\u202eb',
    'a\u200bb',
    'A',
    'a',
    ' a',
    'a ',
    '🛢',
    '',
    '<script>alert(1)</script>',
    "'; DROP TABLE dataset; --",
    'a/b',
    'a%2Fb',
    '..',
  ].filter((n) => n !== '')
  await accepted(eventText({ inputs: names.map((name) => ({ namespace: 'odd-alike', name })) }))
  const listed = await server.api<{ items: { name: string }[] }>('GET', '/api/v2/datasets?namespace=odd-alike&limit=100')
  await server.catalog()
  const again = await server.api<{ items: { name: string }[] }>('GET', '/api/v2/datasets?namespace=odd-alike&limit=100')
  expect(again.items.map((i) => i.name).toSorted()).toEqual(names.toSorted())
  expect(listed.items.length).toBeLessThanOrEqual(names.length)
})

test.each([[2_000], [20_000]])('a name of %i characters', async (length) => {
  // Not one letter again and again: an index would pack that.
  const name = Array.from({ length }, (_, i) => String.fromCharCode(33 + ((i * i * 7 + i * 13) % 90))).join('')
  const facets = {
    ...tableOf([name]),
    columnLineage: { fields: { [name]: { inputFields: [{ namespace: 'odd-long', name: `in${name}`, field: name }] } } },
  }
  await accepted(
    eventText({
      job: { namespace: name, name },
      run: { runId: name },
      inputs: [{ namespace: 'odd-long', name: `in${name}` }],
      outputs: [{ namespace: 'odd-long', name, facets }],
    }),
  )
  const lines = await server.catalog()
  expect(one(lines, 'job', name)).toMatchObject({ namespace: name, outputs: [{ name }] })
  expect(one(lines, 'dataset', name)).toMatchObject({ fields: [{ name }] })
  expect(lines).toContainEqual(expect.objectContaining({ kind: 'run', runId: name }))
  expect(lines).toContainEqual(expect.objectContaining({ kind: 'columnEdge', to: { namespace: 'odd-long', name, field: name } }))
})

test('whole numbers beyond 2^53 are exact', async () => {
  const text = eventText({ outputs: 'OUT' }).replace(
    '"OUT"',
    '[{"namespace":"odd","name":"counts","outputFacets":{"outputStatistics":{"rowCount":9007199254740993,"size":4115428054613373118}}}]',
  )
  await accepted(text)
  await server.catalog()
  const detail = await server.text('/api/v2/dataset?namespace=odd&name=counts')
  expect(detail).toContain('9007199254740993')
  expect(detail).toContain('4115428054613373118')
})

test.each([
  ['1e400', 'a number beyond all'],
  ['-0', 'minus nothing'],
  ['1E2', 'an exponent'],
  ['123456789012345678901234567890', 'thirty digits'],
  ['"12"', 'a number as text'],
  ['-5', 'less than none'],
  ['1.5', 'a fraction'],
])('statistics of %s (%s)', async (value) => {
  const name = `n${value.replaceAll('"', "'")}`
  const text = eventText({ outputs: 'OUT' }).replace(
    '"OUT"',
    `[{"namespace":"odd","name":"${name}","outputFacets":{"outputStatistics":{"rowCount":${value}}}}]`,
  )
  await accepted(text)
  expect(one(await server.catalog(), 'dataset', name)).toMatchObject({ namespace: 'odd' })
})

test('nanoseconds order events, and are shown', async () => {
  const run = { runId: '0197f5a2-0000-7000-8000-00000000aaaa' }
  const job = { namespace: 'odd', name: 'nanos' }
  await accepted(eventText({ run, job, eventType: 'COMPLETE', eventTime: '2026-11-20T10:00:00.472698303Z' }))
  await accepted(eventText({ run, job, eventType: 'FAIL', eventTime: '2026-11-20T10:00:00.472698302Z' }))
  expect((await server.catalog()).find((l) => l['kind'] === 'run' && l['runId'] === run.runId)).toMatchObject({
    state: 'COMPLETE',
    endedAt: '2026-11-20T10:00:00.472698303Z',
  })
})

test.each([['NaN'], ['Infinity'], ['-Infinity']])('a bare %s is null, with a warning, in the body as it came', async (word) => {
  const { warnings } = await accepted(eventText({ producer: 'WORD' }).replace('"WORD"', word))
  expect(warnings).toEqual([expect.stringContaining('NaN or Infinity')])
})

test('a byte order mark before the event', async () => {
  await accepted(`\ufeff${eventText()}`)
})

test('white space of every kind round the event is part of its bytes', async () => {
  const text = eventText()
  const [a, b] = [await accepted(`\r\n\t ${text} \n`), await accepted(text)]
  expect(a.position).not.toBe(b.position)
})

test('of a key that comes twice the last counts, everywhere', async () => {
  const text = eventText().replace('"job":{', '"job":{"namespace":"odd","name":"first-of-two"},"job":{')
  await accepted(text.replace('"name":"job-', '"name":"never","name":"twice-'))
  const lines = await server.catalog()
  expect(lines.some((l) => l['kind'] === 'job' && String(l['name']).startsWith('twice-'))).toBe(true)
  expect(lines.some((l) => l['kind'] === 'job' && ['never', 'first-of-two'].includes(String(l['name'])))).toBe(false)
})

test('keys that look like numbers', async () => {
  const fields = Object.fromEntries(
    ['b', '2', '1', '-1', '01'].map((f) => [f, { inputFields: [{ namespace: 'odd', name: 'digits-in', field: f }] }]),
  )
  await accepted(eventText({ outputs: [{ namespace: 'odd', name: 'digits', facets: { columnLineage: { fields } } }] }))
  const edges = (await server.catalog()).filter((l) => l['kind'] === 'columnEdge' && (l['to'] as { name: string }).name === 'digits')
  expect(edges).toHaveLength(5)
})

const nested = (levels: number): string => '['.repeat(levels) + ']'.repeat(levels)

test('200 levels are applied, 201 are kept with a warning and applied nowhere', async () => {
  const at = (levels: number, name: string): string =>
    eventText({ job: { namespace: 'odd-deep', name }, producer: 'DEEP' }).replace('"DEEP"', nested(levels - 1))
  expect((await accepted(at(200, 'just'))).warnings).toEqual([])
  expect((await accepted(at(201, 'over'))).warnings).toEqual([expect.stringContaining('200 levels')])
  const jobs = (await server.catalog()).filter((l) => l['namespace'] === 'odd-deep')
  expect(jobs.map((l) => l['name'])).toEqual(['just'])
})

test('a cycle and a loop on itself', async () => {
  const [a, b] = ['cycle-a', 'cycle-b'].map((name) => ({ namespace: 'odd', name }))
  await accepted(eventText({ inputs: [a], outputs: [b] }))
  await accepted(eventText({ inputs: [b], outputs: [a] }))
  await accepted(eventText({ inputs: [a], outputs: [a] }))
  await server.catalog()
  const graph = await server.text('/api/v2/lineage?type=dataset&namespace=odd&name=cycle-a&depth=20')
  expect(graph).toContain('cycle-b')
})

test.each([['9999-12-31T23:59:59Z'], ['+300000-01-01T00:00:00Z'], ['0001-01-01T00:00:00Z'], ['1969-12-31T23:59:60Z']])(
  'a clock at %s',
  async (eventTime) => {
    const job = { namespace: 'odd-clock', name: eventTime }
    await accepted(eventText({ job, eventTime }))
    await accepted(eventText({ job, eventTime: '2026-11-20T10:00:00Z' }))
    expect(one(await server.catalog(), 'job', eventTime)).toMatchObject({ namespace: 'odd-clock' })
    await server.api('GET', `/api/v2/jobs?namespace=odd-clock`)
  },
)

test('5,000,000 levels are kept, others are answered meanwhile, and one bracket too few is no JSON', async () => {
  const deep = eventText({ producer: 'DEEP' }).replace('"DEEP"', nested(5_000_000))
  const [told] = await Promise.all([accepted(deep), accepted(eventText()), accepted(eventText())])
  expect(told.warnings).toEqual([expect.stringContaining('200 levels')])
  const answer = await server.post(deep.replace('[]', '['))
  expect([answer.status, await answer.json()]).toEqual([400, expect.objectContaining({ code: 'not_json' })])
  expect(await server.api('GET', `/api/v2/events/${told.position}`)).toMatchObject({ position: told.position })
})

test('a schema of 10,000 columns', async () => {
  const names = Array.from({ length: 10_000 }, (_, i) => `column_${i}`)
  await accepted(eventText({ outputs: [{ namespace: 'odd', name: 'wide', facets: tableOf(names) }] }))
  expect((one(await server.catalog(), 'dataset', 'wide')['fields'] as unknown[]).length).toBe(10_000)
})

test('exports that nobody reads to the end do not use up their number', async () => {
  for (let i = 0; i < 12; i++) await server.abandon('/api/v2/export/catalog')
  expect((await server.text('/api/v2/export/catalog')).length).toBeGreaterThan(300_000)
})

test('100,000 column edges in one event', async () => {
  const inputFields = Array.from({ length: 1_000 }, (_, i) => ({ namespace: 'o', name: 'edges-in', field: `f${i}` }))
  const fields = Object.fromEntries(Array.from({ length: 100 }, (_, i) => [`t${i}`, { inputFields }]))
  const before = process.memoryUsage().rss
  await accepted(JSON.stringify({ ...someEvent(), outputs: [{ namespace: 'o', name: 'edges', facets: { columnLineage: { fields } } }] }))
  const started = performance.now()
  const lines = await server.catalog()
  expect(lines.filter((l) => l['kind'] === 'columnEdge' && (l['to'] as { name: string }).name === 'edges')).toHaveLength(100_000)
  // 2 s on a quiet machine, the export of 100,000 lines included.
  expect(performance.now() - started).toBeLessThan(30_000)
  expect(process.memoryUsage().rss - before).toBeLessThan(600 * 1024 ** 2)
})
