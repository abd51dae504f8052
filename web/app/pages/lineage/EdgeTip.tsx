import type { Shape } from '../../graph/edges.ts'
import type { Graph } from '../../../../src/graph/model.ts'
import { lastPart } from '../../../../src/graph/names.ts'
import { formatRelative, plural } from '../../ui/Time.tsx'

/** Names the edge under the pointer. */
export function EdgeTip({
  at,
  graph,
}: {
  readonly at: { readonly shape: Shape; readonly x: number; readonly y: number }
  readonly graph: Graph
}) {
  const [from, to, edge] = [graph.nodes.get(at.shape.from), graph.nodes.get(at.shape.to), graph.edges.get(at.shape.id)]
  if (!from || !to) {
    return at.shape.count > 1 ? (
      <div className="ov tip" style={{ left: at.x + 12, top: at.y + 12 }} aria-hidden="true">
        Stands for {plural(at.shape.count, 'edge')}
      </div>
    ) : null
  }
  return (
    <div className="ov tip" style={{ left: at.x + 12, top: at.y + 12 }} aria-hidden="true">
      <b>{lastPart(from.name)}</b> → <b>{lastPart(to.name)}</b>
      {edge?.lastSeenAt && <span className="t3"> last seen {formatRelative(edge.lastSeenAt)}</span>}
      {edge?.runs !== undefined && edge.runs > 0 && (
        <span className="t3"> · {edge.runs >= 1000 ? 'at least 1,000 runs' : plural(edge.runs, 'run')}</span>
      )}
      {at.shape.style === 'stale' && <span className="t3"> · stale: the job ran on and no longer says so</span>}
      {at.shape.style === 'inferred' && <span className="t3"> · inferred: read out of SQL, said by nobody</span>}
      {at.shape.style === 'bridge' && <span className="t3"> · over nodes that a filter hides</span>}
      {at.shape.back && <span className="t3"> · runs back: part of a cycle</span>}
    </div>
  )
}
