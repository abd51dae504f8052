import { useLayoutEffect, useRef, useState } from 'react'
import type { MouseEvent, ReactNode, Ref } from 'react'
import { formatInstant } from '../../ui/Time.tsx'
import type { Chart } from './trend.ts'
import './chart.css'

/** The width that a chart has, so that its letters keep their size. */
export function useChartWidth(): { readonly box: Ref<SVGSVGElement>; readonly width: number } {
  const box = useRef<SVGSVGElement>(null)
  const [width, setWidth] = useState(820)
  useLayoutEffect(() => {
    const element = box.current
    if (element === null) return
    const measure = () => setWidth(Math.max(240, Math.round(element.getBoundingClientRect().width)))
    measure()
    const observer = new ResizeObserver(measure)
    observer.observe(element)
    return () => observer.disconnect()
  }, [])
  return { box, width }
}

type Props = {
  readonly box: Ref<SVGSVGElement>
  readonly chart: Chart
  readonly width: number
  readonly left: number
  readonly label: string
  readonly tickWords: (value: number) => string
  readonly from: string | null
  readonly to: string | null
  readonly onClick?: (event: MouseEvent<SVGElement>) => void
  readonly children: ReactNode
}

const dayOf = (iso: string | null): string => (iso === null ? '' : (formatInstant(iso).split(',')[0] ?? ''))

/** Lines, figures at the left and the first and last day below; the bars are the children. */
export function ChartFrame({ box, chart, width, left, label, tickWords, from, to, onClick, children }: Props) {
  const height = chart.base + 18
  return (
    <svg className="chart" ref={box} height={height} role="img" aria-label={label} onClick={onClick}>
      {chart.ticks.map((tick) => (
        <g key={tick.value}>
          <path d={`M${left} ${tick.y}H${width}`} className="grid" />
          <text x={left - 6} y={tick.y + 4} textAnchor="end">
            {tickWords(tick.value)}
          </text>
        </g>
      ))}
      {children}
      <path d={`M${left} ${chart.base + 0.5}H${width}`} className="base" />
      <text x={left + 4} y={height - 2}>
        {dayOf(from)}
      </text>
      <text x={width} y={height - 2} textAnchor="end">
        {dayOf(to)}
      </text>
    </svg>
  )
}
