/** The server's API as the command line uses it. */
import { Failure } from './failure.ts'

type Query = Readonly<Record<string, string | number | boolean | undefined>>
type Answer = { readonly status: number; readonly response: Response }

/** Where the server answers, and with what credential. */
export class Api {
  readonly url: string
  readonly #token: string

  constructor(url: string, token: string) {
    this.url = url.replace(/\/+$/, '')
    this.#token = token
  }

  async get<T>(path: string, query: Query = {}): Promise<T> {
    return (await this.#json('GET', path, query)) as T
  }
  async post<T>(path: string, body: unknown = {}): Promise<T> {
    return (await this.#json('POST', path, {}, body)) as T
  }
  async patch<T>(path: string, body: unknown): Promise<T> {
    return (await this.#json('PATCH', path, {}, body)) as T
  }
  async delete(path: string): Promise<void> {
    await this.#json('DELETE', path, {})
  }

  /** Sends bytes as they are and reads JSON back. */
  async send<T>(path: string, query: Query, bytes: Uint8Array<ArrayBuffer>, contentType: string): Promise<T> {
    const { response } = await this.#ask('POST', path, query, { body: bytes, contentType })
    return (await response.json()) as T
  }

  /** The bytes of an answer as they arrive. Rejects in the middle when the server breaks off. */
  async *stream(path: string, query: Query): AsyncGenerator<Uint8Array> {
    const { response } = await this.#ask('GET', path, query)
    if (response.body === null) return
    for await (const part of response.body) yield part as Uint8Array
  }

  async #json(method: string, path: string, query: Query, body?: unknown): Promise<unknown> {
    const sent = body === undefined ? {} : { body: JSON.stringify(body), contentType: 'application/json' }
    const { status, response } = await this.#ask(method, path, query, sent)
    return status === 204 ? null : await response.json()
  }

  async #ask(
    method: string,
    path: string,
    query: Query,
    sent: { body?: string | Uint8Array<ArrayBuffer>; contentType?: string } = {},
  ): Promise<Answer> {
    const url = new URL(this.url + path)
    for (const [name, value] of Object.entries(query)) if (value !== undefined) url.searchParams.set(name, String(value))
    const headers: Record<string, string> = { authorization: `Bearer ${this.#token}` }
    if (sent.contentType !== undefined) headers['content-type'] = sent.contentType
    const response = await fetch(url, {
      method,
      headers,
      redirect: 'error',
      ...(sent.body === undefined ? {} : { body: sent.body }),
    }).catch((error: unknown) => {
      throw unreachable(this.url, error)
    })
    if (!response.ok) throw await refused(response)
    return { status: response.status, response }
  }
}

function unreachable(url: string, error: unknown): Failure {
  const cause = error instanceof Error && error.cause instanceof Error ? error.cause.message : String(error)
  return new Failure(1, 'unreachable', `No answer from ${url}: ${cause}`, 'Check that the server runs there.')
}

/** Refused by the server. `status` is that of HTTP; `retryAfter` in seconds, where it asked to wait. */
export class Refusal extends Failure {
  readonly status: number
  readonly retryAfter: number | null
  constructor(status: number, code: string, message: string, fix: string, retryAfter: number | null) {
    super(status === 404 ? 3 : 1, code, message, fix)
    this.name = 'Refusal'
    this.status = status
    this.retryAfter = retryAfter
  }
}

async function refused(response: Response): Promise<Refusal> {
  const text = await response.text().catch(() => '')
  const problem = problemIn(text)
  const wait = Number(response.headers.get('retry-after') ?? Number.NaN)
  const retryAfter = Number.isFinite(wait) ? wait : response.status === 503 ? 1 : null
  const code = problem.code ?? `http_${String(response.status)}`
  const fix = problem.fix ?? (response.status === 401 ? 'Give a valid token with --token or HEADWATER_TOKEN.' : '')
  return new Refusal(
    response.status,
    code,
    problem.detail ?? problem.title ?? `The server answered ${String(response.status)} ${response.statusText}.`,
    fix,
    retryAfter,
  )
}

type ProblemText = { readonly code?: string; readonly title?: string; readonly detail?: string; readonly fix?: string }
function problemIn(text: string): ProblemText {
  try {
    const value: unknown = JSON.parse(text)
    return typeof value === 'object' && value !== null ? (value as ProblemText) : {}
  } catch {
    return {}
  }
}
