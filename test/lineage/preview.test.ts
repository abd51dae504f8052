/** The drawing of a link's picture out of a real catalog, and when it has to be drawn again. */
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import type { EmbedQuestion } from '../../src/contract/embeds.ts'
import { wellFormed } from '../../src/graph/picture/test-xml.ts'
import { catalogOf, run, table } from '../harness/catalog.ts'
import type { TestCatalog } from '../harness/catalog.ts'
import { stores } from '../harness/databases.ts'

const mart: EmbedQuestion = {
  type: 'dataset',
  namespace: 'db',
  name: 'mart',
  field: null,
  direction: 'both',
  depth: 2,
  fold: true,
  columns: false,
  asOf: null,
  group: 'none',
}

describe.each(stores)('a preview on $name', ({ open }) => {
  let catalog: TestCatalog
  beforeEach(async () => {
    catalog = await catalogOf(await open())
    await catalog.add([
      run({ job: 'load', inputs: [table('orders', ['id'])], outputs: [table('mart', ['order_id'], { order_id: ['orders.id'] })] }),
      ...['a', 'b', 'c'].map((name) => run({ job: `read_${name}`, inputs: ['mart'], outputs: [`shop.${name}`] })),
    ])
  })
  afterEach(() => catalog.close())

  const drawn = async (more: Partial<EmbedQuestion> = {}): Promise<string> => {
    const drawing = await catalog.reader.lineagePreview({ question: { ...mart, ...more }, at: null })
    const svg = drawing?.svg ?? ''
    wellFormed(svg)
    return svg
  }

  test('shows the root, what is round it and how far it reaches', async () => {
    const svg = await drawn()
    for (const word of ['mart', 'orders', 'load', 'read_a', 'a', '1 upstream · 3 downstream within 5 hops'])
      expect(svg).toContain(`>${word}<`)
    expect(await drawn({ direction: 'upstream' })).not.toContain('>read_a<')
    expect(await drawn({ field: 'order_id' })).toContain('>mart.order_id<')
    expect(await drawn({ group: 'schema' })).toContain('>3 datasets, 3 jobs<')
    expect(await drawn({ type: 'job', namespace: 'jobs', name: 'load' })).toContain('>Lineage of a job in jobs<')
    expect(await drawn({ asOf: '2026-11-19T00:00:00Z' })).toContain('as of 19 Nov 2026 00:00 UTC')
  })

  test('is drawn again only for a catalog that changed, also by a source that is synced by hand', async () => {
    const ask = (at: string | null) => catalog.reader.lineagePreview({ question: mart, at })
    const first = await ask(null)
    expect(await ask(first?.at ?? '')).toEqual({ at: first?.at, svg: null })
    await catalog.add([run({ job: 'elsewhere', outputs: ['else'] })])
    const second = await ask(first?.at ?? '')
    expect(second?.at).not.toBe(first?.at)
    expect(second?.svg).toBe(first?.svg)
    await catalog.hold(2)
    expect((await ask(second?.at ?? ''))?.at).not.toBe(second?.at)
    await catalog.add([run({ job: 'late', inputs: ['mart'], outputs: ['shop.d'] })])
    expect((await ask(second?.at ?? ''))?.svg).toContain('>late<')
  })

  test('of what no event names there is none', async () => {
    expect(await catalog.reader.lineagePreview({ question: { ...mart, name: 'gone' }, at: null })).toBeNull()
  })
})
