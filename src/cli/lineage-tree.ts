/** Lineage as a tree of lines. What was printed once is not opened again, so that loops end. */
import type { Lineage, LineageColumnEdge, NodeRef } from '../contract/lineage.ts'
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

/** Jobs and datasets, upstream and downstream of the root. */
export function lineageLines({ root, edges, nodes, truncated }: Lineage): string[] {
  const known = new Map(nodes.map((node) => [keyOf(node), node]))
  const leaf = (ref: NodeRef): Leaf => {
    const state = known.get(keyOf(ref))?.lastState ?? null
    const label = `${ref.type === 'job' ? '⚙' : '▤'} ${ref.name}  ${ref.namespace}${state === null ? '' : `  ${state}`}`
    return { key: keyOf(ref), label: printable(label) }
  }
  const up = tree(
    'Upstream',
    keyOf(root),
    follow(edges, (edge) => [keyOf(edge.to), leaf(edge.from)]),
  )
  const down = tree(
    'Downstream',
    keyOf(root),
    follow(edges, (edge) => [keyOf(edge.from), leaf(edge.to)]),
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
    follow(columns, (edge) => [endKey(edge.to), leaf(edge.from, edge)]),
  )
  const down = tree(
    'Goes into',
    endKey(start),
    follow(columns, (edge) => [endKey(edge.from), leaf(edge.to, edge)]),
  )
  return [
    printable(`${endLabel(start)}  ${root.namespace}`),
    ...(up.length + down.length === 0 && !truncated ? ['No column lineage is known.'] : [...up, ...down]),
  ]
}
