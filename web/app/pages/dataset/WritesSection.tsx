import type { MouseEvent } from 'react'
import type { DatasetDetail, Write } from '../../../../src/contract/catalog.ts'
import { paths } from '../../paths.ts'
import { useGo } from '../../ui/Link.tsx'
import { Section } from '../../ui/PageHead.tsx'
import { formatBytes, formatInstant, formatNumber, formatShort, plural } from '../../ui/Time.tsx'
import { ChartFrame, useChartWidth } from '../job/ChartFrame.tsx'
import { COUNT_UNITS, chartOf } from '../job/trend.ts'
import { heightOf, measureOf, sumOf } from './writes.ts'

const FRAME = { left: 48, top: 8, base: 90 }
const SHOWN = 60

function wordsOf(write: Write): string {
  const parts = [
    write.rowCount === null ? null : `${formatNumber(write.rowCount)} rows`,
    write.bytes === null ? null : formatBytes(write.bytes),
    write.at === null ? null : formatInstant(write.at, 'full'),
  ]
  return parts.filter((part) => part !== null).join('\n')
}

function Bars({ writes, measure }: { readonly writes: readonly Write[]; readonly measure: 'rowCount' | 'bytes' }) {
  const go = useGo()
  const { box, width } = useChartWidth()
  const values = writes.map((write) => heightOf(write, measure))
  const chart = chartOf(
    values.map((value) => (value === 0 ? null : value)),
    { ...FRAME, width },
    COUNT_UNITS,
  )
  const open = (event: MouseEvent<SVGElement>): void => {
    const index = event.target instanceof SVGElement ? event.target.dataset['i'] : undefined
    const write = index === undefined ? undefined : writes[Number(index)]
    if (write !== undefined) go(paths.run(write.job, write.runId))
  }
  const zeros = values.filter((value) => value === 0).length
  return (
    <ChartFrame
      box={box}
      chart={chart}
      width={width}
      left={FRAME.left}
      tickWords={measure === 'bytes' ? formatBytes : formatShort}
      from={writes[0]?.at ?? null}
      to={writes.at(-1)?.at ?? null}
      onClick={open}
      label={`${measure === 'bytes' ? 'Bytes' : 'Rows'} of the last ${writes.length} writes${zeros > 0 ? `, ${zeros} of them wrote none` : ''}`}
    >
      {writes.map((write, i) => {
        const place = chart.bars[i]
        if (place === undefined || values[i] === null) return null
        return values[i] === 0 ? (
          <text key={write.runId} x={place.x + place.width / 2} y={chart.base - 4} textAnchor="middle" className="zero" data-i={i}>
            0<title>{wordsOf(write)}</title>
          </text>
        ) : (
          <rect
            key={write.runId}
            x={place.x}
            y={place.y}
            width={place.width}
            height={place.height}
            rx="1"
            className="cb"
            style={{ fill: 'var(--water-lit)', opacity: i === writes.length - 1 ? 1 : 0.42 }}
            data-i={i}
          >
            <title>{wordsOf(write)}</title>
          </rect>
        )
      })}
    </ChartFrame>
  )
}

/** How much each of the last runs wrote, oldest left. */
export function WritesSection({ dataset }: { readonly dataset: DatasetDetail }) {
  const writes = dataset.writes.slice(0, SHOWN).toReversed()
  const measure = measureOf(writes)
  if (writes.length === 0 || measure === null) return null
  const sums = [sumOf(writes, 'rowCount'), sumOf(writes, 'bytes')]
  const words = [
    sums[0] === null || sums[0] === undefined ? null : `${formatNumber(sums[0])} rows`,
    sums[1] === null || sums[1] === undefined ? null : formatBytes(sums[1]),
  ].filter((part) => part !== null)
  return (
    <Section
      title="Writes"
      count={`${measure === 'bytes' ? 'bytes' : 'rows'} per run, last ${plural(writes.length, 'write')}`}
      end={`${words.join(', ')} in all`}
    >
      <Bars writes={writes} measure={measure} />
    </Section>
  )
}
