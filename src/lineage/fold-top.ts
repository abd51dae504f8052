import { groupIdOf, jobIdOf } from '../catalog/names.ts'
import type { NodeType } from '../contract/lineage.ts'
import type { Executor } from '../db/contract.ts'
import { FoldedGraph } from './fold.ts'
import type { Graph } from './walk.ts'

interface Asked {
  readonly fold?: boolean | undefined
  readonly topType?: NodeType | undefined
  readonly topNamespace?: string | undefined
  readonly topName?: string | undefined
}

/** The graph folded as a question wants it; null where it wants none. `root`: the job that it is about, which stands for all that is inside it. */
export async function foldedFor(db: Executor, base: Graph, query: Asked, root: number | null): Promise<FoldedGraph | null> {
  if (query.fold !== true) return null
  const { topType = 'job', topNamespace: namespace = '', topName: name } = query
  if (name === undefined) return FoldedGraph.open(db, base, root)
  if (topType === 'dataset') return FoldedGraph.open(db, base, root, await groupIdOf(db, { namespace, name }))
  return FoldedGraph.open(db, base, root ?? (await jobIdOf(db, { namespace, name })))
}
