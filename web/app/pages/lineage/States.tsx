import type { Paged } from '../../../../src/contract/common.ts'
import type { EventItem } from '../../../../src/contract/events.ts'
import type { GraphNode } from '../../../../src/graph/model.ts'
import { lastPart } from '../../../../src/graph/names.ts'
import { useApi } from '../../api/query.ts'
import { paths } from '../../paths.ts'
import { Button, ButtonLink } from '../../ui/Button.tsx'
import { Empty, NotFound } from '../../ui/Regions.tsx'
import { formatInstant, formatNumber, formatRelative, plural } from '../../ui/Time.tsx'
import type { ExplorerState } from './url.ts'

/** A root without neighbours: why, and what next. */
export function Alone({
  root,
  asOf,
}: {
  readonly asOf: string | null
  readonly root: {
    readonly type: 'dataset' | 'job'
    readonly namespace: string
    readonly name: string
    readonly upstream: number
    readonly downstream: number
    readonly upstreamAtLeast?: boolean | undefined
    readonly downstreamAtLeast?: boolean | undefined
  }
}) {
  const job = root.type === 'job'
  const lonely = root.upstream + root.downstream === 0 && !root.upstreamAtLeast && !root.downstreamAtLeast
  const query = job ? { jobNamespace: root.namespace, jobName: root.name } : { datasetNamespace: root.namespace, datasetName: root.name }
  const events = useApi<Paged<EventItem>>('/api/v2/events', { ...query, limit: 1 }, { enabled: lonely && asOf === null })
  const last = events.data?.items[0]
  if (!lonely) return null
  if (asOf !== null) return <AloneThen root={root} asOf={asOf} />
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
        {last && (
          <ButtonLink to={paths.event(last.position)} small>
            Last event {formatRelative(last.receivedAt)}
          </ButtonLink>
        )}
        <ButtonLink to={paths.events(query)} small>
          See its events
        </ButtonLink>
        <ButtonLink to={job ? paths.job(root) : paths.dataset(root)} small>
          Open the {root.type}
        </ButtonLink>
      </Empty>
    </div>
  )
}

/** The same of an earlier moment: it may have been before the first event. */
function AloneThen({ root, asOf }: { readonly root: Pick<GraphNode, 'type' | 'namespace' | 'name'>; readonly asOf: string }) {
  const { type, namespace, name } = root
  const first = useApi<{ readonly firstSeenAt: string | null }>(`/api/v2/${type}`, { namespace, name }).data?.firstSeenAt ?? null
  const isBefore = first !== null && Date.parse(first) > Date.parse(asOf)
  return (
    <div className="ov lg-alone">
      <Empty
        title={isBefore ? 'Nothing was known of it by then.' : 'No lineage by then.'}
        why={
          isBefore
            ? `The first event that names ${lastPart(name)} is of ${formatInstant(first)}.`
            : `No event up to ${formatInstant(asOf)} names ${type === 'job' ? 'its inputs or outputs' : 'a job that reads or writes it'}.`
        }
      >
        <ButtonLink to={type === 'job' ? paths.job(root) : paths.dataset(root)} small>
          Open the {type}
        </ButtonLink>
      </Empty>
    </div>
  )
}

/** All but the root went. */
export function AllHidden({ hidden, onClear }: { readonly hidden: number; readonly onClear: () => void }) {
  return (
    <div className="ov lg-alone">
      <Empty title="All filtered out." why={`${plural(hidden, 'node')} would be here; the filters hide all but the root.`}>
        <Button small onClick={onClear}>
          Clear the filters
        </Button>
      </Empty>
    </div>
  )
}

/** More than one should draw unasked. */
export function TooMany({
  count,
  change,
  onAnyway,
}: {
  readonly count: number
  readonly change: (next: Partial<ExplorerState>) => void
  readonly onAnyway: () => void
}) {
  return (
    <div className="page" role="status">
      <Empty title={`${formatNumber(count)} nodes are too many to read.`} why="Group them, filter in the box above, or look at fewer hops.">
        <Button small onClick={() => change({ group: 'schema', groupsOpen: [] })}>
          Group by schema
        </Button>
        <Button small onClick={() => change({ group: 'namespace', groupsOpen: [] })}>
          Group by namespace
        </Button>
        <Button small onClick={() => change({ depth: 1, sides: new Map(), hops: new Map() })}>
          One hop
        </Button>
        <Button small onClick={onAnyway}>
          Render anyway
        </Button>
      </Empty>
    </div>
  )
}

/** The catalog has no such root, or had none then. */
export function NoSuchRoot({ state }: { readonly state: ExplorerState }) {
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
