/** What a producer is answered, and that each refusal is written down (reference: reliability, ingest contract). */
import { crc32 } from 'node:zlib'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { newToken } from '../../src/lib/token.ts'
import { eventText, removeIntake, someEvent, startIntake } from './running.ts'
import type { IntakeServer, MadeSource, RawAnswer } from './running.ts'

let server: IntakeServer

beforeAll(async () => {
  server = await startIntake()
})
afterAll(() => removeIntake(server))

let asked = 0
/** An address of the events endpoint that no other request of this file has. */
const address = (of = '/api/v1/lineage'): string => `${of}?ask=${++asked}`
/** A POST with a Content-Length, as text. */
const post = (url: string, body: string | Uint8Array, ...headers: string[]): [string, string | Uint8Array] => [
  [`POST ${url} HTTP/1.1`, 'Content-Type: application/json', `Content-Length: ${Buffer.byteLength(body)}`, ...headers].join('\n'),
  body,
]

async function expectRefused(
  url: string,
  answer: RawAnswer,
  status: number,
  code: string,
  more: { source?: number | null; retriable?: boolean } = {},
) {
  expect([answer.status, JSON.parse(answer.body)]).toEqual([status, expect.objectContaining({ status: 'refused', code })])
  const kept = await server.rejectionAt(url)
  const expected = {
    status,
    code,
    sourceId: more.source === undefined ? server.source.id : more.source,
    retriable: more.retriable ?? false,
  }
  expect(kept).toMatchObject(expected)
  return kept
}

test('events and what is none in one commit: each is answered for itself, and what was refused is kept as it came', async () => {
  const bodies = Array.from({ length: 300 }, (_, i) => {
    if (i % 7 === 3) return `{"job":{"namespace":"n","name":"mixed ${i}"`
    if (i % 7 === 5) return JSON.stringify({ mixed: i })
    return eventText({ job: { namespace: 'n', name: `mixed ${i}` }, producer: i % 7 === 1 ? 'DEEP' : 'x' }).replace(
      '"DEEP"',
      '['.repeat(250) + ']'.repeat(250),
    )
  })
  const urls = bodies.map(() => address())
  const answers = await Promise.all(bodies.map((body, i) => server.raw(...post(urls[i] ?? '', body))))
  expect(answers.map((a) => a.status)).toEqual(bodies.map((_, i) => (i % 7 === 3 || i % 7 === 5 ? 400 : 201)))
  const told = answers.map((a) => JSON.parse(a.body) as { position?: number; warnings?: string[] })
  const positions = told.flatMap(({ position }) => position ?? [])
  expect(new Set(positions).size).toBe(positions.length)
  for (const [i, { position, warnings }] of told.entries()) {
    if (position === undefined) expect((await server.rejectionAt(urls[i] ?? '')).bodyBytes).toBe(Buffer.byteLength(bodies[i] ?? ''))
    else
      expect([(await server.body(position)).toString(), warnings]).toEqual([bodies[i], i % 7 === 1 ? [expect.stringMatching('200')] : []])
  }
})

