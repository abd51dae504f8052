import type { FacetValue } from '../../../../src/contract/common.ts'
import { paths } from '../../paths.ts'
import { Link } from '../../ui/Link.tsx'
import { Time, formatNumber } from '../../ui/Time.tsx'
import type { Some } from './read.ts'
import './panels.css'

/** When a facet was said, and by which event: at the end of the heading of what it shows. */
export function Said({ facet }: { readonly facet: FacetValue }) {
  return (
    <span className="in-words">
      {facet.eventTime !== null && (
        <>
          said <Time iso={facet.eventTime} />
        </>
      )}
      {facet.eventPosition !== null && (
        <>
          {facet.eventTime !== null && ', '}
          <Link to={paths.event(facet.eventPosition)}>event {formatNumber(facet.eventPosition)}</Link>
        </>
      )}
    </span>
  )
}

/** Below a list that does not show everything: how much is missing, and that the event has it. */
export function Missing({ of, facet }: { readonly of: Some<unknown>; readonly facet: FacetValue | null }) {
  if (of.more + of.odd === 0) return null
  const parts = [
    of.more > 0 ? `${formatNumber(of.more)} more ${of.more === 1 ? 'is' : 'are'} not shown` : null,
    of.odd > 0 ? `${formatNumber(of.odd)} could not be read` : null,
  ].filter((part) => part !== null)
  const position = facet?.eventPosition ?? null
  return (
    <p className="s12 t3 missing in-words">
      {parts.join(', ')}. {position !== null && <Link to={paths.event(position)}>The event has all of it</Link>}
    </p>
  )
}
