/** The real openlineage-python sends, set up by environment variables alone. */
import { execFile } from 'node:child_process'
import path from 'node:path'
import { promisify } from 'node:util'
import { afterAll, expect, test } from 'vitest'
import { must } from '../../src/lib/assert.ts'
import { findPython } from '../harness/find.ts'
import { startHeadwater } from '../harness/server.ts'
import { expectRunOf } from './catalog.ts'

const python = must(findPython(), 'openlineage-python is not installed: see test/clients/requirements.txt')
const headwater = await startHeadwater()
afterAll(() => headwater.stop())
const source = await headwater.addSource('python')

async function send(job: string, settings: Record<string, string>): Promise<string> {
  const env = { PATH: process.env['PATH'] ?? '', HOME: headwater.dataDir, JOB: job, ...settings }
  const { stdout } = await promisify(execFile)(python, [path.join(import.meta.dirname, 'send.py')], { env, cwd: headwater.dataDir })
  return stdout.trim()
}

const transport = (more: Record<string, string> = {}): Record<string, string> => ({
  OPENLINEAGE__TRANSPORT__TYPE: 'http',
  OPENLINEAGE__TRANSPORT__URL: source.eventsUrl,
  OPENLINEAGE__TRANSPORT__ENDPOINT: source.eventsEndpoint,
  OPENLINEAGE__TRANSPORT__AUTH__TYPE: 'api_key',
  OPENLINEAGE__TRANSPORT__AUTH__API_KEY: source.apiToken,
  ...more,
})

test('http', async () => {
  await expectRunOf(headwater, 'python-http', await send('python-http', transport()))
})

test('http with gzip', async () => {
  const settings = transport({ OPENLINEAGE__TRANSPORT__COMPRESSION: 'gzip' })
  await expectRunOf(headwater, 'python-gzip', await send('python-gzip', settings))
})

test('async_http with gzip', async () => {
  const settings = transport({ OPENLINEAGE__TRANSPORT__TYPE: 'async_http', OPENLINEAGE__TRANSPORT__COMPRESSION: 'gzip' })
  await expectRunOf(headwater, 'python-async', await send('python-async', settings))
})

test('the short variables', async () => {
  const settings = { OPENLINEAGE_URL: source.eventsUrl, OPENLINEAGE_API_KEY: source.apiToken }
  await expectRunOf(headwater, 'python-short', await send('python-short', settings))
})

test('a wrong token is refused, and the client says so', async () => {
  const wrong = transport({ OPENLINEAGE__TRANSPORT__AUTH__API_KEY: `${source.apiToken}x` })
  await expect(send('python-refused', wrong)).rejects.toThrow(/401/)
})
