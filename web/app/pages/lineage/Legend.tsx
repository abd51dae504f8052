import { type ReactNode, useMemo, useRef, useState } from 'react'
import type { RunState } from '../../../../src/contract/common.ts'
import type { ColumnPath } from '../../../../src/graph/columns.ts'
import { type LegendLine, LENS_WORDS } from '../../graph/lens.ts'
import type { Graph } from '../../../../src/graph/model.ts'
import type { Visible } from '../../../../src/graph/visible.ts'
import { Icon } from '../../ui/Icon.tsx'
import { STATE_WORDS } from '../../ui/StateBadge.tsx'
import { formatNumber } from '../../ui/Time.tsx'
import type { ExplorerState } from './url.ts'

const STATES: readonly RunState[] = ['COMPLETE', 'RUNNING', 'FAIL', 'ABORT', 'LOST', 'NEW']
const MOST = 9

interface Props {
  readonly graph: Graph
  readonly visible: Visible
  readonly path: ColumnPath | null
  readonly state: ExplorerState
  readonly lines: readonly LegendLine[]
  readonly change: (next: Partial<ExplorerState>) => void
  readonly phone: boolean
}

/** What the colours and lines mean. A phone has no room for it beside the graph: there it unfolds from a button. */
export function Legend(props: Props) {
  const { state, graph, visible, path, phone } = props
  // every step of the view comes by here, with the same thousands of edges
  const kinds = useMemo(() => strokesOf(graph, visible, path), [graph, visible, path])
  const states = useMemo(() => statesOf(graph, visible), [graph, visible])
  if (state.lens === 'none' && states.size === 0 && !path && kinds.length === 0) return null
  const strokes = <Strokes kinds={kinds} />
  const legend = state.lens === 'none' ? <RunLegend states={states} strokes={strokes} /> : <LensLegend {...props} strokes={strokes} />
  return phone ? <Folded>{legend}</Folded> : legend
}

function Folded({ children }: { readonly children: ReactNode }) {
  const [open, setOpen] = useState(false)
  const button = useRef<HTMLButtonElement>(null)
  return (
    <div
      className="ov leg-fold"
      onKeyDown={(event) => {
        if (event.key !== 'Escape' || !open) return
        event.stopPropagation()
        setOpen(false)
        button.current?.focus()
      }}
    >
      {open && children}
      <button ref={button} type="button" className="btn sm" aria-expanded={open} onClick={() => setOpen(!open)}>
        <Icon name="down" />
        Legend
      </button>
    </div>
  )
}

interface RunProps {
  readonly states: ReadonlyMap<RunState, number>
  readonly strokes: ReactNode
}

/** States of last runs, with counts; below, what the lines between cards mean. */
function RunLegend({ states, strokes }: RunProps) {
  return (
    <div className="ov leg" role="group" aria-label="Legend">
      {states.size > 0 && <b>Last runs</b>}
      {STATES.filter((s) => states.has(s)).map((s) => (
        <span key={s} className={`st-${s}`}>
          <Icon name={s} className="c" />
          {STATE_WORDS[s]} {formatNumber(states.get(s))}
        </span>
      ))}
      {strokes}
    </div>
  )
}

const statesOf = (graph: Graph, visible: Visible): ReadonlyMap<RunState, number> => {
  const states = new Map<RunState, number>()
  for (const key of visible.nodes) {
    const s = graph.nodes.get(key)?.lastState
    if (s) states.set(s, (states.get(s) ?? 0) + 1)
  }
  return states
}

/** What the lens shows, with counts; a line that is pressed keeps only what it stands for. */
function LensLegend({ state, lines, change, strokes }: Props & { readonly strokes: ReactNode }) {
  const toggle = (value: string): void =>
    change({ keep: state.keep.includes(value) ? state.keep.filter((v) => v !== value) : [...state.keep, value] })
  return (
    <div className="ov leg lens" role="group" aria-label={`Lens: ${LENS_WORDS[state.lens]}`}>
      <b>Lens: {LENS_WORDS[state.lens]}</b>
      {lines.slice(0, MOST).map((line) => (
        <button
          key={line.value}
          type="button"
          className={line.tone}
          aria-pressed={state.keep.includes(line.value)}
          title={`Keep only: ${line.words}`}
          onClick={() => toggle(line.value)}
        >
          <Icon name={line.icon} className="c" />
          <span className="cut">{line.words}</span> {formatNumber(line.count)}
        </button>
      ))}
      {lines.length > MOST && <span>{formatNumber(lines.length - MOST)} more</span>}
      {lines.length === 0 && <span>Nothing that is drawn has any</span>}
      {strokes}
    </div>
  )
}

interface Stroke {
  readonly word: string
  readonly colour: string
  readonly width: number
  readonly dash?: string
}
const strokesOf = (graph: Graph, visible: Visible, path: ColumnPath | null): readonly Stroke[] => {
  const lines = path ? [...path.edges] : []
  const some = (test: (e: Visible['edges'][number]) => boolean | undefined): boolean => visible.edges.some((e) => test(e) === true)
  const control = graph.control.some((e) => visible.nodes.has(e.from) && visible.nodes.has(e.to))
  const all: (Stroke & { readonly is: boolean })[] = [
    { is: lines.some((e) => !e.indirect && !e.inferred), word: 'Direct', colour: '--water-lit', width: 2 },
    { is: lines.some((e) => e.indirect && !e.inferred), word: 'Indirect', colour: '--water-lit', width: 1.6, dash: '5 3' },
    { is: control, word: 'Runs before', colour: '--text-3', width: 1.4, dash: '6 4' },
    { is: lines.some((e) => e.inferred), word: 'Inferred from SQL', colour: '--water-lit', width: 2, dash: '1.5 3.5' },
    { is: some((e) => e.inferred), word: 'Inferred', colour: '--edge', width: 1.6, dash: '1.5 3' },
    { is: some((e) => e.stale), word: 'Stale', colour: '--edge-dim', width: 1.6, dash: '1.5 4' },
    { is: some((e) => e.bridge), word: 'Over hidden nodes', colour: '--edge', width: 1.4, dash: '3 3' },
  ]
  return all.filter((x) => x.is)
}

function Strokes({ kinds }: { readonly kinds: readonly Stroke[] }) {
  return kinds.map((s) => (
    <span key={s.word}>
      <svg className="ln" viewBox="0 0 22 6" aria-hidden="true">
        <path d="M0 3H22" stroke={`var(${s.colour})`} strokeWidth={s.width} strokeDasharray={s.dash} />
      </svg>
      {s.word}
    </span>
  ))
}
