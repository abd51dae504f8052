import { timingSafeEqual } from 'node:crypto'
import { explain, rejectionCauses } from '../control/rejection-causes.ts'
import type { RejectionCode } from '../control/rejection-causes.ts'
import { parseToken, tokenHash } from '../lib/token.ts'

/** One token as the gate needs it. Times are ms since 1970. */
export interface GateRow {
  readonly tokenId: number
  readonly sourceId: number
  readonly publicId: string
  readonly hash: Uint8Array
  readonly expiresAt: number | null
  readonly revokedAt: number | null
  readonly paused: boolean
}

export interface GateAllowed {
  readonly ok: true
  readonly sourceId: number
  readonly tokenId: number
}
export interface GateRefused {
  readonly ok: false
  readonly status: 401
  readonly code: RejectionCode
  /** For the status line. */
  readonly reasonPhrase: string
  readonly cause: string
  readonly fix: string
  /** Known only where the token's secret matched. */
  readonly sourceId: number | null
  readonly tokenId: number | null
}

/** Headers that were let in, so that a busy producer costs one look-up. Bounded; cleared with every load. */
const cacheSize = 4096
const noHash = new Uint8Array(32)

/**
 * Decides about the Authorization header of a request that brings events, in memory, on the thread that answers it.
 * Why a request is refused is said only for the shape of what was sent and for tokens whose secret is right.
 */
export class TokenGate {
  #rows = new Map<string, GateRow>()
  readonly #allowed = new Map<string, { readonly answer: GateAllowed; readonly until: number }>()
  readonly #now: () => number

  constructor(now: () => number = Date.now) {
    this.#now = now
  }

  /** Replaces all tokens. */
  load(rows: readonly GateRow[]): void {
    this.#rows = new Map(rows.map((row) => [row.publicId, row]))
    this.#allowed.clear()
  }

  check(authorization: string | undefined): GateAllowed | GateRefused {
    if (authorization === undefined || authorization === '') return refuse('no_token')
    const known = this.#allowed.get(authorization)
    if (known !== undefined && this.#now() < known.until) return known.answer
    return this.#look(authorization)
  }

  #look(authorization: string): GateAllowed | GateRefused {
    const bearer = /^bearer +(\S+)$/i.exec(authorization)
    const token = bearer?.[1]
    if (token === undefined) return refuse('token_malformed', shapeHint(authorization))
    const parsed = parseToken(token)
    if (typeof parsed === 'string' || parsed.kind !== 'hws') return refuse('token_malformed', shapeHint(authorization))
    const row = this.#rows.get(parsed.publicId)
    const same = timingSafeEqual(tokenHash(token), row?.hash ?? noHash)
    if (row === undefined || !same) return refuse('token_unknown')
    return this.#admit(authorization, row)
  }

