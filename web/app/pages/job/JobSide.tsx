import { Fragment } from 'react'
import type { ReactNode } from 'react'
import type { JobDetail } from '../../../../src/contract/catalog.ts'
import { paths } from '../../paths.ts'
import { CodeText } from '../../ui/Code.tsx'
import { Link } from '../../ui/Link.tsx'
import { SafeLink } from '../../ui/SafeLink.tsx'
import { Time, formatInstant, formatNumber } from '../../ui/Time.tsx'
import { FactList } from '../facets/FactList.tsx'
import { emissionIn, jobFactGroups } from '../facets/job-facts.ts'
import { findFacet } from '../facets/known.ts'
import { toolName } from '../format.ts'
import { CauseList } from '../impact/CauseList.tsx'
import { impactOf } from '../impact/link.ts'
import { TagList } from './TagList.tsx'

const SQL_LINES = 14

const kindOf = (job: JobDetail): string =>
  [job.integration === null ? null : toolName(job.integration), job.jobType?.toLowerCase(), job.processingType?.toLowerCase()]
    .filter((part) => part !== null && part !== undefined)
    .join(', ')

/** Where the code is: its path, linked where the address is safe, and the version. */
function CodePlace({ at }: { readonly at: NonNullable<JobDetail['sourceCodeLocation']> }) {
  const words = at.path ?? at.url ?? at.repoUrl ?? ''
  const version = [at.branch, at.tag, at.version?.slice(0, 10)].filter((part) => part !== null && part !== undefined && part !== '')
  return (
    <>
      <SafeLink href={at.url ?? at.repoUrl}>
        <bdi>{words}</bdi>
      </SafeLink>
      {version.length > 0 && <span className="t3"> {version.join(', ')}</span>}
    </>
  )
}

function Fact({ name, children }: { readonly name: string; readonly children: ReactNode }) {
  return (
    <>
      <dt>{name}</dt>
      <dd>{children}</dd>
    </>
  )
}

function Details({ job }: { readonly job: JobDetail }) {
  const kind = kindOf(job)
  const emission = emissionIn(findFacet(job.facets, 'jobType'))
  return (
    <dl className="kv s12">
      {kind !== '' && <Fact name="Kind">{kind}</Fact>}
      {job.engine !== null && <Fact name="Engine">{[job.engine.name, job.engine.version].filter((part) => part !== null).join(' ')}</Fact>}
      {emission !== null && <Fact name="Events">{emission}</Fact>}
      <Fact name="First seen">
        {job.firstSeenAt === null ? (
          'at no time that can be read'
        ) : (
          <span title={formatInstant(job.firstSeenAt, 'full')}>{formatInstant(job.firstSeenAt)}</span>
        )}
      </Fact>
      <Fact name="Last seen">
        <Time iso={job.lastSeenAt} />
      </Fact>
      <Fact name={job.sources.length === 1 ? 'Source' : 'Sources'}>
        {job.sources.length === 0 && <span className="t3">none known</span>}
        {job.sources.map((source, i) => (
          <span key={source.id}>
            {i > 0 && ', '}
            <Link to={paths.source(source.id)}>{source.name}</Link>
          </span>
        ))}
      </Fact>
      {job.sourceCodeLocation !== null && (
        <Fact name="Code">
          <CodePlace at={job.sourceCodeLocation} />
        </Fact>
      )}
      {job.root !== null && job.root.name !== job.parent?.name && (
        <Fact name="Root">
          <Link to={paths.job(job.root)}>
            <bdi>{job.root.name}</bdi>
          </Link>
        </Fact>
      )}
    </dl>
  )
}

/** What the facets of the job say, in the margin. */
export function JobSide({ job }: { readonly job: JobDetail }) {
  const lines = job.sql?.query.split('\n') ?? []
  return (
    <aside className="side" aria-label="About this job">
      <h2>Details</h2>
      <Details job={job} />
      {job.owners.length > 0 && (
        <>
          <h2>Owners</h2>
          <ul className="s12">
            {job.owners.map((owner) => (
              <li key={`${owner.name} ${owner.type ?? ''}`}>
                <bdi>{owner.name}</bdi> <span className="t3">{owner.type?.toLowerCase()}</span>
              </li>
            ))}
          </ul>
        </>
      )}
      <h2>
        Wrong upstream
        <Link className="s12" to={impactOf({ type: 'job', ...job })}>
          Impact
        </Link>
      </h2>
      <CauseList type="job" namespace={job.namespace} name={job.name} />
      <TagList tags={job.tags} />
      {jobFactGroups(job.facets).map((group) => (
        <Fragment key={group.title}>
          <h2>{group.title}</h2>
          <FactList facts={group.facts} />
        </Fragment>
      ))}
      {job.sql !== null && (
        <>
          <h2 className="row">
            SQL
            <Link className="s12 end" to={paths.job(job, 'sql')}>
              {lines.length > SQL_LINES ? `All ${formatNumber(lines.length)} lines` : 'Open'}
            </Link>
          </h2>
          <pre className="code small" tabIndex={0} role="region" aria-label="The first lines of the SQL">
            <CodeText code={lines.slice(0, SQL_LINES).join('\n')} language="sql" />
          </pre>
        </>
      )}
    </aside>
  )
}
