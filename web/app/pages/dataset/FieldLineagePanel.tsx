import type { ColumnEdge, FieldLineage } from '../../../../src/contract/catalog.ts'
import type { Identity } from '../../../../src/contract/common.ts'
import { useApi } from '../../api/query.ts'
import { paths } from '../../paths.ts'
import { Button, ButtonLink } from '../../ui/Button.tsx'
import { Dialog } from '../../ui/Dialog.tsx'
import { EntityName } from '../../ui/EntityName.tsx'
import { Link } from '../../ui/Link.tsx'
import { Region } from '../../ui/Regions.tsx'
import { Time, plural } from '../../ui/Time.tsx'
import { lastPart } from '../format.ts'

const keyOf = (edge: ColumnEdge): string => JSON.stringify([edge.job, edge.from, edge.to, edge.type, edge.subtype, edge.masking])

function How({ edge }: { readonly edge: ColumnEdge }) {
  const words = [edge.type?.toLowerCase(), edge.subtype?.toLowerCase()].filter((part) => part !== undefined && part !== null).join(', ')
  return (
    <span className="s12 t3 how">
      {words === '' ? 'how is not said' : words}
      {edge.masking && <span className="tag">masked</span>}
      {edge.inferred === true && <span className="tag">inferred from SQL</span>}
      {edge.job === null ? (
        <span>by a dataset event</span>
      ) : (
        <span>
          by{' '}
          <Link to={paths.job(edge.job)}>
            <bdi>{lastPart(edge.job.name)}</bdi>
          </Link>
        </span>
      )}
      {edge.inferred !== true && (
        <span>
          last seen <Time iso={edge.lastSeenAt} />
        </span>
      )}
    </span>
  )
}

function Edges({
  title,
  edges,
  end,
  none,
}: {
  readonly title: string
  readonly edges: readonly ColumnEdge[]
  readonly end: 'from' | 'to'
  readonly none: string
}) {
  return (
    <section className="edges">
      <h3>
        {title} <span className="s12 t3">{edges.length === 0 ? '' : plural(edges.length, 'edge')}</span>
      </h3>
      {edges.length === 0 && <p className="s12 t3">{none}</p>}
      <ul>
        {edges.map((edge) => {
          const other = edge[end]
          return (
            <li key={keyOf(edge)}>
              <span className="row">
                <EntityName namespace={other.namespace} name={other.name} to={paths.dataset(other, { field: other.field ?? undefined })} />
                {other.field === null ? <span className="tag">whole dataset</span> : <bdi className="med cut">{other.field}</bdi>}
              </span>
              <How edge={edge} />
              {edge.description !== null && edge.description !== '' && <code className="s12 t2 cut">{edge.description}</code>}
            </li>
          )
        })}
      </ul>
    </section>
  )
}

/** What one field is made from and what is made from it, one step each way. */
export function FieldLineagePanel({
  dataset,
  field,
  onClose,
}: {
  readonly dataset: Identity
  readonly field: string
  readonly onClose: () => void
}) {
  const answer = useApi<FieldLineage>('/api/v2/dataset/columns', {
    namespace: dataset.namespace,
    name: dataset.name,
    field,
    inferred: true,
  })
  return (
    <Dialog
      title={
        <>
          Column lineage of <bdi>{field}</bdi>
        </>
      }
      width={720}
      onClose={onClose}
      actions={
        <>
          <ButtonLink to={paths.lineage({ type: 'dataset', namespace: dataset.namespace, name: dataset.name, field })} icon="lineage">
            Open in the lineage graph
          </ButtonLink>
          <Button onClick={onClose}>Close</Button>
        </>
      }
    >
      <Region answer={answer} what="the column lineage" rows={4}>
        {(lineage) => (
          <>
            <Edges title="Made from" edges={lineage.upstream} end="from" none="No event says what it is made from." />
            <Edges title="Goes into" edges={lineage.downstream} end="to" none="No event says that anything is made from it." />
            {lineage.truncated && <p className="s12 t3">There is more. The lineage graph shows all of it, step by step.</p>}
          </>
        )}
      </Region>
    </Dialog>
  )
}
