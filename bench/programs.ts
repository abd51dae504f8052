/** Starts the real program and its measures as processes of their own. */
import { execFile, spawn } from 'node:child_process'
import type { ChildProcess } from 'node:child_process'
import fs from 'node:fs'
import os from 'node:os'
import path from 'node:path'
import { performance } from 'node:perf_hooks'
import { promisify } from 'node:util'

const root = path.join(import.meta.dirname, '..')
const run = promisify(execFile)
const program = path.join(root, 'bin', 'headwater')

export interface Program {
  readonly port: number
  readonly dataDir: string
  /** Milliseconds from start to ready. */
  readonly readyMs: number
  readonly pid: number
  stop(): Promise<void>
  api<T>(method: string, url: string, body?: unknown): Promise<T>
  send(url: string, body: string, type: string): Promise<unknown>
}

export const tempDir = (): string => fs.mkdtempSync(path.join(process.env['HEADWATER_BENCH_DIR'] ?? os.tmpdir(), 'headwater-bench-'))

/** Without what is meant for the benches: the program refuses settings that it does not know. */
const settings = (): NodeJS.ProcessEnv =>
  Object.fromEntries(Object.entries(process.env).filter(([name]) => !name.startsWith('HEADWATER_BENCH_')))

/** The real program on a free port. */
export async function startProgram(dataDir: string, env: NodeJS.ProcessEnv = {}): Promise<Program> {
  const started = performance.now()
  const child = spawn(program, ['serve', '--port', '0', '--data-dir', dataDir], {
    env: { ...settings(), HEADWATER_LOG_LEVEL: 'error', ...env },
    stdio: ['ignore', 'pipe', 'inherit'],
  })
  endsWithUs(child)
  const line = await firstLine(child, /http:\/\/[^\s]+:(\d+)/)
  const readyMs = performance.now() - started
  const port = Number(line[1])
  const { token, url } = JSON.parse(fs.readFileSync(path.join(dataDir, 'server.json'), 'utf8')) as { token: string; url: string }
  const call = async (method: string, address: string, body: string | undefined, type: string): Promise<unknown> => {
    const answer = await fetch(url + address, {
      method,
      headers: { authorization: `Bearer ${token}`, 'content-type': type },
      ...(body !== undefined && { body }),
    })
    const text = await answer.text()
    if (!answer.ok) throw new Error(`${method} ${address}: ${answer.status} ${text.slice(0, 300)}`)
    return text === '' ? null : JSON.parse(text)
  }
  return {
    port,
    dataDir,
    readyMs,
    pid: child.pid ?? 0,
    stop: () => stopped(child),
    api: <T>(method: string, address: string, body?: unknown) =>
      call(method, address, body === undefined ? undefined : JSON.stringify(body), 'application/json') as Promise<T>,
    send: (address, body, type) => call('POST', address, body, type),
  }
}

export interface LoadResult {
  readonly requests: number
  readonly perSecond: number
  readonly p50: number
  readonly p99: number
  readonly max: number
  readonly statuses: Readonly<Record<string, number>>
}

export async function load(
  port: number,
  token: string,
  size: number,
  connections: number,
  seconds: number,
  { rate = 0, batch = 0 } = {},
): Promise<LoadResult> {
  const { stdout } = await run(process.execPath, [
    path.join(root, 'bench', 'load.ts'),
    String(port),
    token,
    String(size),
    String(connections),
    String(seconds),
    String(rate),
    String(batch),
  ])
  return JSON.parse(stdout) as LoadResult
}

export async function startBare(): Promise<{ port: number; stop(): Promise<void> }> {
  const child = spawn(process.execPath, [path.join(root, 'bench', 'bare-server.ts')], { stdio: ['ignore', 'pipe', 'inherit'] })
  endsWithUs(child)
  const line = await firstLine(child, /(\d+)/)
  return { port: Number(line[1]), stop: () => stopped(child) }
}

function firstLine(child: ChildProcess, pattern: RegExp): Promise<RegExpExecArray> {
  return new Promise((resolve, reject) => {
    let text = ''
    child.stdout?.on('data', (data: Buffer) => {
      text += data.toString()
      const found = pattern.exec(text)
      if (found !== null && text.includes('\n')) resolve(found)
    })
    child.once('exit', (code) => reject(new Error(`ended with ${code} before it was ready: ${text}`)))
  })
}

/** A bench that is cut off, such as by `| head`, leaves nothing running. */
function endsWithUs(child: ChildProcess): void {
  const end = (): boolean => child.kill('SIGTERM')
  process.once('exit', end)
  child.once('exit', () => process.off('exit', end))
}

async function stopped(child: ChildProcess): Promise<void> {
  const gone = new Promise<void>((resolve) => child.once('exit', () => resolve()))
  child.kill('SIGTERM')
  await gone
}

/** Resident memory of a process in MB. */
export function residentMb(pid: number): number {
  const kb = /VmRSS:\s+(\d+)/.exec(fs.readFileSync(`/proc/${pid}/status`, 'utf8'))?.[1]
  return Number(kb ?? 0) / 1024
}

export const median = (values: readonly number[]): number => values.toSorted((a, b) => a - b)[Math.floor(values.length / 2)] ?? 0

/** A table for people, and the figures as JSON beside it. */
export function report(name: string, rows: readonly Readonly<Record<string, string | number>>[]): void {
  console.log(`\n${name}`)
  console.table(rows)
  const dir = path.join(root, 'bench', 'results')
  fs.mkdirSync(dir, { recursive: true })
  fs.writeFileSync(path.join(dir, `${name}.json`), `${JSON.stringify(rows, null, 2)}\n`)
}

export const round = (value: number, digits = 1): number => Math.round(value * 10 ** digits) / 10 ** digits
