import { useState } from 'react'
import { Table } from '../../ui/Table.tsx'
import type { Column } from '../../ui/Table.tsx'
import { CheckDialog } from './CheckDialog.tsx'
import { hasMore } from './checks.ts'
import type { Check } from './checks.ts'
import { OutcomeBadge } from './OutcomeBadge.tsx'
import './panels.css'

const value = (text: string | null) => (text === null ? <span className="t3">none</span> : <code>{text}</code>)

function columnsOf(checks: readonly Check[], onMore: (check: Check) => void): readonly Column<Check>[] {
  const has = (key: 'column' | 'type' | 'severity' | 'expected' | 'actual'): boolean => checks.some((check) => check[key] !== null)
  const all: readonly (Column<Check> | false)[] = [
    { key: 'result', head: 'Result', width: 108, cell: (check) => <OutcomeBadge check={check} /> },
    {
      key: 'name',
      head: 'Test',
      cell: (check) =>
        hasMore(check) ? (
          <button type="button" className="plain link cut" onClick={() => onMore(check)}>
            <bdi>{check.name}</bdi>
          </button>
        ) : (
          <bdi>{check.name}</bdi>
        ),
      title: (check) => check.description ?? check.name,
    },
    has('column') && {
      key: 'column',
      head: 'Column',
      width: 150,
      cell: (check) => (check.column === null ? <span className="t3">whole dataset</span> : <bdi>{check.column}</bdi>),
      title: (check) => check.column ?? undefined,
    },
    has('type') && {
      key: 'type',
      head: 'Kind',
      width: 140,
      from: 960,
      cell: (check) => <bdi className="t2">{check.type}</bdi>,
      title: (check) => check.type ?? undefined,
    },
    has('severity') && {
      key: 'severity',
      head: <span title="What a failure means: an error stops, a warning does not">Severity</span>,
      width: 84,
      from: 960,
      cell: (check) => <bdi className="t2">{check.severity}</bdi>,
    },
    has('expected') && {
      key: 'expected',
      head: 'Expected',
      width: 110,
      num: true,
      from: 720,
      cell: (check) => value(check.expected),
      title: (check) => check.expected ?? undefined,
    },
    has('actual') && {
      key: 'actual',
      head: 'Actual',
      width: 110,
      num: true,
      from: 720,
      cell: (check) => value(check.actual),
      title: (check) => check.actual ?? undefined,
    },
  ]
  return all.filter((column) => column !== false)
}

type Keyed = Check & { readonly key: string }

/** Results of tests, the worst first. A name opens what was tested. */
export function ChecksTable({ checks, label }: { readonly checks: readonly Check[]; readonly label: string }) {
  const [open, setOpen] = useState<Check | null>(null)
  const rows: readonly Keyed[] = checks.map((check, i) => ({ ...check, key: String(i) }))
  return (
    <>
      <Table columns={columnsOf(checks, setOpen)} rows={rows} rowKey={(row) => (row as Keyed).key} label={label} />
      {open !== null && <CheckDialog check={open} onClose={() => setOpen(null)} />}
    </>
  )
}
