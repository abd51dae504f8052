import { useState } from 'react'
import type { DatasetDetail, SchemaVersion } from '../../../../src/contract/catalog.ts'
import type { Identity } from '../../../../src/contract/common.ts'
import { paths } from '../../paths.ts'
import { ButtonLink } from '../../ui/Button.tsx'
import { EntityName } from '../../ui/EntityName.tsx'
import { Icon } from '../../ui/Icon.tsx'
import { Link } from '../../ui/Link.tsx'
import { Note, PageHead } from '../../ui/PageHead.tsx'
import { StateBadge } from '../../ui/StateBadge.tsx'
import { Time, plural } from '../../ui/Time.tsx'
import { badgesIn, isDropped, lifecycleIn } from '../facets/dataset-facts.ts'
import type { Lifecycle } from '../facets/dataset-facts.ts'
import { findFacet } from '../facets/known.ts'
import { lastPart } from '../format.ts'
import { impactOf } from '../impact/link.ts'
import { DatasetMenu } from './DatasetMenu.tsx'
import { Names } from './Names.tsx'
import { sinceOf } from './SchemaHistory.tsx'

const names = (paths_: readonly string[]): string =>
  paths_.length <= 3 ? paths_.join(', ') : `${paths_.slice(0, 3).join(', ')} and ${paths_.length - 3} more`

/** The breaking change that stands: what went or got narrower, and that jobs that read it fail. */
function Breaking({ dataset, version }: { readonly dataset: DatasetDetail; readonly version: SchemaVersion }) {
  const removed = version.changes.filter((change) => change.kind === 'removed').map((change) => change.path)
  const changed = version.changes.filter((change) => change.kind === 'changed').map((change) => change.path)
  const failing = dataset.consumerJobs.find((job) => job.lastState === 'FAIL')
  const affected = dataset.fields.filter((field) => removed.includes(field.path)).reduce((sum, field) => sum + field.into, 0)
  return (
    <div className="job-note">
      <Note state="FAIL" icon={<Icon name="FAIL" />}>
        <b>
          Breaking change <Time iso={sinceOf(version)} />:
        </b>{' '}
        {removed.length > 0 && <bdi>{`${names(removed)} ${removed.length === 1 ? 'was' : 'were'} removed. `}</bdi>}
        {changed.length > 0 && <bdi>{`The type of ${names(changed)} changed. `}</bdi>}
        {failing?.lastRunId !== null && failing !== undefined && (
          <>
            <bdi>{lastPart(failing.name)}</bdi> reads it and failed.{' '}
            <Link to={paths.run(failing, failing.lastRunId)}>See the failed run</Link>.{' '}
          </>
        )}
        {affected > 0 && (
          <Link to={impactOf({ type: 'dataset', ...dataset }, null, [...removed, ...changed])}>
            {plural(affected, 'column')} affected downstream
          </Link>
        )}
      </Note>
    </div>
  )
}

/** It is kept: jobs may still read it, and its history stays true. */
function Dropped({ dataset, lifecycle }: { readonly dataset: DatasetDetail; readonly lifecycle: Lifecycle }) {
  return (
    <div className="job-note">
      <Note state="ABORT" icon={<Icon name="warn" />}>
        <b>
          Dropped <Time iso={lifecycle.at} />.
        </b>{' '}
        What stands here is what was last known. {dataset.consumers > 0 && `${plural(dataset.consumers, 'job')} read it before. `}
        {lifecycle.eventPosition !== null && <Link to={paths.event(lifecycle.eventPosition)}>See the event</Link>}
      </Note>
    </div>
  )
}

export function DatasetHead({ dataset, asked }: { readonly dataset: DatasetDetail; readonly asked: Identity }) {
  const [aliases, setAliases] = useState(false)
  const [writer] = dataset.producerJobs
  const latest = dataset.schemas[0]
  const lifecycle = lifecycleIn(findFacet(dataset.facets, 'lifecycle'))
  const dropped = isDropped(lifecycle, dataset.lastWrittenAt)
  const elsewhere = asked.namespace !== dataset.namespace || asked.name !== dataset.name
  return (
    <>
      <PageHead
        title={<EntityName namespace={dataset.namespace} name={dataset.name} copy />}
        pill={dropped ? <StateBadge state="ABORT" pill word="Dropped" /> : undefined}
        meta={
          <>
            <bdi>{dataset.namespace === '' ? 'empty namespace' : dataset.namespace}</bdi>
            {badgesIn(dataset.facets).map((badge) => (
              <span className="tag" key={badge}>
                <bdi>{badge}</bdi>
              </span>
            ))}
            {lifecycle?.change === 'RENAME' && lifecycle.previous !== null && (
              <span>
                renamed from{' '}
                <Link to={paths.dataset(lifecycle.previous)}>
                  <bdi>{lastPart(lifecycle.previous.name)}</bdi>
                </Link>
              </span>
            )}
            {dataset.owners.length > 0 && (
              <span>
                <Icon name="user" /> <bdi>{dataset.owners.map((owner) => owner.name).join(', ')}</bdi>
              </span>
            )}
            <span>
              {dataset.lastWrittenAt === null ? (
                'no write was seen'
              ) : (
                <>
                  written <Time iso={dataset.lastWrittenAt} />
                </>
              )}
              {writer !== undefined && dataset.producers === 1 && (
                <>
                  {' '}
                  by{' '}
                  <Link to={paths.job(writer)}>
                    <bdi>{lastPart(writer.name)}</bdi>
                  </Link>
                </>
              )}
            </span>
            {dataset.aliases.length > 0 && (
              <span>
                also known as{' '}
                <button type="button" className="plain link" onClick={() => setAliases(true)}>
                  {plural(dataset.aliases.length, 'other name')}
                </button>
              </span>
            )}
          </>
        }
        actions={
          <>
            <ButtonLink to={paths.lineage({ type: 'dataset', namespace: dataset.namespace, name: dataset.name })} icon="lineage">
              Lineage
            </ButtonLink>
            <ButtonLink to={impactOf({ type: 'dataset', ...dataset })}>Impact</ButtonLink>
            <DatasetMenu dataset={dataset} />
          </>
        }
      />
      {elsewhere && (
        <div className="job-note">
          <Note icon={<Icon name="info" />}>
            <bdi>{asked.name}</bdi> is another name of this dataset.
          </Note>
        </div>
      )}
      {dropped && lifecycle !== null && <Dropped dataset={dataset} lifecycle={lifecycle} />}
      {latest !== undefined && latest.breaking && <Breaking dataset={dataset} version={latest} />}
      {aliases && <Names dataset={dataset} onClose={() => setAliases(false)} />}
    </>
  )
}
