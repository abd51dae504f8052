import { isJob } from '../../../../src/graph/keys.ts'
import { Icon } from '../../ui/Icon.tsx'
import { plural } from '../../ui/Time.tsx'
import type { ExplorerState, PinnedColumn } from './url.ts'
import type { Loaded, LoadedPin } from './use-graph.ts'
import type { Scene } from './use-scene.ts'

export interface PinProps {
  readonly state: ExplorerState
  readonly loaded: Loaded
  readonly scene: Scene
  readonly change: (next: Partial<ExplorerState>) => void
}

/** The pinned columns and what is drawn of their paths, and how to leave each. */
export function PinPills({ state, loaded, scene, change }: PinProps) {
  const { pins, graph } = loaded
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
