import { createHmac } from 'node:crypto'
import { describe, expect, test } from 'vitest'
import { stores } from '../../test/harness/databases.ts'
import type { EmbedQuestion } from '../contract/embeds.ts'
import { createControl } from './control.ts'
import { readMeta } from './store.ts'
import { limits } from './test-control.ts'

const question: EmbedQuestion = {
  type: 'dataset',
  namespace: '',
  name: 'a "b" \u{1f6b0}',
  field: null,
  direction: 'both',
  depth: 2,
  fold: true,
  columns: false,
  asOf: null,
  group: 'none',
}
const day = 86_400_000

describe.each(stores)('signed links on $name', ({ open }) => {
  test('hold for their question until they end or are revoked, and across a start', async () => {
    const store = await open()
    try {
      let now = Date.UTC(2026, 10, 23)
      const control = createControl(store.database, { ...limits, now: () => now })
      await control.start({})
      expect(await control.checkEmbed({ id: 1, expiresAt: now + day, token: '', question })).toBe('wrong')
      const one = await control.addEmbed({ ...question, expiresInDays: 1, createdBy: 'Ada' })
      const two = await control.addEmbed({ ...question, depth: 3, expiresInDays: 30, createdBy: null })
      const { token } = await control.signEmbed({ id: one.id })
      const check = (more: object = {}) =>
        control.checkEmbed({ id: one.id, expiresAt: Date.parse(one.expiresAt), token, question, ...more })
      expect(await check()).toBe('ok')
      expect(await check({ question: { ...question, depth: 3 } })).toBe('wrong')
      expect(await check({ id: two.id })).toBe('wrong')
      expect((await control.listEmbeds({})).map((e) => [e.id, e.lastUsedAt === null])).toEqual([
        [two.id, true],
        [one.id, false],
      ])
      const again = createControl(store.database, { ...limits, now: () => now })
      await again.start({})
      expect((await again.signEmbed({ id: one.id })).token).toBe(token)
      now += day
      expect(await check()).toBe('expired')
      await expect(control.signEmbed({ id: one.id })).rejects.toThrow('no such signed link')
      await control.revokeEmbed({ id: one.id })
      expect(await check()).toBe('revoked')
      await expect(control.revokeEmbed({ id: one.id })).rejects.toThrow('no such signed link')
    } finally {
      await store.remove()
    }
  })

  test('signatures that were made before there were groups hold, and say that there are none', async () => {
    const store = await open()
    try {
      const now = Date.UTC(2026, 10, 23)
      const control = createControl(store.database, { ...limits, now: () => now })
      await control.start({})
      const { id, expiresAt } = await control.addEmbed({ ...question, expiresInDays: 1, createdBy: null })
      const { token } = await control.signEmbed({ id })
      const { group, ...before } = question
      await store.database.run('UPDATE embeds SET question = ? WHERE id = ?', [JSON.stringify(before), id])
      const key = await readMeta(store.database, 'embed_key')
      const parts = ['dataset', '', question.name, null, 'both', 2, true, false, null]
      const old = createHmac('sha256', Buffer.from(key ?? '', 'base64'))
        .update(`headwater embed 1\n${id}\n${Date.parse(expiresAt)}\n${JSON.stringify(parts)}`)
        .digest('base64url')
      expect(token).toBe(old)
      const check = (more: Partial<EmbedQuestion>) =>
        control.checkEmbed({ id, expiresAt: Date.parse(expiresAt), token: old, question: { ...question, ...more } })
      expect(await check({ group })).toBe('ok')
      expect(await check({ group: 'schema' })).toBe('wrong')
      expect(await control.signEmbed({ id })).toMatchObject({ token: old, embed: { group: 'none' } })
      expect((await control.listEmbeds({})).map((e) => e.group)).toEqual(['none'])
    } finally {
      await store.remove()
    }
  })
})
