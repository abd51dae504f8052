import { useMemo } from 'react'
import { adviceOf } from '../../graph/advice.ts'
import { Icon } from '../../ui/Icon.tsx'
import { formatNumber, plural } from '../../ui/Time.tsx'
import type { ExplorerState } from './url.ts'
import { ASK_FROM, type Asking } from './use-expand.ts'
import type { Loaded } from './use-graph.ts'
import type { Scene } from './use-scene.ts'
import { type CutWalk, useWalks } from './use-walks.ts'

interface Props {
  readonly state: ExplorerState
  readonly loaded: Loaded
  readonly scene: Scene
  readonly change: (next: Partial<ExplorerState>) => void
  readonly ask: (asking: Asking) => void
}

/** Of the filters: walks that are not drawn to their end, and what means nothing or finds nothing. */
export function FilterPills({ state, loaded, scene, change, ask }: Props) {
  const { opened, terms } = scene
  const walks = useWalks(state, loaded, opened, terms)
  const advice = useMemo(() => adviceOf(loaded.graph, opened, terms), [loaded.graph, opened, terms])
  return (
    <>
      {walks.map((walk) => (
        <WalkPill key={walk.text} walk={walk} change={change} ask={ask} />
      ))}
      {advice.map((line) => (
        <span key={line} className="pill says" role="status">
          <Icon name="info" className="ink" />
          {line}
        </span>
      ))}
    </>
  )
}

function WalkPill({ walk, change, ask }: { readonly walk: CutWalk } & Pick<Props, 'change' | 'ask'>) {
  const { text, drawn, total, atLeast, failed, rest } = walk
  const load = (): void => {
    if (rest === null) return
    const go = (): void => change(rest.change)
    if (rest.count > ASK_FROM) ask({ count: rest.count, atLeast, go })
    else go()
  }
  const words =
    total === null
      ? failed
        ? 'more may be there: it could not be counted'
        : 'counting what is not drawn'
      : `${formatNumber(drawn)} of ${atLeast ? 'at least ' : ''}${plural(total, 'dataset')} drawn`
  return (
    <span className="pill" role="status">
      <b>{text}</b> {words}
      {rest !== null && (
        <button type="button" className="plain link" onClick={load}>
          Load the rest
        </button>
      )}
    </span>
  )
}
