import { expect, test } from 'vitest'
import { decodeText } from '../../src/lib/text.ts'
import { addressText } from './address-text.ts'

test.each(['plain', 'a\ud800b', '\udfffx', 'ship \u{1f6a2}', '\ud83d\ud83d\udea2'])('%j comes through an address as it is', (text) => {
  const address = new URLSearchParams({ name: addressText(text) }).toString()
  expect(decodeText(new URLSearchParams(address).get('name') ?? '')).toBe(text)
})
