import type { RunState } from '../../../src/contract/common.ts'
import type { IconName } from '../ui/Icon.tsx'
import { isJob, type Key, keyOf } from '../../../src/graph/keys.ts'
import type { Graph, GraphNode } from '../../../src/graph/model.ts'

export const LENSES = ['none', 'run', 'freshness', 'quality', 'owner', 'namespace', 'inferred'] as const
export type Lens = (typeof LENSES)[number]
export const LENS_WORDS: Readonly<Record<Lens, string>> = {
  none: 'none',
  run: 'last run',
  freshness: 'freshness',
  quality: 'quality',
  owner: 'owner',
  namespace: 'namespace',
  inferred: 'inferred',
}

/** What a lens says of a node: always with a word and an icon; `tone` is the class of a colour. */
export interface Tint {
  readonly value: string
  readonly words: string
  readonly icon: IconName
  readonly tone: string
}

const RUNS: Readonly<Record<RunState, string>> = {
  NEW: 'Not yet run',
  RUNNING: 'Running',
  COMPLETE: 'Complete',
  FAIL: 'Failed',
  ABORT: 'Aborted',
  LOST: 'Lost',
}
const DAY = 86_400_000

const fresh = (node: GraphNode, now: number, past: boolean): Tint => {
  if (node.dueAt) return { value: 'late', words: 'Late', icon: 'STALE', tone: 'st-STALE' }
  const age = node.lastRunAt === null ? Infinity : now - Date.parse(node.lastRunAt)
  if (age <= DAY) return { value: 'day', words: 'Written today', icon: 'COMPLETE', tone: 'st-COMPLETE' }
  if (age <= 7 * DAY) return { value: 'week', words: 'This week', icon: 'clock', tone: 'st-RUNNING' }
  return age === Infinity
    ? { value: 'never', words: past ? 'No write known' : 'Never written', icon: 'NEW', tone: 'st-NEW' }
    : { value: 'older', words: 'Longer ago', icon: 'cal', tone: 'st-NEW' }
}

const quality = (node: GraphNode): Tint =>
  node.quality === 'fail'
    ? { value: 'fail', words: 'Checks failed', icon: 'FAIL', tone: 'st-FAIL' }
    : node.quality === 'pass'
      ? { value: 'pass', words: 'Checks passed', icon: 'COMPLETE', tone: 'st-COMPLETE' }
      : { value: 'none', words: 'Not checked', icon: 'NEW', tone: 'st-NEW' }

/** Nodes that an inferred edge leads to or from. */
export const inferredNodes = (graph: Graph): ReadonlySet<Key> => {
  const out = new Set<Key>()
  for (const e of graph.edges.values()) if (e.inferred) out.add(e.from).add(e.to)
  for (const c of graph.columns) {
    if (!c.inferred) continue
    for (const { namespace, name } of [c.from, c.to]) out.add(keyOf({ type: 'dataset', namespace, name }))
  }
  return out
}

/** Hues that mean nothing by themselves, given by the order of names. */
const HUES = 6
const hue = (text: string): string => {
  let h = 0
  for (let i = 0; i < text.length; i++) h = (h * 31 + text.charCodeAt(i)) % 9973
  return `hue-${h % HUES}`
}

/** Null where the lens says nothing of such a node. `past`: `now` is a moment of which not all is known. */
export const tintOf = (lens: Lens, key: Key, node: GraphNode, now: number, inferred: ReadonlySet<Key>, past = false): Tint | null => {
  if (lens === 'run') {
    const state = node.lastState ?? 'NEW'
    return isJob(key) ? { value: state, words: RUNS[state], icon: state, tone: `st-${state}` } : null
  }
  if (lens === 'freshness') return isJob(key) ? null : fresh(node, now, past)
  if (lens === 'quality') return isJob(key) ? null : quality(node)
  if (lens === 'owner') {
    const owner = node.owners?.[0]
    return owner === undefined
      ? { value: '', words: past && node.owners === undefined ? 'Owner not known' : 'No owner', icon: 'NEW', tone: 'st-NEW' }
      : { value: owner, words: owner, icon: 'user', tone: hue(owner) }
  }
  if (lens === 'namespace') return { value: node.namespace, words: node.namespace || '(empty)', icon: 'group', tone: hue(node.namespace) }
  if (lens === 'inferred') {
    return inferred.has(key)
      ? { value: 'yes', words: 'Read out of SQL', icon: 'bolt', tone: 'st-LOST' }
      : { value: 'no', words: 'Stated by events', icon: 'event', tone: 'st-NEW' }
  }
  return null
}

export interface LegendLine extends Tint {
  readonly count: number
}

/** Lines of the legend: the commonest first, states in their order. */
export const legendOf = (tints: Iterable<Tint>): LegendLine[] => {
  const lines = new Map<string, { tint: Tint; count: number }>()
  for (const tint of tints) {
    const line = lines.get(tint.value)
    if (line) line.count++
    else lines.set(tint.value, { tint, count: 1 })
  }
  return [...lines.values()]
    .sort((a, b) => b.count - a.count || (a.tint.value < b.tint.value ? -1 : 1))
    .map(({ tint, count }) => ({ ...tint, count }))
}
