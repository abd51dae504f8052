import fc from 'fast-check'
import { expect, test } from 'vitest'
import type { Lineage, LineageNode } from '../../contract/lineage.ts'
import type { Grouping } from '../groups.ts'
import { previewSceneOf, previewWords } from './of-lineage.ts'
import { PREVIEW, previewOf } from './preview.ts'
import { column, d, edge, j, lineage, node } from './test-answer.ts'
import { wellFormed } from './test-xml.ts'

const reach = { hops: 5, upstream: { datasets: 12, atLeast: false }, downstream: { datasets: 340, atLeast: true } }
const drawn = (answer: Lineage, grouping: Grouping = 'none', field?: string): string =>
  previewOf(previewSceneOf(answer, 'both', grouping), previewWords(answer, { field }))
/** What is painted: without the style sheet. */
const body = (svg: string): string => svg.slice(svg.indexOf('</style>'))

/** A table that `readers` jobs read, each of which writes one, with `before` tables in a row before it. */
const hub = (readers: number, before: number, root = 'hub'): Lineage => {
  const numbers = Array.from({ length: readers }, (_, i) => i)
  const row = Array.from({ length: before }, (_, i) => i)
  const tables = (i: number) => (i < 0 ? d(root) : d(`before_${i}`))
  const nodes: LineageNode[] = [
    node(d(root), { upstream: before > 0 ? 1 : 0, downstream: readers }),
    ...numbers.flatMap((i) => [node(j(`job_${i}`), { depth: 1 }), node(d(`table_${i}`), { depth: 1 })]),
    ...row.flatMap((i) => [node(j(`step_${i}`), { depth: -i - 1 }), node(d(`before_${i}`), { depth: -i - 1 })]),
  ]
  const edges = [
    ...numbers.flatMap((i) => [edge(d(root), j(`job_${i}`)), edge(j(`job_${i}`), d(`table_${i}`))]),
    ...row.flatMap((i) => [edge(d(`before_${i}`), j(`step_${i}`)), edge(j(`step_${i}`), tables(i - 1))]),
  ]
  return lineage(nodes, edges, { reach })
}

interface Shown {
  readonly name: string
  readonly left: number
  readonly top: number
  readonly scale: number
}
/** Where the upper left corners of cards and pills come to lie, in pixels of the picture. */
const shown = (svg: string): Shown[] => {
  const [, dx, dy, scale] = /<g transform="translate\((\S+) (\S+)\) scale\((\S+)\)">/.exec(body(svg)) ?? []
  return [...body(svg).matchAll(/<g transform="translate\((\S+) (\S+)\)"[^>]*><title>([^\n<]*)/g)].map(([, x, y, name = '']) => ({
    name,
    left: Number(x) * Number(scale) + Number(dx),
    top: Number(y) * Number(scale) + Number(dy),
    scale: Number(scale),
  }))
}
const one = (svg: string, name: string): Shown => {
  const found = shown(svg).find((s) => s.name === name)
  if (!found) throw new Error(`${name} is not in the picture`)
  return found
}
/** Sides over which the graph goes on. */
const faded = (svg: string): string[] => [...svg.matchAll(/fill="url\(#(\w+)\)"/g)].map(([, side = '']) => side)

test('a small lineage is drawn large, all of it, below a band with its name and how far it reaches', () => {
  const svg = drawn(hub(1, 0, 'orders'))
  wellFormed(svg)
  expect(svg).toContain(`width="${PREVIEW.width}" height="${PREVIEW.height}"`)
  const words = [...body(svg).matchAll(/<text[^>]*>([^<]*)/g)].map(([, text]) => text)
  expect(words.slice(-4)).toEqual([
    'Lineage of a dataset in ns',
    'Headwater',
    'orders',
    '12 upstream · at least 340 downstream within 5 hops',
  ])
  expect(shown(svg).map((s) => s.name)).toEqual(['orders', 'table_0', 'job_0'])
  expect(one(svg, 'orders').scale).toBeGreaterThan(1.5)
  expect(faded(svg)).toEqual([])
  expect(svg).toBe(drawn(hub(1, 0, 'orders')))
})

test('the whole of a small picture is known by its bytes', async () => {
  await expect(drawn(hub(1, 1, 'orders'))).toMatchFileSnapshot('fixtures/preview.svg')
})

