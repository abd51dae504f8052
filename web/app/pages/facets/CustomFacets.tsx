import { useState } from 'react'
import type { CustomFacet, CustomFacets as Answer } from '../../../../src/contract/history.ts'
import { useApi } from '../../api/query.ts'
import { paths } from '../../paths.ts'
import { Link } from '../../ui/Link.tsx'
import { Section } from '../../ui/PageHead.tsx'
import { Empty, Region } from '../../ui/Regions.tsx'
import { SafeLink } from '../../ui/SafeLink.tsx'
import { Time, formatNumber, plural } from '../../ui/Time.tsx'
import { shortProducer } from '../format.ts'
import '../history/history.css'
import { Carriers } from './Carriers.tsx'
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
      {open && <Carriers container={facet.container} name={facet.key} />}
    </details>
  )
}
