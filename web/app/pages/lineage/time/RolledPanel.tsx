import { shortOf } from '../../../../../src/contract/short.ts'
import type { GraphEdge, GraphNode } from '../../../../../src/graph/model.ts'
import { lastPart } from '../../../../../src/graph/names.ts'
import { Button } from '../../../ui/Button.tsx'
import { Icon } from '../../../ui/Icon.tsx'
import { formatNumber, plural, Time } from '../../../ui/Time.tsx'
import type { Change } from '../use-actions.ts'
import type { Loaded } from '../use-graph.ts'
import type { RolledUp } from './use-asked.ts'

const MOST = 100

interface Props {
  readonly rolled: RolledUp
  readonly graph: Loaded['graph']
  readonly change: Change
}

/** Why an edge between groups is there: the edges that it stands for, from each of which the runs and events are a step away. */
export function RolledPanel({ rolled, graph, change }: Props) {
  const { from, to, edges } = rolled
  return (
    <aside className="lg-side" aria-label={`Why ${from.name} to ${to.name}`}>
      <header>
        <h2>
          <Icon name="group" />
          <span className="cut">Edge of a group</span>
        </h2>
        <Button kind="quiet" small icon="x" aria-label="Close panel" onClick={() => change({ why: null }, 'replace')} />
      </header>
      <p className="why-ends">
        {from.name} <span className="t3">→</span> {to.name}
      </p>
      <h3>
        Stands for {plural(edges.length, 'edge')}
        <span className="end">of what is shown</span>
      </h3>
      <ul className="ends">
        {edges.slice(0, MOST).map((edge) => (
          <Row key={edge.id} edge={edge} graph={graph} change={change} />
        ))}
      </ul>
      {edges.length > MOST && <p className="s12 t3">{formatNumber(edges.length - MOST)} more. Open a group to see its own.</p>}
    </aside>
  )
}

function Row({ edge, graph, change }: { readonly edge: GraphEdge } & Pick<Props, 'graph' | 'change'>) {
  const name = (node: GraphNode | undefined): string => lastPart(node?.name ?? '')
  const [from, to] = [name(graph.nodes.get(edge.from)), name(graph.nodes.get(edge.to))]
  return (
    <li>
      <button
        type="button"
        aria-label={`Why ${from} to ${to}`}
        onClick={() => change({ why: { from: shortOf(edge.from), to: shortOf(edge.to), fields: null } })}
      >
        <span className="cut">
          {from} <span className="t3">→</span> {to}
        </span>
        <span className="x t3">
          <Time iso={edge.lastSeenAt} />
        </span>
      </button>
    </li>
  )
}
