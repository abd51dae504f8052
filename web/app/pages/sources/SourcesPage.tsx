import { useState } from 'react'
import type { RejectionGroups } from '../../../../src/contract/rejections.ts'
import type { Source } from '../../../../src/contract/sources.ts'
import type { Sync } from '../../../../src/contract/sync.ts'
import { useApi } from '../../api/query.ts'
import { paths } from '../../paths.ts'
import { useCrumbs } from '../../shell/crumbs.ts'
import { useIsAdmin } from '../../shell/session.ts'
import { ButtonLink } from '../../ui/Button.tsx'
import { PlatformTile } from '../../ui/EntityName.tsx'
import { Link } from '../../ui/Link.tsx'
import { PageHead, Section } from '../../ui/PageHead.tsx'
import { Empty, Region } from '../../ui/Regions.tsx'
import { Sparkline } from '../../ui/Sparkline.tsx'
import { StateBadge } from '../../ui/StateBadge.tsx'
import { Table } from '../../ui/Table.tsx'
import type { Column } from '../../ui/Table.tsx'
import { Time, formatNumber, plural } from '../../ui/Time.tsx'
import { FullSyncButton, LiveSync, SyncAction, SyncButton, SyncCell } from './SyncCell.tsx'
import { SyncTable } from './SyncTable.tsx'
import './refused.css'
import './sources.css'

