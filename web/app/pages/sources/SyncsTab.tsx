import type { Source } from '../../../../src/contract/sources.ts'
import type { Sync } from '../../../../src/contract/sync.ts'
import { useApi } from '../../api/query.ts'
import { useIsAdmin } from '../../shell/session.ts'
import { Section } from '../../ui/PageHead.tsx'
import { Empty, Region } from '../../ui/Regions.tsx'
import { plural } from '../../ui/Time.tsx'
import { SyncButton, SyncProgress } from './SyncCell.tsx'
import { SyncTable } from './SyncTable.tsx'
import { useSyncProgress } from './use-sync.ts'

/** The sync that runs, and those before it. */
export function SyncsTab({ source }: { readonly source: Source }) {
  const admin = useIsAdmin()
  const answer = useApi<{ items: Sync[] }>('/api/v2/syncs', { source: source.id }, { every: 5_000 })
  const running = answer.data?.items.find((sync) => sync.state === 'running')?.id ?? source.activeSync
  const live = useSyncProgress(running)
  return (
    <Section title="Syncs" count={source.waiting === 0 ? 'the catalog is up to date' : `${plural(source.waiting, 'event')} waiting`}>
      {live?.state === 'running' && <SyncProgress sync={live} what={source.name} />}
      <Region answer={answer} what="the syncs" rows={4}>
        {({ items }) =>
          items.length === 0 ? (
            <Empty
              title="Not yet synced by hand"
              why={
                source.syncMode === 'manual'
                  ? 'This source is set to manual: its events are stored, and the catalog changes when you sync.'
                  : 'The catalog follows this source by itself. A sync that someone starts is listed here.'
              }
            >
              {admin && <SyncButton sourceId={source.id} small />}
            </Empty>
          ) : (
            <SyncTable syncs={items.map((sync) => (sync.id === live?.id ? live : sync))} />
          )
        }
      </Region>
    </Section>
  )
}
