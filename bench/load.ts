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
  #answer = ''

  constructor(index: number, idle: (connection: Connection) => void) {
    const { path, bytes, countersAt } = must(templates[index % templates.length], 'there are templates')
    const head = `POST ${path} HTTP/1.1\r\nHost: 127.0.0.1\r\nContent-Type: application/json\r\nAuthorization: Bearer ${token}\r\nContent-Length: ${bytes.length}\r\n\r\n`
    this.#request = Buffer.concat([Buffer.from(head), bytes])
    this.#countersAt = countersAt.map((at) => Buffer.byteLength(head) + at)
    this.#idle = idle
    this.#socket = net.connect(Number(port), '127.0.0.1', () => idle(this))
    this.#socket.setNoDelay(true)
    this.#socket.on('data', (data) => this.#read(data))
    this.#socket.on('error', () => undefined)
    open++
  }

  send(startedAt: number): void {
    this.#started = startedAt
    for (const at of this.#countersAt) this.#request.write(String(counter++).padStart(counterWidth, '0'), at, 'latin1')
    this.#socket.write(Buffer.from(this.#request))
  }

  #read(data: Buffer): void {
    this.#answer += data.toString('latin1')
    const headEnd = this.#answer.indexOf('\r\n\r\n')
    if (headEnd < 0) return
    const length = Number(/content-length: (\d+)/i.exec(this.#answer)?.[1] ?? 0)
    if (this.#answer.length < headEnd + 4 + length) return
    const status = this.#answer.slice(9, 12)
    statuses.set(status, (statuses.get(status) ?? 0) + 1)
    if (performance.now() > warm) latencies.push(performance.now() - this.#started)
    answered++
    this.#answer = ''
    if (performance.now() < end) this.#idle(this)
    else this.#close()
  }

  #close(): void {
    this.#socket.destroy()
    if (--open === 0) report()
  }
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
