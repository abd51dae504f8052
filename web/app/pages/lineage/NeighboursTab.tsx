import { useState } from 'react'
import { type Side, SIDES } from '../../../../src/graph/keys.ts'
import { type GraphNode, neighbours, totalAtLeast, totalOf } from '../../../../src/graph/model.ts'
import { lastPart } from '../../../../src/graph/names.ts'
import { paths } from '../../paths.ts'
import { EntityName } from '../../ui/EntityName.tsx'
import { Icon } from '../../ui/Icon.tsx'
import { Link } from '../../ui/Link.tsx'
import { formatNumber } from '../../ui/Time.tsx'
import type { PanelProps } from './panel.ts'

const MOST = 200
const TITLE: Readonly<Record<'dataset' | 'job', Readonly<Record<Side, string>>>> = {
  dataset: { u: 'Written by', d: 'Read by' },
  job: { u: 'Reads', d: 'Writes' },
}

/** All neighbours that were loaded, drawn or not. */
export function NeighboursTab({ node, graph, visible, actions, asOf }: PanelProps) {
  const [q, setQ] = useState('')
  return (
    <>
      <span className="in sm">
        <Icon name="search" />
        <input
          type="text"
          value={q}
          placeholder="Find a neighbour"
          aria-label="Find a neighbour"
          onChange={(event) => setQ(event.target.value)}
        />
      </span>
      {SIDES.map((side) => {
        const all = neighbours(graph, node.key, side).flatMap((k) => graph.nodes.get(k) ?? [])
        const found = all.filter((n) => n.name.toLowerCase().includes(q.toLowerCase()))
        const total = totalOf(graph, node.key, side)
        const more = totalAtLeast(graph, node.key, side) ? '+' : ''
        return (
          <section key={side}>
            <h3>
              {TITLE[node.type][side]} {formatNumber(total)}
              {more}
              <span className="end">
                {all.length < total ? `${formatNumber(total - all.length)}${more} not read yet` : more && 'perhaps more, not read yet'}
              </span>
            </h3>
            <ul className="ends nb">
              {found.slice(0, MOST).map((n) => (
                <li key={n.key} className="two">
                  {visible.nodes.has(n.key) ? (
                    <button type="button" onClick={() => actions.show(n.key)}>
                      <Neighbour node={n} />
                    </button>
                  ) : (
                    <Link to={paths.lineage({ type: n.type, namespace: n.namespace, name: n.name, asOf })}>
                      <Neighbour node={n} />
                      <span className="x">refocus</span>
                    </Link>
                  )}
                  <button
                    type="button"
                    aria-label={`Why ${lastPart((side === 'u' ? n : node).name)} to ${lastPart((side === 'u' ? node : n).name)}`}
                    onClick={() => (side === 'u' ? actions.why(n.key, node.key, null) : actions.why(node.key, n.key, null))}
                  >
                    why
                  </button>
                </li>
              ))}
            </ul>
            {found.length > MOST && <p className="s12 t3">{formatNumber(found.length - MOST)} more: type to find them.</p>}
          </section>
        )
      })}
    </>
  )
}

function Neighbour({ node }: { readonly node: GraphNode }) {
  return (
    <>
      {node.type === 'job' && (
        <Icon name={node.lastState ?? 'job'} size={13} className={node.lastState ? `st-${node.lastState}` : undefined} />
      )}
      <EntityName namespace={node.namespace} name={node.name} integration={node.integration} tile={node.type === 'dataset'} />
    </>
  )
}
