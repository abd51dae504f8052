/** The real program for tests: `bin/headwater serve` as a process of its own, on a free port and a data folder of its own. */
import { execFile, spawn } from 'node:child_process'
import type { ChildProcess } from 'node:child_process'
import { once } from 'node:events'
import fs from 'node:fs'
import os from 'node:os'
import path from 'node:path'
import { eventually } from './eventually.ts'
import { freePort } from './net.ts'

export const program = path.resolve(import.meta.dirname, '../../bin/headwater')

/** What `source add --json` prints. */
export interface AddedSource {
  readonly id: number
  readonly name: string
  readonly baseUrl: string
  readonly apiToken: string
  readonly eventsUrl: string
  readonly eventsEndpoint: string
}

export interface StartOptions {
  /** Kept by `stop` when it was given, removed when it was not. */
  readonly dataDir?: string
  /** For instance HEADWATER_DATABASE_URL. */
  readonly env?: Readonly<Record<string, string>>
  /** More arguments of `serve`. */
  readonly args?: readonly string[]
  readonly port?: number
}

/** Starts the program and resolves when it is ready. Rejects with what it printed when it ends first or is not ready in 30 s. */
export async function startHeadwater(options: StartOptions = {}): Promise<Headwater> {
  const dataDir = options.dataDir ?? fs.mkdtempSync(path.join(os.tmpdir(), 'headwater-test-'))
  const headwater = new Headwater(dataDir, options.port ?? (await freePort()), options)
  await headwater.start()
  return headwater
}

export class Headwater {
  readonly dataDir: string
  readonly port: number
  readonly url: string
  readonly #options: StartOptions
  readonly #env: NodeJS.ProcessEnv
  #child: ChildProcess | null = null
  #output = ''

  constructor(dataDir: string, port: number, options: StartOptions) {
    this.dataDir = dataDir
    this.port = port
    this.url = `http://127.0.0.1:${port}`
    this.#options = options
    this.#env = { ...withoutSettings(process.env), ...options.env, HEADWATER_DATA_DIR: dataDir }
  }

  /** Everything the program printed so far, both streams, the last megabyte of it. */
  get output(): string {
    return this.#output
  }

  /** The process id of the program. */
  get pid(): number | undefined {
    return this.#child?.pid
  }

  /** Starts it again after `stop` or `kill`, on the same port and folder. */
  async start(): Promise<void> {
    const args = ['serve', '--host', '127.0.0.1', '--port', String(this.port), '--data-dir', this.dataDir, ...(this.#options.args ?? [])]
    const child = spawn(program, args, { env: this.#env, stdio: ['ignore', 'pipe', 'pipe'] })
    this.#child = child
    for (const stream of [child.stdout, child.stderr]) {
      stream.on('data', (chunk: Buffer) => (this.#output = (this.#output + chunk.toString()).slice(-1_000_000)))
    }
    const ready = async (): Promise<boolean> => {
      if (hasEnded(child)) return true
      return (await fetch(`${this.url}/readyz`).catch(() => null))?.status === 200
    }
    await eventually(ready, { timeoutMs: 60_000, what: `ready\n${this.#output}` })
    if (hasEnded(child)) throw new Error(`serve ended early (${child.exitCode ?? child.signalCode}):\n${this.#output}`)
  }

  /** Runs a command of the CLI on this data folder; resolves to its standard output, rejects with its standard error. */
  cli(args: readonly string[], options: { input?: string | Uint8Array } = {}): Promise<string> {
    return new Promise((resolve, reject) => {
      const child = execFile(program, [...args, '--data-dir', this.dataDir], { env: this.#env, maxBuffer: 1 << 30 }, (error, out, err) =>
        error
          ? reject(Object.assign(new Error(`headwater ${args.join(' ')}: ${error.message}\n${err}`), { code: error.code }))
          : resolve(out),
      )
      child.stdin?.end(options.input)
    })
  }

  /** Like `cli` with `--json`, parsed. */
  async json<T>(args: readonly string[], options: { input?: string | Uint8Array } = {}): Promise<T> {
    return JSON.parse(await this.cli([...args, '--json'], options)) as T
  }

  addSource(name = 'OpenLineage', baseUrl = 'http://etl.example.com'): Promise<AddedSource> {
    return this.json<AddedSource>(['source', 'add', '--name', name, '--base-url', baseUrl])
  }

  /** A personal token for the read API. */
  async createToken(role: 'admin' | 'viewer' = 'admin'): Promise<string> {
    return (await this.json<{ token: string }>(['token', 'create', '--role', role])).token
  }

  /** Sends one body to the events endpoint, as a producer does. */
  post(token: string, body: string | Uint8Array<ArrayBuffer>, headers: Readonly<Record<string, string>> = {}): Promise<Response> {
    const all = { 'content-type': 'application/json', authorization: `Bearer ${token}`, ...headers }
    return fetch(`${this.url}/api/v1/lineage`, { method: 'POST', headers: all, body })
  }

  /** Ends it as an operator does (SIGTERM); resolves to the exit code. */
  async stop(): Promise<number | null> {
    const code = await this.#end('SIGTERM')
    if (this.#options.dataDir === undefined) fs.rmSync(this.dataDir, { recursive: true, force: true })
    return code
  }

  /** Ends it at once (SIGKILL); the folder stays, `start` goes on with it. */
  async kill(): Promise<void> {
    await this.#end('SIGKILL')
  }

  async #end(signal: 'SIGTERM' | 'SIGKILL'): Promise<number | null> {
    const child = this.#child
    if (child === null || hasEnded(child)) return child?.exitCode ?? null
    const gone = once(child, 'exit')
    child.kill(signal)
    const patience = setTimeout(() => child.kill('SIGKILL'), 15_000)
    await gone
    clearTimeout(patience)
    return child.exitCode
  }
}

const hasEnded = (child: ChildProcess): boolean => child.exitCode !== null || child.signalCode !== null

/** The settings of whoever runs the tests must not reach the program. */
function withoutSettings(env: NodeJS.ProcessEnv): NodeJS.ProcessEnv {
  return Object.fromEntries(Object.entries(env).filter(([name]) => !name.startsWith('HEADWATER_')))
}
