import type { JobDetail } from '../../../../src/contract/catalog.ts'
import { JobTable } from '../jobs/JobTable.tsx'

/** The jobs that run the same, this one first. */
export function WaysTab({ job }: { readonly job: JobDetail }) {
  return (
    <div className="first-sec">
      <p className="t2 lead">
        {job.wayOfRunning !== null && <bdi className="med">{job.wayOfRunning}</bdi>} runs under {job.ways} names, each a job with runs of
        its own. Lists and lineage show them as one, by the name that ran last.
      </p>
      <JobTable jobs={[job, ...job.otherWays]} label="Ways of running" alone />
    </div>
  )
}
