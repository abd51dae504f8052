import fc from 'fast-check'
import { expect, test } from 'vitest'
import type { Lineage, LineageNode, NodeRef } from '../contract/lineage.ts'
import { type Grown, grown } from './grow.ts'
import { mergeAnswers } from './model.ts'
import { sameVisible, type View, visibleOf } from './visible.ts'
import { keyOf, shortOf } from './keys.ts'

const pool: readonly NodeRef[] = Array.from({ length: 9 }, (_, i) => ({ type: i % 2 ? 'job' : 'dataset', namespace: 'ns', name: `n${i}` }))
const seen = fc.constantFrom(null, '2026-01-01T00:00:00Z', '2026-01-02T00:00:00Z')
const node = fc.record({
  of: fc.constantFrom(...pool),
  downstream: fc.nat(3),
  upstream: fc.nat(3),
  hasColumns: fc.boolean(),
  lastRunAt: seen,
})
const edge = fc.record({ from: fc.constantFrom(...pool), to: fc.constantFrom(...pool), lastSeenAt: seen, runs: fc.nat(2) })
const end = fc.record({ namespace: fc.constant('ns'), name: fc.constantFrom('n0', 'n2'), field: fc.constantFrom('a', 'b', null) })
const column = fc.record({ from: end, to: end, job: fc.constant(null), masking: fc.boolean() })

const bare: LineageNode = {
  type: 'dataset',
  namespace: 'ns',
  name: '',
  depth: 0,
  fieldCount: null,
  upstream: 0,
  downstream: 0,
  integration: null,
  lastState: null,
  lastRunAt: null,
  hasColumns: false,
}

/** Answers that contradict each other, and name edges before their ends. */
const answer = fc
  .record({
    nodes: fc.array(node, { maxLength: 6 }),
    edges: fc.array(edge, { maxLength: 8 }),
    columns: fc.array(column, { maxLength: 4 }),
    control: fc.option(fc.array(edge, { maxLength: 3 }), { nil: undefined }),
  })
  .map(({ nodes, edges, columns, control }): Lineage => ({
    root: { type: 'dataset', namespace: 'ns', name: 'n0' },
    nodes: nodes.map(({ of, ...facts }): LineageNode => ({ ...bare, ...of, ...facts })),
    edges,
    columns: columns.map((c) => ({ ...c, type: null, subtype: null, description: null, lastSeenAt: null })),
    ...(control === undefined ? {} : { control: control.map((c) => ({ ...c, dependency: null })) }),
    truncated: false,
    leftOut: 0,
  }))

test('a graph that takes one answer after the other is the graph of all of them', () => {
  fc.assert(
    fc.property(fc.array(answer, { minLength: 1, maxLength: 5 }), fc.nat(4), (answers, first) => {
      let at: Grown | null = null
      for (let n = Math.min(first + 1, answers.length); n <= answers.length; n++) {
        at = grown(at, answers.slice(0, n))
        expect(at.graph).toEqual(mergeAnswers(answers.slice(0, n)))
      }
    }),
  )
})

test('what an answer does not change stays the same object', () => {
  fc.assert(
    fc.property(answer, (only) => {
      const once = grown(null, [only])
      const again = grown(once, [only, { ...only, nodes: [], edges: [], columns: [] }])
      expect(again.graph).toBe(once.graph)
      const more = grown(once, [only, { ...only, nodes: [{ ...bare, name: 'new' }], edges: [], columns: [] }])
      for (const [key, node] of once.graph.nodes) expect(more.graph.nodes.get(key)).toBe(node)
      expect(more.graph.edges).toBe(once.graph.edges)
      expect(more.graph.columns).toBe(once.graph.columns)
    }),
  )
})

test('other answers than before make another graph', () => {
  fc.assert(
    fc.property(fc.array(answer, { maxLength: 3 }), fc.array(answer, { maxLength: 3 }), (before, after) => {
      expect(grown(grown(null, before), after).graph).toEqual(mergeAnswers(after))
    }),
  )
})

test('pictures are the same where nodes, edges, counts and open sides are', () => {
  const root = keyOf({ type: 'dataset', namespace: 'ns', name: 'n0' })
  const sides = fc.array(fc.tuple(fc.constantFrom(...pool), fc.constantFrom('u', 'd'), fc.nat(3)), { maxLength: 4 })
  fc.assert(
    fc.property(answer, sides, sides, (only, one, other) => {
      const { graph } = grown(null, [only])
      const view = (open: typeof one): View => ({
        root,
        direction: 'both',
        depth: 1,
        sides: new Map(open.map(([ref, side, n]) => [`${shortOf(keyOf(ref))}.${side}`, n])),
      })
      const [a, b] = [visibleOf(graph, view(one)), visibleOf(graph, view(other))]
      const plain = (v: typeof a): unknown => [[...v.nodes].sort(), v.edges, v.stacks, [...v.hidden].sort(), [...v.open].sort()]
      expect(sameVisible(a, b)).toBe(JSON.stringify(plain(a)) === JSON.stringify(plain(b)))
    }),
  )
})
