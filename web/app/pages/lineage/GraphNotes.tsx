import type { ReactNode } from 'react'
import { isJob } from '../../../../src/graph/keys.ts'
import type { ColumnPath } from '../../../../src/graph/columns.ts'
import type { Shape } from '../../graph/edges.ts'
import { groupByHops } from '../../graph/hops.ts'
import type { Graph } from '../../../../src/graph/model.ts'
import { lastPart } from '../../../../src/graph/names.ts'
import type { Visible } from '../../../../src/graph/visible.ts'
import type { RunState } from '../../../../src/contract/common.ts'
import { Icon } from '../../ui/Icon.tsx'
import { STATE_WORDS } from '../../ui/StateBadge.tsx'
import { formatNumber, formatRelative, plural } from '../../ui/Time.tsx'
import type { ExplorerState } from './url.ts'
import type { Loaded } from './use-graph.ts'
import type { Scene } from './use-scene.ts'

interface PillProps {
  readonly state: ExplorerState
  readonly loaded: Loaded
  readonly scene: Scene
  readonly change: (next: Partial<ExplorerState>) => void
  readonly children?: ReactNode
}

const counts = ({ loaded, scene }: Pick<PillProps, 'loaded' | 'scene'>): { up: number; down: number; hops: number; left: number } => {
  const { graph, rootKey } = loaded
  const out = { up: 0, down: 0, hops: 0, left: 0 }
  if (rootKey === null) return out
  for (const g of groupByHops(graph, scene.visible, rootKey)) {
    if (g.hops === null || g.hops === 0) continue
    if (g.hops < 0) out.up += g.datasets.length
    else out.down += g.datasets.length
    out.hops = Math.max(out.hops, Math.abs(g.hops))
  }
  for (const h of scene.visible.hidden.values()) out.left += h.u + h.d
  return out
}

/** What is drawn and what is not; the pinned column and how to leave it. */
export function TopPills({ state, loaded, scene, change, children }: PillProps) {
  const { up, down, hops, left } = counts({ loaded, scene })
  const pin = loaded.pin
  const path = scene.pinned
  const outside = path ? [...path.nodes].filter((k) => !isJob(k) && !scene.visible.nodes.has(k)).length : 0
  const hasIndirect = path !== null && [...(scene.index.into.values() ?? [])].some((list) => list.some((e) => e.indirect))
  return (
    <div className="ov top">
      <span className="pill" title={left > 0 ? `${formatNumber(left)} neighbours are not drawn. Open them with + on a card.` : undefined}>
        <b>{formatNumber(up)}</b> upstream · <b>{formatNumber(down)}</b> downstream{hops > 1 && ` (${hops} hops)`}
        {left > 0 && !scene.only && <span className="t3">· {formatNumber(left)} not drawn</span>}
      </span>
      {pin && (
        <span className="pill on">
          <Icon name="pin" className="ink" />
          {pin.field}
          <button
            type="button"
            className="plain"
            aria-label={`Leave the path of ${pin.field}`}
            title="Leave the path (Esc)"
            onClick={() => change({ pin: null, only: false })}
          >
            <Icon name="x" className="ink" />
          </button>
        </span>
      )}
      {pin && (
        <button
          type="button"
          className={`pill${state.only ? ' on' : ''}`}
          aria-pressed={state.only}
          onClick={() => change({ only: !state.only })}
        >
          Only the path{!state.only && outside > 0 && ` (${plural(outside, 'dataset')} more)`}
        </button>
      )}
      {pin && (hasIndirect || state.indirect) && (
        <button
          type="button"
          className={`pill${state.indirect ? ' on' : ''}`}
          aria-pressed={state.indirect}
          title="Columns that filter, join, group or sort"
          onClick={() => change({ indirect: !state.indirect })}
        >
          <svg className="ln" viewBox="0 0 22 6" aria-hidden="true">
            <path d="M0 3H22" stroke="currentColor" strokeWidth="1.6" strokeDasharray="5 3" />
          </svg>
          Indirect
        </button>
      )}
      {children}
      {pin && !pin.ready && <span className="pill">Reading the path</span>}
      {pin?.truncated === true && <span className="pill">The path goes on: it was cut here</span>}
    </div>
  )
}

const STATES: readonly RunState[] = ['COMPLETE', 'RUNNING', 'FAIL', 'ABORT', 'LOST', 'NEW']

/** Last runs of the jobs that are drawn, and what the lines mean. */
export function Legend({ graph, visible, path }: { readonly graph: Graph; readonly visible: Visible; readonly path: ColumnPath | null }) {
  const states = new Map<RunState, number>()
  for (const key of visible.nodes) {
    const s = graph.nodes.get(key)?.lastState
    if (s) states.set(s, (states.get(s) ?? 0) + 1)
  }
  const lines = path ? [...path.edges] : []
  const direct = lines.some((e) => !e.indirect && !e.inferred)
  const indirect = lines.some((e) => e.indirect && !e.inferred)
  const inferred = lines.some((e) => e.inferred)
  const control = graph.control.some((e) => visible.nodes.has(e.from) && visible.nodes.has(e.to))
  if (states.size === 0 && !path && !control) return null
  return (
    <div className="ov leg">
      {states.size > 0 && <b>Last runs</b>}
      {STATES.filter((s) => states.has(s)).map((s) => (
        <span key={s} className={`st-${s}`}>
          <Icon name={s} className="c" />
          {STATE_WORDS[s]} {formatNumber(states.get(s))}
        </span>
      ))}
      {control && (
        <span>
          <svg className="ln" viewBox="0 0 22 6" aria-hidden="true">
            <path d="M0 3H22" stroke="var(--text-3)" strokeWidth="1.4" strokeDasharray="6 4" />
          </svg>
          Runs before
        </span>
      )}
      {direct && (
        <span>
          <svg className="ln" viewBox="0 0 22 6" aria-hidden="true">
            <path d="M0 3H22" stroke="var(--water-lit)" strokeWidth="2" />
          </svg>
          Direct
        </span>
      )}
      {indirect && (
        <span>
          <svg className="ln" viewBox="0 0 22 6" aria-hidden="true">
            <path d="M0 3H22" stroke="var(--water-lit)" strokeWidth="1.6" strokeDasharray="5 3" />
          </svg>
          Indirect
        </span>
      )}
      {inferred && (
        <span>
          <svg className="ln" viewBox="0 0 22 6" aria-hidden="true">
            <path d="M0 3H22" stroke="var(--water-lit)" strokeWidth="2" strokeDasharray="1.5 3.5" />
          </svg>
          Inferred from SQL
        </span>
      )}
    </div>
  )
}

/** Names the edge under the pointer. */
export function EdgeTip({
  at,
  graph,
}: {
  readonly at: { readonly shape: Shape; readonly x: number; readonly y: number }
  readonly graph: Graph
}) {
  const [from, to, edge] = [graph.nodes.get(at.shape.from), graph.nodes.get(at.shape.to), graph.edges.get(at.shape.id)]
  if (!from || !to) return null
  return (
    <div className="ov tip" style={{ left: at.x + 12, top: at.y + 12 }} aria-hidden="true">
      <b>{lastPart(from.name)}</b> → <b>{lastPart(to.name)}</b>
      {edge?.lastSeenAt && <span className="t3"> last seen {formatRelative(edge.lastSeenAt)}</span>}
      {at.shape.back && <span className="t3"> · runs back: part of a cycle</span>}
    </div>
  )
}
