import { useMemo, useRef, useState } from 'react'
import type { KeyboardEvent } from 'react'
import type { RunDetail } from '../../../../src/contract/catalog.ts'
import { paths } from '../../paths.ts'
import { Button } from '../../ui/Button.tsx'
import { EntityName } from '../../ui/EntityName.tsx'
import { Icon } from '../../ui/Icon.tsx'
import { useGo } from '../../ui/Link.tsx'
import { Note } from '../../ui/PageHead.tsx'
import { Segmented } from '../../ui/Tabs.tsx'
import { STATE_WORDS } from '../../ui/StateBadge.tsx'
import { formatDuration, formatInstant, plural, useNow, zone } from '../../ui/Time.tsx'
import { withoutParent } from '../format.ts'
import { foldable, ganttAxis, ganttRows, ganttTree, runKey, wordsOf } from './gantt.ts'
import type { Axis, GanttNode, GanttRow } from './gantt.ts'

type Scale = 'since' | 'clock'
const MINUTE = 60_000

const percent = (share: number): string => `${(share * 100).toFixed(3)}%`
const clockOffset = (at: number): number => -new Date(at).getTimezoneOffset() * MINUTE

function tickWords(axis: Axis, ms: number, scale: Scale): string {
  const iso = new Date(ms).toISOString()
  if (scale === 'clock')
    return axis.end - axis.start < 10 * MINUTE
      ? formatInstant(iso, 'seconds')
      : axis.end - axis.start > 20 * 60 * MINUTE
        ? formatInstant(iso)
        : formatInstant(iso, 'clock')
  const since = ms - axis.start
  if (since === 0) return formatInstant(iso, 'seconds')
  return since < MINUTE && since % 1000 === 0 ? `${since / 1000} s` : formatDuration(since)
}

function AxisRow({ axis, scale }: { readonly axis: Axis; readonly scale: Scale }) {
  return (
    <div className="gt ax" aria-hidden="true">
      <span className="lab">Job</span>
      <div className="tr">
        {axis.ticks.map((tick) => (
          <span key={tick.ms} style={{ left: percent(tick.at) }}>
            {tickWords(axis, tick.ms, scale)}
          </span>
        ))}
      </div>
    </div>
  )
}

function Bar({ row }: { readonly row: GanttRow }) {
  const { run, left, width, shape } = row
  const took =
    run.durationMs === null
      ? shape === 'open' && row.start !== null && row.end !== null
        ? formatDuration(row.end - row.start)
        : null
      : formatDuration(run.durationMs)
  const words =
    shape === 'open'
      ? `${took ?? ''} so far`
      : shape === 'tail'
        ? 'no end was heard'
        : wordsOf(run.state, took, run.state === 'ABORT' ? run.error : null)
  if (left === null)
    return (
      <span className="gw" style={{ left: 4 }}>
        {words === '' ? 'no time that can be read' : words}
      </span>
    )
  const places = {
    right: { left: `calc(${percent(left + width)} + 7px)` },
    left: { right: `calc(${percent(1 - left)} + 7px)` },
    inside: { left: `calc(${percent(left)} + 7px)` },
  }
  return (
    <>
      <i className={`gb is-${shape} of-${run.state}`} style={{ left: percent(left), width: percent(width) }} />
      {shape !== 'bracket' && (
        <span className={`gw ${row.words}${run.state === 'FAIL' ? ' bad' : ''}`} style={places[row.words]}>
          {words}
        </span>
      )}
    </>
  )
}

type RowProps = {
  readonly row: GanttRow
  readonly own: boolean
  readonly parent: string | null
  readonly ticks: Axis['ticks']
  readonly onFold: () => void
  readonly onOpen: () => void
  readonly tabbable: boolean
  readonly onFocus: () => void
}

function Row({ row, own, parent, ticks, onFold, onOpen, tabbable, onFocus }: RowProps) {
  const { run } = row
  const says = `${run.job.name}, ${STATE_WORDS[run.state]}${run.durationMs === null ? '' : `, ${formatDuration(run.durationMs)}`}${run.startedAt === null ? '' : `, from ${formatInstant(run.startedAt, 'full')}`}`
  return (
    <div
      className={own ? `gt sel st-${run.state}` : 'gt'}
      role="treeitem"
      aria-level={row.depth + 1}
      aria-expanded={row.children.length > 0 ? !row.collapsed : undefined}
      aria-selected={own}
      aria-label={says}
      tabIndex={tabbable ? 0 : -1}
      data-key={row.key}
      onClick={onOpen}
      onFocus={onFocus}
      title={says}
    >
      <span className="lab" style={{ paddingLeft: 4 + Math.min(row.depth, 8) * 18 }}>
        {row.children.length > 0 && (
          <span
            className="tw"
            onClick={(event) => {
              event.stopPropagation()
              onFold()
            }}
          >
            <Icon name={row.collapsed ? 'right' : 'down'} />
          </span>
        )}
        <Icon name={run.state} className={`st-${run.state} gi`} />
        <EntityName namespace={run.job.namespace} name={run.job.name} tile={false} short={withoutParent(run.job.name, parent)} />
        {row.collapsed && <span className="s11 t3 below">{plural(row.below, 'run')} inside</span>}
      </span>
      <div className="tr">
        {ticks.map((tick) => (
          <span key={tick.ms} className="gl" style={{ left: percent(tick.at) }} />
        ))}
        <Bar row={row} />
      </div>
    </div>
  )
}

