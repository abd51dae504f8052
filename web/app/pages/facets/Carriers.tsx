import type { CustomFacet, FacetCarriers } from '../../../../src/contract/history.ts'
import { useApi } from '../../api/query.ts'
import { paths } from '../../paths.ts'
import { EntityName } from '../../ui/EntityName.tsx'
import { Link } from '../../ui/Link.tsx'
import { Region } from '../../ui/Regions.tsx'
import { lastPart } from '../format.ts'
import './panels.css'

/** Who carries a facet: each leads to its facets. */
export function Carriers({ container, name }: { readonly container: CustomFacet['container']; readonly name: string }) {
  const answer = useApi<FacetCarriers>('/api/v2/facets/carriers', { container, key: name })
  return (
    <Region answer={answer} what="who carries it" rows={2}>
      {({ jobs, datasets, runs, truncated }) => (
        <>
          {jobs.length + datasets.length + runs.length === 0 && <p className="s12 t3">Nothing carries it so far.</p>}
          <div className="carriers">
            {jobs.length > 0 && (
              <div>
                <h3>Jobs</h3>
                <ul>
                  {jobs.map((job) => (
                    <li key={`${job.namespace} ${job.name}`}>
                      <EntityName {...job} to={paths.job(job, 'facets')} tile={false} />
                    </li>
                  ))}
                </ul>
              </div>
            )}
            {datasets.length > 0 && (
              <div>
                <h3>Datasets</h3>
                <ul>
                  {datasets.map((dataset) => (
                    <li key={`${dataset.namespace} ${dataset.name}`}>
                      <EntityName {...dataset} to={paths.dataset(dataset, { tab: 'facets' })} />
                    </li>
                  ))}
                </ul>
              </div>
            )}
            {runs.length > 0 && (
              <div>
                <h3>Runs</h3>
                <ul>
                  {runs.map((run) => (
                    <li key={`${run.job.namespace} ${run.job.name} ${run.runId}`} className="cut">
                      <Link to={paths.run(run.job, run.runId, 'facets')}>
                        <bdi>{lastPart(run.job.name)}</bdi> <span className="t3">{run.runId.slice(-8)}</span>
                      </Link>
                    </li>
                  ))}
                </ul>
              </div>
            )}
          </div>
          {truncated && <p className="s12 t3">The newest 50 of each are shown.</p>}
        </>
      )}
    </Region>
  )
}
