/** What a few events make of the catalog, written short, for tables of cases: `await golden([start, complete])`. */
import { expect } from 'vitest'
import type { ReceiptLine } from '../../src/contract/events.ts'
import { CatalogBuild } from '../../src/fold/catalog-build.ts'
import { explainEvent } from '../../src/fold/receipt.ts'
import type { RuleBody } from '../../src/contract/rules.ts'
import { defaultRules, Rules } from '../../src/rules/rules.ts'
import { World, exported, inMemory } from '../property/world.ts'
import { lineWords } from './line-words.ts'

export interface Golden {
  /** The lines of `export catalog`, each in words (test/harness/line-words.ts), sorted. */
  readonly catalog: readonly string[]
  /** The same lines whole. */
  readonly lines: readonly Readonly<Record<string, unknown>>[]
  /** Where the receipts warn: JSON pointers, event after event. */
  readonly warnings: readonly string[]
  /** Whole receipts, by event. */
  readonly receipts: readonly (readonly ReceiptLine[])[]
}

/** When the events of these cases arrive. */
export const arrival = Date.UTC(2026, 10, 20, 12)

type Sent = object | string
const bodyOf = (event: Sent): string => (typeof event === 'string' ? event : JSON.stringify(event))

/**
 * Folds the events in order, in the opposite order one by one, and twice, the second time from another source. All must give the same
 * bytes, and the catalog must count as many warnings as the receipts hold. `rules`: of people; then everything comes from source 1.
 */
export async function golden(events: readonly Sent[], bodiesOfRules: readonly RuleBody[] = []): Promise<Golden> {
  const rules = new Rules(bodiesOfRules)
  const bodies = events.map(bodyOf)
  const inOrder = await folded([bodies], 1, rules)
  expect(await folded(bodies.map((body) => [body]).toReversed(), 1, rules), 'one by one, the last first').toBe(inOrder)
  expect(await folded([bodies.toReversed(), bodies], bodiesOfRules.length === 0 ? 2 : 1, rules), 'twice').toBe(inOrder)
  const receipts = bodies.map((body) => receiptOf(body, rules))
  const lines = textLines(inOrder)
    .filter((line) => lineWords(line) !== null)
    .map((line) => JSON.parse(line) as Readonly<Record<string, unknown>>)
  return { catalog: wordsOf(inOrder), lines, warnings: receipts.flatMap((lines) => warningsIn(lines).map((l) => l.pointer)), receipts }
}

/** The catalog in words after each order in which the events may come; more than five take long. */
export async function inEveryOrder(events: readonly Sent[]): Promise<string[][]> {
  const texts = new Set<string>()
  for (const order of permutations(events.map(bodyOf)))
    texts.add(
      await folded(
        order.map((body) => [body]),
        1,
      ),
    )
  return [...texts].map(wordsOf)
}

export function permutations<T>(of: readonly T[]): T[][] {
  if (of.length < 2) return [[...of]]
  return of.flatMap((first, i) => permutations(of.toSpliced(i, 1)).map((rest) => [first, ...rest]))
}

async function folded(batches: readonly (readonly string[])[], sources: number, rules = defaultRules): Promise<string> {
  const world = await World.make(inMemory)
  const db = await world.emptyCatalog(rules)
  const build = await CatalogBuild.open('golden', db, world.log)
  for (const [i, batch] of batches.entries()) {
    await world.append(batch.map((body) => ({ body, sourceId: 1 + (i % sources), receivedAt: arrival })))
    while ((await build.advance(await world.log.head())).events > 0);
  }
  const text = await exported(db)
  const rows = await db.all<{ position: number; warnings: number }>('SELECT position, warnings FROM event ORDER BY position')
  const first = [...new Set(batches[0])]
  expect(
    rows.slice(0, first.length).map((r) => r.warnings),
    'warnings that the catalog counts',
  ).toEqual(first.map((body) => warningsIn(receiptOf(body, rules)).length))
  await Promise.all([build.close(), world.close()])
  return text
}

const textLines = (text: string): string[] => text.split('\n').filter((line) => line !== '')
const wordsOf = (text: string): string[] =>
  textLines(text)
    .flatMap((line) => lineWords(line) ?? [])
    .sort()

const warningsIn = (lines: readonly ReceiptLine[]): ReceiptLine[] => lines.filter((l) => l.use === 'warning')

const receiptOf = (body: string, rules: Rules): readonly ReceiptLine[] =>
  explainEvent({ position: 1, sourceId: 1, receivedAt: arrival, hash: '0'.repeat(64), body: Buffer.from(body) }, true, rules.text).lines
