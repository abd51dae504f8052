import { paths } from '../../paths.ts'
import { EntityName } from '../../ui/EntityName.tsx'
import { Icon } from '../../ui/Icon.tsx'
import { StateBadge } from '../../ui/StateBadge.tsx'
import type { Column } from '../../ui/Table.tsx'
import { formatInstant, Time } from '../../ui/Time.tsx'
import type { AnswerRow } from './rows.ts'
import type { Asked } from './use-answer.ts'

const WORD = { upstream: 'up', downstream: 'down' } as const

function Quality({ row }: { readonly row: AnswerRow }) {
  if (row.quality === 'fail')
    return (
      <span className="state st-FAIL">
        <Icon name="FAIL" />
        <span className="w">Failed</span>
      </span>
    )
  if (row.dueAt !== null)
    return (
      <span className="state st-STALE" title={`due ${formatInstant(row.dueAt, 'full')}`}>
        <Icon name="STALE" />
        <span className="w">Late</span>
      </span>
    )
  return row.quality === 'pass' ? <span className="t3">Passed</span> : null
}

/** The columns of the table; those of dependency where columns are asked about, those of quality where they are not. */
export function columnsFor(asked: Asked): readonly Column<AnswerRow>[] {
  const byColumn = asked.fields.length > 0
  return [
    {
      key: 'depth',
      head: 'Depth',
      width: 84,
      sort: 'depth',
      cell: (r) => (
        <span className="dir">
          <Icon name={r.direction === 'upstream' ? 'left' : 'right'} />
          {r.depth} <span className="t3">{WORD[r.direction]}</span>
        </span>
      ),
    },
    {
      key: 'name',
      head: 'Name',
      sort: 'name',
      cell: (r) => (
        <EntityName
          namespace={r.namespace}
          name={r.name}
          to={r.type === 'job' ? paths.job(r) : paths.dataset(r, { field: r.field ?? undefined })}
          tile={r.type === 'dataset'}
        />
      ),
      title: (r) => r.name,
    },
    ...(byColumn
      ? [
          {
            key: 'field',
            head: 'Column',
            width: 150,
            cell: (r: AnswerRow) =>
              r.type === 'job' ? <span className="t3">job</span> : <bdi className="med">{r.field ?? 'all of it'}</bdi>,
            title: (r: AnswerRow) => r.field ?? '',
          },
          {
            key: 'dependency',
            head: 'Kind',
            width: 130,
            from: 720 as const,
            cell: (r: AnswerRow) => (
              <span className="t3">{[r.dependency?.toLowerCase(), r.inferred && 'inferred'].filter(Boolean).join(', ')}</span>
            ),
          },
        ]
      : [{ key: 'type', head: 'Type', width: 76, from: 720 as const, sort: 'type', cell: (r: AnswerRow) => r.type }]),
    {
      key: 'namespace',
      head: 'Namespace',
      width: 150,
      from: 1200,
      sort: 'namespace',
      cell: (r) => <bdi className="t2">{r.namespace === '' ? 'empty' : r.namespace}</bdi>,
      title: (r) => r.namespace,
    },
    {
      key: 'owner',
      head: 'Owner',
      width: 120,
      from: 960,
      sort: 'owner',
      cell: (r) => (r.owners.length === 0 ? <span className="t3">none</span> : <bdi>{r.owners.join(', ')}</bdi>),
      title: (r) => r.owners.join(', '),
    },
    {
      key: 'lastRun',
      head: 'Last run',
      width: 170,
      from: 720,
      sort: 'lastRun',
      cell: (r) => (
        <>
          {r.lastState !== null && <StateBadge state={r.lastState} />} {r.lastRunAt === null ? null : <Time iso={r.lastRunAt} />}
        </>
      ),
    },
    ...(byColumn
      ? []
      : [{ key: 'quality', head: 'Quality', width: 84, from: 960 as const, sort: 'quality', cell: (r: AnswerRow) => <Quality row={r} /> }]),
    {
      key: 'path',
      head: 'Path',
      width: 240,
      from: 960,
      cell: (r) => <bdi className="t3 s12">{r.path}</bdi>,
      title: (r) => r.path,
    },
  ]
}
