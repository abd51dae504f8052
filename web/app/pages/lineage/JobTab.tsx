import type { JobDetail } from '../../../../src/contract/catalog.ts'
import { useApi } from '../../api/query.ts'
import type { GraphNode } from '../../../../src/graph/model.ts'
import { paths } from '../../paths.ts'
import { Link } from '../../ui/Link.tsx'
import { Markdown } from '../../ui/Markdown.tsx'
import { Region } from '../../ui/Regions.tsx'
import { RunBars } from '../../ui/RunBars.tsx'
import { SafeLink } from '../../ui/SafeLink.tsx'
import { StateBadge } from '../../ui/StateBadge.tsx'
import { formatDuration, plural, Time } from '../../ui/Time.tsx'

/** The job in short: its last run and what it said. */
export function JobTab({ node }: { readonly node: GraphNode }) {
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
            {j.ways > 1 && (
              <>
                <dt>Ways</dt>
                <dd>
                  <Link to={paths.job(j, 'ways')}>{plural(j.ways, 'way')} of running it</Link>
                </dd>
              </>
            )}
            {j.inside !== null && (
              <>
                <dt>Inside</dt>
                <dd>
                  <Link to={paths.job(j, 'children')}>{plural(j.inside.jobs, 'job')}</Link>
                </dd>
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
                <dd>
                  <Markdown source={j.description} type={j.descriptionType} />
                </dd>
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
