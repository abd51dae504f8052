/** The Gantt of a family of runs: a tree by parent, a time axis with round ticks, and for each row where its bar lies. */
import type { RunItem } from '../../../../src/contract/catalog.ts'
import type { RunState } from '../../../../src/contract/common.ts'

export type FamilyRun = RunItem & { readonly depth: number }

export type GanttNode = {
  readonly key: string
  readonly run: FamilyRun
  readonly depth: number
  readonly children: readonly GanttNode[]
  /** Runs below it, at any depth. */
  readonly below: number
  /** Milliseconds since 1970; null where no event gave a time. */
  readonly start: number | null
  readonly end: number | null
  /** It never said how it ended, and what it is inside of is over: what is drawn ends with its last event. */
  readonly unended: boolean
}

export type GanttRow = GanttNode & {
  readonly collapsed: boolean
  /** Shares of the axis, 0 to 1; null: nothing to draw. */
  readonly left: number | null
  readonly width: number
  /** bracket: spans its children. tail: no end was ever heard, drawn to the last event. open: still running, drawn to now. */
  readonly shape: 'bracket' | 'bar' | 'open' | 'tail' | 'mark'
  /** Where the words stand: left of the bar or inside where there is no room to its right. */
  readonly words: 'right' | 'left' | 'inside'
}

export type Axis = { readonly start: number; readonly end: number; readonly ticks: readonly { readonly at: number; readonly ms: number }[] }

/** A run is known by its job and its id: two jobs may use the same run id. */
export const runKey = (run: Pick<RunItem, 'runId' | 'job'>): string => JSON.stringify([run.job.namespace, run.job.name, run.runId])

/** Milliseconds of an ISO instant with any number of fraction digits; null where there is none. */
export const millis = (instant: string | null): number | null => {
  if (instant === null) return null
  const ms = Date.parse(instant.replace(/(\.\d{3})\d+/, '$1'))
  return Number.isNaN(ms) ? null : ms
}

const isOver = (run: FamilyRun): boolean => run.endedAt !== null

function endOf(run: FamilyRun, now: number, unended: boolean): number | null {
  if (run.endedAt !== null) return millis(run.endedAt)
  if (run.state === 'RUNNING' && !unended) return now
  return millis(run.lastEventAt) ?? millis(run.startedAt)
}

const byStart = (a: FamilyRun, b: FamilyRun): number =>
  (millis(a.startedAt) ?? Infinity) - (millis(b.startedAt) ?? Infinity) || (a.job.name < b.job.name ? -1 : a.job.name > b.job.name ? 1 : 0)

/** The tree of a family. Whoever's parent is not in it hangs under the first run, so that nobody is left out; a circle is cut. */
export function ganttTree(family: readonly FamilyRun[], now: number): readonly GanttNode[] {
  const first = family[0]
  if (first === undefined) return []
  const known = new Map(family.map((run) => [runKey(run), run]))
  const rootKey = runKey(first)
  const children = new Map<string, FamilyRun[]>()
  for (const [key, run] of known) {
    if (key === rootKey) continue
    const parent = run.parent === null ? rootKey : runKey({ runId: run.parent.runId, job: run.parent.job })
    const under = known.has(parent) && !inCircle(known, run, rootKey) ? parent : rootKey
    children.set(under, [...(children.get(under) ?? []), run])
  }
  return [buildNode(first, 0, children, now, false)]
}

/** Whether the way up from a run comes back to itself without reaching the root. */
function inCircle(known: ReadonlyMap<string, FamilyRun>, run: FamilyRun, rootKey: string): boolean {
  const seen = new Set<string>()
  let at: FamilyRun | undefined = run
  while (at !== undefined && at.parent !== null) {
    const key = runKey(at)
    if (key === rootKey) return false
    if (seen.has(key)) return true
    seen.add(key)
    at = known.get(runKey({ runId: at.parent.runId, job: at.parent.job }))
  }
  return false
}

type Children = ReadonlyMap<string, readonly FamilyRun[]>

function buildNode(run: FamilyRun, depth: number, children: Children, now: number, overAbove: boolean): GanttNode {
  const key = runKey(run)
  const below = [...(children.get(key) ?? [])].sort(byStart)
  const nodes = below.map((child) => buildNode(child, depth + 1, children, now, overAbove || isOver(run)))
  const times = nodes.flatMap((node) => [node.start, node.end]).filter((ms) => ms !== null)
  const unended = !isOver(run) && (overAbove || run.state === 'LOST')
  const start = millis(run.startedAt) ?? (times.length > 0 ? Math.min(...times) : null)
  const end = endOf(run, now, unended) ?? (times.length > 0 ? Math.max(...times) : null)
  const count = nodes.reduce((sum, node) => sum + 1 + node.below, 0)
  return { key, run, depth, children: nodes, below: count, start, end, unended }
}

