import type { RunDetail } from '../../../../src/contract/catalog.ts'
import { paths } from '../../paths.ts'
import { Link } from '../../ui/Link.tsx'
import { Empty } from '../../ui/Regions.tsx'
import { Table } from '../../ui/Table.tsx'
import type { Column } from '../../ui/Table.tsx'
import { Time, formatInstant, formatNumber, zone } from '../../ui/Time.tsx'

type RunEvent = RunDetail['events'][number]
const COLUMNS: readonly Column<RunEvent>[] = [
  {
    key: 'position',
    head: 'Event',
    width: 96,
    num: true,
    cell: (event) => <Link to={paths.event(event.position)}>{formatNumber(event.position)}</Link>,
  },
  { key: 'type', head: 'Type', width: 116, cell: (event) => event.eventType ?? <span className="t3">none</span> },
  {
    key: 'time',
    head: `Happened (${zone()})`,
    width: 340,
    from: 720,
    cell: (event) =>
      event.eventTime === null ? (
        <span className="t3">no time that can be read</span>
      ) : (
        <span title={event.eventTime}>{formatInstant(event.eventTime, 'full')}</span>
      ),
  },
  { key: 'arrived', head: 'Arrived', cell: (event) => <Time iso={event.receivedAt} /> },
]

/** The events of the run; each opens with its receipt. */
export function RunEvents({ run }: { readonly run: RunDetail }) {
  if (run.events.length === 0) return <Empty title="No events of this run" why="It is known only as the parent of other runs." />
  return <Table columns={COLUMNS} rows={run.events} rowKey={(event) => String(event.position)} label="Events of this run" />
}
