import { useState } from 'react'
import type { FacetValue } from '../../../../src/contract/common.ts'
import { paths } from '../../paths.ts'
import { Icon } from '../../ui/Icon.tsx'
import { Link } from '../../ui/Link.tsx'
import { Empty } from '../../ui/Regions.tsx'
import { SafeLink } from '../../ui/SafeLink.tsx'
import { Time, formatBytes, formatNumber, plural } from '../../ui/Time.tsx'
import { FacetTree } from '../facets/FacetTree.tsx'
import { placeOf } from '../facets/known.ts'
import { textAt } from '../facets/read.ts'
import { shortProducer } from '../format.ts'
import './facets.css'

const CONTAINERS = {
  run: 'of the run',
  job: 'of the job',
  dataset: 'of the dataset',
  input: 'of an input',
  output: 'of an output',
} as const
const fieldsOf = (value: unknown): number =>
  typeof value === 'object' && value !== null ? Object.keys(value).filter((key) => !key.startsWith('_')).length : 0

type TabAddress = (tab: string | undefined) => string

const byKey = (a: FacetValue, b: FacetValue): number => (a.key < b.key ? -1 : a.key > b.key ? 1 : 0)

/** Which facets start open: custom ones that are short, and only so many, so that the list stays a list. */
const OPEN_AT_FIRST = 8
const SHORT = 1500
const isShort = (facet: FacetValue): boolean => JSON.stringify(facet.value).length <= SHORT

/** The latest value of each facet: those that only this list shows as trees, then those that have their place on the page. */
export function FacetList({ facets, of, to }: { readonly facets: readonly FacetValue[]; readonly of: string; readonly to: TabAddress }) {
  if (facets.length === 0)
    return (
      <Empty
        title="No facets"
        why={`No event has brought a facet of this ${of}. Producers send them as run.facets, job.facets and the facets of inputs and outputs.`}
      />
    )
  const isShown = (facet: FacetValue): boolean => facet.use === 'used' || placeOf(facet) !== null
  const others = facets.filter((facet) => !isShown(facet)).toSorted(byKey)
  const shown = facets.filter(isShown).toSorted(byKey)
  return (
    <>
      {others.length > 0 && (
        <section className="sec facets">
          <header>
            <h2>Stored only</h2>
            <span className="c">kept and shown here, used nowhere else</span>
          </header>
          {others.map((facet, i) => (
            <Facet key={`${facet.container} ${facet.key}`} facet={facet} to={to} open={i < OPEN_AT_FIRST && isShort(facet)} />
          ))}
        </section>
      )}
      {shown.length > 0 && (
        <section className="sec facets">
          <header>
            <h2>Shown on this page</h2>
            <span className="c">here as they were sent</span>
          </header>
          {shown.map((facet) => (
            <Facet key={`${facet.container} ${facet.key}`} facet={facet} to={to} open={false} />
          ))}
        </section>
      )}
    </>
  )
}

function Facet({ facet, to, open: first }: { readonly facet: FacetValue; readonly to: TabAddress; readonly open: boolean }) {
  const [open, setOpen] = useState(first)
  const place = placeOf(facet)
  return (
    <div className="facet">
      <div className="row">
        <button type="button" className="plain grow" aria-expanded={open} onClick={() => setOpen(!open)}>
          <Icon name={open ? 'down' : 'right'} size={12} />
          <bdi className="med cut">{facet.key}</bdi>
          <span className="s12 t3 hide-m">
            {CONTAINERS[facet.container]}, {plural(fieldsOf(facet.value), 'field')}
          </span>
        </button>
        {place !== null && (
          <Link className="s12" to={to(place.tab)}>
            {place.label}
          </Link>
        )}
        <span className="s12 t3 hide-m">
          <Time iso={facet.eventTime} />
        </span>
        {facet.eventPosition !== null && (
          <Link className="s12" to={paths.event(facet.eventPosition)}>
            event {formatNumber(facet.eventPosition)}
          </Link>
        )}
      </div>
      {open && <FacetBody facet={facet} />}
    </div>
  )
}

/** Who sent it and by which schema: links where the addresses are safe. */
function Origin({ facet }: { readonly facet: FacetValue }) {
  const producer = textAt(facet.value, '_producer')
  const schema = textAt(facet.value, '_schemaURL')
  if (producer === null && schema === null) return null
  return (
    <p className="s12 t3 origin in-words">
      {producer !== null && (
        <span>
          from{' '}
          <SafeLink href={producer}>
            <bdi>{shortProducer(producer)}</bdi>
          </SafeLink>
        </span>
      )}
      {schema !== null && (
        <span>
          schema{' '}
          <SafeLink href={schema}>
            <bdi>{schema}</bdi>
          </SafeLink>
        </span>
      )}
    </p>
  )
}

/** Above this many characters a facet is read in its event, whose page is made for it. */
const MOST_SHOWN = 200_000

function FacetBody({ facet }: { readonly facet: FacetValue }) {
  const length = JSON.stringify(facet.value).length
  if (length <= MOST_SHOWN)
    return (
      <div className="facet-body">
        <Origin facet={facet} />
        <FacetTree key={facet.eventPosition} value={facet.value} label={`The facet ${facet.key}`} />
      </div>
    )
  return (
    <p className="s12 t3 large">
      {formatBytes(length)} of JSON, too much for this list.{' '}
      {facet.eventPosition !== null && <Link to={paths.event(facet.eventPosition)}>Read it in its event</Link>}
    </p>
  )
}
