import { memo, type ReactNode, useEffect, useMemo } from 'react'
import { PlatformTile } from '../../ui/EntityName.tsx'
import { Icon } from '../../ui/Icon.tsx'
import { STATE_WORDS } from '../../ui/StateBadge.tsx'
import { formatNumber, plural } from '../../ui/Time.tsx'
import { useRows } from '../../ui/use-rows.ts'
import { type ColumnPath } from '../../../../src/graph/columns.ts'
import { groupByHops, type HopGroup, hopTitle } from '../../graph/hops.ts'
import { isJob, type Key, type Side } from '../../../../src/graph/keys.ts'
import type { Graph, GraphNode } from '../../../../src/graph/model.ts'
import { cutText, lastPart, qualifier } from '../../../../src/graph/names.ts'
import { textWidth } from '../../../../src/graph/text-width.ts'
import type { Visible } from '../../../../src/graph/visible.ts'

type Row =
  | { readonly id: string; readonly title: string; readonly count: string }
  | { readonly id: string; readonly node: GraphNode }
  | { readonly id: string; readonly of: GraphNode; readonly side: Side; readonly rest: number; readonly atLeast: boolean }

interface Props {
  readonly graph: Graph
  readonly visible: Visible
  readonly root: Key
  readonly selected: Key | null
  readonly path: ColumnPath | null
  readonly phone: boolean
  readonly onSelect: (key: Key) => void
  readonly onMore: (key: Key, side: Side) => void
  /** What stands above the list where it covers the picture. */
  readonly head?: ReactNode
}

const VERBS: Readonly<Record<'dataset' | 'job', Readonly<Record<Side, string>>>> = {
  dataset: { d: 'read', u: 'write' },
  job: { d: 'written by', u: 'read by' },
}

/** A stack belongs to the hop that its children are in; what a source feeds besides is a side branch. */
const stackHop = (groups: readonly HopGroup[], of: Key, side: Side): number | null | undefined => {
  const at = groups.find((g) => g.datasets.includes(of) || g.jobs.includes(of))
  const aside = at && groups.find((g) => g.hops === null && (side === 'd' ? (at.hops ?? 0) < 0 : (at.hops ?? 0) > 0))
  if (aside) return null
  if (!at || at.hops === null || (isJob(of) && at.hops !== 0)) return at?.hops
  const next = at.hops + (side === 'd' ? 1 : -1)
  return groups.some((g) => g.hops === next) ? next : at.hops
}

const rowsOf = (graph: Graph, visible: Visible, root: Key): Row[] => {
  const rows: Row[] = []
  const groups = groupByHops(graph, visible, root)
  const stacks = visible.stacks.map((s) => ({ s, hop: stackHop(groups, s.of, s.side) }))
  for (const group of groups) {
    const jobs = group.jobs.length ? ` · ${plural(group.jobs.length, 'job')}` : ''
    rows.push({
      id: `h${group.hops ?? 'x'}`,
      title: hopTitle(group.hops),
      count: group.hops === 0 ? '1' : `${formatNumber(group.datasets.length)}${jobs}`,
    })
    for (const key of [...group.datasets, ...group.jobs]) {
      const node = graph.nodes.get(key)
      if (node) rows.push({ id: key, node })
    }
    for (const { s, hop } of stacks) {
      const of = graph.nodes.get(s.of)
      if (of && hop === group.hops) rows.push({ id: s.id, of, side: s.side, rest: s.total - s.shown, atLeast: s.atLeast === true })
    }
  }
  return rows
}

/** The same nodes as the graph, grouped by hops: its accessible form, and what a phone shows first. */
export function ListTwin({ graph, visible, selected, path, phone, root, onSelect, onMore, head }: Props) {
  const rows = useMemo(() => rowsOf(graph, visible, root), [graph, visible, root])
  const height = phone ? 40 : 26
  const { scroll, from, to, show } = useRows(rows.length, height)
  useEffect(() => {
    const i = rows.findIndex((r) => r.id === selected)
    if (i >= 0) show(i)
  }, [selected, rows, show])
  return (
    <aside className="lg-list" aria-label="Nodes by distance" ref={scroll}>
      <div className="lg-notes">{head}</div>
      <ul style={{ height: rows.length * height }} data-hw-rows="">
        {rows.slice(from, to).map((row, n) => {
          const at = from + n
          return (
            <li
              key={row.id}
              style={{ transform: `translateY(${at * height}px)`, height }}
              aria-setsize={rows.length}
              aria-posinset={at + 1}
            >
              {'title' in row ? (
                <h2>
                  <span>{row.title}</span>
                  <span>{row.count}</span>
                </h2>
              ) : 'node' in row ? (
                <NodeRow
                  node={row.node}
                  selected={row.id === selected}
                  out={path !== null && !path.nodes.has(row.id)}
                  lit={path?.nodes.has(row.id) ?? false}
                  root={row.id === root}
                  phone={phone}
                  onSelect={onSelect}
                />
              ) : (
                <button type="button" className="out" data-row="" onClick={() => onMore(row.of.key, row.side)}>
                  <Icon name="plus" />
                  <span className="nm">
                    {row.atLeast && 'At least '}
                    {formatNumber(row.rest)} more {VERBS[row.of.type][row.side]} {lastPart(row.of.name)}
                  </span>
                </button>
              )}
            </li>
          )
        })}
      </ul>
    </aside>
  )
}

/** All of a job's name where there is room, else its last part. */
const jobLine = (name: string, room: number): string =>
  name.length < 60 && textWidth(name, 12, 400) <= room ? name : cutText(lastPart(name), room, 12)

const NodeRow = memo(function NodeRow({
  node,
  selected,
  out,
  lit,
  root,
  phone,
  onSelect,
}: {
  readonly node: GraphNode
  readonly selected: boolean
  readonly out: boolean
  readonly lit: boolean
  readonly root: boolean
  readonly phone: boolean
  readonly onSelect: (key: Key) => void
}) {
  const job = isJob(node.key)
  const state = node.lastState
  const name = lastPart(node.name)
  return (
    <button
      type="button"
      data-row=""
      className={`${selected ? 'sel' : ''}${out ? ' out' : ''}${lit ? ' lit' : ''}${job ? ' job' : ''}`}
      aria-current={selected || undefined}
      onClick={() => onSelect(node.key)}
      title={`${node.name}\n${node.namespace}`}
    >
      {job ? <Icon name={state ?? 'job'} className={state ? `st-${state}` : undefined} /> : <PlatformTile namespace={node.namespace} />}
      <span className="nm">
        <span className="sr">{`${node.name}, ${node.type}${job ? `, ${state ? STATE_WORDS[state] : 'not yet run'}` : ''}`}</span>
        <span aria-hidden="true">{job ? jobLine(node.name, phone ? 240 : 156) : cutText(name, phone ? 240 : 150, 13)}</span>
        {phone && !job && (
          <span className="q" aria-hidden="true">
            {cutText(qualifier(node), 110, 11)}
          </span>
        )}
      </span>
      {root && <Icon name="target" size={13} />}
    </button>
  )
})
