import { createHash, randomBytes } from 'node:crypto'
import { crc32 } from 'node:zlib'

/** `hws`: of a data source. `hwp`: personal. `hwl`: a one-time link. */
export type TokenKind = 'hws' | 'hwp' | 'hwl'

const alphabet = 'abcdefghijklmnopqrstuvwxyz0123456789'
const idLength = 8
const secretLength = 32
const sumLength = 7
const shape = /^(hws|hwp|hwl)_([a-z][a-z0-9]{7})([a-z0-9]{32})([a-z0-9]{7})$/

export interface ParsedToken {
  readonly kind: TokenKind
  /** Looked up by; may be shown. */
  readonly publicId: string
}

/**
 * A new token: kind, public id, 165 random bits, CRC-32 in base 36. Lower case letters and digits only and a letter first, because
 * producers parse environment variables as JSON, numbers and booleans.
 */
export function newToken(kind: TokenKind): { readonly token: string; readonly publicId: string; readonly hash: Uint8Array } {
  const publicId = randomLetter() + randomText(idLength - 1)
  const body = `${kind}_${publicId}${randomText(secretLength)}`
  const token = body + checksum(body)
  return { token, publicId, hash: tokenHash(token) }
}

/** What a text is, when it has the shape of a token and its checksum is right. Says nothing about whether it is known. */
export function parseToken(text: string): ParsedToken | 'shape' | 'checksum' {
  const match = shape.exec(text)
  if (match === null) return 'shape'
  if (checksum(text.slice(0, -sumLength)) !== match[4]) return 'checksum'
  return { kind: match[1] as TokenKind, publicId: match[2] ?? '' }
}

/** SHA-256: the only form in which a token is stored. */
export const tokenHash = (token: string): Uint8Array => createHash('sha256').update(token).digest()

/** The part of a token that may be shown: `hws_k7f2m9qa`. */
export const shownPrefix = (kind: TokenKind, publicId: string): string => `${kind}_${publicId}`

/** Opaque, for sessions: 256 bits. */
export const newSecret = (): string => randomBytes(32).toString('base64url')

const checksum = (text: string): string => crc32(text).toString(36).padStart(sumLength, '0')

const randomLetter = (): string => {
  for (;;) {
    const letter = randomText(1)
    if (letter >= 'a') return letter
  }
}

/** Uniform over the alphabet: bytes of 252 and above would favour its first letters. */
function randomText(length: number): string {
  let text = ''
  while (text.length < length) {
    for (const byte of randomBytes(length * 2)) if (byte < 252 && text.length < length) text += alphabet[byte % 36]
  }
  return text
}
