/**
 * How a command reaches its server: the one named with --url, else the one that runs on the data folder, else one of its own, in this
 * process, on a loopback port, for as long as the command takes.
 */
import { readFile, rm } from 'node:fs/promises'
import path from 'node:path'
import { setTimeout as pause } from 'node:timers/promises'
import type { Settings } from '../settings/settings.ts'
import { Api } from './api.ts'
import { wrongUse } from './failure.ts'

/** Options that every command takes. */
export type Common = {
  readonly json?: boolean
  readonly dataDir?: string
  readonly config?: string
  readonly url?: string
  readonly token?: string
}

export type Connection = {
  readonly api: Api
  /** The server lives in this process and ends with the command. */
  readonly own: boolean
  /** An address that the server named, as it will be when the server runs as it is configured. */
  readonly address: (url: string) => string
}

/** Runs `work` with a connection and lets go of it afterwards, whatever happens. */
export async function connected(options: Common, work: (connection: Connection) => Promise<void>): Promise<void> {
  const url = options.url ?? given('HEADWATER_URL')
  if (url !== undefined) {
    await work({ api: new Api(checked(url), remoteToken(options)), own: false, address: same })
    return
  }
  const settings = await settingsOf(options)
  const found = await reach(settings)
  if (found instanceof Api) await work({ api: found, own: false, address: same })
  else await withServer(found, settings, work)
}

const same = (url: string): string => url
const given = (name: string): string | undefined => (process.env[name] === '' ? undefined : process.env[name])

function checked(url: string): string {
  if (!URL.canParse(url) || !/^https?:$/.test(new URL(url).protocol))
    throw wrongUse(`${url} is not the address of a server.`, 'Give one such as https://headwater.example.com.')
  return url
}

function remoteToken(options: Common): string {
  const token = options.token ?? given('HEADWATER_TOKEN')
  if (token === undefined)
    throw wrongUse('A server elsewhere wants a token.', 'Give one with --token or HEADWATER_TOKEN; Settings > Tokens makes them.')
  return token
}

/** The settings, as `serve` would read them; `flags` by key, beside the common ones. Throws SettingsError. */
export async function settingsOf(options: Common, flags: Readonly<Record<string, unknown>> = {}): Promise<Settings> {
  const { loadSettings } = await import('../settings/settings.ts')
  const { HEADWATER_URL: _url, HEADWATER_TOKEN: _token, ...env } = process.env
  return loadSettings({ flags: { dataDir: options.dataDir, config: options.config, ...flags }, env })
}

type ServerFile = { readonly url: string; readonly token: string; readonly pid: number }

async function serverFile(dataDir: string): Promise<ServerFile | null> {
  try {
    return JSON.parse(await readFile(path.join(dataDir, 'server.json'), 'utf8')) as ServerFile
  } catch {
    return null
  }
}

/** The server that runs on a folder, or null: a server that was killed leaves its file behind, and its port may be another's by now. */
export async function runningOn(dataDir: string): Promise<Api | null> {
  const file = await serverFile(dataDir)
  if (file === null || !alive(file.pid)) return null
  const api = new Api(file.url, file.token)
  try {
    const { via } = await api.get<{ via: string }>('/api/v2/session')
    return via === 'local' ? api : null
  } catch {
    return null
  }
}

function alive(pid: number): boolean {
  try {
    process.kill(pid, 0)
    return true
  } catch (error) {
    // Someone else's process is alive as well.
    return (error as NodeJS.ErrnoException).code === 'EPERM'
  }
}

type OwnServer = { readonly url: string; readonly localToken: string; close(): Promise<void> }

const PATIENCE_MS = 15_000

/** The running server, or one of our own. The folder may be another command's for a moment, or a server's that is just starting. */
async function reach(settings: Settings): Promise<Api | OwnServer> {
  for (const giveUp = Date.now() + PATIENCE_MS; ; await pause(100)) {
    const running = await runningOn(settings.dataDir)
    if (running !== null) return running
    try {
      return await ownServer(settings)
    } catch (error) {
      if ((error as { code?: unknown }).code !== 'data_dir_in_use' || Date.now() > giveUp) throw error
    }
  }
}

async function ownServer(settings: Settings): Promise<OwnServer> {
  const { startServer } = await import('../server/server.ts')
  const quiet = settings.origin.logLevel === 'default' ? { logLevel: 'error' as const } : {}
  const server = await startServer({ ...settings, host: '127.0.0.1', port: 0, ...quiet })
  // Nobody else shall come to rely on a server that is gone in a moment.
  await rm(path.join(settings.dataDir, 'server.json'), { force: true })
  return server
}

async function withServer(server: OwnServer, settings: Settings, work: (connection: Connection) => Promise<void>): Promise<void> {
  const configured = `http://${settings.host.includes(':') ? `[${settings.host}]` : settings.host}:${String(settings.port)}`
  // Nobody will find anything at the port of this moment.
  const address = (url: string): string => url.replace(server.url.replace(/\/+$/, ''), configured)
  try {
    await work({ api: new Api(server.url, server.localToken), own: true, address })
  } finally {
    await server.close()
  }
}
