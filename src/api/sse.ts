import type { ApiContext } from './context.ts'
import { ApiError } from './problem.ts'

/** Written into a stream by `send`; a client that reads too slowly is cut off, its browser comes back by itself. */
const maxWaitingChunks = 256
const heartbeatMs = 15_000

export interface Stream {
  /** One message. `name` is the event's name, `data` becomes JSON. */
  send(name: string, data: unknown): void
  close(): void
}

export interface StreamOptions {
  readonly signal: AbortSignal
  /** Called when the stream is open; returns what ends it (subscriptions, timers). */
  readonly open: (stream: Stream) => (() => void) | Promise<() => void>
  /** Asked with each heartbeat: false ends the stream, as when the session has ended. */
  readonly stillAllowed?: () => Promise<boolean>
  readonly heartbeatMs?: number
}

let clients = 0
const open = new Set<() => void>()

/** Ends every stream, so that the server can stop. Browsers come back by themselves. */
export function closeStreams(): void {
  for (const close of open) close()
}

/** Server-sent events. Throws ApiError 503 when there are `maxStreamClients` already. */
export function streamEvents(context: ApiContext, options: StreamOptions): Response {
  if (clients >= context.settings.maxStreamClients) {
    throw new ApiError(
      503,
      'too_many_streams',
      'Too many pages are watching at this moment.',
      'Close some, or raise maxStreamClients. The page works without, it only has to be loaded again.',
      { headers: { 'retry-after': '4' } },
    )
  }
  context.metrics.streamClients.set(++clients)
  let end: () => void = () => undefined
  const body = new ReadableStream<Uint8Array>(
    {
      start: (controller) => {
        end = run(
          controller,
          (text) => Buffer.from(text),
          options,
          () => context.metrics.streamClients.set(--clients),
        )
      },
      cancel: () => end(),
    },
    { highWaterMark: 16 },
  )
  return new Response(body, { headers: { 'content-type': 'text/event-stream', 'cache-control': 'no-store', 'x-accel-buffering': 'no' } })
}

function run(
  controller: ReadableStreamDefaultController<Uint8Array>,
  encode: (text: string) => Uint8Array,
  options: StreamOptions,
  ended: () => void,
): () => void {
  let alive = true
  let stop: () => void = () => undefined
  const write = (text: string): void => {
    if (!alive) return
    if ((controller.desiredSize ?? 0) < -maxWaitingChunks) return close()
    controller.enqueue(encode(text))
  }
  const beat = setInterval(() => {
    write(': still here\n\n')
    void options.stillAllowed?.().then((allowed) => (allowed ? undefined : close()), close)
  }, options.heartbeatMs ?? heartbeatMs)
  beat.unref()
  const close = (): void => {
    if (!alive) return
    alive = false
    open.delete(close)
    clearInterval(beat)
    options.signal.removeEventListener('abort', close)
    ended()
    stop()
    try {
      controller.close()
    } catch {
      // The other side closed it first.
    }
  }
  options.signal.addEventListener('abort', close)
  open.add(close)
  write('retry: 2000\n\n')
  const stream: Stream = { send: (name, data) => write(`event: ${name}\ndata: ${JSON.stringify(data)}\n\n`), close }
  void Promise.resolve(options.open(stream)).then((stopper) => {
    stop = stopper
    if (!alive) stopper()
  }, close)
  return close
}
