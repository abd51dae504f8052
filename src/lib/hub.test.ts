import { expect, test } from 'vitest'
import { createHub } from './hub.ts'

test('those who listen hear, until they stop; one that throws does not stop the others', () => {
  const hub = createHub()
  const heard: unknown[] = []
  const stop = [
    hub.subscribe('sync:1', () => {
      throw new Error('closed')
    }),
    hub.subscribe('sync:1', (message) => heard.push(message)),
    hub.subscribe('sync:2', () => heard.push('other')),
  ]
  hub.publish('sync:1', 'a')
  stop[1]?.()
  stop[1]?.()
  hub.publish('sync:1', 'b')
  expect(heard).toEqual(['a'])
  expect(hub.listeners()).toBe(2)
  stop[0]?.()
  stop[2]?.()
  expect(hub.listeners()).toBe(0)
})
