import fc from 'fast-check'
import { expect, test } from 'vitest'
import type { Lineage, LineageColumnEdge, LineageNode, NodeRef } from '../../../src/contract/lineage.ts'
import { columnId, columnPath, columnsOn, indexColumns } from '../../../src/graph/columns.ts'
import { findIn } from './find.ts'
import { groupByHops, hopTitle } from './hops.ts'
import { keyOf, shortOf, SIDES } from '../../../src/graph/keys.ts'
import { edgeId, mergeAnswers } from '../../../src/graph/model.ts'
import { canOpen, CHILDREN, type View, visibleOf } from '../../../src/graph/visible.ts'

const ref = (type: 'dataset' | 'job', name: string, namespace = 'ns'): NodeRef => ({ type, namespace, name })
const d = (name: string): NodeRef => ref('dataset', name)
const j = (name: string): NodeRef => ref('job', name)

const node = (r: NodeRef, more: Partial<LineageNode> = {}): LineageNode => ({
  ...r,
  depth: 0,
  fieldCount: null,
  upstream: 0,
  downstream: 0,
  integration: null,
  lastState: null,
  lastRunAt: null,
  hasColumns: false,
  ...more,
})

/** An answer of the API out of chains such as ['d:a', 'j:x', 'd:b']. */
const answer = (chains: readonly (readonly string[])[], counts: Record<string, Partial<LineageNode>> = {}): Lineage => {
  const of = (s: string): NodeRef => (s.startsWith('j:') ? j(s.slice(2)) : d(s.slice(2)))
  const names = [...new Set(chains.flat())]
  return {
    root: of(names[0] ?? 'd:a'),
    nodes: names.map((s) => node(of(s), counts[s])),
    edges: chains.flatMap((c) => c.slice(1).map((to, i) => ({ from: of(c[i] ?? ''), to: of(to), lastSeenAt: null }))),
    columns: [],
    truncated: false,
    leftOut: 0,
  }
}
const view = (root: NodeRef, more: Partial<View> = {}): View => ({
  root: keyOf(root),
  direction: 'both',
  depth: 1,
  sides: new Map(),
  ...more,
})
const names = (keys: Iterable<string>): string[] => [...keys].map((k) => k.slice(k.indexOf('ns') + 2)).sort()

test('keys tell apart what only looks alike', () => {
  expect(keyOf(ref('dataset', 'bc', 'a'))).not.toBe(keyOf(ref('dataset', 'c', 'ab')))
  expect(keyOf(ref('dataset', 'x', ''))).not.toBe(keyOf(ref('job', 'x', '')))
  fc.assert(fc.property(fc.string(), fc.string(), (a, b) => a === b || shortOf(a) !== shortOf(b)))
})

test('names from outside that mean something to JavaScript are names', () => {
  const odd = [d('__proto__'), d('constructor'), d('a\u0000b'), d('x'.repeat(2000)), d('😀\ud800')]
  const graph = mergeAnswers([{ ...answer([]), nodes: odd.map((r) => node(r)) }])
  expect(graph.nodes.size).toBe(odd.length)
  for (const r of odd) expect(graph.nodes.get(keyOf(r))?.name).toBe(r.name)
})

test('answers merge to one graph, whatever their order', () => {
  const a = answer([['d:a', 'j:x', 'd:b']])
  const b = answer([
    ['d:b', 'j:y', 'd:c'],
    ['j:x', 'd:b'],
  ])
  const [one, two] = [mergeAnswers([a, b]), mergeAnswers([b, a])]
  expect([...one.nodes.keys()].sort()).toEqual([...two.nodes.keys()].sort())
  expect([...one.edges.keys()].sort()).toEqual([...two.edges.keys()].sort())
  expect(one.edges.size).toBe(4)
})

test('an edge keeps the latest time it was seen', () => {
  const at = (lastSeenAt: string | null): Lineage => ({ ...answer([['d:a', 'j:x']]), edges: [{ from: d('a'), to: j('x'), lastSeenAt }] })
  const graph = mergeAnswers([at('2026-01-02'), at(null), at('2026-01-01')])
  expect(graph.edges.get(edgeId(keyOf(d('a')), keyOf(j('x'))))?.lastSeenAt).toBe('2026-01-02')
})

const line = answer([['d:a', 'j:1', 'd:b', 'j:2', 'd:c', 'j:3', 'd:e']])

test('one hop each side at first; jobs do not count', () => {
  const graph = mergeAnswers([line])
  expect(names(visibleOf(graph, view(d('b'))).nodes)).toEqual(['1', '2', 'a', 'b', 'c'])
  expect(names(visibleOf(graph, view(d('b'), { depth: 2 })).nodes)).toEqual(['1', '2', '3', 'a', 'b', 'c', 'e'])
  expect(names(visibleOf(graph, view(d('b'), { direction: 'upstream' })).nodes)).toEqual(['1', 'a', 'b'])
  expect(names(visibleOf(graph, view(j('2'))).nodes)).toEqual(['2', 'b', 'c'])
})

