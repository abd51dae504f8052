import fc from 'fast-check'
import { expect, test } from 'vitest'
import { layout, layoutSteps } from './layout.ts'
import type { LayoutEdge, LayoutInput, LayoutNode, LayoutResult } from './layout/types.ts'

const edge = (from: string, to: string): LayoutEdge => ({ id: `${from}>${to}`, from, to })
const box = (id: string): LayoutNode => (id.startsWith('j') ? { id, w: 120, h: 22 } : { id, w: 184, h: 44 })
const input = (ids: readonly string[], pairs: readonly (readonly [string, string])[], root = ids[0] ?? ''): LayoutInput => ({
  nodes: ids.map(box),
  edges: [...new Map(pairs.map(([a, b]) => [`${a}>${b}`, edge(a, b)])).values()],
  root,
  widths: [184, 132],
})

/** Any graph: cycles, self loops, parts that hang together with nothing. */
const anyGraph = fc.integer({ min: 1, max: 40 }).chain((n) => {
  const ids = Array.from({ length: n }, (_, i) => `${i % 3 === 1 ? 'j' : 'd'}${i}`)
  const id = fc.constantFrom(...ids)
  return fc.array(fc.tuple(id, id), { maxLength: 80 }).map((pairs) => input(ids, pairs))
})

const overlaps = (result: LayoutResult): string[] => {
  const list = [...result.nodes]
  const found: string[] = []
  list.forEach(([a, p], i) => {
    for (const [b, q] of list.slice(i + 1)) {
      if (p.x < q.x + q.w && q.x < p.x + p.w && p.y < q.y + q.h && q.y < p.y + p.h) found.push(`${a} ${b}`)
    }
  })
  return found
}

test('cards never overlap', () => {
  fc.assert(
    fc.property(anyGraph, (g) => {
      expect(overlaps(layout(g))).toEqual([])
    }),
  )
})

test('edges run from left to right, except those that close a cycle', () => {
  fc.assert(
    fc.property(anyGraph, (g) => {
      const { nodes, routes } = layout(g)
      for (const e of g.edges) {
        const [a, b, r] = [nodes.get(e.from), nodes.get(e.to), routes.get(e.id)]
        if (!a || !b || !r) throw new Error('lost')
        expect(r.back).toBe(a.rank >= b.rank)
        if (!r.back) expect(a.x + a.w).toBeLessThan(b.x)
      }
    }),
  )
})

const reachable = (g: LayoutInput, from: string): Set<string> => {
  const seen = new Set<string>([from])
  for (const v of seen) for (const e of g.edges) if (e.from === v) seen.add(e.to)
  return seen
}

test('only edges of a cycle run back', () => {
  fc.assert(
    fc.property(anyGraph, (g) => {
      for (const r of layout(g).routes.values()) if (r.back) expect(reachable(g, r.to).has(r.from)).toBe(true)
    }),
  )
})

test('slots of long edges stay clear of cards', () => {
  fc.assert(
    fc.property(anyGraph, (g) => {
      const { nodes, routes } = layout(g)
      for (const r of routes.values()) {
        for (const s of r.slots) {
          const [l, right] = [Math.min(s.x1, s.x2), Math.max(s.x1, s.x2)]
          for (const n of nodes.values()) expect(l < n.x + n.w && n.x < right && s.y > n.y && s.y < n.y + n.h).toBe(false)
        }
      }
    }),
  )
})

test('the same graph gives the same picture, in whatever order it comes', () => {
  fc.assert(
    fc.property(
      anyGraph.chain((g) =>
        fc.tuple(
          fc.constant(g),
          fc.shuffledSubarray([...g.nodes], { minLength: g.nodes.length }),
          fc.shuffledSubarray([...g.edges], { minLength: g.edges.length }),
        ),
      ),
      ([g, nodes, edges]) => {
        expect(layout({ ...g, nodes, edges })).toEqual(layout(g))
      },
    ),
  )
})

/** What expanding does: an earlier picture of a part, then the whole. */
const grown = anyGraph.chain((g) => fc.tuple(fc.constant(g), fc.subarray([...g.nodes], { minLength: 1 }), fc.nat()))