describe.concurrent('accepted', () => {
  test('201 names the event and its receipt; the same bytes again are a duplicate at the same position', async () => {
    const body = eventText()
    const first = await server.raw(...post('/api/v1/lineage', body))
    expect([first.status, first.reason, first.headers['content-type']]).toEqual([201, 'Created', 'application/json'])
    const told = JSON.parse(first.body) as { eventId: string; position: number; duplicate: boolean; receipt: string; warnings: string[] }
    expect(told).toMatchObject({ status: 'accepted', duplicate: false, warnings: [], receipt: `/events/${told.position}` })
    expect(told.eventId).toMatch(/^[0-9a-f]{64}$/)
    const again = await server.raw(...post('/api/v1/lineage', body))
    expect([again.status, JSON.parse(again.body)]).toEqual([201, { ...told, duplicate: true }])
    expect((await server.body(told.position)).toString()).toBe(body)
  })

  test.each([
    ['unknown eventType', { eventType: 'PAUSED' }],
    ['eventType that is a number', { eventType: 7 }],
    ['no eventTime', { eventTime: undefined }],
    ['eventTime null', { eventTime: null }],
    ['eventTime unreadable', { eventTime: 'yesterday' }],
    ['runId that is no UUID', { run: { runId: 'run_id' } }],
    ['no run', { run: undefined }],
    ['run null', { run: null }],
    ['a facet that is text', { run: { runId: 'r', facets: { parent: 'me' } } }],
    ['facets that are a list', { job: { namespace: 'n', name: 'j', facets: [1, 2] } }],
    ['inputs that are an object', { inputs: { namespace: 'n', name: 'x' } }],
    ['an input without a name', { inputs: [{ namespace: 'n' }, null, 3] }],
    ['producer that is no URI', { producer: 'producer' }],
    ['an unknown schemaURL', { schemaURL: 'https://example.com/none.json' }],
    ['symlinks beside facets', { outputs: [{ namespace: 'n', name: 'o', symlinks: { identifiers: [] } }] }],
    ['an empty namespace', { job: { namespace: '', name: 'j' } }],
  ])('a malformed part is no reason to refuse: %s', async (_, change) => {
    const answer = await server.post(eventText(change))
    expect(answer.status).toBe(201)
    const { position } = (await answer.json()) as { position: number }
    // Its receipt can be read.
    expect(await server.api('GET', `/api/v2/events/${position}`)).toMatchObject({ position })
  })

  test.each([
    ['application/json'],
    ['application/json; charset=utf-8'],
    ['APPLICATION/JSON'],
    ['Application/Json;charset="UTF-8"'],
    ['application/json ; charset=UTF-8'],
    [' \tapplication/json\t'],
    ['application/vnd.openlineage+json'],
    ['application/cloudevents+json; charset=utf-8'],
    [''],
  ])('Content-Type "%s"', async (type) => {
    const body = eventText()
    const answer = await server.raw(`POST /api/v1/lineage HTTP/1.1\nContent-Type: ${type}\nContent-Length: ${body.length}`, body)
    expect(answer.status).toBe(201)
  })

  test('no Content-Type at all', async () => {
    const body = eventText()
    expect((await server.raw(`POST /api/v1/lineage HTTP/1.1\nContent-Length: ${body.length}`, body)).status).toBe(201)
  })

  test.each([
    ['/api/v1/lineage'],
    ['/api/v1/lineage/'],
    ['/api/v1/lineage//'],
    ['//api/v1/lineage'],
    ['/api//v1///lineage'],
    ['/api/v1/lineage?api_key=x&y=1'],
    ['/api/v1/lineage/?'],
    // Joins of a URL and an endpoint that clients make.
    ['/'],
    ['/lineage'],
    ['/v1/lineage'],
    ['/api/v1'],
    ['/api/v1/'],
    ['/api/v1/api/v1/lineage'],
    ['/api/v1/lineage/api/v1/lineage'],
    ['/base/api/v1/lineage'],
    ['http://headwater/api/v1/lineage'],
  ])('one event at %s', async (url) => {
    const answer = await server.raw(...post(url, eventText()))
    expect([answer.status, JSON.parse(answer.body)]).toEqual([201, expect.objectContaining({ status: 'accepted', duplicate: false })])
  })

  test.each([
    ['/api/v1/lineage/batch'],
    ['/api/v1/lineage/batch/'],
    ['/api/v1/lineage//batch?x=1'],
    ['/lineage/batch'],
    ['/v1/lineage/batch'],
    ['/base/api/v1/lineage/batch'],
  ])('a batch at %s', async (url) => {
    const answer = await server.raw(...post(url, `[${eventText()}]`))
    expect([answer.status, JSON.parse(answer.body)]).toEqual([200, expect.objectContaining({ status: 'success' })])
  })

  test('a connection is kept alive, and pipelined requests are answered in turn', async () => {
    const one = eventText()
    const head = server.headOf(`POST /api/v1/lineage HTTP/1.1\nContent-Type: application/json\nContent-Length: ${one.length}`)
    const last = server.headOf('GET /healthz HTTP/1.1\nConnection: close')
    const text = await server.conversation(`${head}${one}${head}${one}${head}{}${one.slice(2).replaceAll(/./g, ' ')}${head}${one}${last}`)
    expect([...text.matchAll(/HTTP\/1\.1 (\d+)/g)].map((m) => m[1])).toEqual(['201', '201', '400', '201', '200'])
  })
})

