import type { RunDetail } from '../../../../src/contract/catalog.ts'
import { paths } from '../../paths.ts'
import { Icon } from '../../ui/Icon.tsx'
import { Link } from '../../ui/Link.tsx'
import { STATE_WORDS } from '../../ui/StateBadge.tsx'
import { shortRunId, tryWords } from '../format.ts'
import './tries.css'

/** Which try of its task a run is, with the ways to the others; and that it was sent under other ids too. */
export function Tries({ run }: { readonly run: RunDetail }) {
  const words = tryWords(run)
  return (
    <>
      {(words !== '' || run.tries.length > 0) && (
        <span className="tries">
          {words === '' ? 'try 1' : words}
          {run.tries.map((one) => (
            <Link
              key={one.runId}
              to={paths.run(one.job, one.runId)}
              className={`st-${one.state}`}
              aria-label={`Try ${one.tryNumber}: ${STATE_WORDS[one.state]}`}
              aria-current={one.runId === run.runId ? 'page' : undefined}
              title={`Try ${one.tryNumber}: ${STATE_WORDS[one.state]}`}
            >
              <Icon name={one.state} className="c" />
            </Link>
          ))}
        </span>
      )}
      {run.sentAlsoAs.map((id) => (
        <span key={id}>
          sent again as{' '}
          <Link to={paths.run(run.job, id)} title={id}>
            <code>{shortRunId(id)}</code>
          </Link>
        </span>
      ))}
    </>
  )
}
