/** For tests: the API on a real store in a folder of its own, with control behind real messages as in the program. */
import fs from 'node:fs'
import os from 'node:os'
import path from 'node:path'
import { MessageChannel } from 'node:worker_threads'
import { createControl } from '../control/control.ts'
import type { ControlHandlers } from '../control/control.ts'
import { openSqlite } from '../db/sqlite.ts'
import { TokenGate } from '../ingest/token-gate.ts'
import { createHub } from '../lib/hub.ts'
import { callClient, serveCalls } from '../lib/rpc.ts'
import { createLogger } from '../observe/logger.ts'
import { createMetrics } from '../observe/metrics.ts'
import { loadSettings } from '../settings/settings.ts'
import { buildApi } from './app.ts'
import type { ApiContext } from './context.ts'
import type { Route } from './route.ts'
import { allRoutes } from './routes.ts'

export interface TestApi {
  readonly context: ApiContext
  readonly routes: readonly Route[]
  /** The time of the store; move it to let things expire. */
  readonly clock: { now: number }
  /** Everything that was logged. */
  readonly log: string[]
  /** A request without a credential. `json` becomes the body, with its content type. */
  request(method: string, path: string, options?: RequestOptions): Promise<Response>
  /** A request as the command line of this machine. */
  local(method: string, path: string, json?: unknown): Promise<Response>
  close(): Promise<void>
}
export interface RequestOptions {
  readonly json?: unknown
  readonly headers?: Readonly<Record<string, string>>
}

export interface TestApiOptions {
  readonly env?: Readonly<Record<string, string>>
  readonly routes?: readonly Route[]
  readonly context?: Partial<ApiContext>
}

/** The name under which the server is asked. */
export const testOrigin = 'http://headwater.test'
const localToken = 'local-0123456789abcdef'

export async function testApi(options: TestApiOptions = {}): Promise<TestApi> {
  const folder = fs.mkdtempSync(path.join(os.tmpdir(), 'headwater-api-'))
  const db = openSqlite(path.join(folder, 'log.db'))
  const clock = { now: Date.now() }
  const settings = loadSettings({ env: { HEADWATER_LOG_LEVEL: 'debug', ...options.env } })
  const { port1, port2 } = new MessageChannel()
  serveCalls(port2, createControl(db, { ...settings, now: () => clock.now }))
  const { client: control } = callClient<ControlHandlers>(port1)
  const { instanceId } = await control.start({})
  const log: string[] = []
  const context: ApiContext = {
    ...standIns,
    settings,
    control,
    instanceId,
    ...gateOf(control, clock),
    logger: createLogger({ level: settings.logLevel, destination: { write: (line) => void log.push(line) } }),
    ...options.context,
  }
  const routes = options.routes ?? allRoutes(settings)
  const app = buildApi(context, routes, { checkAnswers: true })
  const request = async (method: string, url: string, { json, headers }: RequestOptions = {}): Promise<Response> =>
    app.request(`${testOrigin}${url}`, {
      method,
      headers: { host: 'headwater.test', ...(json === undefined ? {} : { 'content-type': 'application/json' }), ...headers },
      ...(json === undefined ? {} : { body: JSON.stringify(json) }),
    })
  return {
    context,
    routes,
    clock,
    log,
    request,
    local: (method, url, json) => request(method, url, { json, headers: { authorization: `Bearer ${localToken}` } }),
    close: async () => {
      port1.close()
      await db.close()
      fs.rmSync(folder, { recursive: true, force: true })
    },
  }
}

function gateOf(control: ApiContext['control'], clock: { now: number }): Pick<ApiContext, 'gate' | 'refreshGate'> {
  const gate = new TokenGate(() => clock.now)
  return { gate, refreshGate: async () => gate.load(await control.gateRows({})) }
}

/** Parts that other suites test: an empty log that takes nothing in. */
const standIns = {
  version: '0.0.0-test',
  store: 'sqlite' as const,
  startedAt: Date.now(),
  hub: createHub(),
  metrics: createMetrics({ processMetrics: false }),
  log: { stats: async () => ({ events: 0, bytes: 0, head: 0 }), positionOf: async () => null },
  catalog: {} as ApiContext['catalog'],
  previews: { of: async () => null },
  sync: {
    start: async () => Promise.reject(new Error('no sync in this test')),
    cancel: async () => false,
    rulesInForce: async () => true,
    waiting: async () => [],
    lagMs: async () => 0,
  },
  intake: {
    importStream: async () => ({ received: 0, accepted: 0, duplicates: 0, rejected: 0, problems: [] }),
    retry: async () => ({ status: 201, code: null, cause: null, position: 1, accepted: 1, duplicates: 0, refused: 0 }),
  },
  export: { events: async function* () {}, catalog: async function* () {}, impact: async () => null },
  demo: async () => ({ sourceId: 1, events: 0, link: '/' }),
  localToken,
  listening: () => ({ host: '127.0.0.1', port: 8321 }),
  ready: async () => ({ ready: true, why: [] }),
  webRoot: '/nonexistent',
}

/** Signs a person in through a one-time link, as the pages do. Answers the headers of the person's browser. */
export async function joinAs(api: TestApi, role: 'admin' | 'viewer', email = `${role}@example.com`): Promise<Record<string, string>> {
  const added = await api.local('POST', '/api/v2/people', { name: role, email, role })
  const { link } = (await added.json()) as { link: string }
  const token = new URL(link).searchParams.get('token')
  const joined = await api.request('POST', '/api/v2/invite', { json: { token, name: role, email, password: testPassword } })
  return browserHeaders(joined)
}
export const testPassword = 'ochre-river-stones-41'

/** The cookie that an answer set, with what a browser sends from the server's own pages. */
export function browserHeaders(response: Response): Record<string, string> {
  const cookie = response.headers.get('set-cookie')?.split(';')[0] ?? ''
  return { cookie, origin: testOrigin, 'sec-fetch-site': 'same-origin' }
}
