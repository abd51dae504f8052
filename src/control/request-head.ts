import { withoutSecrets } from '../lib/secrets.ts'

const headersMax = 64
const headBytesMax = 16 * 1024
const secretNames = /auth|cookie|token|secret|password|api-?key|signature|credential/i
/** What is plainly no secret says what is wrong with a producer's configuration. */
const plain = /^(?:null|none|undefined|nil|without|twice|true|false|[$%{<].*)$/i
const schemes = /^(?:bearer|basic|digest|token|api-?key|key|jwt|oauth|negotiate|ntlm|aws4-hmac-sha256):?$/i
const ownToken = /^["']?hw[spl]_/i

/** The head of a request for the store and for pages: every header within a bound, without secrets. */
export function keptHead(headers: Readonly<Record<string, string>>): Record<string, string> {
  const head: Record<string, string> = {}
  let room = headBytesMax
  for (const [name, value] of Object.entries(headers).slice(0, headersMax)) {
    const kept = shown(secretNames.test(name) ? guarded(value) : value)
    room -= name.length + kept.length
    if (room < 0) break
    Object.defineProperty(head, shown(name), { value: kept, enumerable: true })
  }
  return head
}

/** A scheme, such as Bearer, stays; of our own tokens the part that may be shown; of all else nothing. */
function guarded(value: string): string {
  return value
    .slice(0, 2_000)
    .split(/\s+/)
    .map((word) => {
      if (word === '' || schemes.test(word) || plain.test(word)) return word
      return ownToken.test(word) ? withoutSecrets(word).replace(/…[^]*/, '…') : '…'
    })
    .join(' ')
}

/** Fit for the store and for a page: no secrets, no NUL, no half characters, not endless. */
export const shown = (text: string): string => withoutSecrets(text.slice(0, 2_000)).toWellFormed().replaceAll('\0', '\u2400')
