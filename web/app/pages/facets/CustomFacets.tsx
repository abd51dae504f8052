import { useState } from 'react'
import type { CustomFacet, CustomFacets as Answer, FacetCarriers } from '../../../../src/contract/history.ts'
import { useApi } from '../../api/query.ts'
import { paths } from '../../paths.ts'
import { EntityName } from '../../ui/EntityName.tsx'
import { Link } from '../../ui/Link.tsx'
import { Section } from '../../ui/PageHead.tsx'
import { Empty, Region } from '../../ui/Regions.tsx'
import { SafeLink } from '../../ui/SafeLink.tsx'
import { Time, formatNumber, plural } from '../../ui/Time.tsx'
import { lastPart, shortProducer } from '../format.ts'
import '../history/history.css'
import './panels.css'

type Props = { readonly typed: string; readonly open: { readonly container: string | undefined; readonly key: string | undefined } }

/** The facets that came and that nothing reads, with how many carry them. */
export function CustomFacets({ typed, open }: Props) {
  const answer = useApi<Answer>('/api/v2/facets/custom', typed.trim() === '' ? {} : { q: typed.trim() }, { keep: true })
  return (
    <Region answer={answer} what="the facets that are not read" rows={3}>
      {({ items, truncated }) => (
        <Section title="Not read" count="kept in their events, shown as they came" id="custom">
          {items.length === 0 && (
            <Empty
              title={typed.trim() === '' ? 'Every facet that came is read' : 'None of them is called so'}
              why="Facets of your own, and those of producers that Headwater does not know, are listed here once an event carries them."
            />
          )}
          {items.map((facet) => (
            <Custom
              key={`${facet.container} ${facet.key}`}
              facet={facet}
              opened={facet.container === open.container && facet.key === open.key}
            />
          ))}
          {truncated && <p className="s12 t3">There are more. Filter by a part of the name.</p>}
        </Section>
      )}
    </Region>
  )
}

function countsOf(facet: CustomFacet): string {
  const parts = [
    facet.jobs > 0 ? plural(facet.jobs, 'job') : null,
    facet.datasets > 0 ? plural(facet.datasets, 'dataset') : null,
    facet.runs > 0 ? plural(facet.runs, 'run') : null,
    plural(facet.events, 'event'),
  ]
  return parts.filter((part) => part !== null).join(', ')
}

function Custom({ facet, opened }: { readonly facet: CustomFacet; readonly opened: boolean }) {
  const [open, setOpen] = useState(opened)
  return (
    <details className="facet-kind" open={open} onToggle={(event) => setOpen(event.currentTarget.open)}>
      <summary>
        <code>{facet.key}</code>
        <span className="says">
          of {facet.container === 'input' || facet.container === 'output' ? `an ${facet.container}` : `a ${facet.container}`}
        </span>
        <span className="t3 versions">{countsOf(facet)}</span>
      </summary>
      <p className="t2 s12 in-words">
        last said <Time iso={facet.lastSeenAt} />
        {facet.eventPosition !== null && (
          <>
            , <Link to={paths.event(facet.eventPosition)}>event {formatNumber(facet.eventPosition)}</Link>
          </>
        )}
        {facet.producer !== null && (
          <>
            , from <SafeLink href={facet.producer}>{shortProducer(facet.producer)}</SafeLink>
          </>
        )}
        {facet.schemaUrl !== null && (
          <>
            , schema <SafeLink href={facet.schemaUrl}>{facet.schemaUrl}</SafeLink>
          </>
        )}
      </p>
      {open && <Carriers facet={facet} />}
    </details>
  )
}

function Carriers({ facet }: { readonly facet: CustomFacet }) {
  const answer = useApi<FacetCarriers>('/api/v2/facets/carriers', { container: facet.container, key: facet.key })
  return (
    <Region answer={answer} what="who carries it" rows={2}>
      {({ jobs, datasets, runs, truncated }) => (
        <>
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
