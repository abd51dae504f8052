import { type ReactNode, type RefObject, useEffect, useState } from 'react'
import { ApiProblem } from '../../api/client.ts'
import { lastPart } from '../../../../src/graph/names.ts'
import { Minimap, ZoomBar } from '../../graph/Overlays.tsx'
import type { kindOf } from '../../graph/stage.ts'
import type { Drawn } from '../../graph/use-layout.ts'
import type { ViewportHandle } from '../../graph/viewport-props.ts'
import { paths } from '../../paths.ts'
import { Button, ButtonLink } from '../../ui/Button.tsx'
import { useGo } from '../../ui/Link.tsx'
import { Empty, ErrorRegion, Loading, NotFound } from '../../ui/Regions.tsx'
import { formatNumber, plural } from '../../ui/Time.tsx'
import { address } from './address.ts'
import type { ExplorerState } from './url.ts'
import type { Loaded } from './use-graph.ts'

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
/** A root without neighbours: why, and what next. */
export function Alone({
  root,
}: {
  readonly root: {
    readonly type: 'dataset' | 'job'
    readonly namespace: string
    readonly name: string
    readonly upstream: number
    readonly downstream: number
  }
}) {
  if (root.upstream + root.downstream > 0) return null
  const job = root.type === 'job'
  return (
    <div className="ov lg-alone">
      <Empty
        title="No lineage yet."
        why={
          job
            ? `No event of ${lastPart(root.name)} names inputs or outputs.`
            : `No event names a job that reads or writes ${lastPart(root.name)}.`
        }
      >
        <ButtonLink
          to={paths.events(
            job ? { jobNamespace: root.namespace, jobName: root.name } : { datasetNamespace: root.namespace, datasetName: root.name },
          )}
          small
        >
          See its events
        </ButtonLink>
        <ButtonLink to={job ? paths.job(root) : paths.dataset(root)} small>
          Open the {root.type}
        </ButtonLink>
      </Empty>
    </div>
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
      <div className="page">
        <NotFound
          what={`No ${state.type} is called ${state.name}.`}
          why={
            state.asOf === null
              ? `No event has named it in the namespace ${state.namespace || '(empty)'}.`
              : 'At that time no event had named it yet.'
          }
          to={paths.lineage()}
          toLabel="Choose another"
        />
      </div>
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
          <Loading what="the lineage" rows={5} onCancel={() => go(paths.lineage())} />
        </div>
      )}
      {children}
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
      {loaded.leftOut > 0 && (
        <div className="lg-cut" role="status">
          {formatNumber(loaded.leftOut)} more were left out.{' '}
          <Button small onClick={() => go(address({ ...state, depth: 1 }))}>
            Start with one hop
          </Button>
        </div>
      )}
    </>
  )
}
