import type { MessagePort, Transferable, Worker } from 'node:worker_threads'

/**
 * Calls between threads. A handler gets one cloned argument and answers with one cloned value; an error crosses as its message, its
 * name and, where it has one, its `code`.
 */
export type Handlers = Record<string, (argument: never) => unknown>
export type Client<H extends Handlers> = {
  [K in keyof H]: (argument: Parameters<H[K]>[0], transfer?: Transferable[]) => Promise<Given<Awaited<ReturnType<H[K]>>>>
}

interface Request {
  readonly id: number
  readonly call: string
  readonly argument: unknown
}
interface Answer {
  readonly id: number
  readonly value?: unknown
  readonly error?: { message: string; name: string; code: string | undefined }
}

/** A thread as its owner sees it, or the owner as the thread does. */
export type Port = Worker | MessagePort

/** An answer of which parts change hands instead of being copied. */
export class Handover<T> {
  readonly value: T
  readonly transfer: Transferable[]

  constructor(value: T, transfer: Transferable[]) {
    this.value = value
    this.transfer = transfer
  }
}
type Given<T> = T extends Handover<infer V> ? V : T

const listen = (port: Port, listener: (message: unknown) => void): void => void (port as MessagePort).on('message', listener)

/** Answers calls that come over `port`. */
export function serveCalls(port: Port, handlers: Handlers): void {
  listen(port, (message) => {
    const request = message as Request
    if (typeof request.call !== 'string') return
    const handler = handlers[request.call] as ((argument: unknown) => unknown) | undefined
    void (async () => handler?.(request.argument))().then(
      (value) => {
        if (value instanceof Handover) port.postMessage({ id: request.id, value: value.value as unknown } satisfies Answer, value.transfer)
        else port.postMessage({ id: request.id, value } satisfies Answer)
      },
      (error: Error & { code?: string }) =>
        port.postMessage({ id: request.id, error: { message: error.message, name: error.name, code: error.code } } satisfies Answer),
    )
  })
}

/** Calls the handlers at the other end of `port`. Rejects everything that waits when `fail` is called. */
export function callClient<H extends Handlers>(port: Port): { client: Client<H>; fail: (why: Error) => void } {
  const waiting = new Map<number, { resolve: (value: unknown) => void; reject: (error: Error) => void }>()
  let last = 0
  let dead: Error | null = null
  listen(port, (message) => {
    const answer = message as Answer
    const call = waiting.get(answer.id)
    if (call === undefined) return
    waiting.delete(answer.id)
    if (answer.error) call.reject(Object.assign(new Error(answer.error.message), answer.error))
    else call.resolve(answer.value)
  })
  const send = (call: string, argument: unknown, transfer: Transferable[] = []): Promise<unknown> =>
    new Promise((resolve, reject) => {
      if (dead !== null) return reject(dead)
      const id = ++last
      waiting.set(id, { resolve, reject })
      port.postMessage({ id, call, argument } satisfies Request, transfer)
    })
  const client = new Proxy(
    {},
    {
      get: (_, call) =>
        call === 'then' ? undefined : (argument: unknown, transfer?: Transferable[]) => send(String(call), argument, transfer),
    },
  ) as Client<H>
  const fail = (why: Error): void => {
    dead = why
    for (const call of waiting.values()) call.reject(why)
    waiting.clear()
  }
  return { client, fail }
}
