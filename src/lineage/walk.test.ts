import fc from 'fast-check'
import { expect, test } from 'vitest'
import { walk } from './walk.ts'
import type { Direction, Graph, Link, NodeKind } from './walk.ts'

const sized = { nodesAtMost: 10_000, linksAtMost: 100_000 }

const graphOf = (links: readonly Link[]): Graph => ({
  linksOfDatasets: async (datasets, side, limit) => links.filter((l) => datasets.includes(l.dataset) && l.side === side).slice(0, limit),
  linksOfJobs: async (jobs, side, limit) => links.filter((l) => jobs.includes(l.job) && l.side === side).slice(0, limit),
})

const link = (job: number, side: 0 | 1, dataset: number): Link => ({ job, side, dataset, lastKey: null })
const keyOf = (l: Link): string => `${l.job} ${l.side} ${l.dataset}`

/** The same by breadth-first search, one node at a time. */
function naive(
  links: readonly Link[],
  root: { kind: NodeKind; id: number },
  direction: Direction,
  depth: number,
): { nodes: Map<string, number>; links: Set<string> } {
  const [ofDataset, ofJob] = direction === 'upstream' ? [1, 0] : [0, 1]
  const nodes = new Map([[`${root.kind} ${root.id}`, 0]])
  const used = new Set<string>()
  const queue: { kind: NodeKind; id: number; depth: number }[] = [{ ...root, depth: 0 }]
  for (let at = queue.shift(); at !== undefined; at = queue.shift()) {
    const here = at
    if (here.kind === 'dataset' && here.depth >= depth) continue
    if (here.kind === 'job' && here.depth + 1 > depth) continue
    const own = links.filter((l) =>
      here.kind === 'dataset' ? l.dataset === here.id && l.side === ofDataset : l.job === here.id && l.side === ofJob,
    )
    for (const l of own) {
      used.add(keyOf(l))
      const next =
        here.kind === 'dataset'
          ? { kind: 'job' as const, id: l.job, depth: here.depth }
          : { kind: 'dataset' as const, id: l.dataset, depth: here.depth + 1 }
      const key = `${next.kind} ${next.id}`
      if (nodes.has(key)) continue
      nodes.set(key, next.depth)
      queue.push(next)
    }
  }
  return { nodes, links: used }
}

const links = fc.uniqueArray(
  fc.record({
    job: fc.integer({ min: 1, max: 6 }),
    side: fc.constantFrom(0 as const, 1 as const),
    dataset: fc.integer({ min: 1, max: 6 }),
    lastKey: fc.constant(null),
  }),
  { maxLength: 30, selector: keyOf },
)
const roots = fc.record({ kind: fc.constantFrom<NodeKind>('job', 'dataset'), id: fc.integer({ min: 1, max: 6 }) })

test('finds what a breadth-first search finds, at the same depth, over cycles, diamonds and self loops', async () => {
  await fc.assert(
    fc.asyncProperty(
      links,
      roots,
      fc.constantFrom<Direction>('upstream', 'downstream'),
      fc.integer({ min: 0, max: 5 }),
      async (all, root, direction, depth) => {
        const walked = await walk(graphOf(all), { root, directions: [direction], depth, ...sized })
        const model = naive(all, root, direction, depth)
        const nodes = new Map([
          ...[...walked.jobs].map(([id, d]) => [`job ${id}`, Math.abs(d)] as const),
          ...[...walked.datasets].map(([id, d]) => [`dataset ${id}`, Math.abs(d)] as const),
        ])
        expect(nodes).toEqual(model.nodes)
        expect(walked.links.map(keyOf).toSorted()).toEqual([...model.links].toSorted())
        expect(walked.leftOut).toBe(0)
        const deeper = naive(all, root, direction, depth + 1)
        expect(walked.truncated).toBe(deeper.links.size > model.links.size)
      },
    ),
    { numRuns: 500 },
  )
})

test('both directions are the union of each, with the nearer depth; what is beside is not in it', async () => {
  await fc.assert(
    fc.asyncProperty(links, roots, fc.integer({ min: 0, max: 5 }), async (all, root, depth) => {
      const both = await walk(graphOf(all), { root, directions: ['upstream', 'downstream'], depth, ...sized })
      const [up, down] = [naive(all, root, 'upstream', depth), naive(all, root, 'downstream', depth)]
      expect(new Set(both.links.map(keyOf))).toEqual(up.links.union(down.links))
      for (const [id, d] of both.datasets)
        expect(Math.abs(d)).toBe(Math.min(up.nodes.get(`dataset ${id}`) ?? Infinity, down.nodes.get(`dataset ${id}`) ?? Infinity))
      for (const [id, d] of both.jobs)
        expect(Math.abs(d)).toBe(Math.min(up.nodes.get(`job ${id}`) ?? Infinity, down.nodes.get(`job ${id}`) ?? Infinity))
    }),
    { numRuns: 300 },
  )
})

test('never takes more nodes than it may, says that it left some out, and keeps every link between nodes it took', async () => {
  await fc.assert(
    fc.asyncProperty(links, roots, fc.integer({ min: 1, max: 6 }), async (all, root, nodesAtMost) => {
      const walked = await walk(graphOf(all), { root, directions: ['upstream', 'downstream'], depth: 10, nodesAtMost, linksAtMost: 1_000 })
      expect(walked.jobs.size + walked.datasets.size).toBeLessThanOrEqual(nodesAtMost)
      const whole = await walk(graphOf(all), { root, directions: ['upstream', 'downstream'], depth: 10, ...sized })
      expect(walked.truncated).toBe(whole.jobs.size + whole.datasets.size > nodesAtMost)
      expect(walked.leftOut > 0).toBe(walked.truncated)
      for (const l of walked.links) expect(walked.jobs.has(l.job) && walked.datasets.has(l.dataset)).toBe(true)
    }),
    { numRuns: 300 },
  )
})

test('depth counts datasets: jobs have that of the dataset they were reached from, and a job has its own datasets at one', async () => {
  const chain = [link(1, 0, 10), link(1, 1, 20), link(2, 0, 20), link(2, 1, 30)]
  const down = await walk(graphOf(chain), { root: { kind: 'dataset', id: 10 }, directions: ['downstream'], depth: 2, ...sized })
  expect([...down.datasets, ...down.jobs]).toEqual([
    [10, 0],
    [20, 1],
    [30, 2],
    [1, 0],
    [2, 1],
  ])
  const up = await walk(graphOf(chain), { root: { kind: 'job', id: 2 }, directions: ['upstream'], depth: 2, ...sized })
  expect([...up.datasets, ...up.jobs]).toEqual([
    [20, -1],
    [10, -2],
    [2, 0],
    [1, -1],
  ])
})

test('a hub with more links than one question may bring is cut and said to be', async () => {
  const hub = Array.from({ length: 5_000 }, (_, i) => link(i + 1, 0, 1))
  const walked = await walk(graphOf(hub), {
    root: { kind: 'dataset', id: 1 },
    directions: ['downstream'],
    depth: 1,
    nodesAtMost: 100,
    linksAtMost: 2_000,
  })
  expect(walked.jobs.size).toBe(99)
  expect(walked.truncated).toBe(true)
  expect(walked.leftOut).toBeGreaterThan(1_000)
})
