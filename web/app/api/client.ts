/** Talks to `/api/v2` on the page's own origin. The session is a cookie; nothing is kept here. */
import { addressText } from '../address-text.ts'
import type { Problem } from '../../../src/contract/common.ts'

export type QueryValue = string | number | boolean | null | undefined
export type Query = Readonly<Record<string, QueryValue>>

/** An answer that is not 2xx, or none at all (status 0). `fix` says what to do; `requestId` finds it in the server's log. */
export class ApiProblem extends Error {
  readonly status: number
  readonly code: string
  readonly detail: string
  readonly fix: string
  readonly requestId: string | null
  readonly pointer: string | null

  constructor(problem: Partial<Problem> & { readonly status: number; readonly title: string }) {
    super(problem.title)
    this.name = 'ApiProblem'
    this.status = problem.status
    this.code = problem.code ?? 'unknown'
    this.detail = problem.detail ?? ''
    this.fix = problem.fix ?? ''
    this.requestId = problem.requestId ?? null
    this.pointer = problem.pointer ?? null
  }
}

let signedOut: () => void = () => {}
/** What to do when the server says that nobody is signed in. Set once, by main.tsx. */
export function onSignedOut(handler: () => void): void {
  signedOut = handler
}

/** `path` with its query; undefined and null are left out, an empty text is kept (a namespace may be empty). */
export function withQuery(path: string, query: Query = {}): string {
  const params = new URLSearchParams()
  for (const [key, value] of Object.entries(query)) if (value !== undefined && value !== null) params.set(key, addressText(String(value)))
  const text = params.toString()
  return text === '' ? path : `${path}?${text}`
}

type Options = {
  readonly signal?: AbortSignal | undefined
  /** A 401 is this page's own affair (sign-in, invite): do not leave for the sign-in page. */
  readonly stay?: boolean
}

function problemOf(response: Response, text: string): ApiProblem {
  try {
    const body = JSON.parse(text) as Partial<Problem>
    if (typeof body.title === 'string') return new ApiProblem({ ...body, title: body.title, status: response.status })
  } catch {
    // Not a problem document: a proxy in between, most likely. Its first line is all there is to say.
  }
  const title = response.status >= 502 ? 'Headwater cannot be reached' : `The server answered ${response.status}`
  const detail = response.headers.get('content-type')?.includes('html') === true ? '' : text.slice(0, 200)
  return new ApiProblem({
    status: response.status,
    title,
    detail,
    fix: 'Try again in a moment.',
    requestId: response.headers.get('x-request-id') ?? '',
  })
}

async function send(method: string, path: string, body: unknown, options: Options): Promise<Response> {
  const headers = new Headers({ accept: 'application/json' })
  const init: RequestInit = { method, credentials: 'same-origin', headers }
  if (options.signal !== undefined) init.signal = options.signal
  if (body !== undefined) {
    headers.set('content-type', 'application/json')
    init.body = JSON.stringify(body)
  }
  try {
    return await fetch(path, init)
  } catch (error) {
    if (options.signal?.aborted === true) throw error
    throw new ApiProblem({
      status: 0,
      title: 'Headwater cannot be reached',
      detail: 'The connection failed.',
      fix: 'Check the network and that the server runs, then try again.',
    })
  }
}

async function call<T>(method: string, path: string, body: unknown, options: Options = {}): Promise<T> {
  const response = await send(method, path, body, options)
  const text = await response.text()
  if (!response.ok) {
    if (response.status === 401 && options.stay !== true) signedOut()
    throw problemOf(response, text)
  }
  return (text === '' ? undefined : JSON.parse(text)) as T
}

/** Paths are whole: `api.get<Paged<JobItem>>('/api/v2/jobs', { q })`. Each throws ApiProblem. */
export const api = {
  get: <T>(path: string, query?: Query, options?: Options): Promise<T> => call<T>('GET', withQuery(path, query), undefined, options),
  post: <T>(path: string, body: unknown = {}, options?: Options): Promise<T> => call<T>('POST', path, body, options),
  patch: <T>(path: string, body: unknown, options?: Options): Promise<T> => call<T>('PATCH', path, body, options),
  put: <T>(path: string, body: unknown, options?: Options): Promise<T> => call<T>('PUT', path, body, options),
  delete: <T>(path: string, options?: Options): Promise<T> => call<T>('DELETE', path, undefined, options),
  /** The bytes as text, for an event's body. */
  text: async (path: string, signal?: AbortSignal): Promise<string> => {
    const response = await send('GET', path, undefined, { signal })
    const text = await response.text()
    if (response.ok) return text
    if (response.status === 401) signedOut()
    throw problemOf(response, text)
  },
}

/** What a failed call says in one line: what happened and what to do. */
export function problemText(error: unknown): string {
  if (error instanceof ApiProblem)
    return [error.detail === '' ? error.message : error.detail, error.fix].filter((part) => part !== '').join(' ')
  return error instanceof Error ? error.message : String(error)
}