/** Arrow keys, Home and End move, right and left unfold and fold, Enter opens. */
function useGanttKeys(
  rows: readonly GanttRow[],
  at: string,
  act: { readonly focus: (key: string) => void; readonly fold: (key: string, to: boolean) => void; readonly open: (row: GanttRow) => void },
): (event: KeyboardEvent) => void {
  return (event) => {
    if (event.ctrlKey || event.metaKey || event.altKey) return
    const index = Math.max(
      0,
      rows.findIndex((row) => row.key === at),
    )
    const row = rows[index]
    const move = (to: number): void => {
      const next = rows[Math.min(rows.length - 1, Math.max(0, to))]
      if (next !== undefined) act.focus(next.key)
    }
    const up = (): void => move(rows.slice(0, index).findLastIndex((before) => before.depth < (row?.depth ?? 0)))
    const keys: Readonly<Record<string, () => void>> = {
      ArrowDown: () => move(index + 1),
      j: () => move(index + 1),
      ArrowUp: () => move(index - 1),
      k: () => move(index - 1),
      Home: () => move(0),
      End: () => move(rows.length - 1),
      ArrowRight: () => (row !== undefined && row.collapsed ? act.fold(row.key, false) : move(index + 1)),
      ArrowLeft: () => (row !== undefined && row.children.length > 0 && !row.collapsed ? act.fold(row.key, true) : up()),
      Enter: () => row !== undefined && act.open(row),
    }
    const key = keys[event.key]
    if (key === undefined) return
    event.preventDefault()
    event.stopPropagation()
    key()
  }
}

/** The family of a run over time: its parent as a bracket, every run inside as a bar. */
export function Gantt({ run }: { readonly run: RunDetail }) {
  const now = useNow()
  const go = useGo()
  const [scale, setScale] = useState<Scale>('since')
  const [collapsed, setCollapsed] = useState<ReadonlySet<string>>(new Set())
  const [at, setAt] = useState(runKey(run))
  const box = useRef<HTMLDivElement>(null)
  const running = run.family.some((one) => one.state === 'RUNNING')
  const clock = running ? now : 0
  const tree = useMemo(() => ganttTree(run.family, clock), [run.family, clock])
  const axis = useMemo(() => ganttAxis(tree, scale === 'clock', clockOffset(tree[0]?.start ?? 0)), [tree, scale])
  const rows = ganttRows(tree, axis, collapsed)
  const folds = foldable(tree)
  const fold = (key: string, to: boolean): void => {
    const next = new Set(collapsed)
    if (to) next.add(key)
    else next.delete(key)
    setCollapsed(next)
  }
  const focus = (key: string): void => {
    setAt(key)
    box.current?.querySelector<HTMLElement>(`[data-key="${CSS.escape(key)}"]`)?.focus()
  }
  const open = (row: GanttRow): void => go(paths.run(row.run.job, row.run.runId))
  const keys = useGanttKeys(rows, at, { focus, fold, open })
  const names = new Map(tree.flatMap(parentNames))
  const first = tree[0]
  if (first === undefined) return null
  const tabStop = rows.some((row) => row.key === at) ? at : rows[0]?.key
  return (
    <>
      <div className="row gt-bar">
        <span className="s12 t3">
          {first.below === 0
            ? 'No run names this one as its parent.'
            : `${first.run.job.name} and its ${plural(first.below, 'run')} inside${first.run.durationMs === null ? '' : `, ${formatDuration(first.run.durationMs)}`}`}
        </span>
        <span className="end row">
          <Segmented
            label="What the axis shows"
            value={scale}
            onChange={setScale}
            options={[
              { value: 'since', label: 'Since start' },
              { value: 'clock', label: `Clock time, ${zone()}` },
            ]}
          />
          {folds.length > 0 && (
            <Button small onClick={() => setCollapsed(collapsed.size > 0 ? new Set() : new Set(folds))}>
              {collapsed.size > 0 ? 'Unfold all' : 'Collapse all'}
            </Button>
          )}
        </span>
      </div>
      {run.familyTruncated && (
        <div className="job-note">
          <Note icon={<Icon name="info" />}>
            Only the first {plural(run.family.length, 'run')} of this family are shown. Open a run inside to see what lies below it.
          </Note>
        </div>
      )}
      <div ref={box} className="gantt" onKeyDown={keys}>
        <AxisRow axis={axis} scale={scale} />
        <div role="tree" aria-label="Runs over time">
          {rows.map((row) => (
            <Row
              key={row.key}
              row={row}
              own={row.key === runKey(run)}
              parent={names.get(row.key) ?? null}
              ticks={axis.ticks}
              onFold={() => fold(row.key, !row.collapsed)}
              onOpen={() => open(row)}
              tabbable={row.key === tabStop}
              onFocus={() => setAt(row.key)}
            />
          ))}
        </div>
      </div>
      <Legend rows={rows} />
    </>
  )
}

const LEGEND = [
  ['COMPLETE', 'complete'],
  ['FAIL', 'failed'],
  ['ABORT', 'aborted'],
  ['RUNNING', 'running'],
  ['LOST', 'no end was heard'],
] as const

/** Of every run below a node, by its key, the name of the job that it is inside of. */
const parentNames = (node: GanttNode): (readonly [string, string])[] =>
  node.children.flatMap((child) => [[child.key, node.run.job.name] as const, ...parentNames(child)])

/** Only the states that are there. */
function Legend({ rows }: { readonly rows: readonly GanttRow[] }) {
  const there = new Set(rows.filter((row) => row.shape !== 'bracket').map((row) => (row.shape === 'tail' ? 'LOST' : row.run.state)))
  return (
    <div className="row s11 t3 gt-legend">
      {LEGEND.filter(([state]) => there.has(state)).map(([state, word]) => (
        <span key={state} className="row">
          <i className={`gb of-${state} is-${state === 'RUNNING' ? 'open' : state === 'LOST' ? 'tail' : 'bar'}`} /> {word}
        </span>
      ))}
      <span className="end hide-m">Arrow keys move, Enter opens, ? all keys</span>
    </div>
  )
}