describe.concurrent('tokens', () => {
  test('none: 401 with WWW-Authenticate and no Retry-After, from the head alone', async () => {
    const url = address()
    // The body never comes.
    const answer = await server.raw(`POST ${url} HTTP/1.1\nContent-Type: application/json\nContent-Length: 5000000\nAuthorization:`)
    await expectRefused(url, answer, 401, 'no_token', { source: null })
    expect(answer.headers).toMatchObject({ 'www-authenticate': 'Bearer', connection: 'close' })
    expect(answer.headers['retry-after']).toBeUndefined()
    expect(answer.reason).toBe('No token: send Authorization: Bearer')
  })

  test.each([
    ['Bearer null', 'token_malformed', 'Bearer null: the key is not set'],
    ['Bearer undefined', 'token_malformed', 'Bearer undefined: the key is not set'],
    ['Bearer', 'token_malformed', 'Bearer without a token'],
    ['Bearer ${HEADWATER_TOKEN}', 'token_malformed', 'Token is a placeholder'],
    ['Basic dXNlcjpwYXNz', 'token_malformed', 'Use Bearer, not another scheme'],
    ['Bearer hws_abc', 'token_malformed', 'Token cut or too long'],
    [`Bearer ${newToken('hwp').token}`, 'token_malformed', 'Personal token: use the token of a data source'],
    [`Bearer ${newToken('hws').token}`, 'token_unknown', 'Unknown token'],
  ])('%s: 401 that says %s', async (header, code, reason) => {
    const url = address()
    const answer = await server.raw(...post(url, eventText(), `Authorization: ${header}`))
    await expectRefused(url, answer, 401, code, { source: null })
    expect([answer.reason, answer.headers['www-authenticate']]).toEqual([reason, 'Bearer error="invalid_token"'])
  })

  test('an unknown token and a known one with a wrong secret get the same answer', async () => {
    const token = server.source.token
    const publicId = token.slice(4, 12)
    const other = newToken('hws')
    const forged = checksummed(`hws_${publicId}${other.token.slice(12, 44)}`)
    const answers = await Promise.all(
      [other.token, forged].map((t) => server.raw(...post(address(), eventText(), `Authorization: Bearer ${t}`))),
    )
    const shown = answers.map(({ status, reason, headers, body }) => ({ status, reason, body, headers: { ...headers, date: '' } }))
    expect(shown[0]).toMatchObject({ status: 401, reason: 'Unknown token' })
    expect(shown[1]).toEqual(shown[0])
  })

  test('paused, revoked, expired: said to who holds the secret, and at once', async () => {
    const source = await server.addSource('Stopped')
    const ask = async (made: MadeSource): Promise<[string, RawAnswer]> => {
      const url = address()
      return [url, await server.raw(...post(url, eventText(), `Authorization: Bearer ${made.token}`))]
    }
    expect((await ask(source))[1].status).toBe(201)
    await server.api('PATCH', `/api/v2/sources/${source.id}`, { paused: true })
    const [pausedAt, paused] = await ask(source)
    await expectRefused(pausedAt, paused, 401, 'source_paused', { source: source.id })
    await server.api('PATCH', `/api/v2/sources/${source.id}`, { paused: false })
    expect((await ask(source))[1].status).toBe(201)

    const rotated = await server.api<{ source: { tokens: { id: number }[] }; apiToken: string }>(
      'POST',
      `/api/v2/sources/${source.id}/rotate`,
      { overlapHours: 0 },
    )
    const [expiredAt, expired] = await ask(source)
    await expectRefused(expiredAt, expired, 401, 'token_expired', { source: source.id })
    expect(expired.reason).toBe('Token expired')

    const newer = { id: source.id, token: rotated.apiToken }
    expect((await ask(newer))[1].status).toBe(201)
    for (const { id } of rotated.source.tokens)
      await server.api('POST', `/api/v2/sources/${source.id}/revoke`, { tokenId: id }).catch(() => undefined)
    const [revokedAt, revoked] = await ask(newer)
    await expectRefused(revokedAt, revoked, 401, 'token_revoked', { source: source.id })
  })

  test('a token of a source reads nothing', async () => {
    for (const url of ['/api/v2/jobs', '/api/v2/rejections', '/metrics', '/api/v2/export/events']) {
      const answer = await server.raw(`GET ${url} HTTP/1.1`)
      expect([url, answer.status]).toEqual([url, 401])
    }
  })
})

