import { Button } from '../../ui/Button.tsx'
import { Icon } from '../../ui/Icon.tsx'
import { Note } from '../../ui/PageHead.tsx'
import { Progress } from '../../ui/Progress.tsx'
import { ErrorRegion } from '../../ui/Regions.tsx'
import { formatNumber } from '../../ui/Time.tsx'
import { doneOf, forgetRetry, stopRetry } from './retry-runs.ts'
import type { RetryRun } from './retry-runs.ts'

/** `214 taken in, 3 in the log already, 2 refused again.` */
function sentence(run: RetryRun): string {
  const parts = [
    [run.accepted, 'taken in'],
    [run.duplicates, 'in the log already, not stored twice'],
    [run.refused, 'refused again'],
    [run.gone, 'no longer kept, or taken in meanwhile'],
  ] as const
  const said = parts.filter(([count]) => count > 0).map(([count, what]) => `${formatNumber(count)} ${what}`)
  return said.length === 0 ? 'There was nothing left to try.' : `${said.join(', ')}.`
}

function Details({ run }: { readonly run: RetryRun }) {
  return (
    <>
      {run.refusedElements > 0 && (
        <p>
          {run.refusedElements === 1
            ? 'One event of a batch was refused; it is now a refused request of its own.'
            : `${formatNumber(run.refusedElements)} events of batches were refused; each is now a refused request of its own.`}
        </p>
      )}
      {run.causes.length > 0 && (
        <ul className="causes">
          {run.causes.map((cause) => (
            <li key={cause.code}>
              {formatNumber(cause.count)} <code>{cause.code}</code> {cause.cause}
            </li>
          ))}
        </ul>
      )}
    </>
  )
}

/** How far a retry of all has come; when it is over what came of it, until it is dismissed. */
export function RetryOutcome({ run, source, code }: { readonly run: RetryRun; readonly source: number; readonly code: string }) {
  if (run.running)
    return (
      <div className="retrying" role="group" aria-label={`Retry of ${code}`}>
        <Progress phase="Trying again" done={doneOf(run)} total={run.total} unit="requests" />
        <Button small onClick={() => stopRetry(source, code)}>
          Stop
        </Button>
      </div>
    )
  const isGood = run.refused === 0 && run.stopped === null && run.error === null
  return (
    <div className="retrying" role="status">
      {run.error !== null && <ErrorRegion error={run.error} />}
      <Note state={isGood ? 'COMPLETE' : 'ABORT'} icon={<Icon name={isGood ? 'COMPLETE' : 'warn'} />}>
        <b>{sentence(run)}</b>
        {run.stopped !== null && ` ${run.stopped} The rest was not tried.`}
        <Details run={run} />
      </Note>
      <Button kind="quiet" small icon="x" aria-label="Dismiss" onClick={() => forgetRetry(source, code)} />
    </div>
  )
}
