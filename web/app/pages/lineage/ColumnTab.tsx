import type { ColumnEdge, DatasetDetail, FieldLineage } from '../../../../src/contract/catalog.ts'
import { useApi } from '../../api/query.ts'
import { keyOf, type Side } from '../../../../src/graph/keys.ts'
import type { Graph, GraphNode } from '../../../../src/graph/model.ts'
import { lastPart } from '../../../../src/graph/names.ts'
import { paths } from '../../paths.ts'
import { Icon } from '../../ui/Icon.tsx'
import { Link } from '../../ui/Link.tsx'
import { Region } from '../../ui/Regions.tsx'
import { plural } from '../../ui/Time.tsx'
import { endOf, ordered } from './ends.ts'
import type { PanelActions } from './panel.ts'

/** The pinned column: what it is, what made it, what is made of it. */
export function ColumnTab({
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
  const answer = useApi<FieldLineage>('/api/v2/dataset/columns', { ...id, field, inferred: true })
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
            <Ends node={node} title="From" edges={found.upstream} side="u" graph={graph} actions={actions} />
            <Ends node={node} title="Into" edges={found.downstream} side="d" graph={graph} actions={actions} />
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
  node,
  edges,
  side,
  graph,
  actions,
}: {
  readonly node: GraphNode
  readonly title: string
  readonly edges: readonly ColumnEdge[]
  readonly side: Side
  readonly graph: Graph
  readonly actions: PanelActions
}) {
  const found = ordered(edges, side)
  return (
    <>
      <h3>
        {title} {found.count}
      </h3>
      <ul className="ends">
        {found.edges.map((e, i) => {
          const end = endOf(e, side)
          const key = keyOf({ type: 'dataset', namespace: end.namespace, name: end.name })
          const { field } = end
          const of = (side === 'u' ? e.to : e.from).field
          const text = (
            <>
              <svg viewBox="0 0 18 8" aria-hidden="true">
                <path
                  d="M0 4H18"
                  stroke="var(--water-lit)"
                  strokeWidth="2"
                  strokeDasharray={e.inferred === true ? '1.5 3' : e.type === 'INDIRECT' ? '4 3' : undefined}
                />
              </svg>
              <span
                className="cut"
                title={`${end.name}${field === null ? '' : `.${field}`}\n${end.namespace}${e.description === null ? '' : `\n${e.description}`}`}
              >
                <b>{field ?? 'whole dataset'}</b> <span className="t3">{lastPart(end.name)}</span>
              </span>
              {e.masking && <Icon name="shield" size={13} />}
              <span className="x">
                <span className="sr">
                  {e.type === 'INDIRECT' ? 'indirect, ' : ''}
                  {e.inferred === true ? 'inferred from SQL, ' : ''}
                </span>
                {word(e)}
                {e.masking && <span className="sr">, masked</span>}
              </span>
            </>
          )
          return (
            <li key={i} className="two">
              {field !== null && graph.nodes.has(key) ? (
                <button type="button" onClick={() => actions.pin(key, field)}>
                  {text}
                </button>
              ) : (
                <Link to={paths.lineage({ type: 'dataset', namespace: end.namespace, name: end.name, field: field ?? undefined })}>
                  {text}
                </Link>
              )}
              {field !== null && of !== null && graph.nodes.has(key) && (
                <button
                  type="button"
                  aria-label={`Why ${side === 'u' ? field : of} to ${side === 'u' ? of : field}`}
                  onClick={() => (side === 'u' ? actions.why(key, node.key, [field, of]) : actions.why(node.key, key, [of, field]))}
                >
                  why
                </button>
              )}
            </li>
          )
        })}
      </ul>
    </>
  )
}
