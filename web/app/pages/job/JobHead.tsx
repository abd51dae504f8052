import type { JobDetail } from '../../../../src/contract/catalog.ts'
import { paths } from '../../paths.ts'
import { ButtonLink } from '../../ui/Button.tsx'
import { EntityName } from '../../ui/EntityName.tsx'
import { Icon } from '../../ui/Icon.tsx'
import { Link } from '../../ui/Link.tsx'
import { Note, PageHead } from '../../ui/PageHead.tsx'
import { SafeLink, safeUrl } from '../../ui/SafeLink.tsx'
import { StateBadge } from '../../ui/StateBadge.tsx'
import { Time, formatDuration, formatInstant } from '../../ui/Time.tsx'
import { toolName, withoutParent } from '../format.ts'
import { hideJob } from '../rules/HideDialog.tsx'
import { PlaceMenu } from '../rules/PlaceMenu.tsx'

function Meta({ job }: { readonly job: JobDetail }) {
  return (
    <>
      <span>
        <bdi>{job.namespace === '' ? 'empty namespace' : job.namespace}</bdi>
      </span>
      {job.parent !== null && (
        <span>
          in{' '}
          <Link to={paths.job(job.parent)}>
            <bdi>{job.parent.name}</bdi>
          </Link>
        </span>
      )}
      {job.ways > 1 && (
        <span>
          <Link to={paths.job(job, 'ways')}>{job.ways} ways of running</Link>
        </span>
      )}
      {job.nominalTime !== null && (
        <span title={formatInstant(job.nominalTime, 'full')}>
          <Icon name="cal" /> last for {formatInstant(job.nominalTime)}
        </span>
      )}
      {job.owners.length > 0 && (
        <span>
          <Icon name="user" /> <bdi>{job.owners.map((owner) => owner.name).join(', ')}</bdi>
        </span>
      )}
      <span>
        {job.lastStartedAt === null ? (
          'not yet run'
        ) : (
          <>
            last run <Time iso={job.lastEndedAt ?? job.lastStartedAt} />
          </>
        )}
      </span>
      {job.lastDurationMs !== null && <span>took {formatDuration(job.lastDurationMs)}</span>}
    </>
  )
}

/** Name, state, where it belongs, and the ways out: to its own tool and to the lineage. */
export function JobHead({ job }: { readonly job: JobDetail }) {
  const tool = toolName(job.integration)
  return (
    <>
      <PageHead
        title={
          <EntityName
            namespace={job.namespace}
            name={job.name}
            integration={job.integration}
            short={withoutParent(job.name, job.parent?.name)}
            copy
          />
        }
        pill={<StateBadge state={job.lastState ?? 'NEW'} pill word={job.lastState === null ? 'Not yet run' : undefined} />}
        meta={<Meta job={job} />}
        actions={
          <>
            {safeUrl(job.externalUrl) !== null && (
              <SafeLink href={job.externalUrl} className="btn">
                <Icon name="ext" />
                Open in {tool}
              </SafeLink>
            )}
            <ButtonLink to={paths.lineage({ type: 'job', namespace: job.namespace, name: job.name })} icon="lineage">
              Lineage
            </ButtonLink>
            <PlaceMenu what={`the job ${job.name}`} namespace={job.namespace} hide={hideJob(job)} />
          </>
        }
      />
      {job.lastState === 'FAIL' && (
        <div className="job-note">
          <Note state="FAIL" icon={<Icon name="FAIL" />}>
            <b>The last run failed:</b> <bdi>{job.says ?? 'it sent no message'}</bdi>.{' '}
            {job.lastRunId !== null && <Link to={paths.run(job, job.lastRunId)}>See the failed run</Link>}
          </Note>
        </div>
      )}
      {job.collision && (
        <div className="job-note">
          <Note state="ABORT" icon={<Icon name="warn" />}>
            <b>{job.sources.length > 1 ? `${job.sources.length} sources claim this job:` : 'Several sources claim this job.'}</b>{' '}
            {job.sources.map((source, i) => (
              <span key={source.id}>
                {i > 0 && ', '}
                <Link to={paths.source(source.id, 'settings')}>{source.name}</Link>
              </span>
            ))}
            . Their runs are mixed here. Give one of them a prefix on its page under Settings to tell them apart.
          </Note>
        </div>
      )}
    </>
  )
}
