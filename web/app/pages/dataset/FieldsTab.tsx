import { useState } from 'react'
import type { DatasetDetail, Field, SchemaVersion } from '../../../../src/contract/catalog.ts'
import { paths } from '../../paths.ts'
import { CopyButton } from '../../ui/CopyButton.tsx'
import { Icon } from '../../ui/Icon.tsx'
import { Link, useGo } from '../../ui/Link.tsx'
import { Note } from '../../ui/PageHead.tsx'
import { Empty } from '../../ui/Regions.tsx'
import { SearchField } from '../../ui/SearchField.tsx'
import { Table } from '../../ui/Table.tsx'
import type { Column } from '../../ui/Table.tsx'
import { Time, formatNumber, plural } from '../../ui/Time.tsx'
import { tagText } from '../job/TagList.tsx'
import { FieldLineagePanel } from './FieldLineagePanel.tsx'
import { sinceOf } from './SchemaHistory.tsx'

/** Where the last step of a dotted path begins; an escaped dot is part of a name. */
function leafAt(path: string): number {
  for (let i = path.length - 1; i > 0; i -= 1) if (path[i] === '.' && path[i - 1] !== '\\') return i + 1
  return 0
}
const shown = (path: string): string => path.replaceAll('\\.', '.')

function FieldName({ field }: { readonly field: Field }) {
  const cut = leafAt(field.path)
  const leaf = <b className="med">{shown(field.path.slice(cut))}</b>
  return (
    <span className="name field-name">
      <bdi className="cut" title={shown(field.path)}>
        <span className="t3">{shown(field.path.slice(0, cut))}</span>
        {field.removed ? <s>{leaf}</s> : leaf}
      </bdi>
      <CopyButton value={shown(field.path)} label={shown(field.path)} className="cp" />
    </span>
  )
}

const isPersonal = (text: string): boolean => /^(pii|gdpr|sensitive|masked)/i.test(text)

/** New in the latest schema, by its path. */
const newIn = (version: SchemaVersion | undefined): ReadonlySet<string> =>
  new Set(version === undefined ? [] : version.changes.filter((change) => change.kind === 'added').map((change) => change.path))

function columnsOf(dataset: DatasetDetail): readonly Column<Field>[] {
  const fresh = dataset.schemas.length > 1 ? newIn(dataset.schemas[0]) : new Set<string>()
  const gone = dataset.schemas[0] === undefined ? null : sinceOf(dataset.schemas[0])
  const edges = (field: Field, said: number, inferred: number, side: string) => {
    const count = said === 0 ? inferred : said
    if (count === 0) return <span className="t3">0</span>
    const note = said === 0 ? ', inferred from SQL' : ''
    return (
      <Link
        to={paths.dataset(dataset, { field: field.path })}
        className={said === 0 ? 'inferred' : undefined}
        title={said === 0 ? 'Inferred from SQL: no event says it' : undefined}
        aria-label={`${count} ${side} ${shown(field.path)}${note}`}
      >
        {formatNumber(count)}
      </Link>
    )
  }
  return [
    { key: 'name', head: 'Field', width: 210, cell: (field) => <FieldName field={field} /> },
    {
      key: 'type',
      head: 'Type',
      width: 140,
      cell: (field) => (
        <code className="t2" title={field.type ?? undefined}>
          {field.type ?? 'not said'}
        </code>
      ),
    },
    {
      key: 'description',
      head: 'Description',
      from: 720,
      cell: (field) =>
        field.removed ? (
          <span className="s12 t3">
            removed <Time iso={gone} />, still read by {plural(field.into, 'column')}
          </span>
        ) : field.description === null || field.description === '' ? (
          <span className="t3">none</span>
        ) : (
          <bdi className="t2">{field.description}</bdi>
        ),
      title: (field) => field.description ?? undefined,
    },
    {
      key: 'tags',
      head: 'Tags',
      width: 124,
      from: 960,
      cell: (field) => (
        <>
          {fresh.has(field.path) && <span className="tag new in-row">new</span>}
          {field.tags.map((tag) => (
            <span className="tag in-row" key={`${tag.key} ${tag.value}`}>
              {isPersonal(tagText(tag)) && <Icon name="shield" size={11} />} <bdi>{tagText(tag)}</bdi>
            </span>
          ))}
        </>
      ),
    },
    {
      key: 'from',
      head: <span title="Columns that this one is made from">From</span>,
      width: 58,
      num: true,
      cell: (field) => edges(field, field.from, field.inferredFrom, 'columns go into'),
    },
    {
      key: 'into',
      head: <span title="Columns made from this one">Into</span>,
      width: 58,
      num: true,
      cell: (field) => edges(field, field.into, field.inferredInto, 'columns come out of'),
    },
  ]
}

const FIND_FROM = 15

/** The fields as last known, those removed but still read among them; From and Into open the lineage of one. */
export function FieldsTab({ dataset, open }: { readonly dataset: DatasetDetail; readonly open: string | undefined }) {
  const [find, setFind] = useState('')
  const go = useGo()
  const { fields } = dataset
  if (fields.length === 0)
    return (
      <Empty
        title="No fields are known"
        why="No event has brought a schema of this dataset. Producers send it as the schema facet of an input or output."
      />
    )
  const wanted = find.trim().toLowerCase()
  const rows =
    wanted === ''
      ? fields
      : fields.filter((field) => field.path.toLowerCase().includes(wanted) || field.description?.toLowerCase().includes(wanted) === true)
  const close = (): void => go(paths.dataset(dataset), { replace: true })
  return (
    <>
      {fields.length >= FIND_FROM && (
        <div className="filters">
          <SearchField value={find} onChange={setFind} placeholder="Find a field" />
          <span className="s12 t3 end">
            {wanted === '' ? plural(fields.length, 'field') : `${formatNumber(rows.length)} of ${plural(fields.length, 'field')}`}
          </span>
        </div>
      )}
      {dataset.fieldsTruncated && (
        <Note icon={<Icon name="info" />}>
          Only the first {plural(fields.length, 'field')} of {formatNumber(dataset.fieldCount)} are shown.
        </Note>
      )}
      <Table
        columns={columnsOf(dataset)}
        rows={rows}
        rowKey={(field) => field.path}
        label="Fields"
        isSelected={(field) => field.path === open}
        onOpen={(field) => go(paths.dataset(dataset, { field: field.path }))}
        rowClass={(field) => (field.removed ? 'gone' : undefined)}
      />
      {rows.length === 0 && <Empty title={`No field has ${find} in its name or description`} />}
      {open !== undefined && <FieldLineagePanel dataset={dataset} field={open} onClose={close} />}
    </>
  )
}
