import { useMemo, useState } from 'react'
import type { DatasetDetail } from '../../../../src/contract/catalog.ts'
import type { ImpactReaders } from '../../../../src/contract/impact.ts'
import { countWords, impactMarkdown } from '../../../../src/graph/impact-markdown.ts'
import { noColumnsWords, readersWords } from '../../../../src/graph/impact-words.ts'
import { api, withQuery } from '../../api/client.ts'
import { useApi } from '../../api/query.ts'
import { Button } from '../../ui/Button.tsx'
import { FilterBar, FilterChip } from '../../ui/Chip.tsx'
import { copyText } from '../../ui/CopyButton.tsx'
import { Empty, Region } from '../../ui/Regions.tsx'
import { SearchField } from '../../ui/SearchField.tsx'
import { Table } from '../../ui/Table.tsx'
import { formatNumber, plural } from '../../ui/Time.tsx'
import { columnsFor } from './columns.tsx'
import { type AnswerRow, csvOf, filtered, sorted, type SortKey, type Wanted } from './rows.ts'
import { type AnswerData, type Asked, impactQuery, useAnswer } from './use-answer.ts'
import './impact.css'

interface Props {
  readonly asked: Asked
  readonly onFields: (fields: readonly string[]) => void
}
const WHOLE = 'What depends on the whole table'
const NONE: Wanted = { q: '', type: undefined, direction: undefined, owner: undefined }

/** Everything round a root as a table: what it is made of, what breaks when it changes. */
export function AnswerTable({ asked, onFields }: Props) {
  const answer = useAnswer(asked)
  return (
    <>
      <Region answer={answer} what="what hangs together with it" rows={10}>
        {(data) => <Rows {...data} asked={asked} onFields={onFields} />}
      </Region>
      {answer.error !== null && asked.fields.length > 0 && (
        <p className="instead">
          <Button small onClick={() => onFields([])}>
            {WHOLE}
          </Button>
        </p>
      )}
    </>
  )
}

function Rows({ rows, truncated, readers, asked, onFields }: Props & AnswerData) {
  const [wanted, setWanted] = useState<Wanted>(NONE)
  const [order, setOrder] = useState<{ readonly by: SortKey; readonly down: boolean }>({ by: 'depth', down: false })
  const shown = useMemo(() => sorted(filtered(rows, wanted), order.by, order.down), [rows, wanted, order])
  const owners = useMemo(() => [...new Set(rows.flatMap((r) => r.owners))].sort(), [rows])
  const isSet = wanted !== NONE || asked.fields.length > 0
  const set = (next: Partial<Wanted>): void => setWanted({ ...wanted, ...next })
  const clear = (): void => {
    setWanted(NONE)
    if (asked.fields.length > 0) onFields([])
  }
  return (
    <>
      <FilterBar onClear={isSet ? clear : undefined} right={<Take rows={shown} all={{ rows, truncated }} asked={asked} />}>
        <SearchField value={wanted.q} onChange={(q) => set({ q })} placeholder="Filter by name or owner" width={220} />
        <FilterChip
          label="Type"
          value={wanted.type}
          choices={[{ value: 'dataset' }, { value: 'job' }]}
          onChange={(type) => set({ type })}
        />
        {asked.direction === 'both' && asked.fields.length === 0 && (
          <FilterChip
            label="Direction"
            value={wanted.direction}
            choices={[{ value: 'upstream' }, { value: 'downstream' }]}
            onChange={(direction) => set({ direction })}
          />
        )}
        {owners.length > 0 && (
          <FilterChip
            label="Owner"
            value={wanted.owner}
            choices={owners.map((value) => ({ value }))}
            onChange={(owner) => set({ owner })}
          />
        )}
        {asked.type === 'dataset' && asked.direction !== 'upstream' && <ColumnChips asked={asked} onFields={onFields} />}
      </FilterBar>
      {rows.length > 0 && (
        <p className="s12 t3 counted" role="status">
          {truncated && 'at least '}
          {summary(shown, asked.fields.length > 0)}
          {shown.length < rows.length && ` · ${formatNumber(rows.length - shown.length)} hidden by filters`}
          {readers !== undefined && ` · ${readersWords(readers, asked.fields.length > 1)}`}
        </p>
      )}
      {shown.length === 0 ? (
        <Nothing all={rows.length} readers={readers} asked={asked} clear={isSet ? clear : undefined} />
      ) : (
        <Table
          label="What hangs together with it"
          columns={columnsFor(asked)}
          rows={shown}
          rowKey={(row) => row.key}
          sortedBy={order.by}
          sortedDown={order.down}
          onSort={(by) => setOrder((now) => ({ by: by as SortKey, down: now.by === by && !now.down }))}
        />
      )}
    </>
  )
}

