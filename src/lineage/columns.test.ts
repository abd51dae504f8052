import fc from 'fast-check'
import { expect, test } from 'vitest'
import type { ColumnEdgeRow } from '../catalog/column-edges.ts'
import { must } from '../lib/assert.ts'
import type { ColumnGraph, FieldRef } from './column-graph.ts'
import { walkColumns } from './columns.ts'
import type { Direction } from './walk.ts'

const sized = { nodesAtMost: 10_000, edgesAtMost: 100_000 }

interface Edge {
  readonly job: number
  readonly from: FieldRef
  readonly to: FieldRef
}

const rowOf = ({ job, from, to }: Edge, id: number): ColumnEdgeRow => ({
  id,
  job_id: job,
  from_group: from.dataset,
  from_field: from.hash,
  from_hash: from.hash,
  to_group: to.dataset,
  to_field: to.hash,
  to_hash: to.hash,
  type: 'DIRECT',
  subtype: null,
  masking: 0,
  first_key: null,
  joined: 0,
})

/** What an edge of a whole dataset ('' as field) means for a field of it. */
const touches = (end: FieldRef, field: FieldRef): boolean =>
  end.dataset === field.dataset && (end.hash === '' || field.hash === '' || end.hash === field.hash)

function graphOf(edges: readonly Edge[]): ColumnGraph {
  const rows = edges.map(rowOf)
  const touching = (fields: readonly FieldRef[], direction: Direction, limit: number): ColumnEdgeRow[] =>
    rows
      .filter((_, i) => fields.some((f) => touches(must(edges[i], 'an edge for each row')[direction === 'upstream' ? 'to' : 'from'], f)))
      .slice(0, limit)
  return {
    edgesOf: async (...question) => touching(...question),
    linksOf: async (...question) =>
      touching(...question).map(({ id, job_id, from_group, from_hash, to_group, to_hash }) => ({
        id,
        job_id,
        from_group,
        from_hash,
        to_group,
        to_hash,
      })),
    edgesById: async (ids) => new Map([...ids].flatMap((id) => (rows[id] === undefined ? [] : [[id, rows[id]]]))),
  }
}

function naive(
  edges: readonly Edge[],
  root: FieldRef,
  direction: Direction,
  depth: number,
): { datasets: Map<number, number>; edges: Set<string> } {
  const datasets = new Map([[root.dataset, 0]])
  const used = new Set<string>()
  const seen = new Set([JSON.stringify(root)])
  let frontier = [root]
  for (let layer = 1; layer <= depth; layer++) {
    const next: FieldRef[] = []
    for (const field of frontier) {
      for (const edge of edges) {
        const [near, far] = direction === 'upstream' ? [edge.to, edge.from] : [edge.from, edge.to]
        if (!touches(near, field)) continue
        used.add(JSON.stringify(edge))
        if (!datasets.has(far.dataset)) datasets.set(far.dataset, layer)
        if (!seen.has(JSON.stringify(far))) next.push(far)
        seen.add(JSON.stringify(far))
      }
    }
    frontier = next
  }
  return { datasets, edges: used }
}

const field = fc.record({ dataset: fc.integer({ min: 1, max: 4 }), hash: fc.constantFrom('a', 'b', '') })
const edges = fc.uniqueArray(fc.record({ job: fc.integer({ min: 0, max: 3 }), from: field, to: field }), {
  maxLength: 20,
  selector: (e) => JSON.stringify(e),
})
const root = fc.record({ dataset: fc.integer({ min: 1, max: 4 }), hash: fc.constantFrom('a', 'b') })

test('finds what a breadth-first search over fields finds, whole datasets holding for each of their fields', async () => {
  await fc.assert(
    fc.asyncProperty(
      edges,
      root,
      fc.constantFrom<Direction>('upstream', 'downstream'),
      fc.integer({ min: 0, max: 4 }),
      async (all, start, direction, depth) => {
        const walked = await walkColumns(graphOf(all), { root: start, directions: [direction], depth, ...sized })
        const model = naive(all, start, direction, depth)
        expect(new Map([...walked.datasets].map(([id, d]) => [id, Math.abs(d)]))).toEqual(model.datasets)
        expect(walked.edges.length).toBe(model.edges.size)
        expect(walked.truncated).toBe(naive(all, start, direction, depth + 1).edges.size > model.edges.size)
      },
    ),
    { numRuns: 500 },
  )
})

test('stays within its bounds and says when it left something out', async () => {
  await fc.assert(
    fc.asyncProperty(edges, root, fc.integer({ min: 1, max: 4 }), async (all, start, nodesAtMost) => {
      const walked = await walkColumns(graphOf(all), {
        root: start,
        directions: ['upstream', 'downstream'],
        depth: 9,
        nodesAtMost,
        edgesAtMost: 1_000,
      })
      expect(walked.datasets.size + walked.jobs.size).toBeLessThanOrEqual(nodesAtMost)
      expect(walked.leftOut > 0).toBe(walked.truncated)
      for (const e of walked.edges)
        expect(walked.datasets.has(e.from_group) && walked.datasets.has(e.to_group) && (e.job_id === 0 || walked.jobs.has(e.job_id))).toBe(
          true,
        )
    }),
    { numRuns: 300 },
  )
})
