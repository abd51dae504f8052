import { expect, test } from 'vitest'
import type { EmbedQuestion } from '../contract/embeds.ts'
import type { PreviewAsked } from '../lineage/preview.ts'
import { Previews } from './previews.ts'
import type { PreviewParts } from './previews.ts'

const question = (name: string): EmbedQuestion => ({
  type: 'dataset',
  namespace: 'ns',
  name,
  field: null,
  direction: 'both',
  depth: 1,
  fold: true,
  columns: false,
  asOf: null,
  group: 'none',
})

/** A catalog of which a test moves the state, and a painter that takes a kilobyte for each picture. */
function studio(more: Partial<PreviewParts> = {}) {
  const world = { state: 's1', content: 'c1', now: 0, drawn: [] as PreviewAsked[], painted: [] as string[], failures: [] as Error[] }
  const previews = new Previews({
    draw: async (asked) => {
      world.drawn.push(asked)
      if (asked.question.name === 'gone') return null
      const svg = `${asked.question.name} ${world.content}`
      return { at: world.state, svg: asked.at === world.state ? null : svg }
    },
    paint: async (svg) => {
      world.painted.push(svg)
      return new Uint8Array(1024).fill(world.painted.length)
    },
    failed: (error) => void world.failures.push(error),
    now: () => world.now,
    ...more,
  })
  return { world, previews }
}

test('a picture is painted again only when something else is on it', async () => {
  const { world, previews } = studio()
  const first = await previews.of(question('a'))
  expect(await previews.of({ ...question('a') })).toMatchObject({ etag: first?.etag })
  expect(world.drawn.map(({ at }) => at)).toEqual([null, 's1'])
  world.state = 's2'
  expect((await previews.of(question('a')))?.etag).toBe(first?.etag)
  expect(world.painted).toEqual(['a c1'])
  Object.assign(world, { state: 's3', content: 'c2' })
  const next = await previews.of(question('a'))
  expect(next?.etag).not.toBe(first?.etag)
  expect(next?.png[0]).toBe(2)
  expect((await previews.of({ ...question('a'), group: 'schema' }))?.png[0]).toBe(3)
})

test('after a minute the clock may have changed what is on it', async () => {
  const { world, previews } = studio()
  await previews.of(question('a'))
  world.now = 59_999
  await previews.of(question('a'))
  world.now = 60_000
  world.content = 'late'
  expect((await previews.of(question('a')))?.png[0]).toBe(2)
  expect(world.drawn.map(({ at }) => at)).toEqual([null, 's1', null])
})

test('who asks while it is being made waits for the same one', async () => {
  const { world, previews } = studio()
  const [a, b] = await Promise.all([previews.of(question('a')), previews.of(question('a'))])
  expect(a).toBe(b)
  expect(world.drawn).toHaveLength(1)
})

test('what is kept is bounded in bytes, and what was asked for least lately goes first', async () => {
  const { world, previews } = studio({ maxBytes: 2048 })
  for (const name of ['a', 'b', 'a', 'c', 'a', 'b']) await previews.of(question(name))
  expect(world.painted).toEqual(['a c1', 'b c1', 'c c1', 'b c1'])
})

test('a picture larger than all that may be kept is given and not kept', async () => {
  const { world, previews } = studio({ maxBytes: 1000 })
  for (const name of ['a', 'a']) expect((await previews.of(question(name)))?.png).toHaveLength(1024)
  expect(world.painted).toHaveLength(2)
})

test('only so many are made at one time; what is gone is null, and forgotten', async () => {
  const { previews } = studio({ maxAtOnce: 2 })
  const answers = await Promise.allSettled(['a', 'gone', 'c'].map((name) => previews.of(question(name))))
  expect(answers).toMatchObject([
    { status: 'fulfilled', value: { etag: expect.any(String) } },
    { status: 'fulfilled', value: null },
    { status: 'rejected', reason: { status: 503, code: 'too_many_pictures', headers: { 'retry-after': '2' } } },
  ])
  expect(await previews.of(question('c'))).not.toBeNull()
})

test('what cannot be painted is said, and tried again', async () => {
  const broken = new Error('no memory')
  const { world, previews } = studio({ paint: () => Promise.reject(broken) })
  for (let i = 0; i < 2; i++) await expect(previews.of(question('a'))).rejects.toMatchObject({ status: 503, code: 'not_drawn' })
  expect(world.failures).toEqual([broken, broken])
})