test('of many children a few are drawn, and how many there are', () => {
  const svg = drawn(hub(340, 1))
  expect(shown(svg).filter((s) => s.name.startsWith('table_'))).toHaveLength(4)
  expect(body(svg)).toContain('>4 of 340<')
  expect(faded(svg)).toEqual([])
})

test('names can be read however wide it is: the root stands in the middle and the rest goes on beyond a side', () => {
  const row = (before: number, after: number): Lineage => {
    const all = Array.from({ length: before + after + 1 }, (_, i) => d(i === before ? 'root' : `t${i - before}`))
    const steps = all.slice(1).map((_, i) => j(`s${i}`))
    const nodes = [...all.map((ref, i) => node(ref, { depth: i - before })), ...steps.map((ref, i) => node(ref, { depth: i - before }))]
    const edges = steps.flatMap((step, i) => [edge(all[i] ?? step, step), edge(step, all[i + 1] ?? step)])
    return lineage(nodes, edges, { root: d('root') })
  }
  const both = drawn(row(6, 6))
  const root = one(both, 'root')
  expect(root.scale).toBeGreaterThanOrEqual(1)
  expect(Math.abs(root.left + 92 * root.scale - PREVIEW.width / 2)).toBeLessThan(2)
  expect(faded(both)).toEqual(['left', 'right'])
  expect(shown(both).map((s) => s.name)).toEqual(expect.arrayContaining(['t-1', 't1']))
  expect(shown(both).map((s) => s.name)).not.toEqual(expect.arrayContaining(['t5']))
  const last = drawn(row(12, 0))
  expect(faded(last)).toEqual(['left'])
  expect(one(last, 'root').left).toBeGreaterThan(PREVIEW.width - 400)
})

test('a card higher than the room is cut below; its name stays in sight', () => {
  const fields = Array.from({ length: 40 }, (_, i) => `f${i}`)
  const columns = fields.map((f) => column(d('a'), d('b'), null, { from: { ...d('a'), field: f }, to: { ...d('b'), field: f } }))
  const svg = drawn(lineage([node(d('b')), node(d('a'), { depth: -1 })], [edge(d('a'), d('b'))], { columns }), 'none', 'f0')
  expect(one(svg, 'b').top).toBeGreaterThan(172)
  expect(body(svg)).toContain('>b.f0<')
  expect(body(svg)).toContain('>Lineage of a column of a dataset in ns<')
})

test('groups are one card each', () => {
  const answer = lineage(
    [node(d('s.root')), ...['a', 'b', 'c'].flatMap((n) => [node(d(`t.${n}`), { depth: 1 }), node(j(n), { depth: 1 })])],
    ['a', 'b', 'c'].flatMap((n) => [edge(d('s.root'), j(n)), edge(j(n), d(`t.${n}`))]),
  )
  expect(body(drawn(answer, 'schema'))).toContain('>3 datasets, 3 jobs<')
  expect(body(drawn(answer))).not.toContain('3 datasets')
})

test('a job is a root as well, at a moment', () => {
  const answer = lineage([node(j('etl.load')), node(d('t'), { depth: 1 })], [edge(j('etl.load'), d('t'))], { root: j('etl.load'), reach })
  const words = previewWords(answer, { asOf: '2026-11-18T14:20:00Z' })
  expect(words).toEqual({
    above: 'Lineage of a job in ns',
    name: 'etl.load',
    below: '12 upstream · at least 340 downstream within 5 hops · as of 18 Nov 2026 14:20 UTC',
  })
  const svg = previewOf(previewSceneOf(answer, 'downstream', 'none'), words)
  expect(shown(svg).map((s) => s.name)).toEqual(['t', 'etl.load'])
})

test('any name: well-formed, nothing of theirs in it but text, and the band keeps to its width', () => {
  const name = fc.oneof(
    fc.string({ unit: 'binary', maxLength: 300 }),
    fc.constantFrom('"><image href="http://x"/>', ']]>', '\ud800', '顧客_注文', 'x'.repeat(2_000), '\0'),
  )
  fc.assert(
    fc.property(name, name, (table, field) => {
      const svg = drawn(hub(1, 1, table), 'none', field)
      wellFormed(svg)
      expect(svg.match(/<(?:image|script|foreignObject|use|a)\b/g)).toBeNull()
      for (const [, width] of svg.matchAll(/class="s(?:22|26|44)[^>]*textLength="([\d.]+)"/g)) expect(Number(width)).toBeLessThan(1110)
    }),
    { numRuns: 100 },
  )
})
