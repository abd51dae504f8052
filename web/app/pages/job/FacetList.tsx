import { useMemo, useState } from 'react'
import type { FacetValue } from '../../../../src/contract/common.ts'
import { paths } from '../../paths.ts'
import { Icon } from '../../ui/Icon.tsx'
import { Code } from '../../ui/Code.tsx'
import { Link } from '../../ui/Link.tsx'
import { Empty } from '../../ui/Regions.tsx'
import { Time, formatBytes, formatNumber, plural } from '../../ui/Time.tsx'
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

/** The latest value of each facet as JSON: what the catalog uses first, then what is stored only. */
export function FacetList({ facets, of }: { readonly facets: readonly FacetValue[]; readonly of: string }) {
  if (facets.length === 0)
    return (
      <Empty
        title="No facets"
        why={`No event has brought a facet of this ${of}. Producers send them as run.facets, job.facets and the facets of inputs and outputs.`}
      />
    )
  return (
    <>
      {(['used', 'stored only'] as const).map((use) => {
        const list = facets.filter((facet) => facet.use === use)
        return list.length === 0 ? null : (
          <section key={use} className="sec facets">
            <header>
              <h2>{use === 'used' ? 'Used' : 'Stored only'}</h2>
              <span className="c">
                {use === 'used' ? 'shown elsewhere on this page as well' : 'kept and shown here, used nowhere else'}
              </span>
            </header>
            {list.map((facet) => (
              <Facet key={`${facet.container} ${facet.key}`} facet={facet} />
            ))}
          </section>
        )
      })}
    </>
  )
}

function Facet({ facet }: { readonly facet: FacetValue }) {
  const [open, setOpen] = useState(false)
  return (
    <div className="facet">
      <div className="row">
        <button type="button" className="plain grow" aria-expanded={open} onClick={() => setOpen(!open)}>
          <Icon name={open ? 'down' : 'right'} size={12} />
          <bdi className="med cut">{facet.key}</bdi>
          <span className="s12 t3">
            {CONTAINERS[facet.container]}, {plural(fieldsOf(facet.value), 'field')}
          </span>
        </button>
        <span className="s12 t3 hide-m">
          <Time iso={facet.eventTime} />
        </span>
        {facet.eventPosition !== null && (
          <Link className="s12" to={paths.event(facet.eventPosition)}>
            event {formatNumber(facet.eventPosition)}
          </Link>
        )}
      </div>
      {open && <FacetValueText facet={facet} />}
    </div>
  )
}

/** Above this many characters a facet is read in its event, whose page is made for it. */
const MOST_SHOWN = 200_000

function FacetValueText({ facet }: { readonly facet: FacetValue }) {
  const code = useMemo(() => JSON.stringify(facet.value, null, 2), [facet.value])
  if (code.length <= MOST_SHOWN) return <Code code={code} language="json" label={`the facet ${facet.key}`} wrap />
  return (
    <p className="s12 t3 large">
      {formatBytes(code.length)} of JSON, too much for this list.{' '}
      {facet.eventPosition !== null && <Link to={paths.event(facet.eventPosition)}>Read it in its event</Link>}
    </p>
  )
}
