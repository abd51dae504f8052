/** `headwater import`: events from files into the log. */
import { createReadStream } from 'node:fs'
import { pipeline, Readable } from 'node:stream'
import { setTimeout as pause } from 'node:timers/promises'
import { createGunzip, createZstdDecompress } from 'node:zlib'
import { Refusal } from './api.ts'
import type { Api } from './api.ts'
import { connected } from './connect.ts'
import type { Common } from './connect.ts'
import { describe, Failure, wrongUse } from './failure.ts'
import { findSource } from './find-source.ts'
import { jsonParts } from './json-parts.ts'
import type { Part } from './json-parts.ts'
import { answer, printable, progress, say } from './output.ts'

export type ImportOptions = Common & { readonly source: string }

/** What one request may carry. A larger event goes alone. */
const MAX_BYTES = 4 * 1024 * 1024
const MAX_EVENTS = 1000
/** Above the largest body that a server can be set to take, so that it is the server that says no. */
const MAX_EVENT_BYTES = 257 * 1024 * 1024
const SHOWN_PROBLEMS = 20

type Problem = { readonly index?: number; readonly line?: number; readonly code: string; readonly cause?: string; readonly reason?: string }
type Imported = {
  readonly received: number
  readonly accepted: number
  readonly duplicates: number
  readonly rejected: number
  readonly problems?: readonly Problem[]
  readonly errors?: readonly Problem[]
}
type Rejected = { readonly file: string; readonly event: number; readonly code: string; readonly reason: string }
type Total = { received: number; accepted: number; duplicates: number; rejected: number; readonly errors: Rejected[] }

/** The bytes of a file, unpacked by what they begin with, whatever the name says. `-` is standard input. */
async function* unpacked(file: string): AsyncGenerator<Buffer> {
  const stream: Readable = file === '-' ? process.stdin : createReadStream(file, { highWaterMark: 256 * 1024 })
  const source = stream[Symbol.asyncIterator]() as AsyncIterator<Buffer>
  const first = await source.next()
  if (first.done === true) return
  const all = async function* (): AsyncGenerator<Buffer> {
    yield first.value
    for (let next = await source.next(); next.done !== true; next = await source.next()) yield next.value
  }
  const tool = unpacker(first.value)
  if (tool === null) yield* all()
  // What goes wrong in the source or in unpacking comes out of the iteration.
  else yield* pipeline(Readable.from(all()), tool, () => undefined) as AsyncIterable<Buffer>
}

function unpacker(head: Buffer): ReturnType<typeof createGunzip> | ReturnType<typeof createZstdDecompress> | null {
  if (head.length >= 2 && head.readUInt16BE(0) === 0x1f8b) return createGunzip()
  if (head.length >= 4 && head.readUInt32BE(0) === 0x28b52ffd) return createZstdDecompress()
  return null
}

/** Collects events until a request is full. */
class Batch {
  parts: Buffer[] = []
  bytes = 0
  full(next: number): boolean {
    return this.parts.length > 0 && (this.parts.length >= MAX_EVENTS || this.bytes + next > MAX_BYTES)
  }
  add(part: Buffer): void {
    this.parts.push(part)
    this.bytes += part.length + 1
  }
}

class Import {
  readonly total: Total = { received: 0, accepted: 0, duplicates: 0, rejected: 0, errors: [] }
  readonly #api: Api
  readonly #source: number

  constructor(api: Api, source: number) {
    this.#api = api
    this.#source = source
  }

  async file(file: string): Promise<void> {
    let batch = new Batch()
    let done = 0
    for await (const part of jsonParts(unpacked(file), MAX_EVENT_BYTES)) {
      if (batch.full(part.size) || part.bytes === null) {
        await this.#send(file, done, batch.parts)
        done += batch.parts.length
        batch = new Batch()
      }
      if (part.bytes === null) this.#tooLarge(file, done++, part)
      else batch.add(part.bytes)
    }
    await this.#send(file, done, batch.parts)
  }

