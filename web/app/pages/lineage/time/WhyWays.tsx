import { useState } from 'react'
import type { Way, Why } from '../../../../../src/contract/why.ts'
import { lastPart } from '../../../../../src/graph/names.ts'
import { paths } from '../../../paths.ts'
import { Button } from '../../../ui/Button.tsx'
import { Icon } from '../../../ui/Icon.tsx'
import { Link } from '../../../ui/Link.tsx'
import { formatNumber, formatRelative, plural } from '../../../ui/Time.tsx'

const FIRST = 8

/** What leads from one dataset to another, or from one job to another: each job or dataset between them, the last said first. */
export function Ways({ ways, waysAtLeast }: Pick<Why, 'ways' | 'waysAtLeast'>) {
  const [all, setAll] = useState(false)
  const type = ways[0]?.via.type
  if (type === undefined) return null
  return (
    <>
      <h3>
        Over {waysAtLeast && 'at least '}
        {plural(ways.length, type)}
      </h3>
      <ul className="ends" aria-label={type === 'job' ? 'Jobs between them' : 'Datasets between them'}>
        {ways.slice(0, all ? ways.length : FIRST).map((way) => (
          <li key={`${way.via.namespace} ${way.via.name}`}>
            <OneWay way={way} />
          </li>
        ))}
      </ul>
      {ways.length > FIRST && !all && (
        <Button small onClick={() => setAll(true)}>
          Show {formatNumber(ways.length - FIRST)} more
        </Button>
      )}
    </>
  )
}

function OneWay({ way: { via, into, outOf } }: { readonly way: Way }) {
  const job = via.type === 'job'
  const runs = (job ? outOf : into).runs
  const last = [into.lastSeenAt, outOf.lastSeenAt].flatMap((at) => at ?? []).toSorted()[0]
  return (
    <Link to={job ? paths.job(via) : paths.dataset(via)} title={`${via.name}\n${via.namespace}`}>
      <Icon name={job ? 'job' : 'dataset'} size={13} />
      <span className="cut">{lastPart(via.name)}</span>
      <span className="x">{[runs !== null && plural(runs, 'run'), last && formatRelative(last)].filter(Boolean).join(', ')}</span>
    </Link>
  )
}