const summary = (rows: readonly AnswerRow[], ofColumns: boolean): string => {
  const owners = new Set(rows.flatMap((r) => r.owners)).size
  return [...countWords(rows, ofColumns), ...(owners === 0 ? [] : [plural(owners, 'owner')])].join(', ')
}

interface NothingProps {
  readonly all: number
  readonly readers: ImpactReaders | undefined
  readonly asked: Asked
  readonly clear: (() => void) | undefined
}

function Nothing({ all, readers, asked, clear }: NothingProps) {
  if (all > 0)
    return (
      <Empty title="All are hidden by filters.">
        <Button small onClick={clear}>
          Clear all
        </Button>
      </Empty>
    )
  if (readers !== undefined) return <NoColumns readers={readers} asked={asked} clear={clear} />
  return (
    <Empty
      title={asked.direction === 'upstream' ? 'Nothing is known that it is made of.' : 'Nothing is known that depends on it.'}
      why="Reports and notebooks that send no events may still read it."
    />
  )
}

/** That no column lineage is known does not say that nothing uses the column. */
function NoColumns({ readers, asked, clear }: Omit<NothingProps, 'all' | 'readers'> & { readonly readers: ImpactReaders }) {
  const many = asked.fields.length > 1
  return (
    <Empty
      title={noColumnsWords(many)}
      why={`${readersWords(readers, many)}${readers.inferred ? ' What follows from the SQL of jobs is known of now only.' : ''}`}
    >
      {readers.jobs > 0 && (
        <Button small onClick={clear}>
          {WHOLE}
        </Button>
      )}
    </Empty>
  )
}

/** Columns of the root: only what is made of them stays. */
function ColumnChips({ asked, onFields }: Props) {
  const answer = useApi<DatasetDetail>('/api/v2/dataset', { namespace: asked.namespace, name: asked.name })
  const left = (answer.data?.fields ?? []).filter((f) => !asked.fields.includes(f.path))
  const choices = left.toSorted((a, b) => b.into - a.into).map((f) => ({ value: f.path, count: f.into }))
  const without = (field: string): void => onFields(asked.fields.filter((f) => f !== field))
  return (
    <>
      {asked.fields.map((field) => (
        <FilterChip
          key={field}
          label="Column"
          value={field}
          choices={[{ value: field }, ...choices]}
          onChange={(next) => (next === undefined ? without(field) : onFields([...asked.fields.filter((f) => f !== field), next]))}
        />
      ))}
      {choices.length > 0 && (
        <FilterChip
          label="Column"
          value={undefined}
          choices={choices}
          onChange={(next) => next !== undefined && onFields([...asked.fields, next])}
        />
      )}
    </>
  )
}

/** Of a job its lineage is told as the table has it, folded as it is. */
const downstream = ({ rows, truncated }: AnswerData, asked: Asked): string =>
  impactMarkdown({ root: asked, fields: [], items: rows.filter((r) => r.direction === 'downstream'), truncated }).join('\n')

/** Takes the answer along: the rows that are shown as CSV; all that is downstream as Markdown. */
function Take({ rows, all, asked }: { readonly rows: readonly AnswerRow[]; readonly all: AnswerData; readonly asked: Asked }) {
  const [said, setSaid] = useState<string | null>(null)
  const copy = async (): Promise<void> => {
    if (asked.type === 'job') return setSaid((await copyText(downstream(all, asked))) ? 'Copied' : 'The browser refused')
    const url = withQuery('/api/v2/impact/text', { ...impactQuery(asked), format: 'markdown' })
    setSaid('Reading')
    try {
      setSaid((await copyText(await api.text(url))) ? 'Copied' : 'The browser refused')
    } catch {
      setSaid('Could not be read')
    }
  }
  return (
    <>
      <Button small disabled={rows.length === 0} onClick={() => download(csvOf(rows), `${asked.name}-lineage.csv`)}>
        Download CSV
      </Button>
      {asked.direction !== 'upstream' && (
        <Button small icon={said === 'Copied' ? 'check' : 'copy'} onClick={() => void copy()} aria-live="polite">
          {said ?? 'Copy for Slack/PR'}
        </Button>
      )}
    </>
  )
}

function download(text: string, name: string): void {
  const url = URL.createObjectURL(new Blob([text], { type: 'text/csv;charset=utf-8' }))
  const link = document.createElement('a')
  link.href = url
  link.download = name.replace(/[^\w.-]+/g, '_')
  link.click()
  URL.revokeObjectURL(url)
}
