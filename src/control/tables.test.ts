import { gzipSync } from 'node:zlib'
import { describe, expect, test } from 'vitest'
import { stores } from '../../test/harness/databases.ts'
import { checksumOf, migrate } from '../db/migrate.ts'
import { createControl } from './control.ts'
import { controlMigrations, insert } from './tables.ts'
import { limits } from './test-control.ts'

test('steps that ran somewhere stay as they are; a change of the tables is a new step', () => {
  expect(controlMigrations.map((step) => `${step.id} ${checksumOf(step)}`)).toEqual([
    '1 29341ff7d61bbe0ebc4e786b16920a55',
    '2 37d58b94a2b38145407fc803591452c6',
    '3 b12f5e59b2f3dc5eff2100fc52f689c7',
    '4 c84114f5e252c681fcca620355bf09df',
    '5 5a4093b75d0ead1baca3334869018fd5',
    '6 dd1c2d66ae6666687935cdf7de116f5e',
  ])
})

describe.each(stores)('a store of before on $name', ({ open }) => {
  test('keeps its refused requests, with their bodies and counts', async () => {
    const store = await open()
    try {
      const { database } = store
      await migrate(database, 'control', controlMigrations.slice(0, 1))
      const body = Buffer.from('{"a":1}')
      const row = { at: Date.now(), status: 400, code: 'no_identity', cause: 'x', fix: 'y', method: 'POST', path: '/', from_address: '::1' }
      const rest = { headers: '{}', body_bytes: body.length, kept_bytes: 20 }
      await insert(database, 'rejections', { ...row, ...rest, source_id: 3, whole: 1, body: gzipSync(body) })
      await insert(database, 'rejections', { ...row, ...rest, source_id: null, whole: 0, body: null })
      const control = createControl(database, limits)
      await control.start({})
      expect(await control.getRejection({ id: 1 })).toMatchObject({ body: '{"a":1}', retriable: true, acceptedAt: null, answer: null })
      expect(await control.getRejection({ id: 2 })).toMatchObject({ body: null, retriable: false })
      expect(await control.rejectionGroups({ source: 3 })).toMatchObject([{ sourceId: 3, kept: 1, whole: 1, waiting: 1, letGo: 0 }])
      expect(await control.countWaiting({})).toBe(1)
    } finally {
      await store.remove()
    }
  })
})
