import type { RunDetail } from '../../../../src/contract/catalog.ts'
import { Icon } from '../../ui/Icon.tsx'
import { Note } from '../../ui/PageHead.tsx'
import { Time, formatDuration } from '../../ui/Time.tsx'

/** Why a run is shown as lost: `Lost: last heard 3 h ago; runs of this job take up to 4 min`. */
export function LostNote({ run }: { readonly run: RunDetail }) {
  if (run.state !== 'LOST') return null
  return (
    <div className="lostnote">
      <Note state="LOST" icon={<Icon name="LOST" />}>
        <b>
          Lost: last heard <Time iso={run.lastEventAt} />
        </b>
        {run.usualMs === null
          ? '; no run of this job is known to have ended.'
          : `; runs of this job take up to ${formatDuration(run.usualMs)}.`}{' '}
        Its end may still come, and then counts.
      </Note>
    </div>
  )
}
