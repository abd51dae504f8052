import type { MouseEvent } from 'react'
import type { RunBar } from '../../../../src/contract/catalog.ts'
import type { Identity } from '../../../../src/contract/common.ts'
import { paths } from '../../paths.ts'
import { useGo } from '../../ui/Link.tsx'
import { STATE_WORDS } from '../../ui/StateBadge.tsx'
import { formatDuration, formatInstant } from '../../ui/Time.tsx'
import { ChartFrame, useChartWidth } from './ChartFrame.tsx'
import { TIME_UNITS, chartOf, median } from './trend.ts'

const FRAME = { left: 46, top: 8, base: 98 }
const FILL = { NEW: '--new', RUNNING: '--running', COMPLETE: '--complete-quiet', FAIL: '--fail', ABORT: '--abort', LOST: '--lost' } as const

const wordsOf = (bar: RunBar): string =>
  `${STATE_WORDS[bar.state]}${bar.durationMs === null ? '' : `, ${formatDuration(bar.durationMs)}`}${bar.startedAt === null ? '' : `\n${formatInstant(bar.startedAt, 'full')}`}`

/** Half of the complete runs took less than this; null without any. */
export const medianOf = (trend: readonly RunBar[]): number | null =>
  median(trend.flatMap((bar) => (bar.state === 'COMPLETE' && bar.durationMs !== null ? [bar.durationMs] : [])))

/** How long each of the last runs took, oldest left. `trend` is newest first, as the API gives it. A press opens the run. */
export function DurationChart({ job, trend }: { readonly job: Identity; readonly trend: readonly RunBar[] }) {
  const go = useGo()
  const bars = trend.toReversed()
  const { box, width } = useChartWidth()
  const chart = chartOf(
    bars.map((bar) => bar.durationMs),
    { ...FRAME, width },
    TIME_UNITS,
  )
  const middle = medianOf(trend)
  const most = Math.max(0, ...bars.map((bar) => bar.durationMs ?? 0))
  const failed = bars.filter((bar) => bar.state === 'FAIL').length
  const open = (event: MouseEvent<SVGElement>): void => {
    const index = event.target instanceof SVGElement ? event.target.dataset['i'] : undefined
    const bar = index === undefined ? undefined : bars[Number(index)]
    if (bar !== undefined) go(paths.run(job, bar.runId))
  }
  const label = `How long the last ${bars.length} runs took: median ${middle === null ? 'not known' : formatDuration(middle)}, ${failed} failed`
  return (
    <ChartFrame
      box={box}
      chart={chart}
      width={width}
      left={FRAME.left}
      label={label}
      tickWords={formatDuration}
      from={bars[0]?.startedAt ?? null}
      to={bars.at(-1)?.startedAt ?? null}
      onClick={open}
    >
      {bars.map((bar, i) => {
        const place = chart.bars[i]
        if (place === undefined) return null
        const tall = place.height > 0 ? place.height : 20
        return (
          <g key={bar.runId}>
            <rect
              x={place.x}
              y={chart.base - tall}
              width={place.width}
              height={tall}
              rx="1"
              className={`cb ${place.height > 0 ? '' : 'open'}`}
              style={place.height > 0 ? { fill: `var(${FILL[bar.state]})` } : { stroke: `var(${FILL[bar.state]})` }}
              data-i={i}
            >
              <title>{wordsOf(bar)}</title>
            </rect>
            {bar.state === 'FAIL' && <rect x={place.x} y={chart.base + 3} width={place.width} height="2" style={{ fill: 'var(--fail)' }} />}
          </g>
        )
      })}
      {middle !== null && most > 0 && (
        <path d={`M${FRAME.left} ${chart.base - (middle / most) * (chart.base - FRAME.top)}H${width}`} className="mid" />
      )}
    </ChartFrame>
  )
}
