import type { JobDependency, JobDetail } from '../../../../src/contract/catalog.ts'
import { paths } from '../../paths.ts'
import { EntityName } from '../../ui/EntityName.tsx'
import { Section } from '../../ui/PageHead.tsx'
import { StateBadge } from '../../ui/StateBadge.tsx'
import { Table } from '../../ui/Table.tsx'
import type { Column } from '../../ui/Table.tsx'
import { Time, plural } from '../../ui/Time.tsx'
import { dependencyWords } from '../facets/dependencies.ts'
import type { Side } from '../facets/dependencies.ts'

const columnsOf = (side: Side): readonly Column<JobDependency>[] => [
  {
    key: 'job',
    head: side === 'upstream' ? 'Runs before' : 'Runs after',
    cell: ({ job, known }) =>
      known ? (
        <EntityName {...job} to={paths.job(job)} tile={false} copy />
      ) : (
        <span title="No event of this job is in the catalog">
          <EntityName {...job} tile={false} copy />
        </span>
      ),
  },
  {
    key: 'how',
    head: 'How',
    width: 330,
    from: 720,
    cell: (one) => {
      const words = dependencyWords(one, side)
      return words === '' ? <span className="t3">not said</span> : <bdi>{words}</bdi>
    },
    title: (one) => [one.type, one.sequence, one.status, one.condition].filter((said) => said !== null).join(', '),
  },
  {
    key: 'state',
    head: 'Last state',
    width: 118,
    from: 960,
    cell: (one) => (one.lastState === null ? <span className="t3">not known</span> : <StateBadge state={one.lastState} />),
  },
  { key: 'seen', head: 'Last said', width: 104, cell: (one) => <Time iso={one.lastSeenAt} /> },
]

const keyOf = (one: JobDependency): string => JSON.stringify([one.job, one.type, one.sequence, one.status, one.condition, one.saidBy])

/** What runs before and after a job: control flow, along which no data goes. Nothing where none is known. */
export function Dependencies({ job }: { readonly job: JobDetail }) {
  const { upstream, downstream, truncated } = job.dependencies
  const count = upstream.length + downstream.length
  if (count === 0) return null
  return (
    <Section title="Control flow" count={`${plural(count, 'job')}${truncated ? ' and more' : ''}, no data goes along it`}>
      {(['upstream', 'downstream'] as const).map((side) => {
        const rows = job.dependencies[side]
        const label = side === 'upstream' ? 'Jobs that run before this one' : 'Jobs that run after this one'
        return rows.length === 0 ? null : (
          <div className="control" key={side}>
            <Table columns={columnsOf(side)} rows={rows} rowKey={keyOf} label={label} />
          </div>
        )
      })}
    </Section>
  )
}
