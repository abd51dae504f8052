import type { Sync } from '../../../../src/contract/sync.ts'
import { useApi } from '../../api/query.ts'
import { paths } from '../../paths.ts'
import { Button } from '../../ui/Button.tsx'
import { Icon } from '../../ui/Icon.tsx'
import { Link } from '../../ui/Link.tsx'
import { Note } from '../../ui/PageHead.tsx'
import { LiveSync } from '../sources/SyncCell.tsx'
import { startSync } from '../sources/use-sync.ts'
import '../sources/sources.css'

/** The catalog is not by the rules yet: how far it is, or that somebody stopped it. */
export function Remaking({ admin }: { readonly admin: boolean }) {
  const answer = useApi<{ items: Sync[] }>('/api/v2/syncs', undefined, { every: 2_000 })
  const running = answer.data?.items.find((sync) => sync.kind === 'full' && sync.state === 'running')
  const last = answer.data?.items.find((sync) => sync.kind === 'full')
  const stopped = running === undefined && (last?.state === 'cancelled' || last?.state === 'failed')
  return (
    <Note state={stopped ? 'ABORT' : 'RUNNING'} icon={<Icon name={stopped ? 'warn' : 'sync'} />}>
      {stopped ? (
        <>
          <b>The catalog is still by the rules of before.</b> The full sync that makes it anew{' '}
          {last.state === 'failed' ? `failed. ${last.error ?? ''}` : 'was cancelled.'}{' '}
          {admin && (
            <Button small onClick={() => void startSync(null, true)}>
              Make it anew
            </Button>
          )}
        </>
      ) : (
        <>
          <b>The catalog is being made anew by the changed rules.</b> Until it is there, pages show it as it was before.{' '}
          <Link to={paths.sources()}>See all syncs</Link>
        </>
      )}
      <LiveSync id={running?.id ?? null} what="the whole log" />
    </Note>
  )
}
