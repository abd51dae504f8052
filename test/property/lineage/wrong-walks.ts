import type { Lineage, LineageEdge } from '../../../src/contract/lineage.ts'
import type { Asked } from './question.ts'

/** A mistake that a walk can make, put around the real one. */
export type WrongWalk = (reader: Asked) => Asked

const withAnswers = (change: (answer: Lineage) => Lineage): WrongWalk => {
  return (reader) => ({
    ...reader,
    lineage: async (query) => {
      const answer = await reader.lineage(query)
      return answer === null ? null : change(answer)
    },
  })
}

const endsOf = ({ from, to }: LineageEdge): string => JSON.stringify([from, to])

/** A dataset that a job both reads and writes is shown as written only. */
export const withoutSelfLoops = withAnswers((answer) => {
  const known = new Set(answer.edges.map(endsOf))
  return { ...answer, edges: answer.edges.filter((e) => e.from.type === 'job' || !known.has(JSON.stringify([e.to, e.from]))) }
})

/** What is reached on two ways is shown with the first of them, as in a tree. */
export const treeOfDiamonds = withAnswers((answer) => {
  const reached = new Set<string>()
  const isFirst = (edge: LineageEdge): boolean => {
    const to = JSON.stringify(edge.to)
    return !reached.has(to) && reached.add(to).size > 0
  }
  return { ...answer, edges: answer.edges.filter(isFirst) }
})

/** A moment is before itself: what was said first at that very time is left out. */
export const momentExcluded: WrongWalk = (reader) => ({
  ...reader,
  lineage: (query) => {
    const { asOf, ...rest } = query
    return reader.lineage(asOf === undefined ? query : { ...rest, asOf: new Date(Date.parse(asOf) - 1).toISOString() })
  },
})

/** Column edges of a whole dataset are taken to hold for no field of it. */
export const wholeDatasetsForgotten = withAnswers((answer) => ({
  ...answer,
  columns: answer.columns.filter((c) => c.to.field !== null && c.from.field !== null),
}))

/** Jobs that write nothing are no part of the impact. */
export const readersForgotten: WrongWalk = (reader) => ({
  ...reader,
  impact: async (query) => {
    const found = await reader.impact(query)
    if (found === null) return null
    const made = new Set(found.items.map((r) => JSON.stringify(r.via.job)))
    return {
      ...found,
      items: found.items.filter((r) => r.type === 'dataset' || made.has(JSON.stringify({ namespace: r.namespace, name: r.name }))),
    }
  },
})

/** In a cycle the root is reached again, and counted one step too far. */
export const oneStepTooFar: WrongWalk = (reader) => ({
  ...reader,
  lineage: (query) => reader.lineage(query.depth === 2 ? { ...query, depth: 3 } : query),
})

/** What the last runs no longer say, or nobody said within the days, is shown all the same. */
export const windowForgotten: WrongWalk = (reader) => ({
  ...reader,
  lineage: ({ window: _, ...query }) => reader.lineage(query),
})

/** What a comparison has no room for is called a change. */
export const roomTakenForChange: WrongWalk = (reader) => ({
  ...reader,
  compareLineage: async (query) => {
    const answer = await reader.compareLineage(query)
    if (answer === null || !answer.truncated) return answer
    return { ...answer, edges: answer.edges.map((e) => ({ ...e, change: e.change === 'same' ? 'removed' : e.change })) }
  },
})

/** What was not said for a day has gone. */
export const silenceTakenForAnEnd: WrongWalk = (reader) => ({
  ...reader,
  lineageChanges: (query) => reader.lineageChanges({ ...query, window: 1 }),
})
