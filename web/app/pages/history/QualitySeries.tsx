import { useState } from 'react'
import type { Assertion, ColumnPoint, CountPoint, DatasetSeries } from '../../../../src/contract/history.ts'
import { useApi } from '../../api/query.ts'
import { Icon } from '../../ui/Icon.tsx'
import { Section } from '../../ui/PageHead.tsx'
import { Region } from '../../ui/Regions.tsx'
import { Table } from '../../ui/Table.tsx'
import type { Column } from '../../ui/Table.tsx'
import { Time, formatInstant, plural } from '../../ui/Time.tsx'
import { OutcomeBadge } from '../facets/OutcomeBadge.tsx'
import { numberText } from '../facets/number-text.ts'
import { MeasureChart } from './MeasureChart.tsx'
import './history.css'

type Props = { readonly namespace: string; readonly name: string }

/** Tests and measures of a dataset over its runs. */
export function QualitySeries({ namespace, name }: Props) {
  const [column, setColumn] = useState('')
  const query = { namespace, name, ...(column === '' ? {} : { column }) }
  const answer = useApi<DatasetSeries>('/api/v2/dataset/series', query, { keep: true })
  return (
    <Region answer={answer} what="tests and measures over time" rows={4}>
      {(series) => (
        <>
          {series.assertions.length > 0 && <Tests assertions={series.assertions} truncated={series.truncated} />}
          {series.metrics.length > 0 && <Measures series={series} column={column} onColumn={setColumn} />}
        </>
      )}
    </Region>
  )
}

const nameOf = (test: Assertion): string => test.name ?? test.assertion ?? 'without a name'

const COLUMNS: readonly Column<Assertion>[] = [
  {
    key: 'outcome',
    head: 'Last result',
    width: 112,
    cell: (test) => <OutcomeBadge check={{ outcome: test.outcome, said: null }} />,
  },
  { key: 'name', head: 'Test', cell: (test) => <bdi>{nameOf(test)}</bdi>, title: nameOf },
  {
    key: 'column',
    head: 'Column',
    width: 150,
    from: 960,
    cell: (test) => (test.column === null ? <span className="t3">whole dataset</span> : <bdi>{test.column}</bdi>),
    title: (test) => test.column ?? undefined,
  },
  { key: 'points', head: 'Results, oldest left', width: 190, from: 720, cell: (test) => <Outcomes test={test} /> },
  {
    key: 'failed',
    head: 'Last failed',
    width: 120,
    cell: (test) => (test.lastFailedAt === null ? <span className="t3">never seen</span> : <Time iso={test.lastFailedAt} />),
  },
]

const SHOWN = 24

function Outcomes({ test }: { readonly test: Assertion }) {
  const points = test.points.slice(-SHOWN)
  const words = points.map((point) => `${point.outcome} ${point.at === null ? '' : formatInstant(point.at)}`).join(', ')
  return (
    <span className="outcomes" role="img" aria-label={words}>
      {points.map((point, i) => (
        <i key={i} className={point.outcome} title={`${point.outcome}${point.at === null ? '' : `, ${formatInstant(point.at)}`}`} />
      ))}
    </span>
  )
}

function Tests({ assertions, truncated }: { readonly assertions: readonly Assertion[]; readonly truncated: boolean }) {
  return (
    <Section
      title="Tests over time"
      count={`${truncated ? 'the last said ' : ''}${plural(assertions.length, 'test')}; one that was skipped did not fail`}
    >
      <Table
        columns={COLUMNS}
        rows={assertions}
        rowKey={(test) => JSON.stringify([test.name, test.assertion, test.column])}
        label="Tests of this dataset over time"
      />
    </Section>
  )
}

type Choice = { readonly series: DatasetSeries; readonly column: string; readonly onColumn: (column: string) => void }

function Measures({ series, column, onColumn }: Choice) {
  const [measure, setMeasure] = useState('')
  const whole = (['rowCount', 'bytes', 'fileCount'] as const).filter((key) => series.metrics.some((point) => point[key] !== null))
  const names = column === '' ? whole : [...new Set(series.column.flatMap((point) => Object.keys(point.measures)))].sort()
  const shown = names.find((name) => name === measure) ?? names[0]
  const points: readonly (CountPoint | ColumnPoint)[] = column === '' ? series.metrics : series.column
  const values = points.map((point) => ({ at: point.at, run: point.run, value: shown === undefined ? null : valueOf(point, shown) }))
  return (
    <Section title="Measured over time" count={`last ${plural(points.length, 'measurement')}`} end={lastWords(values.at(-1)?.value)}>
      <div className="series-choice">
        {series.columns.length > 0 && (
          <Select
            label="Of which column"
            value={column}
            options={[['', 'The whole dataset'], ...series.columns.map((c): [string, string] => [c.column, c.column])]}
            onChange={onColumn}
          />
        )}
        {names.length > 1 && (
          <Select
            label="Which measure"
            value={shown ?? ''}
            options={names.map((name) => [name, WORDS[name] ?? name])}
            onChange={setMeasure}
          />
        )}
      </div>
      {shown === undefined ? (
        <p className="s12 t3">{column === '' ? 'Only columns were measured. Choose one.' : 'This column was not measured.'}</p>
      ) : (
        <MeasureChart points={values} label={`${WORDS[shown] ?? shown}${column === '' ? '' : ` of ${column}`}`} />
      )}
    </Section>
  )
}

const WORDS: Readonly<Record<string, string>> = {
  rowCount: 'Rows',
  bytes: 'Bytes',
  fileCount: 'Files',
  nullCount: 'Nulls',
  distinctCount: 'Distinct values',
  count: 'Count',
  sum: 'Sum',
  min: 'Smallest',
  max: 'Largest',
}

const valueOf = (point: CountPoint | ColumnPoint, name: string): string | null =>
  'measures' in point
    ? (point.measures[name] ?? null)
    : name === 'rowCount' || name === 'bytes' || name === 'fileCount'
      ? point[name]
      : null

const lastWords = (value: string | null | undefined): string | undefined =>
  value == null ? undefined : `last ${numberText(value) ?? value}`

type SelectProps = {
  readonly label: string
  readonly value: string
  readonly options: readonly (readonly [string, string])[]
  readonly onChange: (value: string) => void
}

function Select({ label, value, options, onChange }: SelectProps) {
  return (
    <span className="in select">
      <select value={value} aria-label={label} onChange={(event) => onChange(event.target.value)}>
        {options.map(([key, words]) => (
          <option key={key} value={key}>
            {words}
          </option>
        ))}
      </select>
      <Icon name="down" size={12} />
    </span>
  )
}
