import { useCallback, useState } from 'react'
import { queryClient } from '../../api/query.ts'
import type { Key, Side } from '../../../../src/graph/keys.ts'
import type { GraphNode } from '../../../../src/graph/model.ts'
import type { ExplorerState } from './url.ts'
import { sideQuestion } from './use-graph.ts'

/** Past so many nodes a person is asked first. */
export const ASK_FROM = 300

export interface Asking {
  readonly count: number
  /** More than that. */
  readonly atLeast: boolean
  readonly go: () => void
}

/** Opens far after counting what would come; `asking` is the question whether that is wanted. */
export const useExpandFar = (
  state: ExplorerState,
  expandFar: (key: Key, side: Side, hops: number) => void,
): {
  readonly asking: Asking | null
  readonly ask: (asking: Asking | null) => void
  readonly expand: (node: GraphNode, side: Side, hops: number) => Promise<void>
} => {
  const [asking, ask] = useState<Asking | null>(null)
  const expand = useCallback(
    async (node: GraphNode, side: Side, hops: number): Promise<void> => {
      const go = (): void => expandFar(node.key, side, hops)
      if (hops === 1) return go()
      // where it fails the graph says so: it asks the same again
      const answer = await queryClient.fetchQuery(sideQuestion(state, node, side, hops)).catch(() => null)
      const count = (answer?.nodes.length ?? 0) + (answer?.leftOut ?? 0)
      if (count > ASK_FROM) ask({ count, atLeast: answer?.truncated ?? false, go })
      else go()
    },
    [state, expandFar],
  )
  return { asking, ask, expand }
}
