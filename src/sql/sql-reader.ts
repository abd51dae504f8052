import { Worker } from 'node:worker_threads'
import type { SqlAnswer, SqlRequest } from './infer.ts'

/** Asks the thread that reads SQL to end. */
export type EndRequest = { readonly type: 'end' }
const endRequest: EndRequest = { type: 'end' }

/** Reads SQL; never rejects for what is in it. */
export interface SqlReader {
  read(request: SqlRequest): Promise<SqlAnswer>
  /** Ends the thread. What waits, and what is asked later, is answered with that as its problem. */
  close(): Promise<void>
}

export interface SqlReaderOptions {
  /** The thread's program. */
  readonly file?: URL
  /** For one request; parsing takes milliseconds. */
  readonly limitMs?: number
  /** After that long without work the thread ends and gives its memory back. */
  readonly idleMs?: number
}

const startMs = 60_000
/** For a thread that is asked to end, which may be starting or at work. */
const endMs = 3_000
type Message = { readonly type: 'ready' } | { readonly type: 'answer'; readonly answer: SqlAnswer }

/**
 * Reads SQL in a thread of its own, which is there only while there is work: the parser takes 100 MB. One request at a time. SQL that
 * takes longer than the limit, or ends the thread, is answered with that as its problem; the next request has a new thread.
 */
export function sqlReader(options: SqlReaderOptions = {}): SqlReader {
  return new ThreadReader(options.file ?? new URL('sql-thread.ts', import.meta.url), options.limitMs ?? 5_000, options.idleMs ?? 10_000)
}

class ThreadReader implements SqlReader {
  readonly #file: URL
  readonly #limitMs: number
  readonly #idleMs: number
  #worker: Worker | null = null
  #idle: NodeJS.Timeout | undefined
  #tail: Promise<unknown> = Promise.resolve()
  #isClosed = false

  constructor(file: URL, limitMs: number, idleMs: number) {
    this.#file = file
    this.#limitMs = limitMs
    this.#idleMs = idleMs
  }

  read(request: SqlRequest): Promise<SqlAnswer> {
    const answer = this.#tail.then(() => this.#unlessClosed(request))
    this.#tail = answer.catch(() => undefined)
    return answer
  }

  async close(): Promise<void> {
    this.#isClosed = true
    await this.#end()
  }

  /** A thread that is starting ends as well, which is no failure then. */
  async #unlessClosed(request: SqlRequest): Promise<SqlAnswer> {
    const unread: SqlAnswer = { edges: [], problem: 'Nothing more is read' }
    if (this.#isClosed) return unread
    try {
      const answer = await this.#read(request)
      return this.#isClosed ? unread : answer
    } catch (error) {
      if (this.#isClosed) return unread
      throw error
    }
  }

  async #end(): Promise<void> {
    clearTimeout(this.#idle)
    const worker = this.#worker
    this.#worker = null
    if (worker !== null) await endOf(worker)
  }

  /** A thread that hangs, or is gone. */
  async #breakOff(): Promise<void> {
    const worker = this.#worker
    this.#worker = null
    await worker?.terminate()
  }

  async #read(request: SqlRequest): Promise<SqlAnswer> {
    clearTimeout(this.#idle)
    const worker = this.#worker ?? (await this.#start())
    const message = answerOf(worker, this.#limitMs)
    worker.postMessage(request)
    const answer = await message
    if (typeof answer === 'string') await this.#breakOff()
    else this.#idle = setTimeout(() => void this.#end(), this.#idleMs).unref()
    return typeof answer === 'string' ? { edges: [], problem: answer } : answer
  }

  async #start(): Promise<Worker> {
    const worker = new Worker(this.#file, { name: 'sql-thread.ts', resourceLimits: { maxOldGenerationSizeMb: 256 } })
    this.#worker = worker
    // Ends and errors are heard by whoever waits for an answer.
    worker.on('error', () => undefined)
    const ready = await heard(worker, startMs)
    if (typeof ready === 'object') return worker
    await this.#breakOff()
    throw new Error(`The thread that reads SQL did not start: ${ready}`)
  }
}

/** Asks a thread to end, and ends it where it does not in time. */
async function endOf(worker: Worker): Promise<void> {
  worker.postMessage(endRequest)
  await new Promise<void>((resolve) => {
    const late = setTimeout(resolve, endMs)
    worker.once('exit', () => {
      clearTimeout(late)
      resolve()
    })
  })
  await worker.terminate()
}

async function answerOf(worker: Worker, limitMs: number): Promise<SqlAnswer | string> {
  const message = await heard(worker, limitMs)
  return typeof message === 'string'
    ? message
    : message.type === 'answer'
      ? message.answer
      : 'The thread that reads SQL said something else'
}

/** The next message, or why there is none. */
function heard(worker: Worker, limitMs: number): Promise<Message | string> {
  return new Promise((resolve) => {
    const end = (value: Message | string): void => {
      clearTimeout(timer)
      worker.off('message', end)
      worker.off('error', failed)
      worker.off('exit', ended)
      resolve(value)
    }
    const failed = (error: Error): void => end(`Reading it failed: ${error.message}`)
    const ended = (): void => end('Reading it ended the thread that reads SQL')
    const timer = setTimeout(() => end(`Reading it took longer than ${limitMs / 1_000} s`), limitMs)
    worker.on('message', end)
    worker.on('error', failed)
    worker.on('exit', ended)
  })
}
