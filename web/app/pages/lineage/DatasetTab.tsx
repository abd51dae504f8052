import { useState } from 'react'
import type { DatasetDetail, Field } from '../../../../src/contract/catalog.ts'
import { useApi } from '../../api/query.ts'
import type { GraphNode } from '../../../../src/graph/model.ts'
import { Icon } from '../../ui/Icon.tsx'
import { Empty, Region } from '../../ui/Regions.tsx'
import { formatNumber, plural, Time } from '../../ui/Time.tsx'
import type { PanelActions } from './panel.ts'

const FIRST = 12

/** The dataset in short, and its columns: those with lineage can be pinned. */
export function DatasetTab({
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
