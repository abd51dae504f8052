import { lazy, type ReactNode, Suspense, useEffect } from 'react'
import { groupByHops } from '../../graph/hops.ts'
import { lastPart } from '../../../../src/graph/names.ts'
import { Icon } from '../../ui/Icon.tsx'
import { formatNumber, plural } from '../../ui/Time.tsx'
import type { PinProps } from './PinPills.tsx'
import { leftOf } from './left.ts'
import { ALL_HOPS } from './url.ts'
import type { Loaded } from './use-graph.ts'
import type { Scene } from './use-scene.ts'

const loadPins = () => import('./PinPills.tsx')
const PinPills = lazy(() => loadPins().then((m) => ({ default: m.PinPills })))

/** What tells of pinned columns is read while their path is, not after it. */
export const usePinPills = (pinned: boolean): void =>
  useEffect(() => {
    if (pinned) void loadPins()
  }, [pinned])

interface PillProps extends PinProps {
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
      {loaded.pin && (
        <Suspense fallback={null}>
          <PinPills state={state} loaded={loaded} scene={scene} change={change} />
        </Suspense>
      )}
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
