import type { DatasetDetail } from '../../../../src/contract/catalog.ts'
import { paths } from '../../paths.ts'
import { Link } from '../../ui/Link.tsx'
import { Markdown } from '../../ui/Markdown.tsx'
import { formatInstant } from '../../ui/Time.tsx'
import { CatalogFacts, DatasetPairs } from '../facets/DatasetPairs.tsx'
import { CauseList } from '../impact/CauseList.tsx'
import { TagList } from '../job/TagList.tsx'
import { SchemaDiff } from './SchemaDiff.tsx'
import { SchemaHistory } from './SchemaHistory.tsx'
import { diffLines, perhapsRename } from './schema-diff.ts'

const SHOWN = 5

function LatestChange({ dataset }: { readonly dataset: DatasetDetail }) {
  const [now, before] = dataset.schemas
  if (now === undefined || before === undefined) return null
  const lines = diffLines(before.fields, now.fields).filter((line) => line.kind !== 'gap')
  if (lines.length === 0) return null
  return (
    <>
      <h2>
        Latest change
        <Link className="s12" to={paths.dataset(dataset, { tab: 'schema' })}>
          Compare any two
        </Link>
      </h2>
      <SchemaDiff lines={lines.slice(0, 12)} />
      {lines.length > 12 && <p className="s12 t3">{lines.length - 12} more lines</p>}
      {perhapsRename(lines) !== null && (
        <p className="s12 t3 rename">Perhaps a rename: same place, same kind of type. Headwater sees names and types, never values.</p>
      )}
    </>
  )
}

/** Documentation, history and tags, in the margin. */
export function DatasetSide({ dataset }: { readonly dataset: DatasetDetail }) {
  const { schemas } = dataset
  return (
    <aside className="side" aria-label="About this dataset">
      {dataset.description !== null && dataset.description !== '' && (
        <>
          <h2>
            Documentation
            <Link className="s12" to={paths.dataset(dataset, { tab: 'history' })}>
              What it said before
            </Link>
          </h2>
          <div className="s12 t2">
            <Markdown source={dataset.description} type={dataset.descriptionType} />
          </div>
        </>
      )}
      {schemas.length > 0 && (
        <>
          <h2>
            Schema history
            {schemas.length > SHOWN && (
              <Link className="s12" to={paths.dataset(dataset, { tab: 'schema' })}>
                All {schemas.length}
              </Link>
            )}
          </h2>
          <SchemaHistory schemas={schemas} most={SHOWN} of={dataset} />
        </>
      )}
      <LatestChange dataset={dataset} />
      <h2>Wrong upstream</h2>
      <CauseList type="dataset" namespace={dataset.namespace} name={dataset.name} />
      <TagList tags={dataset.tags} />
      <h2>Details</h2>
      <dl className="kv s12">
        <DatasetPairs facets={dataset.facets} />
        <dt>First seen</dt>
        <dd>
          {dataset.firstSeenAt === null ? (
            'at no time that can be read'
          ) : (
            <span title={formatInstant(dataset.firstSeenAt, 'full')}>{formatInstant(dataset.firstSeenAt)}</span>
          )}
        </dd>
        {dataset.owners.length > 0 && (
          <>
            <dt>Owners</dt>
            <dd>
              {dataset.owners.map((owner) => (
                <span key={`${owner.name} ${owner.type ?? ''}`} className="owner">
                  <bdi>{owner.name}</bdi> <span className="t3">{owner.type?.toLowerCase()}</span>
                </span>
              ))}
            </dd>
          </>
        )}
      </dl>
      <CatalogFacts facets={dataset.facets} />
    </aside>
  )
}
