import fs from 'node:fs'
import os from 'node:os'
import path from 'node:path'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { definitions, environmentName, flagName } from './definitions.ts'
import { SettingsError, loadSettings } from './settings.ts'
import type { SettingSources } from './settings.ts'

let folder: string
beforeEach(() => {
  folder = fs.mkdtempSync(path.join(os.tmpdir(), 'headwater-settings-'))
})
afterEach(() => fs.rmSync(folder, { recursive: true, force: true }))

function write(name: string, text: string): string {
  const file = path.join(folder, name)
  fs.writeFileSync(file, text)
  return file
}

function problems(sources: SettingSources): readonly string[] {
  try {
    loadSettings(sources)
  } catch (error) {
    if (error instanceof SettingsError) return error.problems
  }
  return []
}

test('flags go over environment over file over defaults, and each says where it came from', () => {
  const file = write('h.yaml', 'port: 1001\nhost: file.example.com\nlogLevel: warn\n')
  const settings = loadSettings({
    file,
    env: { HEADWATER_PORT: '1002', HEADWATER_HOST: 'env.example.com' },
    flags: { port: '1003', host: undefined },
  })
  expect([settings.port, settings.host, settings.logLevel, settings.dataDir]).toEqual([1003, 'env.example.com', 'warn', './data'])
  expect([settings.origin.port, settings.origin.host, settings.origin.logLevel, settings.origin.dataDir]).toEqual([
    'flag',
    'environment',
    'file',
    'default',
  ])
})

test('the file is named by flag, environment or argument', () => {
  const file = write('other.yaml', 'port: 1001')
  expect(loadSettings({ flags: { config: file }, env: {} }).port).toBe(1001)
  expect(loadSettings({ env: { HEADWATER_CONFIG: file } }).port).toBe(1001)
  expect(problems({ file: path.join(folder, 'none.yaml'), env: {} })[0]).toMatch(/none\.yaml: cannot be read \(ENOENT\)/)
})

describe('an unknown key is an error that names the nearest one', () => {
  test('in the environment', () =>
    expect(problems({ env: { HEADWATER_PROT: '1' } })).toEqual(['HEADWATER_PROT: there is no such setting. Did you mean HEADWATER_PORT?']))
  test('in the file', () =>
    expect(problems({ env: {}, file: write('h.yaml', 'publicURL: http://x') })[0]).toMatch(
      /^publicURL in .*h\.yaml: there is no such setting\. Did you mean publicUrl\?$/,
    ))
  test('in flags', () =>
    expect(problems({ env: {}, flags: { maxBodyByte: 1 } })).toEqual([
      '--max-body-byte: there is no such setting. Did you mean --max-body-bytes?',
    ]))
  test.each(['__proto__', 'constructor', 'toString'])('%s', (name) =>
    expect(problems({ env: {}, file: write('h.yaml', `"${name}": 1`) })[0]).toMatch(/there is no such setting/),
  )
})

test('names of the tools round the program are left alone', () => {
  const env = {
    HEADWATER_CMD: 'x',
    HEADWATER_CHECK_PG_URL: 'x',
    HEADWATER_TEST_FAST: '1',
    HEADWATER_URL: 'x',
    HEADWATER_TOKEN: 'x',
    HEADWATER_PORT: '',
  }
  expect(loadSettings({ env }).port).toBe(8321)
})

test.each([
  [{ HEADWATER_PORT: 'eighty' }, /^HEADWATER_PORT: "eighty" will not do: give a whole number from 0 to 65535\.$/],
  [{ HEADWATER_PORT: '70000' }, /65535/],
  [{ HEADWATER_PUBLIC_URL: 'headwater.example.com' }, /https:\/\/headwater\.example\.com/],
  [{ HEADWATER_PUBLIC_URL: 'javascript:alert(1)' }, /web address/],
  [{ HEADWATER_ROLE: 'king' }, /HEADWATER_ROLE/],
  [{ HEADWATER_MAX_BODY_BYTES: '32 apples' }, /32 MiB/],
  [{ HEADWATER_MAX_BODY_BYTES: '1 TiB' }, /HEADWATER_MAX_BODY_BYTES/],
  [{ HEADWATER_OPEN_METRICS: 'perhaps' }, /true or false/],
  [{ HEADWATER_KAFKA_BROKERS: 'b:9092' }, /does not read from Kafka/],
])('%o is refused', (env, message) => {
  expect(problems({ env: env as Record<string, string> })[0]).toMatch(message)
})

test('all problems come at once, and never the value of a secret', () => {
  const found = problems({ env: { HEADWATER_PORT: 'x', HEADWATER_DATABASE_URL: 'mysql://u:hunter2@h/db', HEADWATER_NOTHING: '1' } })
  expect(found).toHaveLength(3)
  expect(found.join()).not.toContain('hunter2')
})

test('bytes take units', () => {
  expect(loadSettings({ env: { HEADWATER_MAX_BODY_BYTES: '64 MiB' } }).maxBodyBytes).toBe(64 * 1024 ** 2)
  expect(loadSettings({ env: { HEADWATER_MAX_BODY_BYTES: '1.5MB' } }).maxBodyBytes).toBe(1_500_000)
})

test('a secret may stand in a file of its own', () => {
  const secret = write('dsn', 'postgresql://u:p@h/db\n')
  expect(loadSettings({ env: { HEADWATER_DATABASE_URL_FILE: secret } }).databaseUrl).toBe('postgresql://u:p@h/db')
  expect(problems({ env: { HEADWATER_DATABASE_URL_FILE: secret, HEADWATER_DATABASE_URL: 'postgresql://h/x' } })[0]).toMatch(
    /Keep one of them/,
  )
  expect(problems({ env: { HEADWATER_DATABASE_URL_FILE: '/none' } })[0]).toMatch(/cannot read \/none \(ENOENT\)/)
  expect(problems({ env: { HEADWATER_PORT_FILE: secret } })[0]).toMatch(/no such setting/)
})

test('each setting has its names and words', () => {
  expect(environmentName('maxBodyBytes')).toBe('HEADWATER_MAX_BODY_BYTES')
  expect(flagName('dataDir')).toBe('--data-dir')
  for (const definition of Object.values(definitions)) expect(definition.description).toMatch(/\.$/)
})

test('networks come as a text or a list', () => {
  expect(loadSettings({ env: { HEADWATER_TRUSTED_PROXIES: '10.0.0.0/8, ::1' } }).trustedProxies).toEqual(['10.0.0.0/8', '::1'])
  expect(loadSettings({ env: {}, file: write('h.yaml', 'trustedProxies: [10.0.0.1]') }).trustedProxies).toEqual(['10.0.0.1'])
  expect(problems({ env: { HEADWATER_TRUSTED_PROXIES: 'proxy.example.com' } })[0]).toMatch(/give networks such as/)
})

test('a value of another kind is not taken for a number', () => {
  for (const port of [true, '', '0x10', '1e3', [80]]) expect(problems({ env: {}, flags: { port } })[0]).toMatch(/whole number/)
  expect(loadSettings({ env: { HEADWATER_LOST_AFTER_HOURS: '0.5' } }).lostAfterHours).toBe(0.5)
})
