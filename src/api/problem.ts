import type { Problem } from '../contract/common.ts'

export interface ProblemOptions {
  readonly pointer?: string
  readonly headers?: Readonly<Record<string, string>>
}

/** An answer that is an error: thrown by handlers, sent as problem details (RFC 9457). Texts are shown to people; nothing internal goes in. */
export class ApiError extends Error {
  readonly status: number
  readonly code: string
  readonly detail: string
  readonly fix: string
  readonly pointer: string | undefined
  readonly headers: Readonly<Record<string, string>>

  /** `detail` says what happened, `fix` what to do. `code` is stable. */
  constructor(status: number, code: string, detail: string, fix: string, options: ProblemOptions = {}) {
    super(detail)
    this.name = 'ApiError'
    this.status = status
    this.code = code
    this.detail = detail
    this.fix = fix
    this.pointer = options.pointer
    this.headers = options.headers ?? {}
  }
}

export const notFound = (what: string, fix = 'Check the address. It may have been removed.'): ApiError =>
  new ApiError(404, 'not_found', `There is no ${what}.`, fix)

const titles: Readonly<Record<number, string>> = {
  400: 'The request is not right',
  401: 'No valid credential',
  403: 'Not allowed',
  404: 'Not found',
  405: 'Method not allowed',
  409: 'In conflict with what is there',
  413: 'Too large',
  415: 'Media type not supported',
  422: 'Cannot be done',
  429: 'Too many tries',
  500: 'Something went wrong here',
  503: 'Not ready',
}

/** The body that stands for `error`. */
export function problemOf(error: ApiError, requestId: string): Problem {
  const { status, code, detail, fix, pointer } = error
  const body: Problem = { type: `urn:headwater:problem:${code}`, title: titles[status] ?? 'Error', status, code, detail, fix, requestId }
  return pointer === undefined ? body : { ...body, pointer }
}

export function problemResponse(error: ApiError, requestId: string): Response {
  const headers = { 'content-type': 'application/problem+json', 'cache-control': 'no-store', ...error.headers }
  return new Response(JSON.stringify(problemOf(error, requestId)), { status: error.status, headers })
}
