import { type KeyboardEvent, type PointerEvent, useRef, useState } from 'react'
import type { ChangedDay } from '../../../../../src/contract/changes.ts'
import { formatInstant, millis } from '../../../ui/Time.tsx'
import type { ExplorerState } from '../url.ts'
import type { Change } from '../use-actions.ts'
import { countWords, DAY, dayNear, dayOf, endOf, placeOf, type Span, startOf, strokeOf, timeAt } from './days.ts'

interface Props {
  readonly days: readonly ChangedDay[]
  readonly span: Span
  readonly now: number
  readonly state: ExplorerState
  readonly change: Change
  readonly onNear: (day: ChangedDay | null) => void
}
type Which = 'asOf' | 'before'
const BASE = 24
const UP = 18
const DOWN = 12
const monthDay = new Intl.DateTimeFormat('en-GB', { day: 'numeric', month: 'short' })
const percent = (place: number): string => `${(place * 100).toFixed(3)}%`

/** Strokes up for what came, down for what went, by day; and a handle for each moment. */
export function Strokes({ days, span, now, state, change, onNear }: Props) {
  const box = useRef<HTMLDivElement>(null)
  const [drag, setDrag] = useState<{ readonly which: Which; readonly place: number } | null>(null)
  const placeAt = (event: PointerEvent): number => {
    const area = box.current?.getBoundingClientRect()
    return area === undefined || area.width === 0 ? 1 : Math.min(1, Math.max(0, (event.clientX - area.left) / area.width))
  }
  const set = (which: Which, ms: number, how?: 'replace'): void => {
    const at = endOf(Math.max(span.start, ms), now)
    if (which === 'asOf') return change({ asOf: at }, how)
    change({ before: at ?? new Date(now - DAY).toISOString() }, how)
  }
  const handles: readonly Which[] = state.before === null ? ['asOf'] : ['before', 'asOf']
  const reach = 6 / Math.max(1, box.current?.clientWidth ?? 600)
  const nearest = (place: number): Which =>
    handles.toSorted((a, b) => Math.abs(placeFor(state, a, span) - place) - Math.abs(placeFor(state, b, span) - place))[0] ?? 'asOf'
  return (
    <div
      className="tl-box"
      ref={box}
      onPointerDown={(event) => {
        if (event.button !== 0) return
        event.currentTarget.setPointerCapture(event.pointerId)
        const place = placeAt(event)
        setDrag({ which: nearest(place), place })
      }}
      onPointerMove={(event) => {
        const place = placeAt(event)
        onNear(dayNear(place, days, span, reach))
        if (drag !== null) setDrag({ ...drag, place })
      }}
      onPointerUp={(event) => {
        if (drag === null) return
        setDrag(null)
        set(drag.which, timeAt(placeAt(event), span))
      }}
      onPointerCancel={() => setDrag(null)}
      onPointerLeave={() => onNear(null)}
    >
      <Drawing days={days} span={span} />
      {handles.map((which) => (
        <Handle
          key={which}
          which={which}
          place={drag?.which === which ? drag.place : placeFor(state, which, span)}
          text={textFor(drag?.which === which ? endOf(timeAt(drag.place, span), now) : state[which], which)}
          span={span}
          change={days.find((d) => d.day === dayOf(millis(state[which]) ?? now)) ?? null}
          onStep={(next) => set(which, next, 'replace')}
          at={millis(state[which]) ?? now}
          days={days}
        />
      ))}
    </div>
  )
}

const placeFor = (state: ExplorerState, which: Which, span: Span): number => placeOf(millis(state[which]) ?? span.end, span)
const textFor = (iso: string | null, which: Which): string => (iso === null ? (which === 'asOf' ? 'Now' : 'Before') : formatInstant(iso))

function Drawing({ days, span }: { readonly days: readonly ChangedDay[]; readonly span: Span }) {
  const up = Math.max(1, ...days.map((d) => d.edgesAdded + d.columnsAdded))
  const down = Math.max(1, ...days.map((d) => d.edgesGone + d.columnsGone))
  return (
    <svg width="100%" height={56} aria-hidden="true">
      <line x1="0" x2="100%" y1={BASE} y2={BASE} className="tl-base" />
      {days.map((d) => {
        const x = percent(placeOf(startOf(d.day) + DAY / 2, span))
        const [a, b] = [strokeOf(d.edgesAdded + d.columnsAdded, up, UP), strokeOf(d.edgesGone + d.columnsGone, down, DOWN)]
        return (
          <g key={d.day} transform="translate(-1.5 0)" data-day={d.day}>
            {a > 0 && <rect x={x} y={BASE - 2 - a} width={3} height={a} className="tl-up" />}
            {b > 0 && <rect x={x} y={BASE + 2} width={3} height={b} className="tl-down" />}
          </g>
        )
      })}
      {ticks(span).map((ms, i) => (
        <g key={ms}>
          <line x1={percent(placeOf(ms, span))} x2={percent(placeOf(ms, span))} y1={BASE - 2} y2={BASE + 2} className="tl-tick" />
          <text x={percent(placeOf(ms, span))} y={53} className={i % 2 === 1 ? 'hide-m' : undefined}>
            {monthDay.format(ms)}
          </text>
        </g>
      ))}
    </svg>
  )
}

/** Four days of the line to name, none so near to its end that it runs into it. */
const ticks = ({ start, end }: Span): number[] =>
  [0, 1, 2, 3].map((i) => startOf(dayOf(start + ((end - start) * i) / 4 + (i === 0 ? 0 : DAY / 2))))

interface HandleProps {
  readonly which: Which
  readonly place: number
  readonly text: string
  readonly span: Span
  readonly at: number
  readonly change: ChangedDay | null
  readonly days: readonly ChangedDay[]
  readonly onStep: (ms: number) => void
}

function Handle({ which, place, text, span, at, change, days, onStep }: HandleProps) {
  const toChange = (back: boolean): number => {
    const today = dayOf(at)
    const next = back ? days.findLast((d) => d.day < today) : days.find((d) => d.day > today)
    return next === undefined ? (back ? span.start : span.end) : startOf(next.day)
  }
  const step = (event: KeyboardEvent): void => {
    const days7 = 7 * DAY
    const to = {
      ArrowLeft: event.shiftKey ? toChange(true) : at - DAY,
      ArrowDown: at - DAY,
      ArrowRight: event.shiftKey ? toChange(false) : at + DAY,
      ArrowUp: at + DAY,
      PageDown: at - days7,
      PageUp: at + days7,
      Home: span.start,
      End: span.end,
    }[event.key]
    if (to === undefined) return
    event.preventDefault()
    event.stopPropagation()
    onStep(to)
  }
  const days0 = Math.round((at - span.start) / DAY)
  return (
    <div
      className={`tl-handle ${which}`}
      style={{ left: percent(place) }}
      role="slider"
      tabIndex={0}
      aria-label={which === 'asOf' ? 'Shown as of' : 'Compared with'}
      aria-valuemin={0}
      aria-valuemax={Math.round((span.end - span.start) / DAY)}
      aria-valuenow={days0}
      aria-valuetext={change === null ? text : `${text}: ${countWords(change)}`}
      title="Arrow keys move by a day, with Shift to the next change"
      onKeyDown={step}
    >
      <i />
      <span className={place > (which === 'before' ? 0.4 : 0.8) ? 'left' : undefined}>{text}</span>
    </div>
  )
}
