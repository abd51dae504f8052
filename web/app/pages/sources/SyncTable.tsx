import type { Source } from '../../../../src/contract/sources.ts'
import type { Sync } from '../../../../src/contract/sync.ts'
import { StateBadge } from '../../ui/StateBadge.tsx'
import { Table } from '../../ui/Table.tsx'
import type { Column } from '../../ui/Table.tsx'
import { Time, formatDuration, formatNumber, millis, useNow } from '../../ui/Time.tsx'
import { changesOf } from './sync-words.ts'

const STATES = { running: 'RUNNING', complete: 'COMPLETE', failed: 'FAIL', cancelled: 'ABORT' } as const

function Took({ sync }: { readonly sync: Sync }) {
  const now = useNow()
  const start = millis(sync.startedAt)
  const end = millis(sync.endedAt) ?? now
  return start === null ? '' : formatDuration(Math.max(0, end - start))
}

function startedBy(sync: Sync, withSource: boolean): string {
  const what = [sync.kind === 'full' ? 'full sync' : '', !withSource && sync.sourceId === null ? 'all sources' : '']
  return [...what, sync.startedBy ?? 'itself'].filter((part) => part !== '').join(', ')
}

function columns(nameOf: (sync: Sync) => string, withSource: boolean): Column<Sync>[] {
  const source: Column<Sync> = { key: 'source', head: 'Source', width: 136, cell: nameOf }
  return [
    ...(withSource ? [source] : []),
    { key: 'started', head: 'Started', width: 120, cell: (sync) => <Time iso={sync.startedAt} absolute /> },
    {
      key: 'state',
      head: 'State',
      width: 112,
      cell: (sync) => <StateBadge state={STATES[sync.state]} word={sync.state === 'cancelled' ? 'Cancelled' : undefined} />,
    },
    { key: 'took', head: 'Took', width: 100, num: true, from: 960, cell: (sync) => <Took sync={sync} /> },
    { key: 'events', head: 'Events', width: 100, from: 720, num: true, cell: (sync) => formatNumber(sync.eventsDone) },
    { key: 'changed', head: 'Changed in the catalog', from: 960, cell: changesOf, title: changesOf },
    {
      key: 'by',
      head: 'By',
      width: 190,
      from: 1200,
      cell: (sync) => <span className="t3">{startedBy(sync, withSource)}</span>,
      title: (sync) => startedBy(sync, withSource),
    },
  ]
}

/** History of syncs, newest first. Without `sources` it is of one source and leaves its name out. */
export function SyncTable({ syncs, sources }: { readonly syncs: readonly Sync[]; readonly sources?: readonly Source[] }) {
  const nameOf = (sync: Sync) =>
    sync.sourceId === null
      ? 'All sources'
      : (sources?.find((source) => source.id === sync.sourceId)?.name ?? `source ${sync.sourceId}, removed`)
  return <Table label="Syncs" columns={columns(nameOf, sources !== undefined)} rows={syncs} rowKey={(sync) => String(sync.id)} />
}
