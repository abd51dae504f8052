import { memo, useState } from 'react'
import type { ChangedDay, Changes } from '../../../../../src/contract/changes.ts'
import { lastPart } from '../../../../../src/graph/names.ts'
import { paths } from '../../../paths.ts'
import { ApiProblem } from '../../../api/client.ts'
import { Button } from '../../../ui/Button.tsx'
import { Link } from '../../../ui/Link.tsx'
import { millis, useNow } from '../../../ui/Time.tsx'
import type { ExplorerState } from '../url.ts'
import type { Change } from '../use-actions.ts'
import { countWords, dayOf, madeOn, spanOf, startOf } from './days.ts'
import { Strokes } from './Strokes.tsx'
import { TimeControls } from './TimeControls.tsx'
import { useChanges } from './use-changes.ts'
import './time.css'

const dayText = new Intl.DateTimeFormat('en-GB', { weekday: 'short', day: 'numeric', month: 'short', year: 'numeric' })

interface Props {
  readonly state: ExplorerState
  readonly change: Change
}
/** What of a state has nothing to do with time: opening a card leaves the line as it is. */
const TIMELESS: ReadonlySet<string> = new Set<keyof ExplorerState>(['sides', 'hops', 'shown', 'selected', 'columns', 'eye'])
const sameTime = (a: Props, b: Props): boolean => {
  const [x, y] = [a.state as unknown as Record<string, unknown>, b.state as unknown as Record<string, unknown>]
  return a.change === b.change && Object.keys(x).every((k) => TIMELESS.has(k) || x[k] === y[k])
}

/** When the graph changed, and the moments that it is shown of. */
export const TimeLine = memo(function TimeLine({ state, change }: Props) {
  const answer = useChanges(state)
  const now = useNow()
  const [near, setNear] = useState<ChangedDay | null>(null)
  const days = answer.data?.days ?? []
  const span = spanOf(days, now)
  // The page says that nothing is known of the root
  const unknown = answer.error instanceof ApiProblem && answer.error.status === 404
  const shown = near ?? dayBy(days, millis(state.asOf) ?? now)
  return (
    <section className="lg-time" aria-label="Time line">
      <TimeControls state={state} change={change} changes={answer.data} />
      {unknown ? (
        <div />
      ) : answer.error !== null && answer.data === undefined ? (
        <p className="s12 t3" role="alert">
          The changes could not be read.{' '}
          <Button small onClick={() => void answer.refetch()}>
            Try again
          </Button>
        </p>
      ) : (
        <Strokes days={days} span={span} now={now} state={state} change={change} onNear={setNear} />
      )}
      <Readout day={shown} changes={answer.data} />
    </section>
  )
}, sameTime)

/** The last day with changes up to a moment. */
const dayBy = (days: readonly ChangedDay[], ms: number): ChangedDay | null => days.findLast((d) => d.day <= dayOf(ms)) ?? null

/** What changed on a day, and the run that did it. */
function Readout({ day, changes }: { readonly day: ChangedDay | null; readonly changes: Changes | undefined }) {
  if (changes === undefined) return <div className="tl-out" />
  if (day === null) return <div className="tl-out hide-m t3">No change is known</div>
  const by = madeOn(day.day, changes.newest)
  return (
    <div className="tl-out hide-m">
      <b>{dayText.format(startOf(day.day))}</b>
      <span>{countWords(day)}</span>
      {by?.job && by.runId !== null && (
        <span className="cut">
          by <Link to={paths.run(by.job, by.runId)}>{lastPart(by.job.name)}</Link>
        </span>
      )}
    </div>
  )
}
