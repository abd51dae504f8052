import fc from 'fast-check'
import { expect, test } from 'vitest'
import type { Lineage, LineageColumnEdge } from '../../contract/lineage.ts'
import { keyOf } from '../keys.ts'
import { layout } from '../layout.ts'
import { marksOf } from '../marks.ts'
import { layoutInput } from '../scene.ts'
import { captionOf, sceneOf } from './of-lineage.ts'
import { svgOf } from './svg.ts'
import { column, d, edge, j, lineage, node } from './test-answer.ts'
import { wellFormed } from './test-xml.ts'
import { PICTURE_NODES, type Theme } from './types.ts'

const now = '2026-11-23T15:10:00Z'
const drawn = (answer: Lineage, theme: Theme = 'light'): string =>
  svgOf(sceneOf(answer), captionOf(answer, { direction: 'both', depth: 2, asOf: null }, now), { theme })
/** What a reader of the picture sees, without the style sheet. */
const body = (svg: string): string => svg.slice(svg.indexOf('</style>'))

const chain = (): Lineage =>
  lineage([node(d('b')), node(d('a'), { depth: -1 }), node(j('x'), { lastState: 'FAIL' })], [edge(d('a'), j('x')), edge(j('x'), d('b'))])

test('cards, pills, edges, the root, a title and a time', () => {
  const svg = drawn(chain())
  wellFormed(svg)
  expect(svg).toContain('<title>Lineage of b</title>')
  expect(svg).toContain('As of now, 23 Nov 2026 15:10 UTC · 2 hops, both directions · 3 nodes')
  expect(body(svg).match(/class="card/g)).toHaveLength(2)
  expect(body(svg).match(/class="card is root"|class="card root"|class="card is"/g)).toHaveLength(1)
  expect(body(svg).match(/class="pill FAIL"/g)).toHaveLength(1)
  expect(body(svg).match(/class="e"/g)).toHaveLength(2)
  expect(svg).toContain('Failed 1')
})

test('any name: the picture stays well-formed, holds no element or attribute of theirs, and the same is drawn again', () => {
  const hostile = fc.oneof(
    fc.constantFrom(
      '<script>alert(1)</script>',
      '"><image href="http://x" onload="y"/>',
      "' onload='x",
      ']]>',
      '<!--',
      '&amp;&#0;&x;',
      '\0\x01\x1b\x7f\x85',
      '\ud800',
      '\udfff a',
      '\ufffe\uffff',
      '‮drow',
      '受注_明細',
      '🚰'.repeat(90),
      'a'.repeat(20_000),
      '',
      '</style><g>',
      'url(javascript:x)',
      '__proto__',
      'constructor',
    ),
    fc.string({ unit: 'binary', maxLength: 40 }),
    fc.string({ unit: 'grapheme', maxLength: 40 }),
  )
  const elements = new Set(['svg', 'title', 'desc', 'style', 'rect', 'g', 'path', 'text', 'circle'])
  fc.assert(
    fc.property(hostile, hostile, hostile, fc.constantFrom<Theme>('light', 'dark', 'auto'), (name, namespace, field, theme) => {
      const [a, b, x] = [d(name, namespace), d(`${name}.2`, namespace), j(name, namespace)]
      const columns = [{ ...column(a, b, x), from: { ...a, field }, to: { ...b, field: null } }]
      const answer = lineage([node(a), node(b, { depth: 1 }), node(x)], [edge(a, x), edge(x, b)], { columns })
      const svg = drawn(answer, theme)
      for (const [element, attributes] of wellFormed(svg)) {
        expect(elements).toContain(element)
        expect(attributes.filter((at) => /^on|href/i.test(at))).toEqual([])
      }
      expect(drawn(answer, theme)).toBe(svg)
    }),
    { numRuns: 100 },
  )
})

test('cycles, a job that reads what it writes, and nothing at all', () => {
  const [a, b, x, y] = [d('a'), d('b'), j('x'), j('y')]
  const cycle = lineage(
    [a, b, x, y].map((r) => node(r)),
    [edge(a, x), edge(x, b), edge(b, y), edge(y, a), edge(a, y)],
  )
  expect(drawn(cycle)).toContain('Comes back')
  wellFormed(drawn(cycle))
  const self = lineage([node(a), node(x)], [edge(a, x), edge(x, a)])
  wellFormed(drawn(self))
  const alone = drawn(lineage([node(a)]))
  wellFormed(alone)
  expect(alone).toContain('1 node')
  wellFormed(drawn(lineage([])))
})

test('direct is solid, indirect dashed, inferred and no longer said dotted; the legend says which is which', () => {
  const [a, b, x] = [d('a'), d('b'), j('x')]
  const nodes = [node(a), node(b, { depth: 1 }), node(x)]
  const edges = [edge(a, x), edge(x, b)]
  const one = (more: Partial<LineageColumnEdge>): string => drawn(lineage(nodes, edges, { columns: [column(a, b, x, more)] }))
  expect(body(one({}))).toMatch(/class="lit" d="/)
  expect(one({})).toContain('>Direct<')
  expect(body(one({ type: 'INDIRECT' }))).toMatch(/class="lit indirect" d="/)
  expect(one({ type: 'INDIRECT' })).toContain('>Indirect<')
  expect(body(one({ inferred: true }))).toMatch(/class="lit dots" d="/)
  expect(one({ inferred: true })).toContain('>Inferred from SQL<')
  const stale = drawn(lineage(nodes, [edge(a, x, { stale: true }), edge(x, b)]))
  expect(body(stale).match(/class="e dots" d="/g)).toHaveLength(2) // the edge and its sign
  expect(body(stale).match(/class="e" d="/g)).toHaveLength(1)
})

test('what is late says so', () => {
  const svg = drawn(lineage([node(d('a'), { dueAt: '2026-11-22T13:00:00Z' })]))
  expect(svg).toContain('late, due 22 Nov')
  expect(svg).toContain('late, due 22 Nov 13:00')
  expect(svg).toContain('Late 1')
})

test('a picture has an end: the nearest nodes are drawn, and it says how many are not', () => {
  const root = node(d('root'))
  const many = Array.from({ length: PICTURE_NODES + 20 }, (_, i) => node(d(`t${i}`), { depth: i < 30 ? 2 : 1 }))
  const svg = drawn(
    lineage(
      [root, ...many],
      many.map((n) => edge(root, n)),
    ),
  )
  wellFormed(svg)
  expect(body(svg).match(/<rect [^>]*class="card/g)).toHaveLength(PICTURE_NODES)
  expect(svg).toContain('The nearest 1,000 nodes; 21 more are not in this picture.')
  const cut = drawn(lineage([root], [], { truncated: true, leftOut: 1234 }))
  expect(cut).toContain('1,234 more nodes are left out.')
})

test('light, dark, or as whoever looks at it has it', () => {
  expect(drawn(chain(), 'light')).toContain('.bg{fill:#f4f7f7}')
  expect(drawn(chain(), 'dark')).toContain('.bg{fill:#0a1213}')
  expect(drawn(chain(), 'auto')).toMatch(/\.bg\{fill:#f4f7f7\}.*@media \(prefers-color-scheme:dark\)\{\.bg\{fill:#0a1213\}/)
})

test('groups with what is in them, and edges with how many they stand for', () => {
  const many = ['a', 'b', 'c', 'd'].map((n) => d(`lake.${n}`))
  const jobs = ['w', 'x', 'y', 'z'].map((n) => j(n))
  const nodes = [
    node(d('mart.top')),
    ...many.map((r) => node(r)),
    ...jobs.map((r, i) => node(r, { lastState: i === 0 ? 'FAIL' : 'COMPLETE' })),
  ]
  const edges = many.flatMap((r, i) => jobs.slice(i, i + 1).flatMap((job) => [edge(job, r), edge(r, j('load'))]))
  const answer = lineage([...nodes, node(j('load'))], [...edges, edge(j('load'), d('mart.top'))])
  const svg = svgOf(sceneOf(answer, 'schema'), captionOf(answer, { direction: 'both', depth: 2 }, now), { theme: 'light' })
  wellFormed(svg)
  expect(svg).toContain('<title>lake\nns\n4 datasets, 4 jobs, 1 failed</title>')
  expect(body(svg)).toContain('>4 datasets, 4 jobs<')
  expect(body(svg).match(/class="count"/g)).toHaveLength(1)
  expect(body(svg)).toMatch(/class="count"\/><text [^>]*>4</)
  expect(body(svg)).not.toContain('>lake.a<')
})

test('what a lens says: sign and word on the card and in the legend, also of hues', () => {
  const answer = chain()
  const tints = new Map([
    [keyOf(d('a')), { value: 'late', words: 'Late', tone: 'st-STALE' }],
    [keyOf(d('b')), { value: 'ann', words: '<ann>', tone: 'hue-3' }],
  ])
  const svg = svgOf({ ...sceneOf(answer), tints }, captionOf(answer, { direction: 'both', depth: 2 }, now), { theme: 'light' })
  wellFormed(svg)
  expect(body(svg).match(/>Late</g)).toHaveLength(1)
  expect(body(svg)).toContain('>Late 1<')
  expect(body(svg)).toContain('>&lt;ann&gt; 1<')
  expect(body(svg).match(/class="tone hue-3"/g)).toHaveLength(2)
  expect(body(svg)).not.toContain('>Failed 1<')
})

test('several pinned columns; what came and went has a word and a sign, nodes, edges and columns', () => {
  const [a, b, x] = [d('a'), d('b'), j('x')]
  const answer = lineage([node(a), node(b, { depth: 1 }), node(x)], [edge(a, x), edge(x, b)], { columns: [column(a, b, x)] })
  const marks = marksOf({
    nodes: answer.nodes.map((n) => ({ ...n, change: n.name === 'b' ? 'removed' : 'same' })),
    edges: answer.edges.map((e) => ({ ...e, change: 'added' })),
    columns: answer.columns.map((c) => ({ ...c, change: 'removed' })),
  })
  const pins = [
    { key: keyOf(a), field: 'a' },
    { key: keyOf(b), field: 'b' },
  ]
  const svg = svgOf(
    { ...sceneOf(answer), dim: true, pins, marks },
    captionOf(answer, { direction: 'both', depth: 2, field: 'a', also: ['b.b'] }, now),
    { theme: 'dark' },
  )
  wellFormed(svg)
  expect(svg).toContain('<title>Lineage of a, columns a, b.b</title>')
  expect(body(svg).match(/class="pin"/g)).toHaveLength(2)
  expect(body(svg)).toContain('>× Removed<')
  expect(body(svg).match(/class="lit went"/g)?.length).toBeGreaterThan(0)
  const bare = svgOf({ ...sceneOf(answer), path: null, open: new Map(), marks }, captionOf(answer, { direction: 'both', depth: 2 }, now), {
    theme: 'dark',
  })
  expect(body(bare).match(/class="e came"/g)).toHaveLength(3) // two and their sign
  expect(body(bare)).toContain('>Added<')
})

test('the picture lies as the layout of the explorer lies', () => {
  const scene = sceneOf(chain())
  const explorer = layout(layoutInput(scene.graph, scene.visible, new Map(), null, keyOf(d('b'))))
  expect(scene.result.nodes).toEqual(explorer.nodes)
  const svg = svgOf(scene, captionOf(chain(), { direction: 'both', depth: 2 }, now), { theme: 'light' })
  for (const at of explorer.nodes.values()) expect(svg).toContain(`translate(${at.x} ${at.y})`)
})
