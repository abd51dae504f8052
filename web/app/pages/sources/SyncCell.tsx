import { useState } from 'react'
import type { Source } from '../../../../src/contract/sources.ts'
import type { Sync } from '../../../../src/contract/sync.ts'
import { paths } from '../../paths.ts'
import { useIsAdmin } from '../../shell/session.ts'
import { Ask } from '../../ui/Ask.tsx'
import { Button, ButtonLink } from '../../ui/Button.tsx'
import { Progress, ProgressBar } from '../../ui/Progress.tsx'
import { Time, formatDuration, plural } from '../../ui/Time.tsx'
import { doneOf } from './sync-words.ts'
import { PHASES, cancelSync, startSync, useSyncProgress } from './use-sync.ts'

function Standing({ source }: { readonly source: Source }) {
  const manual = source.syncMode === 'manual'
  return (
    <>
      <span className="s12 block">{source.waiting === 0 ? 'Up to date' : `${plural(source.waiting, 'event')} waiting`}</span>
      <span className="s12 t3 block">
        {manual ? 'Manual' : 'Continuous'}
        {source.lastSyncAt === null && manual && ', not yet synced'}
        {source.lastSyncAt !== null && manual && (
          <>
            , synced <Time iso={source.lastSyncAt} />
          </>
        )}
        {!manual && source.lagMs !== null && `, lag ${formatDuration(source.lagMs)}`}
      </span>
    </>
  )
}

/** How far the catalog is with this source; while a sync runs, its bar. */
export function SyncCell({ source }: { readonly source: Source }) {
  const sync = useSyncProgress(source.activeSync)
  if (source.activeSync === null || sync === null || sync.state !== 'running') return <Standing source={source} />
  return (
    <>
      <span className="s12 row between">
        <span>{PHASES[sync.phase]}</span>
        <span className="t3">{doneOf(sync)}</span>
      </span>
      <ProgressBar done={sync.eventsDone} total={sync.eventsTotal} label={`Sync of ${source.name}`} />
    </>
  )
}

/** `Sync metadata` for one source (null: all). It waits only until the sync has been accepted. */
export function SyncButton({
  sourceId,
  small = false,
  label = 'Sync metadata',
}: {
  readonly sourceId: number | null
  readonly small?: boolean
  readonly label?: string
}) {
  const [busy, setBusy] = useState(false)
  const press = async () => {
    setBusy(true)
    await startSync(sourceId)
    setBusy(false)
  }
  return (
    <Button icon="sync" small={small} busy={busy} onClick={() => void press()}>
      {label}
    </Button>
  )
}

/** Makes the catalog anew from the whole log. */
export function FullSyncButton({ events }: { readonly events: number }) {
  const [asked, setAsked] = useState(false)
  const work = async () => {
    await startSync(null, true)
    setAsked(false)
  }
  return (
    <>
      <Button small icon="sync" onClick={() => setAsked(true)}>
        Full sync
      </Button>
      {asked && (
        <Ask title="Make the catalog anew?" verb="Start the full sync" onClose={() => setAsked(false)} work={work}>
          <p>
            {plural(events, 'event')} are replayed into a new catalog beside this one, which takes its place in one step. Reads go on
            meanwhile, and it can be cancelled. The same events and rules give the same catalog.
          </p>
        </Ask>
      )}
    </>
  )
}

/** In the list: start a sync, or see the one that runs. */
export function SyncAction({ source }: { readonly source: Source }) {
  if (source.activeSync === null) return <SyncButton sourceId={source.id} small />
  return (
    <ButtonLink to={paths.source(source.id, 'syncs')} small>
      Show progress
    </ButtonLink>
  )
}

/** Ends a sync where it is. A full one leaves the catalog as it was. */
function CancelSync({ sync }: { readonly sync: Sync }) {
  const [busy, setBusy] = useState(false)
  const cancel = async () => {
    setBusy(true)
    await cancelSync(sync)
    setBusy(false)
  }
  return (
    <Button small busy={busy} onClick={() => void cancel()}>
      Cancel
    </Button>
  )
}

/** All figures of a sync that runs. */
export function SyncProgress({ sync, what }: { readonly sync: Sync; readonly what: string }) {
  const admin = useIsAdmin()
  return (
    <div className="livesync" aria-label={`Sync of ${what}`} role="group">
      <Progress
        phase={`${sync.kind === 'full' ? 'Full sync: ' : ''}${PHASES[sync.phase]}`}
        done={sync.eventsDone}
        total={sync.eventsTotal}
        rate={sync.rate}
      />
      <div className="row between">
        <span className="s12 t3">started by {sync.startedBy ?? 'itself'}</span>
        {admin && <CancelSync sync={sync} />}
      </div>
    </div>
  )
}

/** As SyncProgress, by number; nothing when it does not run. */
export function LiveSync({ id, what }: { readonly id: number | null; readonly what: string }) {
  const sync = useSyncProgress(id)
  return sync?.state === 'running' ? <SyncProgress sync={sync} what={what} /> : null
}