const host = (source: Source): string => (source.baseUrl === null ? 'no base URL' : source.baseUrl.replace(/^https?:\/\//, ''))

/** After a day without an event the dot turns grey: whether that is wrong depends on the rhythm of the source. */
const QUIET_MS = 86_400_000

function LastEvent({ source }: { readonly source: Source }) {
  if (source.paused) return <StateBadge state="ABORT" word="Paused" />
  if (source.lastEventAt === null) return <StateBadge state="NEW" word="No event yet" />
  return (
    <span className="row tight">
      <span className={Date.now() - Date.parse(source.lastEventAt) < QUIET_MS ? 'dot ok' : 'dot none'} />
      <Time iso={source.lastEventAt} />
    </span>
  )
}

function perMinute(source: Source): string {
  return (source.perMinute.reduce((sum, count) => sum + count, 0) / Math.max(1, source.perMinute.length)).toFixed(1)
}

const Refused = ({ source }: { readonly source: Source }) =>
  source.refused === 0 ? (
    <span className="t3">0</span>
  ) : (
    <Link to={paths.source(source.id, 'refused')} className="refusedcount">
      {formatNumber(source.refused)}
    </Link>
  )

function columns(admin: boolean): Column<Source>[] {
  const action: Column<Source> = {
    key: 'sync',
    head: <span className="sr">Sync</span>,
    width: 150,
    from: 720,
    cell: (source) => (
      <span className="right">
        <SyncAction source={source} />
      </span>
    ),
  }
  return [
    {
      key: 'name',
      head: 'Source',
      cell: (source) => (
        <Link to={paths.source(source.id)} className="row ink nounder">
          <PlatformTile integration={source.producer ?? 'openlineage'} />
          <span className="grow cut two">
            <b className="med">{source.name}</b>
            <span className="s12 t3 block cut">{host(source)}</span>
          </span>
        </Link>
      ),
    },
    { key: 'last', head: 'Last event', width: 132, cell: (source) => <LastEvent source={source} /> },
    {
      key: 'minute',
      head: 'Events per minute, last hour',
      width: 196,
      from: 1200,
      cell: (source) => (
        <span className="row">
          <Sparkline values={source.perMinute} label={`Events of ${source.name} in the last hour`} />
          <span className="num pm">{perMinute(source)}</span>
        </span>
      ),
    },
    { key: 'accepted', head: 'Accepted', width: 104, num: true, from: 1200, cell: (source) => formatNumber(source.accepted) },
    { key: 'refused', head: 'Refused', width: 84, num: true, cell: (source) => <Refused source={source} /> },
    { key: 'catalog', head: 'Catalog', width: 224, from: 960, cell: (source) => <SyncCell source={source} /> },
    ...(admin ? [action] : []),
  ]
}

function RecentSyncs({ syncs, sources }: { readonly syncs: readonly Sync[]; readonly sources: readonly Source[] }) {
  const admin = useIsAdmin()
  const [all, setAll] = useState(false)
  const running = syncs.find((sync) => sync.state === 'running' && sync.sourceId === null)
  const shown = all ? syncs : syncs.slice(0, 8)
  const more = (
    <button type="button" className="plain link" onClick={() => setAll(true)}>
      All {formatNumber(syncs.length)}
    </button>
  )
  return (
    <Section
      title="Recent syncs"
      end={
        <span className="row">
          {shown.length < syncs.length && more}
          {admin && <FullSyncButton events={sources.reduce((sum, source) => sum + source.accepted, 0)} />}
        </span>
      }
    >
      <LiveSync id={running?.id ?? null} what="all sources" />
      {syncs.length === 0 ? (
        <Empty
          title="No sync yet"
          why="The catalog follows the event log by itself. A sync that a person, the command line or the API starts is listed here."
        />
      ) : (
        <SyncTable syncs={shown} sources={sources} />
      )}
    </Section>
  )
}

/** Requests whose token is nobody's: most often one that was mistyped on the way to its producer. */
function UnknownSenders() {
  const answer = useApi<RejectionGroups>('/api/v2/rejections/groups', { source: 'none' }, { every: 10_000 })
  const groups = (answer.data?.items ?? []).filter((group) => group.kept > 0)
  if (groups.length === 0) return null
  return (
    <Section title="Refused, of no known source" end={<Link to={paths.refused({ source: 'none' })}>See who sent them</Link>}>
      <ul className="strangers">
        {groups.map((group) => (
          <li key={group.code} className="row wrap">
            <StateBadge state="FAIL" pill word={`${group.status} ${group.code}`} />
            <span>{group.cause}</span>
            <span className="s12 t3">
              {plural(group.kept, 'request')}, last <Time iso={group.lastAt} />
            </span>
          </li>
        ))}
      </ul>
    </Section>
  )
}

/** Settings > Data. */
export function SourcesPage() {
  useCrumbs([{ label: 'Settings', to: paths.sources() }, { label: 'Data' }])
  const admin = useIsAdmin()
  const sources = useApi<{ items: Source[] }>('/api/v2/sources', undefined, { every: 5_000 })
  const syncs = useApi<{ items: Sync[] }>('/api/v2/syncs', undefined, { every: 10_000 })
  const list = sources.data?.items ?? []
  const actions = (
    <>
      <ButtonLink to={paths.refused()}>Refused requests</ButtonLink>
      {admin && list.length > 0 && <SyncButton sourceId={null} label="Sync all" />}
      {admin && (
        <ButtonLink to={paths.addSource()} kind="primary" icon="plus">
          Add source
        </ButtonLink>
      )}
    </>
  )
  return (
    <div className="page full sources">
      <PageHead
        title="Data sources"
        lead="Each sender of OpenLineage events has its own token, so you can see, pause and rotate it alone."
        actions={actions}
      />
      <Region answer={sources} what="the sources">
        {({ items }) =>
          items.length === 0 ? (
            <Empty
              title="No source yet"
              why="A source is one sender of events: an Airflow, a Spark cluster, a dbt project. Add one to get its token and a snippet to paste."
            >
              {admin && (
                <ButtonLink to={paths.addSource()} small>
                  Add a source
                </ButtonLink>
              )}
            </Empty>
          ) : (
            <Table label="Data sources" columns={columns(admin)} rows={items} rowKey={(source) => String(source.id)} rowHeight={48} />
          )
        }
      </Region>
      <UnknownSenders />
      {list.length > 0 && (
        <Region answer={syncs} what="the syncs" rows={3}>
          {({ items }) => <RecentSyncs syncs={items} sources={list} />}
        </Region>
      )}
    </div>
  )
}