test('expanding one side opens it by one hop; collapsing keeps what is reached otherwise', () => {
  const graph = mergeAnswers([line, answer([['d:a', 'j:4', 'd:c']])])
  const c = shortOf(keyOf(d('c')))
  const open = visibleOf(graph, view(d('b'), { sides: new Map([[`${c}.d`, CHILDREN]]) }))
  expect(names(open.nodes)).toEqual(['1', '2', '3', 'a', 'b', 'c', 'e'])
  const b = shortOf(keyOf(d('b')))
  const shut = visibleOf(
    graph,
    view(d('b'), {
      sides: new Map([
        [`${b}.d`, 0],
        [`${shortOf(keyOf(d('a')))}.d`, CHILDREN],
      ]),
    }),
  )
  expect(names(shut.nodes)).toContain('c')
  expect(names(shut.nodes)).not.toContain('2')
})

test('counts what is left out, from the server where it knows of more', () => {
  const graph = mergeAnswers([answer([['d:a', 'j:1', 'd:b']], { 'd:b': { downstream: 7, upstream: 1 } })])
  const seen = visibleOf(graph, view(d('a')))
  expect(seen.hidden.get(keyOf(d('b')))).toEqual({ u: 0, d: 7 })
  expect(seen.hidden.has(keyOf(d('a')))).toBe(false)
})

test('what was counted to a bound can be opened, whatever the count', () => {
  const graph = mergeAnswers([answer([['d:a', 'j:1', 'd:b']], { 'd:b': { upstream: 1, downstreamAtLeast: true } })])
  const seen = visibleOf(graph, view(d('a')))
  expect(seen.hidden.get(keyOf(d('b')))).toEqual({ u: 0, d: 0, dAtLeast: true })
  expect(SIDES.map((side) => canOpen(seen, keyOf(d('b')), side))).toEqual([false, true])
  expect(canOpen(seen, keyOf(d('a')), 'd')).toBe(false)
  const hub = mergeAnswers([answer([['d:a', 'j:1', 'd:b']], { 'd:a': { downstream: 1_000, downstreamAtLeast: true } })])
  expect(visibleOf(hub, view(d('a'))).stacks).toMatchObject([{ shown: 1, total: 1_000, atLeast: true }])
})

const fan = (n: number): Lineage =>
  answer(Array.from({ length: n }, (_, i) => ['d:hub', `j:r${String(i).padStart(3, '0')}`, `d:o${String(i).padStart(3, '0')}`]))

test('more than eight children become a stack, and more on demand', () => {
  const graph = mergeAnswers([fan(37)])
  const hub = keyOf(d('hub'))
  const seen = visibleOf(graph, view(d('hub')))
  expect(seen.nodes.size).toBe(1 + 16)
  expect(seen.stacks).toMatchObject([{ of: hub, side: 'd', shown: 8, total: 37 }])
  const more = visibleOf(graph, view(d('hub'), { sides: new Map([[`${shortOf(hub)}.d`, 28]]) }))
  expect(more.stacks).toMatchObject([{ shown: 28, total: 37 }])
  const all = visibleOf(graph, view(d('hub'), { sides: new Map([[`${shortOf(hub)}.d`, 100]]) }))
  expect(all.stacks).toEqual([])
})

test('a cycle ends', () => {
  const graph = mergeAnswers([answer([['d:a', 'j:1', 'd:b', 'j:2', 'd:a']])])
  expect(visibleOf(graph, view(d('a'), { depth: 50 })).nodes.size).toBe(4)
})

test('what is drawn is connected with the root, and more depth never draws less', () => {
  const any = fc.array(fc.tuple(fc.nat(12), fc.nat(12), fc.nat(12)), { maxLength: 30 })
  fc.assert(
    fc.property(any, fc.nat(5), (rows, depth) => {
      const graph = mergeAnswers([answer([['d:0'], ...rows.map(([a, job, b]) => [`d:${a}`, `j:${job}`, `d:${b}`])])])
      const less = visibleOf(graph, view(d('0'), { depth }))
      const more = visibleOf(graph, view(d('0'), { depth: depth + 1 }))
      for (const k of less.nodes) expect(more.nodes.has(k)).toBe(true)
      const reached = new Set([keyOf(d('0'))])
      for (const k of reached) for (const e of less.edges) if (e.from === k || e.to === k) reached.add(e.from === k ? e.to : e.from)
      expect(reached.size).toBe(less.nodes.size)
    }),
  )
})

test('the list groups by hops, jobs with the hop they lead to', () => {
  const graph = mergeAnswers([line, answer([['d:side', 'j:2']])])
  const seen = visibleOf(graph, view(d('b'), { depth: 2, sides: new Map([[`${shortOf(keyOf(j('2')))}.u`, 8]]) }))
  const groups = groupByHops(graph, seen, keyOf(d('b'))).map((g) => [hopTitle(g.hops), names(g.datasets), names(g.jobs)])
  expect(groups).toEqual([
    ['1 hop upstream', ['a'], ['1']],
    ['Root', ['b'], []],
    ['1 hop downstream', ['c'], ['2']],
    ['2 hops downstream', ['e'], ['3']],
    ['Side branches', ['side'], []],
  ])
})

