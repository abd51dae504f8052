import type { ReactNode } from 'react'
import { groupByHops } from '../../graph/hops.ts'
import { isJob } from '../../../../src/graph/keys.ts'
import { lastPart } from '../../../../src/graph/names.ts'
import { Icon } from '../../ui/Icon.tsx'
import { formatNumber, plural } from '../../ui/Time.tsx'
import { leftOf } from './left.ts'
import { ALL_HOPS, type ExplorerState, type PinnedColumn } from './url.ts'
import type { Loaded, LoadedPin } from './use-graph.ts'
import type { Scene } from './use-scene.ts'

interface PillProps {
  readonly state: ExplorerState
  readonly loaded: Loaded
  readonly scene: Scene
  readonly change: (next: Partial<ExplorerState>) => void
  readonly onExpandAll: () => void
  readonly onCloseGroup: (short: string) => void
  readonly children?: ReactNode
}

interface Counts {
  readonly up: string
  readonly down: string
  readonly hops: number
}

/** What lies round the root as the server counted it; without that, what is drawn. */
const countsOf = ({ reach, graph, rootKey }: Loaded, scene: Scene): Counts => {
  const text = (r: { datasets: number; atLeast: boolean }): string => `${formatNumber(r.datasets)}${r.atLeast ? '+' : ''}`
  if (reach) return { up: text(reach.upstream), down: text(reach.downstream), hops: reach.hops }
  const out = { up: 0, down: 0, hops: 0 }
  for (const g of rootKey === null ? [] : groupByHops(graph, scene.listed, rootKey)) {
    if (g.hops === null || g.hops === 0) continue
    if (g.hops < 0) out.up += g.datasets.length
    else out.down += g.datasets.length
    out.hops = Math.max(out.hops, Math.abs(g.hops))
  }
  return { up: formatNumber(out.up), down: formatNumber(out.down), hops: out.hops }
}

/** What there is and what is drawn of it; the pinned columns, the opened groups, and how to leave each. */
export function TopPills({ state, loaded, scene, change, onExpandAll, onCloseGroup, children }: PillProps) {
  const { up, down, hops } = countsOf(loaded, scene)
  const left = leftOf(loaded, scene.listed, state.direction)
  return (
    <div className="ov top">
      <span
        className="pill"
        aria-label="Reach"
        title={state.fold ? 'Over whole jobs. By their steps: the menu behind the dots, Fold steps into their job' : undefined}
      >
        <b>{up}</b> upstream · <b>{down}</b> downstream{hops > 1 && ` (${plural(hops, 'hop')})`}
      </span>
      {(left.n > 0 || left.atLeast) && !scene.only && (
        <button type="button" className="pill" title="Open everything, all hops" onClick={onExpandAll}>
          {formatNumber(left.n)}
          {left.atLeast && '+'}
          {left.of} not drawn · Expand all
        </button>
      )}
      {children}
      <Pins state={state} loaded={loaded} scene={scene} change={change} />
      {scene.groups
        .filter((g) => state.groupsOpen.includes(g.short))
        .map((g) => (
          <span key={g.short} className="pill">
            <Icon name="group" className="ink" />
            {lastPart(g.name)}
            <button type="button" className="plain" aria-label={`Close the group ${g.name}`} onClick={() => onCloseGroup(g.short)}>
              <Icon name="x" className="ink" />
            </button>
          </span>
        ))}
      {loaded.beyond &&
        !loaded.again &&
        loaded.leftOut === 0 &&
        !loaded.late &&
        state.depth > 1 &&
        state.depth < ALL_HOPS &&
        !scene.only && (
          <button
            type="button"
            className="pill"
            title="There is more beyond"
            onClick={() => change({ depth: Math.min(ALL_HOPS, state.depth + 1) })}
          >
            Depth limit reached: {plural(state.depth, 'hop')} · One more
          </button>
        )}
    </div>
  )
}

function Pins({ state, loaded, scene, change }: Pick<PillProps, 'state' | 'loaded' | 'scene' | 'change'>) {
  const { pin, pins, graph } = loaded
  if (!pin) return null
  const path = scene.pinned
  const outside = path ? [...path.nodes].filter((k) => !isJob(k) && !scene.visible.nodes.has(k)).length : 0
  const hasIndirect = path !== null && [...scene.index.into.values()].some((list) => list.some((e) => e.indirect))
  const without = (gone: LoadedPin): void => {
    const rest = pins
      .filter((p) => p !== gone)
      .flatMap((p): PinnedColumn[] => {
        const at = graph.nodes.get(p.key)
        return at ? [{ namespace: at.namespace, name: at.name, field: p.field }] : []
      })
    const [first, ...also] = rest
    change({
      pin: first ? { dataset: { namespace: first.namespace, name: first.name }, field: first.field } : null,
      also,
      only: state.only && rest.length > 0,
    })
  }
  return (
    <>
      {pins.map((p) => (
        <span key={p.key + p.field} className="pill on" title={graph.nodes.get(p.key)?.name}>
          <Icon name="pin" className="ink" />
          {p.field}
          <button
            type="button"
            className="plain"
            aria-label={`Leave the path of ${p.field}`}
            title="Leave the path"
            onClick={() => without(p)}
          >
            <Icon name="x" className="ink" />
          </button>
        </span>
      ))}
      {state.only ? (
        <button type="button" className="pill on" onClick={() => change({ only: false })}>
          <Icon name="x" className="ink" />
          Exit path
        </button>
      ) : (
        <button type="button" className="pill" onClick={() => change({ only: true })}>
          <Icon name="filter" className="ink" />
          Filter to path{outside > 0 && ` (${plural(outside, 'dataset')} more)`}
        </button>
      )}
      {(hasIndirect || state.indirect) && (
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
      {state.asOf !== null && (
        <span className="pill" title="Columns that are read out of SQL are those of the SQL of now">
          Inferred columns: as of now only
        </span>
      )}
      {pins.some((p) => !p.ready) && <span className="pill">Reading the path</span>}
      {pins.some((p) => p.truncated) && <span className="pill">The path goes on: it was cut here</span>}
    </>
  )
}
