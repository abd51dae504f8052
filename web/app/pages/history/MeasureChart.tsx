import type { MouseEvent } from 'react'
import { paths } from '../../paths.ts'
import { useGo } from '../../ui/Link.tsx'
import { formatInstant, formatShort } from '../../ui/Time.tsx'
import { numberText } from '../facets/number-text.ts'
import { ChartFrame, useChartWidth } from '../job/ChartFrame.tsx'
import { COUNT_UNITS, chartOf } from '../job/trend.ts'

type Measured = {
  readonly at: string | null
  readonly run: { readonly runId: string; readonly job: { readonly namespace: string; readonly name: string } } | null
  /** Decimal text; the bar is as high as a double can tell, the words are exact. */
  readonly value: string | null
}

const FRAME = { left: 48, top: 8, base: 90 }

/** One measure over the last runs, oldest left; a bar opens its run. Values below zero have no bar. */
export function MeasureChart({ points, label }: { readonly points: readonly Measured[]; readonly label: string }) {
  const go = useGo()
  const { box, width } = useChartWidth()
  const values = points.map(({ value }) => (value === null ? null : Math.max(0, Number(value))))
  const chart = chartOf(values, { ...FRAME, width }, COUNT_UNITS)
  const open = (event: MouseEvent<SVGElement>): void => {
    const index = event.target instanceof SVGElement ? event.target.dataset['i'] : undefined
    const run = index === undefined ? undefined : points[Number(index)]?.run
    if (run != null) go(paths.run(run.job, run.runId))
  }
  return (
    <ChartFrame
      box={box}
      chart={chart}
      width={width}
      left={FRAME.left}
      tickWords={formatShort}
      from={points[0]?.at ?? null}
      to={points.at(-1)?.at ?? null}
      onClick={open}
      label={`${label}, last ${points.length} measurements`}
    >
      {points.map((point, i) => {
        const place = chart.bars[i]
        if (place === undefined || point.value === null) return null
        return (
          <rect
            key={i}
            x={place.x}
            y={place.y}
            width={place.width}
            height={place.height}
            rx="1"
            className="cb"
            style={{ fill: 'var(--water-lit)', opacity: i === points.length - 1 ? 1 : 0.42 }}
            data-i={i}
          >
            <title>{`${numberText(point.value) ?? point.value}${point.at === null ? '' : `\n${formatInstant(point.at, 'full')}`}`}</title>
          </rect>
        )
      })}
    </ChartFrame>
  )
}
