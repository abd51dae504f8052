import type { ReactNode } from 'react'
import type { RunItem } from '../../../../src/contract/catalog.ts'
import type { Identity, RunState } from '../../../../src/contract/common.ts'
import { itemsOf, useApiPages } from '../../api/query.ts'
import { paths } from '../../paths.ts'
import { CopyButton } from '../../ui/CopyButton.tsx'
import { Link } from '../../ui/Link.tsx'
import { ErrorRegion, Loading } from '../../ui/Regions.tsx'
import { StateBadge } from '../../ui/StateBadge.tsx'
import { MoreRows, Table } from '../../ui/Table.tsx'
import type { Column } from '../../ui/Table.tsx'
import { formatDuration, formatInstant, formatNumber } from '../../ui/Time.tsx'
import { tryWords } from '../format.ts'

const COLUMNS: readonly Column<RunItem>[] = [
  { key: 'state', head: 'State', width: 118, cell: (run) => <StateBadge state={run.state} /> },
  {
    key: 'started',
    head: 'Started',
    width: 140,
    cell: (run) => (
      <Link
        to={paths.run(run.job, run.runId)}
        className="plain-link"
        title={run.startedAt === null ? undefined : formatInstant(run.startedAt, 'full')}
      >
        {run.startedAt === null ? 'not yet started' : formatInstant(run.startedAt)}
      </Link>
    ),
  },
  { key: 'took', head: 'Took', width: 104, num: true, cell: (run) => formatDuration(run.durationMs) },
  {
    key: 'rows',
    head: 'Rows written',
    width: 116,
    num: true,
    from: 960,
    cell: (run) => (run.rowsWritten === null ? <span className="t3">none</span> : formatNumber(run.rowsWritten)),
  },
  {
    key: 'for',
    head: 'Nominal time',
    width: 130,
    from: 1200,
    cell: (run) =>
      run.nominalStart === null ? null : <span title={formatInstant(run.nominalStart, 'full')}>{formatInstant(run.nominalStart)}</span>,
  },
  {
    key: 'run',
    head: 'Run',
    from: 720,
    cell: (run) => (
      <span className="name">
        <Link to={paths.run(run.job, run.runId)} className="cut">
          <code>{run.runId}</code>
        </Link>
        {tryWords(run) !== '' && <span className="s12 t3 try">{tryWords(run)}</span>}
        <CopyButton value={run.runId} label={`run id ${run.runId}`} className="cp" />
      </span>
    ),
  },
  {
    key: 'says',
    head: 'Says',
    width: 220,
    from: 1200,
    cell: (run) => <bdi className="why">{run.error}</bdi>,
    title: (run) => run.error ?? undefined,
  },
]

type Props = {
  readonly job: Identity
  readonly state?: RunState | undefined
  readonly limit?: number
  readonly more?: boolean
  readonly empty: ReactNode
}

/** Left out where the table has half a page. */
const WIDE_ONLY: readonly string[] = ['for', 'says']

/** The runs of a job, newest first. Times are absolute: runs are compared. */
export function RunsTable({ job, state, limit = 50, more = true, empty }: Props) {
  const list = useApiPages<RunItem>('/api/v2/runs', { namespace: job.namespace, name: job.name, state, limit }, { keep: true })
  const runs = itemsOf(list)
  const last = list.data?.pages.at(-1)
  if (list.data === undefined)
    return list.error === null ? <Loading rows={5} what="the runs" /> : <ErrorRegion error={list.error} retry={() => void list.refetch()} />
  if (runs.length === 0) return empty
  return (
    <>
      <Table
        columns={more ? COLUMNS : COLUMNS.filter((column) => !WIDE_ONLY.includes(column.key))}
        rows={more ? runs : runs.slice(0, limit)}
        rowKey={(run) => run.runId}
        label="Runs, newest first"
      />
      {more && (
        <MoreRows
          shown={runs.length}
          total={last?.total ?? null}
          totalAtLeast={last?.totalAtLeast ?? null}
          noun="runs"
          hasMore={list.hasNextPage}
          busy={list.isFetchingNextPage}
          onMore={() => void list.fetchNextPage()}
        />
      )}
    </>
  )
}
