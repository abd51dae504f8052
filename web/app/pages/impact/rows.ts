import type { RunState } from '../../../../src/contract/common.ts'
import type { Impact } from '../../../../src/contract/impact.ts'
import type { Lineage, LineageNode, NodeRef } from '../../../../src/contract/lineage.ts'
import { lastPart } from '../format.ts'

/** One job, dataset or column, and how it hangs together with the root. */
export interface AnswerRow {
  readonly key: string
  readonly direction: 'upstream' | 'downstream'
  readonly depth: number
  readonly type: 'dataset' | 'job'
  readonly namespace: string
  readonly name: string
  readonly field: string | null
  readonly owners: readonly string[]
  readonly lastRunAt: string | null
  readonly lastState: RunState | null
  readonly quality: 'pass' | 'fail' | null
  /** When it was due and did not come; null: it is not late. */
  readonly dueAt: string | null
  readonly dependency: 'DIRECT' | 'INDIRECT' | null
  /** A step of the path was read out of SQL. */
  readonly inferred: boolean
  /** Names from the root to here. */
  readonly path: string
}
export type SortKey = 'depth' | 'name' | 'type' | 'namespace' | 'owner' | 'lastRun' | 'quality'

/** Long ways are not read: the first steps and the last one tell where it is. */
const STEPS = 8

const idOf = (n: NodeRef): string => JSON.stringify([n.type, n.namespace, n.name])

/** Everything but the root, each with a nearest way from it. */
export function rowsOfLineage(answer: Lineage): AnswerRow[] {
  const [down, up] = [pathsFrom(answer, 'downstream'), pathsFrom(answer, 'upstream')]
  const root = idOf(answer.root)
  return answer.nodes
    .filter((n) => idOf(n) !== root)
    .map((n) => {
      const direction = n.depth < 0 || (n.depth === 0 && !down.has(idOf(n))) ? 'upstream' : 'downstream'
      return rowOf(n, direction, (direction === 'upstream' ? up : down).get(idOf(n)) ?? [])
    })
}

function rowOf(n: LineageNode, direction: AnswerRow['direction'], path: readonly string[]): AnswerRow {
  return {
    key: idOf(n),
    direction,
    depth: Math.abs(n.depth),
    type: n.type,
    namespace: n.namespace,
    name: n.name,
    field: null,
    owners: n.owners ?? [],
    lastRunAt: n.lastRunAt,
    lastState: n.lastState,
    quality: n.quality ?? null,
    dueAt: n.dueAt ?? null,
    dependency: null,
    inferred: false,
    path: short(path).join(direction === 'upstream' ? ' < ' : ' > '),
  }
}

const short = (path: readonly string[]): readonly string[] =>
  path.length <= STEPS ? path : [...path.slice(0, STEPS - 2), '…', ...path.slice(-1)]

/** By node, the names of the datasets on a nearest way from the root, in one direction. */
function pathsFrom({ root, edges }: Lineage, direction: AnswerRow['direction']): Map<string, readonly string[]> {
  const next = new Map<string, NodeRef[]>()
  for (const e of edges) {
    const [near, far] = direction === 'downstream' ? [e.from, e.to] : [e.to, e.from]
    next.set(idOf(near), [...(next.get(idOf(near)) ?? []), far])
  }
  const found = new Map<string, readonly string[]>([[idOf(root), [lastPart(root.name)]]])
  const queue: NodeRef[] = [root]
  for (const node of queue) {
    const here = found.get(idOf(node)) ?? []
    for (const far of next.get(idOf(node)) ?? []) {
      if (found.has(idOf(far))) continue
      found.set(idOf(far), far.type === 'job' ? here : [...here, lastPart(far.name)])
      queue.push(far)
    }
  }
  return found
}

export const rowsOfImpact = ({ items }: Impact): AnswerRow[] =>
  items.map((r) => ({
    key: JSON.stringify([r.type, r.namespace, r.name, r.field]),
    direction: 'downstream',
    depth: r.depth,
    type: r.type,
    namespace: r.namespace,
    name: r.name,
    field: r.field,
    owners: r.owners,
    lastRunAt: r.lastRunAt,
    lastState: r.lastState,
    quality: null,
    dueAt: null,
    dependency: r.dependency,
    inferred: r.inferred === true,
    path: r.path,
  }))

export interface Wanted {
  readonly q: string
  readonly type: string | undefined
  readonly direction: string | undefined
  readonly owner: string | undefined
}

export const filtered = (rows: readonly AnswerRow[], { q, type, direction, owner }: Wanted): AnswerRow[] => {
  const text = q.trim().toLowerCase()
  return rows.filter(
    (r) =>
      (type === undefined || r.type === type) &&
      (direction === undefined || r.direction === direction) &&
      (owner === undefined || r.owners.includes(owner)) &&
      (text === '' || `${r.namespace} ${r.name} ${r.field ?? ''} ${r.owners.join(' ')}`.toLowerCase().includes(text)),
  )
}

const valueOf: Readonly<Record<SortKey, (r: AnswerRow) => string | number>> = {
  depth: (r) => r.depth,
  name: (r) => r.name.toLowerCase(),
  type: (r) => r.type,
  namespace: (r) => r.namespace.toLowerCase(),
  owner: (r) => r.owners.join(', ').toLowerCase(),
  lastRun: (r) => r.lastRunAt ?? '',
  quality: (r) => (r.quality === 'fail' ? 2 : r.dueAt !== null ? 1 : 0),
}

/** Equal ones keep their order: nearest first, then by name, as they came. */
export const sorted = (rows: readonly AnswerRow[], by: SortKey, down: boolean): AnswerRow[] => {
  const of = valueOf[by]
  const sign = down ? -1 : 1
  return rows.toSorted((a, b) => {
    const [x, y] = [of(a), of(b)]
    return x < y ? -sign : x > y ? sign : 0
  })
}

const HEAD = [
  'direction',
  'depth',
  'type',
  'namespace',
  'name',
  'field',
  'dependency',
  'owners',
  'last_run_at',
  'last_state',
  'quality',
  'inferred',
  'path',
]

/** As RFC 4180 has it; a text that a spreadsheet would run as a formula gets an apostrophe. */
export const csvOf = (rows: readonly AnswerRow[]): string =>
  [HEAD, ...rows.map(cellsOf)].map((line) => line.map(cell).join(',')).join('\r\n')

const cellsOf = (r: AnswerRow): (string | number | null)[] => [
  r.direction,
  r.depth,
  r.type,
  r.namespace,
  r.name,
  r.field,
  r.dependency,
  r.owners.join('; '),
  r.lastRunAt,
  r.lastState,
  r.quality,
  r.inferred ? 'true' : null,
  r.path,
]

function cell(value: string | number | null): string {
  if (value === null) return ''
  const text = String(value)
  const safe = typeof value === 'string' && /^[=+\-@\t\r]/.test(text) ? `'${text}` : text
  return /[",\r\n]/.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe
}
