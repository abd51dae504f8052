import type { ReactNode } from 'react'
import type { JobItem, RunBar } from '../../../../src/contract/catalog.ts'
import { paths } from '../../paths.ts'
import { EntityName } from '../../ui/EntityName.tsx'
import { Icon } from '../../ui/Icon.tsx'
import { Link, useGo } from '../../ui/Link.tsx'
import { RunBars } from '../../ui/RunBars.tsx'
import { StateBadge } from '../../ui/StateBadge.tsx'
import type { Column } from '../../ui/Table.tsx'
import { Time, formatDuration, formatInstant, formatRelative } from '../../ui/Time.tsx'
import { withoutParent } from '../format.ts'
import type { ListRow } from './job-rows.ts'

type Options = {
  readonly flat: boolean
  readonly toggle: (job: JobItem) => void
  /** All jobs of the list are inside this one: their names drop its prefix. */
  readonly under?: string | undefined
  /** Names that stand twice in the list, in different namespaces: these say theirs. */
  readonly twice?: ReadonlySet<string>
  /** Each way of running a model is listed by itself. */
  readonly alone?: boolean | undefined
}

/** A job's own twisty, or the room for it. */
function Twisty({ row, flat, toggle }: Options & { readonly row: Extract<ListRow, { kind: 'job' }> }) {
  if (flat) return null
  if (row.job.children === 0) return <span className="tw" />
  return (
    <button
      type="button"
      className="tw"
      aria-expanded={row.open}
      aria-label={`${row.open ? 'Fold' : 'Unfold'} ${row.job.name}, ${row.job.children} inside`}
      tabIndex={-1}
      onClick={() => toggle(row.job)}
    >
      <Icon name={row.open ? 'down' : 'right'} />
    </button>
  )
}

const NOTES = { reading: 'Reading what is inside …', failed: 'What is inside could not be read. Fold and unfold to try again.' } as const

function NameCell({ row, flat, toggle, under, twice, alone }: Options & { readonly row: ListRow }) {
  const indent = { paddingLeft: row.depth === 0 ? 0 : 31 + (row.depth - 1) * 22 }
  if (row.kind === 'note') {
    return (
      <span className="s12 t3" style={{ paddingLeft: 53 + (row.depth - 1) * 22 }}>
        {row.note === 'more' ? <Link to={paths.job(row.parent, 'children')}>Show all {row.parent.children} inside</Link> : NOTES[row.note]}
      </span>
    )
  }
  const { job, depth } = row
  const short = withoutParent(job.name, depth > 0 ? row.parent : under)
  return (
    <span className="tree-t jn" style={indent}>
      <Twisty row={row} flat={flat} toggle={toggle} />
      <EntityName
        namespace={job.namespace}
        name={job.name}
        integration={job.integration}
        to={paths.job(job)}
        tile={depth === 0}
        short={short}
        copy
      />
      {job.ways > 1 && alone !== true && (
        <Link
          className="s12 t3 ways"
          to={paths.job(job, 'ways')}
          title={`${job.ways} ways of running the same, each a job of its own; this one ran last`}
        >
          {job.ways} ways
        </Link>
      )}
      {depth === 0 && twice?.has(job.name) === true && (
        <bdi className="s12 t3 cut ns" title={job.namespace}>
          {job.namespace === '' ? 'empty namespace' : job.namespace}
        </bdi>
      )}
    </span>
  )
}

/** Why it stands as it does, in one line: the error, with the way to the run; or when a lost one was last heard. */
export function Says({ job }: { readonly job: JobItem }) {
  if (job.lastState === 'FAIL') {
    const text = job.says ?? 'Failed without a message'
    return job.lastRunId === null ? (
      <bdi className="why">{text}</bdi>
    ) : (
      <Link className="why" to={paths.run(job, job.lastRunId)}>
        <bdi>{text}</bdi>
      </Link>
    )
  }
  if (job.lastState === 'LOST')
    return (
      <span className="s12 t3">
        {job.lastStartedAt === null ? 'no end was heard' : `started ${formatRelative(job.lastStartedAt)}, no end was heard`}
      </span>
    )
  return <bdi className="s12 t3">{job.says}</bdi>
}

/** When the last run ended, or that it goes on. */
export function LastRun({ job }: { readonly job: JobItem }) {
  if (job.lastState === 'RUNNING') return <>running</>
  const at = job.lastEndedAt ?? job.lastStartedAt
  return at === null ? <span className="t3">not yet run</span> : <Time iso={at} />
}

/** The columns of each list of jobs. Schedule and owner go first when it gets narrow, then how long it took. */
export function useJobColumns(options: Options): readonly Column<ListRow>[] {
  const go = useGo()
  const openRun = (job: JobItem) => (bar: RunBar) => go(paths.run(job, bar.runId))
  const of = (cell: (job: JobItem) => ReactNode) => (row: ListRow) => (row.kind === 'job' ? cell(row.job) : null)
  return [
    { key: 'name', head: 'Job', sort: 'name', cell: (row) => <NameCell row={row} {...options} /> },
    {
      key: 'state',
      head: 'Last state',
      width: 118,
      cell: of((job) => (job.lastState === null ? <StateBadge state="NEW" word="Not yet run" /> : <StateBadge state={job.lastState} />)),
    },
    {
      key: 'bars',
      head: 'Last 14 runs',
      width: 126,
      cell: of((job) => (job.bars.length === 0 ? null : <RunBars bars={job.bars} onOpen={openRun(job)} />)),
    },
    {
      key: 'says',
      head: 'Says',
      width: 236,
      from: 960,
      cell: of((job) => <Says job={job} />),
      title: (row) => (row.kind === 'job' && row.job.says !== null ? row.job.says : undefined),
    },
    { key: 'last', head: 'Last run', width: 104, sort: 'lastRun', cell: of((job) => <LastRun job={job} />) },
    { key: 'took', head: 'Took', width: 104, num: true, from: 960, cell: of((job) => formatDuration(job.lastDurationMs)) },
    {
      key: 'for',
      head: 'Nominal time',
      width: 118,
      from: 1200,
      cell: of((job) =>
        job.nominalTime === null ? null : <span title={formatInstant(job.nominalTime, 'full')}>{formatInstant(job.nominalTime)}</span>,
      ),
    },
    {
      key: 'owner',
      head: 'Owner',
      width: 122,
      from: 1200,
      cell: of((job) => <bdi>{job.owners.map((owner) => owner.name).join(', ')}</bdi>),
      title: (row) => (row.kind === 'job' ? row.job.owners.map((owner) => owner.name).join(', ') : undefined),
    },
  ]
}
