import { useState } from 'react'
import type { ColumnEdge } from '../../../../src/contract/catalog.ts'
import type { DatasetDetail, Field, FieldLineage, JobDetail } from '../../../../src/contract/catalog.ts'
import { useApi } from '../../api/query.ts'
import { isJob, type Key, keyOf, type Side, SIDES } from '../../graph/keys.ts'
import { type Graph, type GraphNode, neighbours, totalOf } from '../../graph/model.ts'
import { lastPart, qualifier } from '../../graph/names.ts'
import type { Visible } from '../../graph/visible.ts'
import { paths } from '../../paths.ts'
import { Button, ButtonLink } from '../../ui/Button.tsx'
import { CopyButton } from '../../ui/CopyButton.tsx'
import { EntityName, PlatformTile } from '../../ui/EntityName.tsx'
import { Icon } from '../../ui/Icon.tsx'
import { Link } from '../../ui/Link.tsx'
import { Empty, Region } from '../../ui/Regions.tsx'
import { RunBars } from '../../ui/RunBars.tsx'
import { SafeLink } from '../../ui/SafeLink.tsx'
import { StateBadge } from '../../ui/StateBadge.tsx'
import { Tabs } from '../../ui/Tabs.tsx'
import { formatDuration, formatNumber, plural, Time } from '../../ui/Time.tsx'

export interface PanelActions {
  readonly close: () => void
  readonly show: (key: Key) => void
  readonly pin: (key: Key, field: string) => void
  readonly toggleColumns: (key: Key) => void
  readonly setTab: (tab: PanelTab) => void
}
export type PanelTab = 'column' | 'about' | 'neighbours'

interface Props {
  readonly node: GraphNode
  readonly graph: Graph
  readonly visible: Visible
  readonly isRoot: boolean
  readonly pin: { readonly key: Key; readonly field: string } | null
  readonly columnsOpen: boolean
  readonly tab: PanelTab
  readonly asOf: string | null
  readonly actions: PanelActions
}

/** What is known of the selected node, and where one can go from it. */
export function SidePanel(props: Props) {
  const { node, pin, actions } = props
  const job = isJob(node.key)
  const field = pin?.key === node.key ? pin.field : null
  const tabs = [
    ...(field === null ? [] : [{ key: 'column', label: 'Column' }]),
    { key: 'about', label: job ? 'Job' : 'Dataset' },
    { key: 'neighbours', label: 'Neighbours', count: node.upstream + node.downstream },
  ]
  const tab = tabs.some((t) => t.key === props.tab) ? props.tab : (tabs[0]?.key ?? 'about')
  return (
    <aside className="lg-side" aria-label={`Selected: ${node.name}`}>
      <header>
        <h2 title={`${node.name}\n${node.namespace}`}>
          <PlatformTile namespace={node.namespace} integration={job ? node.integration : null} />
          <span className="cut">{lastPart(node.name)}</span>
        </h2>
        <CopyButton value={node.name} label={node.name} />
        <Button kind="quiet" small icon="x" aria-label="Close panel" onClick={actions.close} />
      </header>
      <p className="q cut" title={node.namespace}>
        {qualifier(node) === node.namespace ? node.namespace : `${qualifier(node)} · ${node.namespace}`}
      </p>
      <div className="acts">
        <ButtonLink to={job ? paths.job(node) : paths.dataset(node)} small>
          Open
        </ButtonLink>
        {!props.isRoot && (
          <ButtonLink
            to={paths.lineage({ type: node.type, namespace: node.namespace, name: node.name, asOf: props.asOf })}
            small
            icon="target"
          >
            Refocus here
          </ButtonLink>
        )}
        {node.hasColumns && (
          <Button small icon="columns" aria-pressed={props.columnsOpen} onClick={() => actions.toggleColumns(node.key)}>
            {props.columnsOpen ? 'Hide columns' : 'Show columns'}
          </Button>
        )}
      </div>
      <Tabs tabs={tabs} value={tab} onChange={(key) => actions.setTab(key as PanelTab)} label="About the selected node">
        {tab === 'column' && field !== null && <ColumnTab node={node} field={field} graph={props.graph} actions={actions} />}
        {tab === 'about' && (job ? <JobTab node={node} /> : <DatasetTab node={node} pinned={field} actions={actions} />)}
        {tab === 'neighbours' && <NeighboursTab {...props} />}
      </Tabs>
    </aside>
  )
}

