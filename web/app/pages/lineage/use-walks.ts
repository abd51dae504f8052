import { useQueries } from '@tanstack/react-query'
import { useMemo } from 'react'
import type { Lineage } from '../../../../src/contract/lineage.ts'
import { isJob, type Key, keyOf, shortOf, type Side } from '../../../../src/graph/keys.ts'
import { type Graph, mergeAnswers } from '../../../../src/graph/model.ts'
import { sideId, type Visible, visibleOf } from '../../../../src/graph/visible.ts'
import { isCutShort, named } from '../../graph/filter.ts'
import { type Term, termText } from '../../graph/selector.ts'
import type { ExplorerState } from './url.ts'
import { type Loaded, sideQuestion } from './use-graph.ts'

/** One walk of a filter that goes on where nothing is drawn. */
export interface CutWalk {
  readonly text: string
  /** Datasets on it that are drawn, and all; null while they are counted. */
  readonly drawn: number
  readonly total: number | null
  readonly atLeast: boolean
  readonly failed: boolean
  /** What draws the rest; null where an address has no room for more. */
  readonly rest: { readonly count: number; readonly change: Partial<ExplorerState> } | null
}
interface Leg {
  readonly term: string
  readonly start: Key
  readonly side: Side
  readonly hops: number
}

/** Nodes of one name that are followed. */
const STARTS = 3
const FAR = 100
/** Nodes that an address names one by one. */
const ROOM = 300

/** Ways of the walks among the terms that end where not all is drawn. */
const legsOf = (graph: Graph, drawn: Visible, terms: readonly Term[]): Leg[] =>
  terms.flatMap((term) => {
    if (term.kind !== 'walk') return []
    const ways = [
      ['u', term.up],
      ['d', term.down],
    ] as const
    return named(graph, drawn.nodes, term.name)
      .slice(0, STARTS)
      .flatMap((start) =>
        ways.flatMap(([side, hops]) =>
          hops === null || hops === 0 || !isCutShort(drawn, start, side, hops)
            ? []
            : [{ term: termText(term), start, side, hops: Math.min(FAR, hops) }],
        ),
      )
  })

/** Walks of the filter that are not drawn to their end, with how much there is in all. `drawn`: before it is filtered. */
export const useWalks = (state: ExplorerState, loaded: Loaded, drawn: Visible, terms: readonly Term[]): readonly CutWalk[] => {
  const { graph } = loaded
  const legs = useMemo(() => legsOf(graph, drawn, terms), [graph, drawn, terms])
  const answers = useQueries({
    queries: legs.map(({ start, side, hops }) => {
      const node = graph.nodes.get(start)
      return node === undefined
        ? { queryKey: ['no node', start], queryFn: () => null, enabled: false }
        : sideQuestion(state, node, side, hops)
    }),
  })
  return [...new Set(legs.map((leg) => leg.term))]
    .map((text) => {
      const mine = legs.flatMap((leg, i) =>
        leg.term === text ? [{ leg, answer: answers[i]?.data as Lineage | null | undefined, failed: answers[i]?.isError === true }] : [],
      )
      return cutWalk(state, drawn, text, mine)
    })
    .filter((walk) => walk.total === null || walk.drawn < walk.total || walk.atLeast)
}

type Answered = { readonly leg: Leg; readonly answer: Lineage | null | undefined; readonly failed: boolean }

const cutWalk = (state: ExplorerState, drawn: Visible, text: string, mine: readonly Answered[]): CutWalk => {
  const known = mine.flatMap(({ leg, answer }) => (answer ? [{ leg, answer }] : []))
  const starts = new Set(mine.map(({ leg }) => leg.start))
  const all = new Set(known.flatMap(({ answer }) => answer.nodes.map(keyOf)))
  const datasets = [...all].filter((key) => !isJob(key) && !starts.has(key))
  const leftOut = known.reduce((sum, { answer }) => sum + answer.leftOut, 0)
  const ready = known.length === mine.length
  return {
    text,
    drawn: datasets.filter((key) => drawn.nodes.has(key)).length,
    total: ready ? datasets.length : null,
    atLeast: leftOut > 0,
    failed: mine.some(({ failed }) => failed),
    rest: ready ? restOf(state, known, all.size + leftOut) : null,
  }
}

/** Opens each way to its end, and names what lies behind the first children of a node. */
const restOf = (
  state: ExplorerState,
  known: readonly { readonly leg: Leg; readonly answer: Lineage }[],
  count: number,
): CutWalk['rest'] => {
  const [hops, sides, shown] = [new Map(state.hops), new Map(state.sides), new Set(state.shown)]
  for (const { leg, answer } of known) {
    const id = sideId(shortOf(leg.start), leg.side)
    hops.set(id, Math.max(hops.get(id) ?? 0, leg.hops))
    if (sides.get(id) === 0) sides.delete(id)
    const graph = mergeAnswers([answer])
    const direction = leg.side === 'u' ? 'upstream' : 'downstream'
    const opened = visibleOf(graph, { root: leg.start, direction, depth: leg.hops, sides: new Map() })
    for (const key of graph.nodes.keys()) if (!opened.nodes.has(key) && shown.size < ROOM) shown.add(shortOf(key))
  }
  const grew = [...hops].some(([id, n]) => state.hops.get(id) !== n) || shown.size > state.shown.length
  return grew ? { count, change: { hops, sides, shown: [...shown] } } : null
}