  #admit(authorization: string, row: GateRow): GateAllowed | GateRefused {
    if (row.revokedAt !== null) return refuse('token_revoked', undefined, row)
    if (row.expiresAt !== null && row.expiresAt <= this.#now()) return refuse('token_expired', undefined, row)
    if (row.paused) return refuse('source_paused', undefined, row)
    const answer: GateAllowed = { ok: true, sourceId: row.sourceId, tokenId: row.tokenId }
    if (this.#allowed.size >= cacheSize) this.#allowed.clear()
    this.#allowed.set(authorization, { answer, until: row.expiresAt ?? Number.POSITIVE_INFINITY })
    return answer
  }
}

interface Hint {
  readonly reason: string
  readonly cause: string
  readonly fix: string
}

function refuse(code: RejectionCode, hint?: Hint, row?: GateRow): GateRefused {
  const { cause, fix } = explain(code, hint)
  const reasonPhrase = hint?.reason ?? rejectionCauses[code].reason
  return { ok: false, status: 401, code, reasonPhrase, cause, fix, sourceId: row?.sourceId ?? null, tokenId: row?.tokenId ?? null }
}

const hint = (reason: string, cause: string, fix: string): Hint => ({ reason, cause, fix })
const copyAgain = 'Copy the API token again, whole. It starts with hws_ and has 51 characters.'

const scheme = /^([A-Za-z][A-Za-z0-9-]*)(?: |$)/

/** What is wrong with a header that holds no token of the right shape. Never repeats what was sent. */
function shapeHint(header: string): Hint {
  const named = scheme.exec(header)?.[1]?.toLowerCase()
  if (/^hws_/i.test(header.trim()))
    return hint(
      'Token without Bearer',
      'The token was sent without the word Bearer.',
      'Send Authorization: Bearer, a space, and the token.',
    )
  if (named === undefined)
    return hint(
      'Malformed Authorization header',
      'The header Authorization has no scheme.',
      'Send Authorization: Bearer, a space, and the token.',
    )
  if (named !== 'bearer')
    return hint(
      'Use Bearer, not another scheme',
      `The request uses ${named === 'basic' ? 'a user name and password (Basic)' : 'another scheme'} instead of Bearer.`,
      'Set the type of authentication to api_key and the API token as its key.',
    )
  return valueHint(header.slice('bearer'.length).replace(/^ /, ''))
}

function valueHint(value: string): Hint {
  const trimmed = value.trim()
  if (trimmed === '')
    return hint(
      'Bearer without a token',
      'The word Bearer came with nothing behind it.',
      'The variable or secret with the API token is empty where the producer runs. Set it there.',
    )
  if (/^(null|none|undefined|nil)$/i.test(trimmed))
    return hint(
      `Bearer ${trimmed.toLowerCase()}: the key is not set`,
      `The producer sent "Bearer ${trimmed.toLowerCase()}": it found no key.`,
      'In YAML files of Java clients the field is apiKey; api_key is ignored there.',
    )
  if (/^(\$\{|\$\(|\{\{|\$[A-Za-z_]|%[A-Za-z_]+%|<)/.test(trimmed))
    return hint(
      'Token is a placeholder',
      'A placeholder was sent instead of the token.',
      'The variable was not replaced: the tool does not expand it in this place. Write the token itself, or set it by the environment.',
    )
  if (/(\\[nrt]|%0a|%0d|\u00a0)$/i.test(trimmed) || /[\t\r\n ]$/.test(value))
    return hint(
      'Token ends in a line break',
      'The token ends in a line break or a blank.',
      'Create the secret with printf %s instead of echo.',
    )
  if (/["'`\u2018-\u201d]/.test(trimmed))
    return hint(
      'Token is in quotes',
      'The token was sent with quotes round it.',
      'Take the quotes out of the value. Env files of Docker keep them.',
    )
  if (/^bearer\b/i.test(trimmed))
    return hint('Bearer twice', 'The word Bearer came twice.', 'Give the producer the token alone. It adds Bearer itself.')
  if (/\s/.test(trimmed)) return hint('Token has a blank in it', 'There is a blank inside the token.', copyAgain)
  return tokenHint(trimmed)
}

function tokenHint(token: string): Hint {
  if (/^hwp_/i.test(token))
    return hint(
      'Personal token: use the token of a data source',
      'A personal token was sent. It reads; it cannot send events.',
      'Use the API token of a data source. It starts with hws_.',
    )
  if (/^hws_/i.test(token) && token !== token.toLowerCase())
    return hint('Token has capital letters', 'The token came with capital letters. It has none.', copyAgain)
  if (/^hws_[a-z0-9]*$/.test(token) && token.length !== 51)
    return hint('Token cut or too long', `The token has ${token.length} characters instead of 51.`, copyAgain)
  if (parseToken(token) === 'checksum') return hint('Token mistyped', 'The token is mistyped: its check digits do not fit.', copyAgain)
  return hint(
    'Not a Headwater token',
    'What was sent is not a token of Headwater. It does not start with hws_.',
    'Use the API token of a data source, from Settings, Data.',
  )
}
