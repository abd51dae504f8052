/** A server in this process with one source, for tests of what the intake answers. */
import fs from 'node:fs'
import net from 'node:net'
import os from 'node:os'
import path from 'node:path'
import type { Rejection, RetriedAll, RetryResult } from '../../src/contract/rejections.ts'
import { must } from '../../src/lib/assert.ts'
import { startServer } from '../../src/server/server.ts'
import { loadSettings } from '../../src/settings/settings.ts'
import { eventually } from '../harness/eventually.ts'

export interface RawAnswer {
  readonly status: number
  readonly reason: string
  /** Names in lower case. */
  readonly headers: Readonly<Record<string, string>>
  readonly body: string
  /** The whole of it, when there is no header. */
  readonly text: string
}

export interface MadeSource {
  readonly id: number
  readonly token: string
}

export class IntakeServer {
  readonly url: string
  readonly port: number
  readonly dataDir: string
  source: MadeSource = { id: 0, token: '' }
  readonly #localToken: string
  readonly #close: () => Promise<void>

  constructor(running: Awaited<ReturnType<typeof startServer>>, dataDir: string) {
    this.url = running.url
    this.port = Number(new URL(running.url).port)
    this.dataDir = dataDir
    this.#localToken = running.localToken
    this.#close = () => running.close()
  }

  /** Ends the server; the folder stays. */
  close(): Promise<void> {
    return this.#close()
  }

  async api<T>(method: string, url: string, body?: unknown): Promise<T> {
    const headers = { authorization: `Bearer ${this.#localToken}`, ...(body !== undefined && { 'content-type': 'application/json' }) }
    const answer = await fetch(this.url + url, { method, headers, ...(body !== undefined && { body: JSON.stringify(body) }) })
    const text = await answer.text()
    if (!answer.ok) throw new Error(`${method} ${url}: ${answer.status} ${text}`)
    return (text === '' ? null : JSON.parse(text)) as T
  }

  async text(url: string): Promise<string> {
    const answer = await fetch(this.url + url, { headers: { authorization: `Bearer ${this.#localToken}` } })
    if (!answer.ok) throw new Error(`GET ${url}: ${answer.status}`)
    return answer.text()
  }

  /** Reads the start of an answer and hangs up. */
  async abandon(url: string): Promise<void> {
    const stop = new AbortController()
    const answer = await fetch(this.url + url, { headers: { authorization: `Bearer ${this.#localToken}` }, signal: stop.signal })
    await answer.body?.getReader().read()
    stop.abort()
  }

  async addSource(name: string): Promise<MadeSource> {
    const { source, apiToken } = await this.api<{ source: { id: number }; apiToken: string }>('POST', '/api/v2/sources', {
      type: 'openlineage',
      name,
      baseUrl: 'http://etl.example.com',
    })
    return { id: source.id, token: apiToken }
  }

  /** POST with fetch. `headers` of null are left out. */
  async post(
    body: string | Uint8Array,
    options: { url?: string; token?: string | null; headers?: Record<string, string> } = {},
  ): Promise<Response> {
    const token = options.token === undefined ? this.source.token : options.token
    const headers = { 'content-type': 'application/json', ...(token !== null && { authorization: `Bearer ${token}` }), ...options.headers }
    return fetch(this.url + (options.url ?? '/api/v1/lineage'), { method: 'POST', headers, body: body as string, redirect: 'manual' })
  }

  /** A request as text (`\n` becomes CRLF in its head), with this source's token unless it has an Authorization of its own. */
  raw(head: string, body: string | Uint8Array = '', options: { end?: boolean } = {}): Promise<RawAnswer> {
    const socket = net.connect(this.port, '127.0.0.1')
    const answered = readAnswer(socket)
    socket.write(this.headOf(head))
    socket.write(body)
    if (options.end) socket.end()
    return answered
  }

  /** All that comes back until the server ends the connection. */
  conversation(text: string | Uint8Array): Promise<string> {
    return new Promise((resolve, reject) => {
      let got = ''
      const socket = net.connect(this.port, '127.0.0.1', () => socket.write(text))
      socket.on('data', (chunk: Buffer) => (got += chunk.toString('latin1')))
      socket.on('error', reject)
      socket.on('close', () => resolve(got))
    })
  }

  headOf(head: string): string {
    const lines = head.trim().split('\n')
    const own = /^authorization:/im.test(head) ? [] : [`Authorization: Bearer ${this.source.token}`]
    return `${[...lines, 'Host: headwater', ...own].map((line) => line.trimStart()).join('\r\n')}\r\n\r\n`
  }

  /** All refused requests, newest first. */
  async rejections(): Promise<Rejection[]> {
    return (await this.api<{ items: Rejection[] }>('GET', '/api/v2/rejections?limit=200')).items
  }

