import type { JobDetail } from '../../../../src/contract/catalog.ts'
import { paths } from '../../paths.ts'
import { Link } from '../../ui/Link.tsx'
import { Markdown } from '../../ui/Markdown.tsx'
import { Section } from '../../ui/PageHead.tsx'
import { Empty } from '../../ui/Regions.tsx'
import { formatDuration, formatNumber, plural } from '../../ui/Time.tsx'
import { DurationChart, medianOf } from './DurationChart.tsx'
import { Dependencies } from './Dependencies.tsx'
import { ioOf } from './io.ts'
import { IoGraph } from './IoGraph.tsx'
import { JobSide } from './JobSide.tsx'
import { RunsTable } from './RunsTable.tsx'

const RECENT = 6

function Trend({ job }: { readonly job: JobDetail }) {
  const middle = medianOf(job.trend)
  const failed = job.trend.filter((bar) => bar.state === 'FAIL').length
  return (
    <Section
      title="Duration"
      count={`last ${plural(job.trend.length, 'run')}${middle === null ? '' : `, median ${formatDuration(middle)}`}`}
      end={failed === 0 ? 'none failed' : `${formatNumber(failed)} failed`}
    >
      <DurationChart job={job} trend={job.trend} />
    </Section>
  )
}

export function JobOverview({ job }: { readonly job: JobDetail }) {
  const timed = job.trend.length > 1 && job.trend.some((bar) => (bar.durationMs ?? 0) > 0)
  const io = ioOf(job)
  return (
    <div className="g2">
      <div className="g2-main">
        {job.description !== null && (
          <div className="doc">
            <Markdown source={job.description} type={job.descriptionType} />
          </div>
        )}
        {timed && <Trend job={job} />}
        <Section
          title="Inputs and outputs"
          count={`${plural(io.inputs.length, 'input')}, ${plural(io.outputs.length, 'output')}${job.inside === null ? '' : `, with ${plural(job.inside.jobs, 'job')} inside`}`}
        >
          <IoGraph job={job} inputs={io.inputs} outputs={io.outputs} />
        </Section>
        <Dependencies job={job} />
        <Section
          title="Runs"
          end={job.runCount > RECENT ? <Link to={paths.job(job, 'runs')}>All {formatNumber(job.runCount)}</Link> : undefined}
        >
          <RunsTable
            job={job}
            limit={RECENT}
            more={false}
            empty={
              <Empty
                title="Not yet run"
                why="No run event has named this job. It is known from a job event, or as the parent of another one."
              />
            }
          />
        </Section>
      </div>
      <JobSide job={job} />
    </div>
  )
}