  #tooLarge(file: string, before: number, part: Part): void {
    this.total.received++
    this.#reject({ file, event: before + 1, code: 'too_large', reason: `${String(part.size)} bytes are more than an event may have` })
  }

  #reject(rejected: Rejected): void {
    this.total.rejected++
    if (this.total.errors.length < SHOWN_PROBLEMS) this.total.errors.push(rejected)
  }

  /** Sends events in one request, one a line; those with line breaks of their own go as an array. `before` came ahead of them in the file. */
  async #send(file: string, before: number, parts: readonly Buffer[]): Promise<void> {
    if (parts.length === 0) return
    const broken = parts.some((part) => part.includes(0x0a))
    try {
      this.#count(file, before, await this.#post(broken ? array(parts) : ndjson(parts), broken))
    } catch (error) {
      if (!(error instanceof Refusal) || ![400, 413, 422].includes(error.status)) throw error
      if (parts.length > 1) for (const [index, part] of parts.entries()) await this.#send(file, before + index, [part])
      else {
        this.total.received++
        this.#reject({ file, event: before + 1, code: error.code, reason: error.message })
      }
    }
    progress(`${this.total.received.toLocaleString('en')} events`)
  }

  #count(file: string, before: number, answer: Imported): void {
    this.total.received += answer.received
    this.total.accepted += answer.accepted
    this.total.duplicates += answer.duplicates
    this.total.rejected += answer.rejected
    for (const problem of answer.problems ?? answer.errors ?? []) {
      const event = before + (problem.index === undefined ? (problem.line ?? 1) : problem.index + 1)
      if (this.total.errors.length < SHOWN_PROBLEMS)
        this.total.errors.push({ file, event, code: problem.code, reason: problem.cause ?? problem.reason ?? '' })
    }
  }

  /** Waits and tries again while the server says that it is behind. */
  async #post(bytes: Buffer<ArrayBuffer>, whole: boolean): Promise<Imported> {
    for (let attempt = 1; ; attempt++) {
      try {
        return await this.#api.send<Imported>(
          '/api/v2/import',
          { source: this.#source },
          bytes,
          whole ? 'application/json' : 'application/x-ndjson',
        )
      } catch (error) {
        if (!(error instanceof Refusal) || error.status !== 503 || attempt >= 60) throw error
        await pause(1000 * Math.min(30, error.retryAfter ?? 1))
      }
    }
  }
}

const NEWLINE = Buffer.from('\n')
const ndjson = (parts: readonly Buffer[]): Buffer<ArrayBuffer> => Buffer.concat(parts.flatMap((part) => [part, NEWLINE]))
/** A single event is sent as it is. */
function array(parts: readonly Buffer[]): Buffer<ArrayBuffer> {
  if (parts.length === 1) return Buffer.concat(parts)
  return Buffer.concat([
    Buffer.from('['),
    ...parts.flatMap((part, index) => (index === 0 ? [part] : [Buffer.from(','), part])),
    Buffer.from(']'),
  ])
}

/** A file that cannot be read, or not to its end. Events that were read of it by then are in the log. */
function unreadable(file: string, { accepted }: Total, error: unknown): never {
  if (error instanceof Failure) throw error
  const { text } = describe(error)
  throw new Failure(
    1,
    'unreadable',
    `${file}: ${text}`,
    accepted > 0 ? `${String(accepted)} events were accepted before that; what comes twice is stored once.` : '',
  )
}

export const importFiles = (files: readonly string[], options: ImportOptions): Promise<void> =>
  connected(options, async ({ api }) => {
    if (files.filter((file) => file === '-').length > 1) throw wrongUse('Standard input can be read only once.')
    const source = await findSource(api, options.source)
    const run = new Import(api, source.id)
    for (const file of files) await run.file(file).catch((error: unknown) => unreadable(file, run.total, error))
    progress('')
    const { total } = run
    for (const { file, event, code, reason } of total.errors) say(`${file}, event ${String(event)}: ${code}: ${printable(reason)}`)
    if (total.rejected > total.errors.length) say(`… and ${String(total.rejected - total.errors.length)} more.`)
    if (total.rejected > 0) process.exitCode = 1
    await answer(options.json === true, total, () => [
      `received ${String(total.received)}, accepted ${String(total.accepted)}, duplicates ${String(total.duplicates)}, rejected ${String(total.rejected)}`,
    ])
  })