describe.concurrent('not an event', () => {
  test.each([
    ['not JSON', 'hello', 'not_json'],
    ['nothing', '', 'not_json'],
    ['cut', eventText().slice(0, -7), 'not_json'],
    ['two events', `${eventText()}\n${eventText()}`, 'not_json'],
    ['a single quote', eventText().replaceAll('"', "'"), 'not_json'],
    ['Latin-1', Buffer.from(eventText({ producer: 'Größe' }), 'latin1'), 'not_utf8'],
    ['an encoded surrogate', Buffer.concat([Buffer.from('{"job":"'), Buffer.from([0xed, 0xa0, 0x80]), Buffer.from('"}')]), 'not_utf8'],
    ['UTF-16', Buffer.from(`\ufeff${eventText()}`, 'utf16le'), 'not_utf8'],
    ['a list', `[${eventText()}]`, 'not_object'],
    ['null', 'null', 'not_object'],
    ['a number', '17', 'not_object'],
    ['a text', '"event"', 'not_object'],
    ['an object that names nothing', '{}', 'no_identity'],
    ['a job without a name', eventText({ job: { namespace: 'n' } }), 'no_identity'],
    ['a job with an empty name', eventText({ job: { namespace: 'n', name: '' } }), 'no_identity'],
    ['a job whose name is a number', eventText({ job: { namespace: 'n', name: 7 } }), 'no_identity'],
    ['a dataset without a namespace', JSON.stringify({ dataset: { name: 'x' } }), 'no_identity'],
  ] as const)('%s: 400, kept with its body', async (_, body, code) => {
    const url = address()
    const answer = await server.raw(...post(url, body))
    const kept = await expectRefused(url, answer, 400, code, { retriable: true })
    expect(kept.bodyBytes).toBe(Buffer.byteLength(body))
    expect(answer.headers['retry-after']).toBeUndefined()
  })

  test.each([
    ['/job', {}],
    ['/job/name', { job: { namespace: 'n' } }],
    ['/job/namespace', { job: { name: 'n' } }],
    ['/dataset/name', { dataset: { namespace: 'n' } }],
  ])('a JSON pointer says what is missing: %s', async (pointer, event) => {
    const answer = await server.raw(...post(address(), JSON.stringify(event)))
    expect(JSON.parse(answer.body)).toMatchObject({ code: 'no_identity', pointer })
  })

  test.each([
    ['{"secret": hunter2}', 'byte 11'],
    ['{"größe": hunter2}', 'byte 12'],
    ['{"a": "hunter2', 'byte 14'],
    ['{"a": 1,}', 'byte 8'],
    ['{"a": 01}', 'byte 7'],
    ['{"a": "hunter2\nhunter3"}', 'byte 14'],
    ['hunter2', 'byte 0'],
  ])('where it is not JSON is said, what stands there is not: %s', async (body, where) => {
    const answer = await server.raw(...post(address(), body))
    expect(JSON.parse(answer.body)).toMatchObject({ code: 'not_json', message: expect.stringContaining(where) as string })
    expect(answer.body).not.toMatch(/hunter|größe|secret/)
  })

  test('where it is not UTF-8 is said', async () => {
    const body = Buffer.concat([Buffer.from('{"größe": "'), Buffer.from([0xc3, 0x28]), Buffer.from('"}')])
    const answer = await server.raw(...post(address(), body))
    expect(JSON.parse(answer.body)).toMatchObject({ code: 'not_utf8', message: expect.stringContaining('byte 13') as string })
  })

  test('a retry takes the body in once the reason is gone, and says so when it is not', async () => {
    const url = address()
    await server.raw(...post(url, 'no event'))
    const { id } = await server.rejectionAt(url)
    expect(await server.retry(id)).toMatchObject({ status: 400, code: 'not_json', position: null })
    expect((await server.rejectionAt(url)).retriedAt).not.toBeNull()
  })
})