const SECOND = 1000
const MINUTE = 60 * SECOND
const HOUR = 60 * MINUTE
const DAY = 24 * HOUR
const STEPS = [1, 2, 5, 10, 20, 50, 100, 200, 500, SECOND, 2 * SECOND, 5 * SECOND, 10 * SECOND, 15 * SECOND, 30 * SECOND]
  .concat([1, 2, 5, 10, 15, 30].map((n) => n * MINUTE))
  .concat([1, 2, 3, 6, 12].map((n) => n * HOUR))
  .concat([1, 2, 7, 14, 30, 90, 365].map((n) => n * DAY))

/** The smallest round step that gives at most `most` ticks. */
export const tickStep = (span: number, most: number): number => STEPS.find((step) => span / step <= most) ?? 365 * DAY

/**
 * The axis over all rows. `clock` puts the ticks at round times of day (in the zone whose offset is given), else at round
 * distances from the start. The end leaves 6 % for the words behind the last bar.
 */
export function ganttAxis(nodes: readonly GanttNode[], clock: boolean, offset = 0, most = 7): Axis {
  const all: number[] = []
  const visit = (node: GanttNode): void => {
    if (node.start !== null) all.push(node.start)
    if (node.end !== null) all.push(node.end)
    node.children.forEach(visit)
  }
  nodes.forEach(visit)
  const start = all.length > 0 ? Math.min(...all) : 0
  const span = Math.max(1, (all.length > 0 ? Math.max(...all) : 0) - start) / 0.94
  const step = tickStep(span, most)
  const first = clock ? Math.ceil((start + offset) / step) * step - offset : start
  const ticks: { at: number; ms: number }[] = []
  for (let ms = first; ms < start + span; ms += step) ticks.push({ at: (ms - start) / span, ms })
  return { start, end: start + span, ticks }
}

/** The visible rows, in order. */
export function ganttRows(nodes: readonly GanttNode[], axis: Axis, collapsed: ReadonlySet<string>): readonly GanttRow[] {
  const rows: GanttRow[] = []
  const visit = (node: GanttNode): void => {
    const folded = collapsed.has(node.key)
    rows.push(placeRow(node, axis, folded))
    if (!folded) node.children.forEach(visit)
  }
  nodes.forEach(visit)
  return rows
}

const LEAST: Readonly<Record<'mark' | 'other', number>> = { mark: 0, other: 0.002 }

function placeRow(node: GanttNode, axis: Axis, collapsed: boolean): GanttRow {
  const span = axis.end - axis.start
  const left = node.start === null ? null : (node.start - axis.start) / span
  const shape = shapeOf(node)
  const width =
    node.start === null || node.end === null ? 0 : Math.max(shape === 'mark' ? LEAST.mark : LEAST.other, (node.end - node.start) / span)
  return { ...node, collapsed, left, width, shape, words: sideOf(left, width) }
}

const sideOf = (left: number | null, width: number): GanttRow['words'] =>
  left === null || left + width <= 0.84 ? 'right' : left > 0.2 ? 'left' : 'inside'

function shapeOf(node: GanttNode): GanttRow['shape'] {
  if (node.children.length > 0) return 'bracket'
  if (node.unended && node.start !== null) return 'tail'
  if (node.run.state === 'RUNNING') return 'open'
  return isOver(node.run) ? 'bar' : 'mark'
}

/** What stands beside a bar. */
export function wordsOf(state: RunState, took: string | null, error: string | null): string {
  const length = took ?? ''
  if (state === 'FAIL') return length === '' ? 'failed' : `${length}, failed`
  if (state === 'ABORT') return error === null ? (length === '' ? 'aborted' : `${length}, aborted`) : `aborted: ${error}`
  if (state === 'LOST') return 'no end was heard'
  if (state === 'NEW') return 'not yet started'
  return length
}

/** The keys of all rows that have children. */
export function foldable(nodes: readonly GanttNode[]): string[] {
  return nodes.flatMap((node) => (node.children.length > 0 ? [node.key, ...foldable(node.children)] : []))
}
