import { useState } from 'react'
import type { RunDetail } from '../../../../src/contract/catalog.ts'
import type { RunLineage as Found } from '../../../../src/contract/run-lineage.ts'
import { useApi } from '../../api/query.ts'
import { paths } from '../../paths.ts'
import { EntityName } from '../../ui/EntityName.tsx'
import { Link } from '../../ui/Link.tsx'
import { Section } from '../../ui/PageHead.tsx'
import { Empty, Region } from '../../ui/Regions.tsx'
import { StateBadge } from '../../ui/StateBadge.tsx'
import { Table } from '../../ui/Table.tsx'
import type { Column } from '../../ui/Table.tsx'
import { Segmented } from '../../ui/Tabs.tsx'
import { formatNumber, plural, Time } from '../../ui/Time.tsx'
import { lastPart, shortRunId } from '../format.ts'
import { type LinkRow, linkRows } from './run-links.ts'

const DEPTHS = [
  { value: '1', label: '1 run away' },
  { value: '3', label: '3 away' },
  { value: '10', label: '10 away' },
] as const
type Depth = (typeof DEPTHS)[number]['value']

const COLUMNS: readonly Column<LinkRow>[] = [
  { key: 'state', head: 'State', width: 100, cell: (row) => <StateBadge state={row.run.state} /> },
  {
    key: 'run',
    head: 'Run of',
    cell: (row) => <EntityName {...row.run.job} to={paths.run(row.run.job, row.run.runId)} tile={false} />,
    title: (row) => `${row.run.job.name}\n${row.run.runId}`,
  },
  {
    key: 'id',
    head: 'Run',
    width: 150,
    from: 1200,
    cell: (row) => <code>{shortRunId(row.run.runId)}</code>,
    title: (row) => row.run.runId,
  },
  {
    key: 'dataset',
    head: 'Dataset',
    width: 150,
    cell: (row) => <EntityName {...row.link.dataset} to={paths.dataset(row.link.dataset)} />,
    title: (row) => row.link.dataset.name,
  },
  {
    key: 'how',
    head: 'Known by',
    width: 150,
    from: 960,
    cell: (row) => <span className="t3">{row.link.by === 'version' ? `version ${row.link.version ?? ''}` : 'the last write before'}</span>,
    title: (row) => row.link.version ?? undefined,
  },
  { key: 'at', head: 'Written', width: 120, from: 720, cell: (row) => <Time iso={row.link.writtenAt} absolute /> },
  { key: 'depth', head: 'Away', width: 60, num: true, from: 720, cell: (row) => Math.abs(row.run.depth) },
]

/** Which runs wrote what this run read, and which runs read what it wrote. */
export function RunLineage({ run }: { readonly run: RunDetail }) {
  const [depth, setDepth] = useState<Depth>('1')
  const answer = useApi<Found>('/api/v2/run/lineage', { ...run.job, runId: run.runId, depth }, { keep: true })
  return (
    <>
      <div className="row wrap run-depth">
        <Segmented options={DEPTHS} value={depth} onChange={setDepth} label="How far" />
      </div>
      <Region answer={answer} what="the lineage of the run" rows={6}>
        {(found) => (
          <>
            <Part
              title="Read what these runs wrote"
              rows={linkRows(found, 'upstream')}
              none="No run is known that wrote what this one read."
            />
            <Unknown found={found} />
            <Part title="Read by" rows={linkRows(found, 'downstream')} none="No run is known that read what this one wrote." />
            {found.truncated && <p className="s12 t3">There are more runs than are shown.</p>}
          </>
        )}
      </Region>
    </>
  )
}

function Part({ title, rows, none }: { readonly title: string; readonly rows: readonly LinkRow[]; readonly none: string }) {
  return (
    <Section title={title} count={formatNumber(rows.length)}>
      {rows.length === 0 ? (
        <Empty title={none} why="It is told from versions in the events, and from which run had written a dataset last." />
      ) : (
        <Table columns={COLUMNS} rows={rows} rowKey={(row) => row.key} label={title} />
      )}
    </Section>
  )
}

/** What was read and nobody is known to have written. */
function Unknown({ found }: { readonly found: Found }) {
  const { unknown } = found
  if (unknown.length === 0) return null
  return (
    <p className="s12 t3">
      No run is known that had written {plural(unknown.length, 'dataset')} by then:{' '}
      {unknown.slice(0, 8).map(({ run, dataset }, i) => (
        <span key={`${run.runId} ${dataset.namespace} ${dataset.name}`}>
          {i > 0 && ', '}
          <Link to={paths.dataset(dataset)} className="under" title={`${dataset.name}\n${dataset.namespace}`}>
            {lastPart(dataset.name)}
          </Link>
        </span>
      ))}
      {unknown.length > 8 && ` and ${formatNumber(unknown.length - 8)} more`}
    </p>
  )
}