describe.concurrent('path and method', () => {
  test.each([['GET'], ['PUT'], ['DELETE'], ['PATCH'], ['OPTIONS']])('%s on the endpoint is 405', async (method) => {
    const url = address()
    const answer = await server.raw(`${method} ${url} HTTP/1.1\nContent-Length: 0`)
    await expectRefused(url, answer, 405, 'wrong_method')
    expect([answer.headers['allow'], answer.reason]).toEqual(['POST', 'Use POST'])
  })

  test.each([['/api/v1/lineage'], ['/api/v1/lineage/'], ['/api/v1/lineage/batch'], ['//api/v1/lineage'], ['/api/v1/api/v1/lineage']])(
    'GET %s is never a page',
    async (path) => {
      const url = address(path)
      const answer = await server.raw(`GET ${url} HTTP/1.1\nAccept: text/html`)
      await expectRefused(url, answer, 405, 'wrong_method')
    },
  )

  test('HEAD is 405 without a body', async () => {
    const url = address()
    const answer = await fetch(server.url + url, { method: 'HEAD', headers: { authorization: `Bearer ${server.source.token}` } })
    expect([answer.status, answer.headers.get('allow')]).toEqual([405, 'POST'])
    expect(await server.rejectionAt(url)).toMatchObject({ code: 'wrong_method', sourceId: server.source.id })
  })

  test('PUT with nodeId is no question of Marquez', async () => {
    const url = '/api/v1/lineage?nodeId=put'
    await expectRefused(url, await server.raw(`PUT ${url} HTTP/1.1\nContent-Length: 0`), 405, 'wrong_method')
  })

  test.each([['/api/v1/lineages'], ['/api/v1/namespaces/x/lineage'], ['/v2/lineage'], ['/some/where'], ['/api/v1%2Flineage']])(
    'POST %s with a token of a source: 404 in JSON, and recorded',
    async (path) => {
      const url = address(path)
      const answer = await server.raw(...post(url, eventText()))
      await expectRefused(url, answer, 404, 'wrong_path')
      expect([answer.headers['content-type'], answer.reason]).toEqual(['application/json', 'Wrong path: use /api/v1/lineage'])
    },
  )

  test('a broken escape in the address is a fixed answer', async () => {
    const url = address('/%E0%A4%A')
    await expectRefused(url, await server.raw(...post(url, eventText())), 404, 'wrong_path')
  })

  test('1,000 query parameters', async () => {
    const query = Array.from({ length: 1000 }, (_, i) => `p${i}=${i}`).join('&')
    expect((await server.raw(...post(`/api/v1/lineage?${query}`, eventText()))).status).toBe(201)
  })
})

describe.concurrent('types and encodings', () => {
  test.each([
    ['text/plain'],
    ['text/plain; x=application/json'],
    ['application/x-www-form-urlencoded'],
    ['multipart/form-data; boundary=x'],
    ['application/jsonx'],
    ['text/html'],
    ['json'],
  ])('Content-Type %s: 415 with what is taken', async (type) => {
    const url = address()
    const body = eventText()
    const answer = await server.raw(`POST ${url} HTTP/1.1\nContent-Type: ${type}\nContent-Length: ${body.length}`, body)
    await expectRefused(url, answer, 415, 'unsupported_type')
    expect(answer.headers['accept']).toBe('application/json')
  })

  test.each([['br'], ['zstd'], ['deflate'], ['gzip, gzip'], ['gzip, identity'], ['snappy']])(
    'Content-Encoding %s: 415 with what is taken',
    async (encoding) => {
      const url = address()
      const answer = await server.raw(...post(url, 'xxxx', `Content-Encoding: ${encoding}`))
      await expectRefused(url, answer, 415, 'unsupported_encoding')
      expect(answer.headers['accept-encoding']).toBe('gzip, identity')
    },
  )

  test.each([['identity'], ['IDENTITY'], ['']])('Content-Encoding "%s" is none', async (encoding) => {
    expect((await server.raw(...post('/api/v1/lineage', eventText(), `Content-Encoding: ${encoding}`))).status).toBe(201)
  })
})

