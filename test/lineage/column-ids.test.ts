/** Column edges of a dataset that goes by several ids: one edge, said first and last by whichever id. */
import { expect, test } from 'vitest'
import { LineageQuery } from '../../src/contract/lineage.ts'
import { must } from '../../src/lib/assert.ts'
import { catalogOf } from '../harness/catalog.ts'
import { stores } from '../harness/databases.ts'
import { at, columnsFrom, jobNamed, runEvent, table } from '../harness/events.ts'

const alias = { symlinks: { identifiers: [{ namespace: 'db', name: 'mart', type: 'TABLE' }] } }
const said = (minute: number, name: string, facets: object): object =>
  runEvent('COMPLETE', minute, {
    job: jobNamed('load'),
    runId: `run ${minute}`,
    inputs: [table('raw')],
    outputs: [table(name, { ...columnsFrom({ a: 'raw.b' }), ...facets })],
  })
const events = [said(1, '/path/mart', alias), said(2, 'mart', {}), said(3, '/path/mart', alias)]

const orders = [events, events.toReversed(), [1, 0, 2].map((i) => must(events[i], 'there are three'))]
test.each(stores.flatMap(({ name, open }) => orders.map((sent, i) => ({ name, open, sent, order: i + 1 }))))(
  'on $name, order $order',
  async ({ open, sent }) => {
    const catalog = await catalogOf(await open())
    await catalog.add(sent)
    const ask = async (more: object): Promise<unknown> =>
      (await catalog.reader.lineage(LineageQuery.parse({ namespace: 'db', name: 'mart', ...more })))?.columns
    const edge = { from: { name: 'raw', field: 'b' }, to: { name: 'mart', field: 'a' }, firstSeenAt: at(1), lastSeenAt: at(3) }
    expect(await ask({ field: 'a' })).toMatchObject([edge])
    expect(await ask({ field: 'a', fold: 'true' })).toMatchObject([edge])
    expect(await ask({ columns: 'true' })).toMatchObject([edge])
    await catalog.close()
  },
)
