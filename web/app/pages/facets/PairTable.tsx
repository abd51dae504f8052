import { CopyButton } from '../../ui/CopyButton.tsx'
import { Table } from '../../ui/Table.tsx'
import type { Column } from '../../ui/Table.tsx'
import type { Pair } from './pairs.ts'

const NAME: Column<Pair> = {
  key: 'name',
  head: 'Name',
  width: 280,
  cell: (pair) => (
    <code className="med">
      <bdi>{pair.key}</bdi>
    </code>
  ),
  title: (pair) => pair.key,
}

function Value({ pair }: { readonly pair: Pair }) {
  if (pair.masked) return <span className="t3">masked</span>
  if (pair.value === null) return <span className="t3">none</span>
  if (pair.value === '') return <span className="t3">empty</span>
  return (
    <span className="name">
      <code className="cut">
        <bdi>{pair.value}</bdi>
      </code>
      <CopyButton value={pair.value} label={`the value of ${pair.key}`} className="cp" />
    </span>
  )
}
const VALUE: Column<Pair> = {
  key: 'value',
  head: 'Value',
  cell: (pair) => <Value pair={pair} />,
  title: (pair) => (pair.masked ? 'Its name looks like a secret. The event has the value.' : (pair.value ?? undefined)),
}
const DESCRIPTION: Column<Pair> = {
  key: 'description',
  head: 'Description',
  from: 960,
  cell: (pair) => <bdi className="t2">{[pair.name, pair.description].filter((part) => part !== null).join(': ')}</bdi>,
  title: (pair) => [pair.name, pair.description].filter((part) => part !== null).join(': '),
}

/** Names with values; a value whose name looks like a secret is masked. */
export function PairTable({ pairs, label }: { readonly pairs: readonly Pair[]; readonly label: string }) {
  const described = pairs.some((pair) => pair.name !== null || pair.description !== null)
  const rows = pairs.map((pair, i) => ({ ...pair, at: i }))
  const columns = described ? [NAME, VALUE, DESCRIPTION] : [NAME, VALUE]
  return <Table columns={columns} rows={rows} rowKey={(row) => String((row as (typeof rows)[number]).at)} label={label} />
}
