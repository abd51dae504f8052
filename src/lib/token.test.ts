import { expect, test } from 'vitest'
import { newToken, parseToken, tokenHash } from './token.ts'

test('a token survives the ways in which producers read it', () => {
  for (let i = 0; i < 200; i++) {
    const { token, publicId, hash } = newToken('hws')
    expect(token).toMatch(/^hws_[a-z][a-z0-9]{46}$/)
    expect(token).toHaveLength(51)
    expect(parseToken(token)).toEqual({ kind: 'hws', publicId })
    expect(Buffer.from(hash)).toEqual(Buffer.from(tokenHash(token)))
    expect(() => JSON.parse(token) as unknown).toThrow(SyntaxError)
  }
})

test('one wrong letter is found without a look-up', () => {
  const { token } = newToken('hwp')
  for (const at of [5, 20, 50]) {
    const other = token[at] === 'x' ? 'y' : 'x'
    expect(parseToken(token.slice(0, at) + other + token.slice(at + 1))).toBe('checksum')
  }
  expect(parseToken(token.slice(0, -1))).toBe('shape')
  expect(parseToken(token.toUpperCase())).toBe('shape')
  expect(parseToken(`${token}\n`)).toBe('shape')
})