function ColumnTab({
  node,
  field,
  graph,
  actions,
}: {
  readonly node: GraphNode
  readonly field: string
  readonly graph: Graph
  readonly actions: PanelActions
}) {
  const id = { namespace: node.namespace, name: node.name }
  const answer = useApi<FieldLineage>('/api/v2/dataset/columns', { ...id, field })
  const dataset = useApi<DatasetDetail>('/api/v2/dataset', id)
  const info = dataset.data?.fields.find((f) => f.path === field)
  return (
    <>
      <dl className="kv">
        <dt>Column</dt>
        <dd className="med">{field}</dd>
        <dt>Type</dt>
        <dd>{info?.type ? <code>{info.type}</code> : <span className="t3">not stated</span>}</dd>
        {info?.description && (
          <>
            <dt>Means</dt>
            <dd>{info.description}</dd>
          </>
        )}
        {answer.data && <MadeBy edges={answer.data.upstream} />}
      </dl>
      <Region answer={answer} what="the column's lineage" rows={4}>
        {(found) => (
          <>
            <Ends title="From" edges={found.upstream} side="u" graph={graph} actions={actions} />
            <Ends title="Into" edges={found.downstream} side="d" graph={graph} actions={actions} />
            {found.truncated && <p className="s12 t3">There are more. The dataset's page lists all of them.</p>}
          </>
        )}
      </Region>
    </>
  )
}

function MadeBy({ edges }: { readonly edges: readonly ColumnEdge[] }) {
  const jobs = new Map(edges.flatMap((e) => (e.job ? [[JSON.stringify([e.job.namespace, e.job.name]), e.job] as const] : [])))
  if (jobs.size === 0) return null
  return (
    <>
      <dt>Made by</dt>
      <dd>
        {[...jobs].slice(0, 4).map(([key, job]) => (
          <div key={key} className="cut">
            <Link to={paths.job(job)} title={`${job.name}\n${job.namespace}`}>
              {lastPart(job.name)}
            </Link>
          </div>
        ))}
        {jobs.size > 4 && <span className="t3">and {plural(jobs.size - 4, 'other job')}</span>}
      </dd>
    </>
  )
}

const word = (e: ColumnEdge): string => (e.subtype ?? e.type ?? 'not stated').toLowerCase()

function Ends({
  title,
  edges,
  side,
  graph,
  actions,
}: {
  readonly title: string
  readonly edges: readonly ColumnEdge[]
  readonly side: Side
  readonly graph: Graph
  readonly actions: PanelActions
}) {
  return (
    <>
      <h3>
        {title} {edges.length === 0 ? 'no column' : plural(edges.length, 'column')}
      </h3>
      <ul className="ends">
        {edges.map((e, i) => {
          const end = side === 'u' ? e.from : e.to
          const key = keyOf({ type: 'dataset', namespace: end.namespace, name: end.name })
          const { field } = end
          const text = (
            <>
              <svg viewBox="0 0 18 8" aria-hidden="true">
                <path d="M0 4H18" stroke="var(--water-lit)" strokeWidth="2" strokeDasharray={e.type === 'INDIRECT' ? '4 3' : undefined} />
              </svg>
              <span
                className="cut"
                title={`${end.name}${field === null ? '' : `.${field}`}\n${end.namespace}${e.description === null ? '' : `\n${e.description}`}`}
              >
                <b>{field ?? 'whole dataset'}</b> <span className="t3">{lastPart(end.name)}</span>
              </span>
              {e.masking && <Icon name="shield" size={13} />}
              <span className="x">
                <span className="sr">{e.type === 'INDIRECT' ? 'indirect, ' : ''}</span>
                {word(e)}
                {e.masking && <span className="sr">, masked</span>}
              </span>
            </>
          )
          return (
            <li key={i}>
              {field !== null && graph.nodes.has(key) ? (
                <button type="button" onClick={() => actions.pin(key, field)}>
                  {text}
                </button>
              ) : (
                <Link to={paths.lineage({ type: 'dataset', namespace: end.namespace, name: end.name, field: field ?? undefined })}>
                  {text}
                </Link>
              )}
            </li>
          )
        })}
      </ul>
    </>
  )
}

const FIRST = 12

function DatasetTab({
  node,
  pinned,
  actions,
}: {
  readonly node: GraphNode
  readonly pinned: string | null
  readonly actions: PanelActions
}) {
  const answer = useApi<DatasetDetail>('/api/v2/dataset', { namespace: node.namespace, name: node.name })
  return (
    <Region answer={answer} what="the dataset" rows={5}>
      {(d) => (
        <>
          <dl className="kv">
            <dt>Written</dt>
            <dd>{d.lastWrittenAt === null ? <span className="t3">not yet seen</span> : <Time iso={d.lastWrittenAt} />}</dd>
            <dt>Written by</dt>
            <dd>{plural(d.producers, 'job')}</dd>
            <dt>Read by</dt>
            <dd>{plural(d.consumers, 'job')}</dd>
            {d.description && (
              <>
                <dt>Means</dt>
                <dd>{d.description}</dd>
              </>
            )}
            {d.owners.length > 0 && (
              <>
                <dt>Owner</dt>
                <dd>{d.owners.map((o) => o.name).join(', ')}</dd>
              </>
            )}
          </dl>
          <Fields node={node} fields={d.fields} pinned={pinned} actions={actions} />
        </>
      )}
    </Region>
  )
}

function Fields({
  node,
  fields,
  pinned,
  actions,
}: {
  readonly node: GraphNode
  readonly fields: readonly Field[]
  readonly pinned: string | null
  readonly actions: PanelActions
}) {
  const [q, setQ] = useState('')
  const [all, setAll] = useState(false)
  const sorted = [...fields].sort((a, b) => Number(b.from + b.into > 0) - Number(a.from + a.into > 0))
  const found = sorted.filter((f) => f.path.toLowerCase().includes(q.toLowerCase()))
  const shown = all || q !== '' ? found.slice(0, 300) : found.slice(0, FIRST)
  if (fields.length === 0) return <Empty title="No columns stated." why="No event has named a schema for this dataset." />
  return (
    <>
      <h3>
        {plural(fields.length, 'column')}
        <span className="end">from · into</span>
      </h3>
      {fields.length > FIRST && (
        <span className="in sm">
          <Icon name="search" />
          <input
            type="text"
            value={q}
            placeholder="Find a column"
            aria-label="Find a column"
            onChange={(event) => setQ(event.target.value)}
          />
        </span>
      )}
      <ul className="ends flds">
        {shown.map((f) => (
          <li key={f.path}>
            <button
              type="button"
              disabled={f.from + f.into === 0}
              className={f.path === pinned ? 'on' : ''}
              aria-pressed={f.path === pinned}
              onClick={() => actions.pin(node.key, f.path)}
              title={f.description ?? f.path}
            >
              <span className="cut">
                <b className={f.removed ? 'gone' : undefined}>{f.path}</b>
              </span>
              <code className="x cut">{f.type ?? ''}</code>
              <span className="x num">{f.from + f.into === 0 ? 'none' : `${formatNumber(f.from)} · ${formatNumber(f.into)}`}</span>
            </button>
          </li>
        ))}
      </ul>
      {shown.length < found.length && (
        <button type="button" className="plain s12 link" onClick={() => setAll(true)}>
          Show {formatNumber(Math.min(300, found.length) - shown.length)} more
        </button>
      )}
      {found.length === 0 && <p className="s12 t3">No column is called that.</p>}
    </>
  )
}

function JobTab({ node }: { readonly node: GraphNode }) {
  const answer = useApi<JobDetail>('/api/v2/job', { namespace: node.namespace, name: node.name })
  return (
    <Region answer={answer} what="the job" rows={5}>
      {(j) => (
        <>
          <dl className="kv">
            <dt>Last run</dt>
            <dd>
              {j.lastState === null ? <span className="t3">not yet run</span> : <StateBadge state={j.lastState} />}{' '}
              {j.lastRunId !== null && (
                <Link to={paths.run(j, j.lastRunId)}>
                  <Time iso={j.lastEndedAt ?? j.lastStartedAt} />
                </Link>
              )}
            </dd>
            {j.lastDurationMs !== null && (
              <>
                <dt>Took</dt>
                <dd>{formatDuration(j.lastDurationMs)}</dd>
              </>
            )}
            {j.says !== null && (
              <>
                <dt>Says</dt>
                <dd className="bad">{j.says}</dd>
              </>
            )}
            <dt>Runs</dt>
            <dd>
              <RunBars bars={j.bars} />
            </dd>
            {j.integration !== null && (
              <>
                <dt>Kind</dt>
                <dd>{[j.integration, j.jobType?.toLowerCase()].filter(Boolean).join(' · ')}</dd>
              </>
            )}
            {j.parent !== null && (
              <>
                <dt>Part of</dt>
                <dd className="cut">
                  <Link to={paths.job(j.parent)}>{j.parent.name}</Link>
                </dd>
              </>
            )}
            {j.description && (
              <>
                <dt>Does</dt>
                <dd>{j.description}</dd>
              </>
            )}
            {j.owners.length > 0 && (
              <>
                <dt>Owner</dt>
                <dd>{j.owners.map((o) => o.name).join(', ')}</dd>
              </>
            )}
          </dl>
          {j.externalUrl !== null && (
            <p className="s12">
              <SafeLink href={j.externalUrl}>Open in {j.integration ?? 'its own tool'}</SafeLink>
            </p>
          )}
        </>
      )}
    </Region>
  )
}

const MOST = 200
const TITLE: Readonly<Record<'dataset' | 'job', Readonly<Record<Side, string>>>> = {
  dataset: { u: 'Written by', d: 'Read by' },
  job: { u: 'Reads', d: 'Writes' },
}

/** All neighbours that were loaded, drawn or not. */
function NeighboursTab({ node, graph, visible, actions, asOf }: Props) {
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
        return (
          <section key={side}>
            <h3>
              {TITLE[node.type][side]} {formatNumber(total)}
              <span className="end">{all.length < total ? `${formatNumber(total - all.length)} not read yet` : ''}</span>
            </h3>
            <ul className="ends nb">
              {found.slice(0, MOST).map((n) => (
                <li key={n.key}>
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
