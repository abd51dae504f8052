/**
 * Sends events over raw sockets, so that the sender costs as little as it can: `node bench/load.ts PORT TOKEN SIZE CONNECTIONS SECONDS
 * [RATE [BATCH]]`. Without RATE each connection sends as soon as it is answered; with it requests start at that rate whatever the answers do,
 * and latency counts from when a request should have started. With BATCH a request brings so many events. Prints one JSON line.
 */
import net from 'node:net'
import { performance } from 'node:perf_hooks'
import { must } from '../src/lib/assert.ts'
import { bodyOf, counterWidth } from './bodies.ts'

const [port = '0', token = '', size = '2000', connections = '256', seconds = '10', rate = '0', batch = '0'] = process.argv.slice(2)
/** Counters of two runs must not meet: the start says which run. */
let counter = (Date.now() % 1_000_000) * 1_000_000
const latencies: number[] = []
const statuses = new Map<string, number>()
const end = performance.now() + Number(seconds) * 1000
/** Latencies of the first fifth are those of a program that is being compiled. */
const warm = performance.now() + Number(seconds) * 200
let answered = 0
let open = 0

/** Jobs and datasets repeat, as in life; making hundreds of large bodies would take longer than sending them. */
const templates = Array.from({ length: 32 }, (_, i) => (Number(batch) === 0 ? one(i) : many(i)))

interface Template {
  readonly path: string
  readonly bytes: Buffer
  /** Where the numbers stand that make each event another one. */
  readonly countersAt: readonly number[]
}

function one(i: number): Template {
  const { bytes, counterAt } = bodyOf(Number(size), i)
  return { path: '/api/v1/lineage', bytes, countersAt: [counterAt] }
}

function many(first: number): Template {
  const bodies = Array.from({ length: Number(batch) }, (_, i) => bodyOf(Number(size), first + i))
  let at = 1
  const countersAt = bodies.map(({ bytes, counterAt }) => (at += bytes.length + 1) - bytes.length - 1 + counterAt)
  return { path: '/api/v1/lineage/batch', bytes: Buffer.from(`[${bodies.map((b) => b.bytes.toString()).join()}]`), countersAt }
}

class Connection {
  readonly #socket: net.Socket
  readonly #request: Buffer
  readonly #countersAt: readonly number[]
  readonly #idle: (connection: Connection) => void
  #started = 0
  #part: Buffer | null = null

  constructor(index: number, idle: (connection: Connection) => void) {
    const { path, bytes, countersAt } = must(templates[index % templates.length], 'there are templates')
    const head = `POST ${path} HTTP/1.1\r\nHost: 127.0.0.1\r\nContent-Type: application/json\r\nAuthorization: Bearer ${token}\r\nContent-Length: ${bytes.length}\r\n\r\n`
    this.#request = Buffer.concat([Buffer.from(head), bytes])
    this.#countersAt = countersAt.map((at) => Buffer.byteLength(head) + at)
    this.#idle = idle
    // Reads into one buffer: what the sender costs is missing where both share a processor.
    const buffer = Buffer.allocUnsafe(64 << 10)
    const onread = { buffer, callback: (length: number) => this.#read(buffer.subarray(0, length)) }
    this.#socket = net.connect({ port: Number(port), host: '127.0.0.1', onread }, () => idle(this))
    this.#socket.setNoDelay(true)
    this.#socket.on('error', () => undefined)
    open++
  }

  send(startedAt: number): void {
    this.#started = startedAt
    for (const at of this.#countersAt) this.#request.write(String(counter++).padStart(counterWidth, '0'), at, 'latin1')
    // Not copied: it changes only after the answer, when it has been read to its end.
    this.#socket.write(this.#request)
  }

  #read(data: Buffer): boolean {
    const whole = this.#part === null ? data : Buffer.concat([this.#part, data])
    const headEnd = whole.indexOf('\r\n\r\n')
    const isWhole = headEnd >= 0 && whole.length >= headEnd + 4 + lengthIn(whole)
    this.#part = isWhole ? null : Buffer.from(whole)
    if (isWhole) this.#answered(whole.toString('latin1', 9, 12))
    return true
  }

  #answered(status: string): void {
    statuses.set(status, (statuses.get(status) ?? 0) + 1)
    if (performance.now() > warm) latencies.push(performance.now() - this.#started)
    answered++
    if (performance.now() < end) this.#idle(this)
    else this.#close()
  }

  #close(): void {
    this.#socket.destroy()
    if (--open === 0) report()
  }
}

const lengthName = 'Content-Length: '
function lengthIn(head: Buffer): number {
  const at = head.indexOf(lengthName)
  return at < 0 ? 0 : Number.parseInt(head.toString('latin1', at + lengthName.length, at + lengthName.length + 8), 10)
}

const started = performance.now()

function report(): void {
  const sorted = latencies.toSorted((a, b) => a - b)
  const at = (share: number): number => sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))] ?? 0
  const took = (performance.now() - started) / 1000
  process.stdout.write(
    `${JSON.stringify({ requests: answered, perSecond: answered / took, p50: at(0.5), p99: at(0.99), max: at(1), statuses: Object.fromEntries(statuses) })}\n`,
  )
  process.exit(0)
}

if (Number(rate) === 0) {
  for (let i = 0; i < Number(connections); i++) new Connection(i, (c) => c.send(performance.now()))
} else {
  const idle: Connection[] = []
  let due = performance.now()
  for (let i = 0; i < Number(connections); i++) new Connection(i, (c) => void idle.push(c))
  const tick = (): void => {
    const now = performance.now()
    if (now > end) return void setTimeout(report, 500)
    if (now < started + 500) due = now
    for (; due <= now && idle.length > 0; due += 1000 / Number(rate)) idle.shift()?.send(due)
    setTimeout(tick, 1)
  }
  tick()
}