const col = (from: string, to: string, more: Partial<LineageColumnEdge> = {}): LineageColumnEdge => {
  const end = (s: string) => ({ namespace: 'ns', name: s.split('.')[0] ?? '', field: s.split('.')[1] ?? null })
  return { from: end(from), to: end(to), job: null, type: 'DIRECT', subtype: null, masking: false, description: null, ...more }
}
const columnsOf = (...columns: LineageColumnEdge[]) => indexColumns(mergeAnswers([{ ...answer([]), columns }]))

test('the path of a column goes both ways, and indirect edges only where asked for', () => {
  const index = columnsOf(col('a.x', 'b.y'), col('b.y', 'c.z'), col('b.other', 'c.q'), col('a.f', 'b.y', { type: 'INDIRECT' }))
  const start = [{ dataset: keyOf(d('b')), field: 'y' }]
  const ids = (p: ReturnType<typeof columnPath>) => [...p.columns].sort()
  expect(ids(columnPath(index, start, false))).toEqual(
    [columnId(keyOf(d('a')), 'x'), columnId(keyOf(d('b')), 'y'), columnId(keyOf(d('c')), 'z')].sort(),
  )
  expect(columnPath(index, start, true).columns.has(columnId(keyOf(d('a')), 'f'))).toBe(true)
  expect(columnsOn(columnPath(index, start, false), index, keyOf(d('c')))).toEqual(['z'])
})

test('siblings of a column do not light: up and down are two walks', () => {
  const index = columnsOf(col('a.x', 'b.y'), col('a.x', 'b.twin'))
  expect(columnPath(index, [{ dataset: keyOf(d('b')), field: 'y' }], true).columns.has(columnId(keyOf(d('b')), 'twin'))).toBe(false)
})

test('column cycles end, an edge to a whole dataset ends the path, masks are kept', () => {
  const index = columnsOf(col('a.x', 'b.y'), col('b.y', 'a.x', { masking: true }), col('b.y', 'c'), col('c.k', 'd.k'))
  const path = columnPath(index, [{ dataset: keyOf(d('a')), field: 'x' }], true)
  expect(path.nodes).toEqual(new Set([keyOf(d('a')), keyOf(d('b')), keyOf(d('c'))]))
  expect(index.fields.get(keyOf(d('a')))).toEqual([{ field: 'x', from: 1, into: 1, masked: true }])
})

test('what is said of a whole dataset holds for each of its columns', () => {
  const index = columnsOf(col('a.flt', 'b', { type: 'INDIRECT' }), col('b.x', 'c.x'), col('b', 'd.n'))
  const start = [{ dataset: keyOf(d('b')), field: 'x' }]
  expect([...columnPath(index, start, true).nodes].map((k) => k.slice(-1)).sort()).toEqual(['a', 'b', 'c', 'd'])
  expect([...columnPath(index, start, false).nodes].map((k) => k.slice(-1)).sort()).toEqual(['b', 'c', 'd'])
})

test('a dataset that follows a dataset without a job between them is one hop away', () => {
  const graph = mergeAnswers([answer([['d:a', 'd:b', 'd:c']])])
  expect(names(visibleOf(graph, view(d('a'))).nodes)).toEqual(['a', 'b'])
})

test('finding: every word, names before columns, whole names first', () => {
  const graph = mergeAnswers([
    { ...answer([['d:stg_orders', 'j:load', 'd:orders'], ['d:customers']]), columns: [col('customers.orders_count', 'orders.n')] },
  ])
  const hits = findIn(graph, indexColumns(graph), graph.nodes.keys(), 'orders')
  expect(hits.map((h) => [names([h.key])[0], h.field])).toEqual([
    ['orders', null],
    ['stg_orders', null],
    ['customers', 'orders_count'],
  ])
  expect(findIn(graph, indexColumns(graph), graph.nodes.keys(), '  ')).toEqual([])
})

test('control flow is kept between jobs that are known, and is no neighbourhood', () => {
  const flow = (from: string, to: string) => ({ from: j(from), to: j(to), dependency: null, lastSeenAt: null })
  const graph = mergeAnswers([
    { ...answer([['d:a', 'j:x', 'd:b', 'j:y']]), control: [flow('x', 'y'), flow('x', 'elsewhere'), flow('x', 'x')] },
    { ...answer([['d:b', 'j:y']]), control: [flow('x', 'y')] },
  ])
  expect(graph.control.map((e) => [e.from, e.to])).toEqual([[keyOf(j('x')), keyOf(j('y'))]])
  expect(graph.out.get(keyOf(j('x')))).toEqual([keyOf(d('b'))])
})