  /** The refused request to this address, as soon as it is written down. */
  rejectionAt(url: string): Promise<Rejection> {
    return eventually(async () => (await this.rejections()).find((r) => r.path === url), { what: `a refused request at ${url}` })
  }

  retry(id: number): Promise<RetryResult> {
    return this.api('POST', `/api/v2/rejections/${id}/retry`)
  }

  /** Every part of a retry of all that have a cause. */
  async retryAll(code: string, source: number | null = null): Promise<RetriedAll[]> {
    const parts: RetriedAll[] = []
    let cursor: string | null = null
    do {
      const part: RetriedAll = await this.api('POST', '/api/v2/rejections/retry', { code, source, cursor })
      parts.push(part)
      cursor = part.next
    } while (cursor !== null)
    return parts
  }

  /** GET as the command line of this machine asks it. */
  get(url: string): Promise<Response> {
    return fetch(this.url + url, { headers: { authorization: `Bearer ${this.#localToken}` } })
  }

  /** Lines of `export catalog` as soon as the catalog is at the end of the log. */
  async catalog(): Promise<Record<string, unknown>[]> {
    const { id } = (await this.api<{ sync: { id: number } }>('POST', '/api/v2/sync', {})).sync
    await eventually(async () => (await this.api<{ state: string }>('GET', `/api/v2/syncs/${id}`)).state === 'complete', {
      timeoutMs: 60_000,
      what: 'the sync',
    })
    return (await this.text('/api/v2/export/catalog'))
      .trimEnd()
      .split('\n')
      .map((line) => JSON.parse(line) as Record<string, unknown>)
  }

  async body(position: number): Promise<Buffer> {
    const answer = await fetch(`${this.url}/api/v2/events/${position}/body`, { headers: { authorization: `Bearer ${this.#localToken}` } })
    return Buffer.from(await answer.arrayBuffer())
  }
}

/** Starts a server with these settings on a folder of its own (or `dataDir`) and adds one source. */
export async function startIntake(
  settings: Record<string, unknown> = {},
  dataDir = fs.mkdtempSync(path.join(os.tmpdir(), 'headwater-test-')),
): Promise<IntakeServer> {
  const flags = { port: 0, dataDir, logLevel: 'silent', ...settings }
  const server = new IntakeServer(await startServer(loadSettings({ flags, env: {} })), dataDir)
  server.source = await server.addSource('OpenLineage')
  return server
}

/** Ends the server and removes its folder. */
export async function removeIntake(server: IntakeServer): Promise<void> {
  await server.close()
  fs.rmSync(server.dataDir, { recursive: true, force: true })
}

/** Reads one answer from a socket: to its Content-Length, or to the end of the connection. */
export function readAnswer(socket: net.Socket): Promise<RawAnswer> {
  return new Promise((resolve, reject) => {
    let text = ''
    const look = (ended: boolean): void => {
      const answer = parseAnswer(text, ended)
      if (answer === null) return ended ? reject(new Error(`The connection ended without an answer after "${text}"`)) : undefined
      socket.destroy()
      resolve(answer)
    }
    socket.on('data', (chunk: Buffer) => {
      text += chunk.toString('latin1')
      look(false)
    })
    socket.on('error', reject)
    socket.on('close', () => look(true))
  })
}

function parseAnswer(text: string, ended: boolean): RawAnswer | null {
  const at = text.indexOf('\r\n\r\n')
  if (at < 0) return null
  const [status = '', ...lines] = text.slice(0, at).split('\r\n')
  if (status.startsWith('HTTP/1.1 100')) return parseAnswer(text.slice(at + 4), ended)
  const headers = Object.fromEntries(
    lines.map((line) => [line.slice(0, line.indexOf(':')).toLowerCase(), line.slice(line.indexOf(':') + 1).trim()]),
  )
  const body = text.slice(at + 4)
  if (!ended && body.length < Number(headers['content-length'] ?? Infinity)) return null
  const [, code, reason] = must(/^HTTP\/1\.1 (\d+) ?(.*)$/.exec(status), 'a status line')
  return { status: Number(code), reason: reason ?? '', headers, body, text }
}

let made = 0

/** A RunEvent of its own: no two have the same bytes. */
export function someEvent(change: Record<string, unknown> = {}): Record<string, unknown> {
  const n = ++made
  return {
    eventType: 'COMPLETE',
    eventTime: '2026-11-20T10:00:00Z',
    producer: 'https://example.com/test',
    schemaURL: 'https://openlineage.io/spec/2-0-2/OpenLineage.json',
    run: { runId: `0197f5a2-0000-7000-8000-${String(n).padStart(12, '0')}`, facets: {} },
    job: { namespace: 'intake', name: `job-${n}` },
    inputs: [],
    outputs: [],
    ...change,
  }
}

export const eventText = (change: Record<string, unknown> = {}): string => JSON.stringify(someEvent(change))
