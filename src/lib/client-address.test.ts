import { expect, test } from 'vitest'
import { must } from './assert.ts'
import { clientAddress, networksOf } from './client-address.ts'

const trusted = must(networksOf(['10.0.0.0/8', '::1']), 'these are networks')

test.each([
  ['203.0.113.9', undefined, '203.0.113.9'],
  ['203.0.113.9', '1.2.3.4', '203.0.113.9'],
  ['::ffff:10.0.0.1', null, '10.0.0.1'],
  ['::ffff:10.0.0.1', '198.51.100.7', '198.51.100.7'],
  ['::1', '198.51.100.7, 10.2.3.4', '198.51.100.7'],
  ['10.0.0.1', '6.6.6.6, 198.51.100.7, 10.2.3.4', '198.51.100.7'],
  ['10.0.0.1', 'unknown', '10.0.0.1'],
  ['10.0.0.1', '', '10.0.0.1'],
  ['10.0.0.1', '2001:db8::1', '2001:db8::1'],
  [undefined, '1.2.3.4', ''],
])('connection from %s that says %s comes from %s', (peer, forwarded, address) => {
  expect(clientAddress(peer, forwarded, trusted)).toBe(address)
})

test.each(['x', '10.0.0.0/33', '10.0.0.0/', '10.0.0.0/-1', '', '::1/129'])('%s is no network', (text) => {
  expect(networksOf([text])).toBeNull()
})
