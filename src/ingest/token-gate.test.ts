import fc from 'fast-check'
import { expect, test } from 'vitest'
import { rejectionCauses } from '../control/rejection-causes.ts'
import { newToken } from '../lib/token.ts'
import { TokenGate } from './token-gate.ts'
import type { GateRow } from './token-gate.ts'

const made = newToken('hws')
const row: GateRow = { tokenId: 7, sourceId: 3, publicId: made.publicId, hash: made.hash, expiresAt: null, revokedAt: null, paused: false }
const header = `Bearer ${made.token}`

function gateWith(change: Partial<GateRow> = {}, clock = { now: 1000 }): TokenGate {
  const gate = new TokenGate(() => clock.now)
  gate.load([{ ...row, ...change }])
  return gate
}
const codeOf = (gate: TokenGate, value: string | undefined): string => {
  const answer = gate.check(value)
  return answer.ok ? 'ok' : answer.code
}

test('the token of a source lets in', () => {
  const gate = gateWith()
  expect(gate.check(header)).toEqual({ ok: true, sourceId: 3, tokenId: 7 })
  expect(gate.check(header)).toEqual({ ok: true, sourceId: 3, tokenId: 7 })
  expect(gate.check(`bearer  ${made.token}`)).toEqual({ ok: true, sourceId: 3, tokenId: 7 })
})

test('why is said only where the secret matched', () => {
  expect(gateWith({ revokedAt: 5 }).check(header)).toMatchObject({ ok: false, code: 'token_revoked', sourceId: 3 })
  expect(gateWith({ expiresAt: 1000 }).check(header)).toMatchObject({ ok: false, code: 'token_expired', sourceId: 3 })
  expect(gateWith({ paused: true }).check(header)).toMatchObject({ ok: false, code: 'source_paused', sourceId: 3 })
  // The right public id with another secret learns nothing of what became of the token.
  const forged = newToken('hws')
  const gate = new TokenGate(() => 1000)
  gate.load([{ ...row, publicId: forged.publicId, revokedAt: 5 }])
  expect(gate.check(`Bearer ${forged.token}`)).toMatchObject({ ok: false, code: 'token_unknown', sourceId: null })
})

test('a change works with the next request, and expiry without one', () => {
  const clock = { now: 1000 }
  const gate = gateWith({ expiresAt: 2000 }, clock)
  expect(codeOf(gate, header)).toBe('ok')
  clock.now = 2000
  expect(codeOf(gate, header)).toBe('token_expired')
  const other = gateWith()
  expect(codeOf(other, header)).toBe('ok')
  other.load([{ ...row, revokedAt: 1 }])
  expect(codeOf(other, header)).toBe('token_revoked')
  other.load([])
  expect(codeOf(other, header)).toBe('token_unknown')
})

const mistyped = made.token.slice(0, -1) + (made.token.endsWith('x') ? 'y' : 'x')
test.each<[string | undefined, string, RegExp]>([
  [undefined, 'no_token', /no token/],
  ['', 'no_token', /no token/],
  ['Bearer', 'token_malformed', /nothing behind/],
  ['Bearer ', 'token_malformed', /nothing behind/],
  ['Bearer null', 'token_malformed', /Bearer null/],
  ['Bearer undefined', 'token_malformed', /Bearer undefined/],
  ['Bearer None', 'token_malformed', /Bearer none/],
  ['Bearer ${HEADWATER_TOKEN}', 'token_malformed', /placeholder/],
  ['Bearer {{ var.value.token }}', 'token_malformed', /placeholder/],
  ['Bearer $TOKEN', 'token_malformed', /placeholder/],
  ['Bearer <token>', 'token_malformed', /placeholder/],
  [`Bearer ${made.token}\\n`, 'token_malformed', /line break/],
  [`Bearer ${made.token}%0A`, 'token_malformed', /line break/],
  [`Bearer "${made.token}"`, 'token_malformed', /quotes/],
  [`Bearer '${made.token}'`, 'token_malformed', /quotes/],
  [`Bearer Bearer ${made.token}`, 'token_malformed', /twice/],
  [`Bearer ${made.token.toUpperCase()}`, 'token_malformed', /capital/],
  [`Bearer ${made.token.slice(0, 30)}`, 'token_malformed', /30 characters/],
  [`Bearer ${mistyped}`, 'token_malformed', /mistyped/],
  [`Bearer ${newToken('hwp').token}`, 'token_malformed', /personal/],
  ['Bearer eyJhbGciOi.x.y', 'token_malformed', /not a token of Headwater/],
  ['Basic dXNlcjpwYXNz', 'token_malformed', /Basic/],
  ['Token abc', 'token_malformed', /another scheme/],
  [made.token, 'token_malformed', /without the word Bearer/],
  ['??', 'token_malformed', /no scheme/],
  [`Bearer ${newToken('hws').token}`, 'token_unknown', /not known/],
])('%s is refused as %s', (value, code, cause) => {
  const answer = gateWith().check(value)
  if (answer.ok) throw new Error('was let in')
  expect(answer.code).toBe(code)
  expect(answer.cause).toMatch(cause)
  expect(answer.fix).not.toBe('')
  expect(answer.reasonPhrase).toMatch(/^[\x20-\x7e]{3,60}$/)
  expect(answer.cause + answer.fix + answer.reasonPhrase).not.toContain(made.token)
})

test('an answer to a known sender costs little, and many strangers no memory', () => {
  const gate = gateWith()
  for (let i = 0; i < 20_000; i++) gate.check(`Bearer stranger-${i}`)
  const rounds = 200_000
  gate.check(header)
  const started = process.hrtime.bigint()
  for (let i = 0; i < rounds; i++) gate.check(header)
  const perCheck = Number(process.hrtime.bigint() - started) / rounds
  // About 100 ns at rest; the bound leaves room for a busy machine.
  expect(perCheck).toBeLessThan(10_000)
  expect(codeOf(gate, header)).toBe('ok')
})

test('every code has words, a status that clients understand, and no wait that makes Java give up', () => {
  for (const [code, { status, reason, cause, fix, ...rest }] of Object.entries(rejectionCauses)) {
    expect(code).toMatch(/^[a-z0-9_]+$/)
    expect([400, 401, 404, 405, 408, 413, 415, 431, 503]).toContain(status)
    expect(reason).toMatch(/^[\x20-\x7e]+$/)
    expect(`${cause} ${fix}`).toMatch(/^[A-Z].*\.$/s)
    if ('retryAfter' in rest) expect(rest.retryAfter).toBeLessThanOrEqual(4)
    expect('retryAfter' in rest).toBe(status === 503)
  }
})

test('whatever is sent is refused with words, and nothing of it comes back', () => {
  const gate = gateWith()
  const noise = fc.oneof(
    fc.string({ unit: 'binary' }),
    fc.string().map((text) => `Bearer ${text}`),
    fc.string().map((text) => `${header}${text} `),
    fc.mixedCase(fc.constant(header.slice(7))).map((text) => `Bearer ${text}`),
  )
  fc.assert(
    fc.property(noise, (text) => {
      const answer = gate.check(text)
      if (answer.ok) return expect(text.trimEnd().slice(7).trim()).toBe(made.token)
      expect(answer.reasonPhrase).toMatch(/^[\x20-\x7e]{3,60}$/)
      expect(answer.cause + answer.fix).not.toContain(made.token)
    }),
  )
})