describe.concurrent('batch', () => {
  test('none of its elements sinks the others; each keeps its own bytes; the refused ones can be tried again', async () => {
    const [odd, good] = [` { "job":\t{"name" : "o\\u0064d", "namespace":"b"},\r\n "x":1.50, "x":2 } `, eventText()]
    const url = address('/api/v1/lineage/batch')
    const answer = await server.raw(...post(url, `\n[${odd},${good} , {"job":{}}, 5,\n ${good}]\n`))
    const report = JSON.parse(answer.body) as { events: { index: number; position: number; duplicate: boolean }[] }
    expect([answer.status, report]).toEqual([
      200,
      expect.objectContaining({
        status: 'partial_success',
        summary: { received: 5, successful: 3, failed: 2, retriable: 0, non_retriable: 2 },
        failed_events: [
          { index: 2, reason: expect.stringContaining('/2/job/namespace') as string, retriable: false },
          { index: 3, reason: expect.stringContaining('not an object') as string, retriable: false },
        ],
      }),
    ])
    expect(report.events.map((e) => [e.index, e.duplicate])).toEqual([
      [0, false],
      [1, false],
      [4, true],
    ])
    expect((await server.body(report.events[0]?.position ?? 0)).toString()).toBe(odd.trim())
    await server.rejectionAt(url)
    const kept = (await server.rejections()).filter((r) => r.path === url)
    expect(kept.map((r) => [r.code, r.retriable, r.sourceId]).toSorted()).toEqual([
      ['no_identity', true, server.source.id],
      ['not_object', true, server.source.id],
    ])
  })

  test('an event of a batch is the same event as one that came alone', async () => {
    const body = eventText()
    const alone = (await (await server.post(body)).json()) as { position: number }
    const report = (await (await server.post(`[ ${body} ]`, { url: '/api/v1/lineage/batch' })).json()) as {
      events: { position: number; duplicate: boolean }[]
    }
    expect(report.events).toMatchObject([{ position: alone.position, duplicate: true }])
  })

  test('an empty one is a success of nothing', async () => {
    const answer = await server.raw(...post(address('/api/v1/lineage/batch'), ' [ ] '))
    expect([answer.status, JSON.parse(answer.body)]).toEqual([200, expect.objectContaining({ status: 'success', failed_events: [] })])
  })

  test('10,000 events are taken, 10,001 are 413 and can be tried again', async () => {
    const element = (i: number): string => `{"job":{"namespace":"many","name":"${i}"}}`
    const many = Array.from({ length: 10_000 }, (_, i) => element(i))
    const answer = await server.raw(...post('/api/v1/lineage/batch', `[${many.join(',')}]`))
    expect([answer.status, (JSON.parse(answer.body) as { summary: object }).summary]).toEqual([
      200,
      expect.objectContaining({ successful: 10_000, failed: 0 }),
    ])
    const url = address('/api/v1/lineage/batch')
    const refused = await server.raw(...post(url, `[${[...many, element(0)].join(',')}]`))
    await expectRefused(url, refused, 413, 'batch_too_large', { retriable: true })
    expect(refused.headers['retry-after']).toBeUndefined()
  })

  test.each([
    ['an event', eventText(), 'not_array'],
    ['not JSON', '[1, 2', 'not_json'],
    ['more behind it', '[] []', 'not_json'],
    ['a comma too many', `[${eventText()},]`, 'not_json'],
    ['a missing comma', '[{"a":1}', 'not_json'],
    ['nothing', '', 'not_json'],
  ])('%s instead of a list: 400', async (_, body, code) => {
    const url = address('/api/v1/lineage/batch')
    await expectRefused(url, await server.raw(...post(url, body)), 400, code, { retriable: true })
  })
})

test('no answer shows a stack or where the program lies', async () => {
  const answers = await Promise.all([
    server.raw(...post(address(), '{')),
    server.raw(...post(address('/nowhere'), '{')),
    server.raw(...post('/api/v2/nowhere', '{}')),
    server.raw('GET /api/v2/jobs?cursor=%FF HTTP/1.1'),
  ])
  for (const { text } of answers) {
    expect(text).not.toMatch(/\.ts\b|node_modules|\bat \S+ \(/)
    expect(text).not.toContain(process.cwd())
  }
})

test('an event of 1 MB and more is read off the thread that answers, with the same answers', async () => {
  const pad = 'x'.repeat(1 << 21)
  expect((await server.raw(...post('/api/v1/lineage', JSON.stringify({ ...someEvent(), pad })))).status).toBe(201)
  const [brokenAt, namelessAt] = [address(), address()]
  await expectRefused(brokenAt, await server.raw(...post(brokenAt, `{"pad":"${pad}"`)), 400, 'not_json', { retriable: true })
  await expectRefused(namelessAt, await server.raw(...post(namelessAt, JSON.stringify({ pad }))), 400, 'no_identity', { retriable: true })
  const bare = await server.raw(...post('/api/v1/lineage', `${eventText().slice(0, -1)},"pad":"${pad}","n":NaN}`))
  expect([bare.status, JSON.parse(bare.body)]).toEqual([201, expect.objectContaining({ warnings: [expect.stringContaining('NaN')] })])
})

/** The text with the check digits of a token, so that only its secret is wrong. */
const checksummed = (text: string): string => text + crc32(text).toString(36).padStart(7, '0')
