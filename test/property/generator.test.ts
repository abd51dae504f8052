import { expect, test } from 'vitest'
import { explainEvent } from '../../src/fold/receipt.ts'
import { facetReaders } from '../../src/fold/facets/table.ts'
import type { ReceiptLine } from '../../src/contract/events.ts'
import { caseOf } from './case.ts'
import { allHistories, facets, fromOfficialSchemas, generated } from './generator.ts'
import type { HistoryEvent } from './histories.ts'

const receiptOf = ({ body, sourceId, receivedAt }: HistoryEvent): readonly ReceiptLine[] =>
  explainEvent({ position: 1, sourceId, receivedAt, hash: '0'.repeat(64), body: Buffer.from(body) }, true).lines

const lastPart = (text: string): string => text.split('.').at(-1) ?? ''

const drawn = Array.from({ length: 2_000 }, (_, seed) => caseOf(seed, generated))
const receipts = drawn.flatMap((c) => c.events).map(receiptOf)

test('a seed gives the same case each time, and two seeds two cases', () => {
  expect(caseOf(7, allHistories)).toEqual(caseOf(7, allHistories))
  expect(new Set(drawn.map((c) => JSON.stringify(c.events))).size).toBe(drawn.length)
})

test('every facet is drawn so that its reader can use it, and so that it cannot', () => {
  const places = new Set(facets.map((f) => lastPart(f.key)))
  const seen = (use: ReceiptLine['use']): Set<string> =>
    new Set(receipts.flatMap((lines) => lines.filter((l) => l.use === use).map((l) => lastPart(l.label))))
  const [used, warned] = [seen('used'), seen('warning')]
  expect([...places].filter((key) => !used.has(key))).toEqual([])
  expect([...places].filter((key) => !warned.has(key))).toEqual([])
})

test('most events are as the schemas want them, some are not', () => {
  const warned = receipts.filter((lines) => lines.some((l) => l.use === 'warning')).length
  expect(warned).toBeGreaterThan(receipts.length * 0.05)
  expect(warned).toBeLessThan(receipts.length * 0.75)
})

const said = fromOfficialSchemas
  ? 'from the official schema'
  : 'left out: the official schemas are not beside the clone, what the readers declare is used'
test(`every official facet has its generator, ${said}`, () => {
  const classes = new Set(facets.map((f) => f.className))
  expect(facetReaders.filter((r) => !classes.has(r.className)).map((r) => r.className)).toEqual([])
  expect(classes.size).toBeGreaterThanOrEqual(44)
})
