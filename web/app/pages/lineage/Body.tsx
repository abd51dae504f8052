import { lazy, type ReactNode, type RefObject, Suspense, useEffect, useState } from 'react'
import { ApiProblem } from '../../api/client.ts'
import { Minimap, ZoomBar } from '../../graph/Overlays.tsx'
import type { kindOf } from '../../graph/stage.ts'
import type { Drawn } from '../../graph/use-layout.ts'
import type { ViewportHandle } from '../../graph/viewport-props.ts'
import { paths } from '../../paths.ts'
import { Button } from '../../ui/Button.tsx'
import { useGo } from '../../ui/Link.tsx'
import { ErrorRegion, Loading } from '../../ui/Regions.tsx'
import { formatNumber, plural } from '../../ui/Time.tsx'
import { address } from './address.ts'
import { Again } from './Again.tsx'
import { readingWhat } from './summary.ts'
import type { ExplorerState } from './url.ts'
import type { Loaded } from './use-graph.ts'

const NoSuchRoot = lazy(() => import('./States.tsx').then((m) => ({ default: m.NoSuchRoot })))
const HowMuch = lazy(() => import('./Reading.tsx').then((m) => ({ default: m.HowMuch })))

/** Zoom and the small map; they need the camera, which is there once the view is. */
export function Controls({
  handle,
  drawn,
  kind,
}: {
  readonly handle: RefObject<ViewportHandle | null>
  readonly drawn: Drawn
  readonly kind: ReturnType<typeof kindOf>
}) {
  const [view, setView] = useState<ViewportHandle | null>(null)
  useEffect(() => setView(handle.current), [handle, drawn])
  if (!view) return null
  return (
    <>
      <ZoomBar
        camera={view.camera}
        zoom={(f) => handle.current?.zoom(f)}
        home={() => handle.current?.home()}
        fit={() => handle.current?.fit()}
      />
      <Minimap camera={view.camera} result={drawn.result} kind={kind} />
    </>
  )
}

/** Loading, not found, error, or the graph with a note when a part of it failed. */
export function Body({
  loaded,
  state,
  layoutError,
  ready,
  children,
}: {
  readonly loaded: Loaded
  readonly state: ExplorerState
  readonly layoutError: string | null
  readonly ready: boolean
  readonly children: ReactNode
}) {
  const go = useGo()
  if (loaded.error instanceof ApiProblem && loaded.error.status === 404) {
    return (
      <Suspense fallback={null}>
        <NoSuchRoot state={state} />
      </Suspense>
    )
  }
  if (loaded.error && loaded.rootKey === null) {
    return (
      <div className="page">
        <ErrorRegion error={loaded.error} retry={loaded.retry} />
      </div>
    )
  }
  return (
    <>
      {!ready && (
        <div className="page">
          <Loading
            what={readingWhat(state)}
            rows={5}
            told={
              <Suspense fallback={null}>
                <HowMuch state={state} />
              </Suspense>
            }
            onCancel={() => go(paths.lineage())}
          />
        </div>
      )}
      {children}
      <Again state={state} reading={loaded.again} />
      {(loaded.failed.length > 0 || layoutError !== null) && (
        <div className="lg-failed">
          {layoutError !== null ? (
            <ErrorRegion error={new Error(layoutError)} what="The layout" />
          ) : (
            <ErrorRegion
              error={loaded.failed[0]}
              what={plural(loaded.failed.length, 'part of the graph', 'parts of the graph')}
              retry={loaded.retryFailed}
            />
          )}
        </div>
      )}
      {(loaded.leftOut > 0 || loaded.late) && (
        <div className="lg-cut" role="status">
          {loaded.leftOutAtLeast && !loaded.late && 'At least '}
          {loaded.late ? 'Reading took too long and was ended here.' : `${formatNumber(loaded.leftOut)} more were left out.`}{' '}
          <Button small onClick={() => go(address({ ...state, depth: 1 }))}>
            Start with one hop
          </Button>
        </div>
      )}
    </>
  )
}
