/** Lineage as a tree of lines. What was printed once is not opened again, so that loops end. */
import type { Lineage, LineageColumnEdge, LineageEdge, NodeRef } from '../contract/lineage.ts'
import { printable } from './output.ts'

type Leaf = { readonly key: string; readonly label: string }
type Next = (key: string) => readonly Leaf[]

function branches(start: string, next: Next, seen: Set<string>, indent = ''): string[] {
  const leaves = next(start)
  return leaves.flatMap((leaf, index) => {
    const last = index === leaves.length - 1
    const again = seen.has(leaf.key)
    seen.add(leaf.key)
    const more = again ? next(leaf.key).length > 0 : false
    const line = `${indent}${last ? '└─' : '├─'} ${leaf.label}${more ? '  (see above)' : ''}`
    return again ? [line] : [line, ...branches(leaf.key, next, seen, `${indent}${last ? '   ' : '│  '}`)]
  })
}

function tree(title: string, root: string, next: Next): string[] {
  const lines = branches(root, next, new Set([root]))
  return lines.length === 0 ? [] : ['', title, ...lines]
}

const keyOf = ({ type, namespace, name }: NodeRef): string => JSON.stringify([type, namespace, name])

/** Follows edges from an end to the other: `pick` names both, the near one first. */
function follow<E>(edges: readonly E[], pick: (edge: E) => readonly [string, Leaf]): Next {
  const byKey = new Map<string, Leaf[]>()
  for (const edge of edges) {
    const [near, leaf] = pick(edge)
    const leaves = byKey.get(near) ?? []
    if (!leaves.some((other) => other.key === leaf.key)) leaves.push(leaf)
    byKey.set(near, leaves)
  }
  return (key) => byKey.get(key) ?? []
}

/** What a person must know before trusting an edge. */
const edgeWords = ({ stale, inferred, lastSeenAt }: LineageEdge): string =>
  stale === true ? `no longer said${lastSeenAt === null ? '' : `, last ${lastSeenAt}`}` : inferred === true ? 'inferred from SQL' : ''

/** Jobs and datasets, upstream and downstream of the root. */
export function lineageLines({ root, edges, nodes, truncated }: Lineage): string[] {
  const known = new Map(nodes.map((node) => [keyOf(node), node]))
  const leaf = (ref: NodeRef, edge?: LineageEdge): Leaf => {
    const words = [known.get(keyOf(ref))?.lastState, edge && edgeWords(edge)].filter(Boolean)
    const label = [`${ref.type === 'job' ? '⚙' : '▤'} ${ref.name}`, ref.namespace, ...words].join('  ')
    return { key: keyOf(ref), label: printable(label) }
  }
  const up = tree(
    'Upstream',
    keyOf(root),
    follow(edges, (edge) => [keyOf(edge.to), leaf(edge.from, edge)]),
  )
  const down = tree(
    'Downstream',
    keyOf(root),
    follow(edges, (edge) => [keyOf(edge.from), leaf(edge.to, edge)]),
  )
  return [leaf(root).label, ...(up.length + down.length === 0 && !truncated ? ['Nothing up or down is known.'] : [...up, ...down])]
}

type End = LineageColumnEdge['from']
const endKey = ({ namespace, name, field }: End): string => JSON.stringify([namespace, name, field])
const endLabel = ({ name, field }: End): string => `${name}.${field ?? '*'}`

function how(edge: LineageColumnEdge): string {
  const kind = [
    edge.type?.toLowerCase(),
    edge.subtype?.toLowerCase(),
    edge.masking ? 'masked' : undefined,
    edge.inferred === true ? 'inferred from SQL' : undefined,
  ].filter((part) => part !== undefined)
  return [kind.join(' '), edge.job === null ? '' : `by ${edge.job.name}`].filter((part) => part !== '').join(', ')
}

const datasetKey = (end: End): string => JSON.stringify([end.namespace, end.name])

/** As `follow`; what goes into a whole dataset, such as a filter, goes into each of its columns, and who comes to the whole goes on from each. */
function followColumns(columns: readonly LineageColumnEdge[], pick: (edge: LineageColumnEdge) => readonly [near: End, far: Leaf]): Next {
  const exact = follow(columns, (edge) => leafAt(pick(edge), endKey))
  const whole = follow(
    columns.filter((edge) => pick(edge)[0].field === null),
    (edge) => leafAt(pick(edge), datasetKey),
  )
  const any = follow(columns, (edge) => leafAt(pick(edge), datasetKey))
  return (key) => {
    const [namespace, name, field] = JSON.parse(key) as [string, string, string | null]
    const dataset = datasetKey({ namespace, name, field })
    return field === null ? any(dataset) : [...exact(key), ...whole(dataset)]
  }
}

const leafAt = ([near, far]: readonly [End, Leaf], keyed: (end: End) => string): readonly [string, Leaf] => [keyed(near), far]

/** One field: the columns that it is made of and those that are made of it. */
export function columnLines({ root, columns, truncated }: Lineage, field: string): string[] {
  const start = { namespace: root.namespace, name: root.name, field }
  const leaf = (end: End, edge: LineageColumnEdge): Leaf => ({
    key: endKey(end),
    label: printable(`${endLabel(end)}  ${how(edge)}`.trimEnd()),
  })
  const up = tree(
    'Made of',
    endKey(start),
    followColumns(columns, (edge) => [edge.to, leaf(edge.from, edge)]),
  )
  const down = tree(
    'Goes into',
    endKey(start),
    followColumns(columns, (edge) => [edge.from, leaf(edge.to, edge)]),
  )
  return [
    printable(`${endLabel(start)}  ${root.namespace}`),
    ...(up.length + down.length === 0 && !truncated ? ['No column lineage is known.'] : [...up, ...down]),
  ]
}
