import { useParams, useSearch } from '@tanstack/react-router'
import { useState } from 'react'
import type { ReactNode } from 'react'
import type { Source } from '../../../../src/contract/sources.ts'
import { useApi } from '../../api/query.ts'
import { paths } from '../../paths.ts'
import { useCrumbs } from '../../shell/crumbs.ts'
import { useIsAdmin } from '../../shell/session.ts'
import { Button } from '../../ui/Button.tsx'
import { Menu } from '../../ui/Menu.tsx'
import { PageHead } from '../../ui/PageHead.tsx'
import { NotFound, Region } from '../../ui/Regions.tsx'
import { SafeLink } from '../../ui/SafeLink.tsx'
import { StateBadge } from '../../ui/StateBadge.tsx'
import { TabLinks } from '../../ui/Tabs.tsx'
import { Time } from '../../ui/Time.tsx'
import { ConnectTab } from './ConnectTab.tsx'
import { EventsTab } from './EventsTab.tsx'
import { RefusedTab } from './RefusedTab.tsx'
import { RemoveDialog } from './RemoveDialog.tsx'
import { PauseDialog, RotateDialog } from './SourceDialogs.tsx'
import { SourceSettings } from './SourceSettings.tsx'
import { SyncButton } from './SyncCell.tsx'
import { SyncsTab } from './SyncsTab.tsx'
import { WarningsTab } from './WarningsTab.tsx'
import { useWarnings } from '../warnings/WarningGroups.tsx'
import './sources.css'

type Open = 'rotate' | 'pause' | 'remove' | null
const TABS = ['connect', 'events', 'refused', 'warnings', 'syncs', 'settings'] as const
type TabKey = (typeof TABS)[number]

function Actions({ source }: { readonly source: Source }) {
  const [open, setOpen] = useState<Open>(null)
  const close = () => setOpen(null)
  return (
    <>
      <SyncButton sourceId={source.id} />
      <Menu
        items={[
          { label: 'Rotate the token', icon: 'key', onSelect: () => setOpen('rotate') },
          { label: source.paused ? 'Resume' : 'Pause', icon: source.paused ? 'run' : 'pause', onSelect: () => setOpen('pause') },
          { line: true },
          { label: 'Remove', icon: 'x', onSelect: () => setOpen('remove') },
        ]}
      >
        <Button icon="dots" aria-label="Rotate, pause, remove" />
      </Menu>
      {open === 'rotate' && <RotateDialog source={source} onClose={close} />}
      {open === 'pause' && <PauseDialog source={source} onClose={close} />}
      {open === 'remove' && <RemoveDialog source={source} onClose={close} />}
    </>
  )
}

const CONTENT: Readonly<Record<TabKey, (source: Source) => ReactNode>> = {
  connect: (source) => <ConnectTab source={source} />,
  events: (source) => <EventsTab source={source} />,
  refused: (source) => <RefusedTab source={source} />,
  warnings: (source) => <WarningsTab source={source} />,
  syncs: (source) => <SyncsTab source={source} />,
  settings: (source) => <SourceSettings key={source.id} source={source} />,
}

function Whole({ source, tab }: { readonly source: Source; readonly tab: TabKey }) {
  const admin = useIsAdmin()
  const fresh = source.firstEventAt === null
  const warnings = useWarnings(source.id)
  const meta = (
    <>
      <span>OpenLineage</span>
      {source.baseUrl !== null && (
        <SafeLink href={source.baseUrl} icon>
          {source.baseUrl.replace(/^https?:\/\//, '')}
        </SafeLink>
      )}
      <span>
        added <Time iso={source.createdAt} />
        {source.createdBy === null ? '' : ` by ${source.createdBy}`}
      </span>
      {source.producer !== null && <span>{[source.producer, source.producerVersion].filter((part) => part !== null).join(' ')}</span>}
    </>
  )
  return (
    <>
      <PageHead
        title={<bdi>{fresh && tab === 'connect' ? `Connect ${source.name}` : source.name}</bdi>}
        pill={source.paused ? <StateBadge state="ABORT" word="Paused" pill /> : undefined}
        meta={meta}
        actions={admin ? <Actions source={source} /> : undefined}
      />
      <TabLinks
        value={tab}
        to={(key) => paths.source(source.id, key)}
        tabs={[
          { key: 'connect', label: 'Connect' },
          { key: 'events', label: 'Events', count: source.accepted },
          { key: 'refused', label: 'Refused', count: source.refused, bad: true },
          { key: 'warnings', label: 'Warnings', count: warnings.data?.items.length },
          { key: 'syncs', label: 'Syncs' },
          { key: 'settings', label: 'Settings' },
        ]}
      />
      {CONTENT[tab](source)}
    </>
  )
}

/** One data source: connecting it, what it sent, what was refused, its syncs, its settings. */
export function SourcePage() {
  const { id } = useParams({ from: '/settings/data/$id' })
  const { tab } = useSearch({ from: '/settings/data/$id' })
  const answer = useApi<Source>(`/api/v2/sources/${encodeURIComponent(id)}`, undefined, { every: 5_000 })
  const name = answer.data?.name ?? ''
  useCrumbs([{ label: 'Settings', to: paths.sources() }, { label: 'Data', to: paths.sources() }, { label: name }])
  const shown = TABS.find((key) => key === tab) ?? 'connect'
  return (
    <div className="page sources">
      <Region
        answer={answer}
        what="the source"
        missing={<NotFound what="There is no such source" why="It may have been removed." to={paths.sources()} toLabel="All sources" />}
      >
        {(source) => <Whole source={source} tab={shown} />}
      </Region>
    </div>
  )
}
