/** One question for a whole picture: it gives what the single questions give, on both stores. */
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { LineageQuery } from '../../src/contract/lineage.ts'
import type { NodeRef } from '../../src/contract/lineage.ts'
import { SceneQuery } from '../../src/contract/scene.ts'
import type { Scene } from '../../src/contract/scene.ts'
import { nodeKey, shortOf } from '../../src/contract/short.ts'
import { catalogOf, run, table } from '../harness/catalog.ts'
import type { TestCatalog } from '../harness/catalog.ts'
import { stores } from '../harness/databases.ts'

const dataset = (name: string): string => shortOf(nodeKey({ type: 'dataset', namespace: 'db', name }))
const job = (name: string): string => shortOf(nodeKey({ type: 'job', namespace: 'jobs', name }))

describe.each(stores)('$name', ({ open }) => {
  let catalog: TestCatalog
  beforeEach(async () => {
    catalog = await catalogOf(await open())
    await catalog.add([
      run({ job: 'load', inputs: ['raw', 'rates'], outputs: [table('clean', ['a', 'b', 'c'], { a: ['raw.x'], b: ['rates.y'] })] }),
      run({ job: 'sum', inputs: ['clean'], outputs: [table('daily', ['total'], { total: ['clean.a'] })] }),
      run({ job: 'send', inputs: ['daily'], outputs: ['mail'] }),
      run({ job: 'other', inputs: ['mail'], outputs: ['end'] }),
    ])
  })
  afterEach(() => catalog.close())
  const ask = (more: object): Promise<Scene | null> => catalog.reader.scene(SceneQuery.parse({ namespace: 'db', name: 'clean', ...more }))
  const names = (nodes: readonly NodeRef[]): string[] => nodes.map((n) => n.name).toSorted()

  test('sides open one behind the other, whatever their order', async () => {
    const chain = [
      { node: job('other'), side: 'd' },
      { node: dataset('mail'), side: 'd' },
      { node: job('send'), side: 'd' },
      { node: dataset('daily'), side: 'd' },
    ]
    const far = await ask({ sides: chain })
    expect(names(far?.nodes ?? [])).toEqual(['clean', 'daily', 'end', 'load', 'mail', 'other', 'rates', 'raw', 'send', 'sum'])
    expect(far?.sides.toSorted()).toEqual(chain.map((s) => `${s.node}.${s.side}`).toSorted())
    expect(far?.own).toBe(6)
    expect(names((await ask({ sides: chain.slice(0, 2) }))?.nodes ?? [])).not.toContain('end')
    expect((await ask({ sides: [{ node: 'zz', side: 'u' }] }))?.sides).toEqual([])
  })

  test('what it opens is what single questions open', async () => {
    const whole = await ask({ sides: [{ node: dataset('daily'), side: 'd' }] })
    const one = await catalog.reader.lineage(LineageQuery.parse({ namespace: 'db', name: 'clean', fold: 'true' }))
    const two = await catalog.reader.lineage(LineageQuery.parse({ namespace: 'db', name: 'daily', fold: 'true', direction: 'downstream' }))
    expect(new Set(names(whole?.nodes ?? []))).toEqual(new Set(names([...(one?.nodes ?? []), ...(two?.nodes ?? [])])))
    expect(whole?.edges.length).toBe(
      new Set([...(one?.edges ?? []), ...(two?.edges ?? [])].map((e) => JSON.stringify([e.from, e.to]))).size,
    )
  })

  test('columns of open cards in the order of the schema, and the paths of pins', async () => {
    const shown = await ask({
      columns: [dataset('clean'), job('load'), 'nobody'],
      pins: [
        { namespace: 'db', name: 'daily', field: 'total' },
        { namespace: 'db', name: 'clean', field: 'none' },
      ],
    })
    expect(shown?.cards).toEqual([dataset('clean')])
    expect(shown?.fields.map((f) => [f.name, f.fields.map((x) => x.path)])).toEqual([
      ['clean', ['a', 'b']],
      ['daily', ['total']],
    ])
    expect(shown?.pins.map((p) => p.known)).toEqual([true, false])
    expect(shown?.columns.map((c) => `${c.from.field} > ${c.to.field}`).toSorted()).toEqual(['a > total', 'x > a', 'y > b'])
  })

  test('nothing is known of a root that no event names', async () => {
    expect(await ask({ name: 'nowhere' })).toBeNull()
  })
})
