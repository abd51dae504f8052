import type { JobDetail } from '../../../../src/contract/catalog.ts'
import type { JobVersion, JobVersions } from '../../../../src/contract/history.ts'
import { useApi } from '../../api/query.ts'
import { paths } from '../../paths.ts'
import { EntityName } from '../../ui/EntityName.tsx'
import { Link } from '../../ui/Link.tsx'
import { Section } from '../../ui/PageHead.tsx'
import { Empty, Region } from '../../ui/Regions.tsx'
import { Time, plural } from '../../ui/Time.tsx'
import '../facets/panels.css'
import './history.css'

type Named = { readonly namespace: string; readonly name: string }

/** Distinct sets of inputs, outputs and code of a job, the latest first, each with what it changed. */
export function VersionsTab({ job }: { readonly job: JobDetail }) {
  const answer = useApi<JobVersions>('/api/v2/job/versions', { namespace: job.namespace, name: job.name })
  return (
    <Region answer={answer} what="the versions" rows={6}>
      {({ items, runsLooked, atLeast }) =>
        items.length === 0 ? (
          <Empty
            title="No version is known"
            why="A version is what a run that ended well read and wrote, with the code it ran. No such run has been seen."
          />
        ) : (
          <div className="first-sec">
            <Section
              title="Versions"
              count={`${atLeast ? 'at least ' : ''}${plural(items.length, 'version')} in the last ${plural(runsLooked, 'run')}`}
            >
              <ol className="versions">
                {items.map((version, i) => (
                  <Version key={version.version} job={job} version={version} isLast={i === 0} atLeast={atLeast} />
                ))}
              </ol>
              <p className="s12 t3 missing">
                Another set of inputs, outputs or code makes another version. Runs that failed or were aborted are left out: they may not
                have named everything.
              </p>
            </Section>
          </div>
        )
      }
    </Region>
  )
}

type VersionProps = { readonly job: Named; readonly version: JobVersion; readonly isLast: boolean; readonly atLeast: boolean }

function Version({ job, version, isLast, atLeast }: VersionProps) {
  return (
    <li>
      <div className="row wrap">
        <code className="med" title={version.version}>
          {version.version.slice(0, 8)}
        </code>
        {isLast && <span className="tag">latest run</span>}
        <span className="s12 t3">
          {plural(version.runs, 'run')}, {plural(version.inputs.length, 'input')}, {plural(version.outputs.length, 'output')}
        </span>
        <span className="s12 t3 in-words">
          {atLeast ? 'seen from ' : 'first '}
          <Link to={paths.run(job, version.firstRun.runId)}>
            <Time iso={version.firstSeenAt} />
          </Link>
          {version.runs > 1 && (
            <>
              , last{' '}
              <Link to={paths.run(job, version.lastRun.runId)}>
                <Time iso={version.lastSeenAt} />
              </Link>
            </>
          )}
        </span>
      </div>
      <Changes version={version} />
    </li>
  )
}

function Changes({ version }: { readonly version: JobVersion }) {
  const { changes } = version
  if (changes === null)
    return (
      <>
        <Names title="Reads" sign="" names={version.inputs} />
        <Names title="Writes" sign="" names={version.outputs} />
      </>
    )
  return (
    <>
      <Names title="Reads" sign="+" names={changes.inputsAdded} />
      <Names title="No longer reads" sign="−" names={changes.inputsRemoved} />
      <Names title="Writes" sign="+" names={changes.outputsAdded} />
      <Names title="No longer writes" sign="−" names={changes.outputsRemoved} />
      {changes.code.length > 0 && (
        <p className="s12">
          <span className="t3">Other code:</span> {changes.code.map((key) => CODE[key] ?? key).join(', ')}
        </p>
      )}
    </>
  )
}

const CODE: Readonly<Record<string, string>> = { sql: 'SQL', sourceCode: 'source code', sourceCodeLocation: 'place or commit of the code' }
const MOST = 20

function Names({ title, sign, names }: { readonly title: string; readonly sign: string; readonly names: readonly Named[] }) {
  if (names.length === 0) return null
  return (
    <div className="s12 names">
      <span className="t3">{title}</span>
      <ul>
        {names.slice(0, MOST).map((name) => (
          <li key={`${name.namespace} ${name.name}`} className="row">
            {sign !== '' && <span aria-hidden="true">{sign}</span>}
            <EntityName namespace={name.namespace} name={name.name} to={paths.dataset(name)} />
          </li>
        ))}
        {names.length > MOST && <li className="t3">and {names.length - MOST} more</li>}
      </ul>
    </div>
  )
}