test('expanding keeps the order of what was there, and the clicked card where it was', () => {
  fc.assert(
    fc.property(grown, ([g, some, pick]) => {
      const part = { ...g, nodes: some, root: some[0]?.id ?? '' }
      const before = layout(part)
      const anchor = some[pick % some.length]?.id ?? ''
      const after = layout({ ...g, root: part.root, known: before.known, anchor })
      expect(overlaps(after)).toEqual([])
      for (const r of after.routes.values()) {
        const [from, to] = [after.nodes.get(r.from), after.nodes.get(r.to)]
        if (from && to && !r.back) expect(from.x + from.w).toBeLessThan(to.x)
        if (r.back) expect(reachable(g, r.to).has(r.from)).toBe(true)
      }
      const kept = some.filter((n) => before.nodes.get(n.id)?.rank === after.nodes.get(n.id)?.rank).map((n) => n.id)
      for (const a of kept) {
        for (const b of kept) {
          const [p, q] = [before.nodes.get(a), before.nodes.get(b)]
          const [s, t] = [after.nodes.get(a), after.nodes.get(b)]
          if (p && q && s && t && p.rank === q.rank && p.y < q.y) expect(s.y).toBeLessThan(t.y)
        }
      }
      if (kept.includes(anchor)) expect(Math.abs((after.nodes.get(anchor)?.y ?? 0) - (before.nodes.get(anchor)?.y ?? 0))).toBeLessThan(2)
    }),
  )
})

test('growing a tree to the right moves nothing sideways', () => {
  const first = layout(
    input(
      ['d0', 'j1', 'd2'],
      [
        ['d0', 'j1'],
        ['j1', 'd2'],
      ],
    ),
  )
  const more = input(
    ['d0', 'j1', 'd2', 'j3', 'd4', 'd5'],
    [
      ['d0', 'j1'],
      ['j1', 'd2'],
      ['d2', 'j3'],
      ['j3', 'd4'],
      ['j3', 'd5'],
    ],
  )
  const second = layout({ ...more, known: first.known, anchor: 'd2' })
  for (const id of ['d0', 'j1', 'd2']) {
    expect(second.nodes.get(id)?.x).toBe(first.nodes.get(id)?.x)
    expect(second.nodes.get(id)?.y).toBeCloseTo(first.nodes.get(id)?.y ?? NaN, 0)
  }
})

test('sources stand next to what reads them, not at the far left', () => {
  const g = input(
    ['d0', 'j1', 'd2', 'j3', 'd4', 'd9'],
    [
      ['d0', 'j1'],
      ['j1', 'd2'],
      ['d2', 'j3'],
      ['d9', 'j3'],
      ['j3', 'd4'],
    ],
    'd4',
  )
  const { nodes } = layout(g)
  expect(nodes.get('d9')?.rank).toBe(nodes.get('d2')?.rank)
})

test('a job that writes what it reads draws a way back below both', () => {
  const { nodes, routes } = layout(
    input(
      ['d0', 'j1'],
      [
        ['d0', 'j1'],
        ['j1', 'd0'],
      ],
    ),
  )
  const back = routes.get('j1>d0')
  expect(back?.back).toBe(true)
  expect(back?.slots).toHaveLength(2)
  const low = Math.max(...[...nodes.values()].map((n) => n.y))
  for (const s of back?.slots ?? []) expect(s.y).toBeGreaterThan(low)
})

test('nothing at all is a picture too', () => {
  expect(layout(input([], [])).bounds).toEqual({ x: 0, y: 0, w: 0, h: 0 })
})

test('a straight line of long edges stays straight', () => {
  const { nodes } = layout(
    input(
      ['d0', 'j1', 'd2', 'j3', 'd4'],
      [
        ['d0', 'j1'],
        ['j1', 'd2'],
        ['d2', 'j3'],
        ['j3', 'd4'],
      ],
    ),
  )
  const middles = [...nodes.values()].map((n) => Math.round(n.y + n.port))
  expect(new Set(middles).size).toBe(1)
})

test('the work comes in steps that can be left', () => {
  const steps = layoutSteps(
    input(
      ['d0', 'j1', 'd2'],
      [
        ['d0', 'j1'],
        ['j1', 'd2'],
      ],
    ),
  )
  expect(steps.next().done).toBe(false)
  expect(steps.return({} as LayoutResult).done).toBe(true)
})
