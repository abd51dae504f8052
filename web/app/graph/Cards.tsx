import { memo } from 'react'
import { PlatformTile } from '../ui/EntityName.tsx'
import { Icon } from '../ui/Icon.tsx'
import { STATE_WORDS } from '../ui/StateBadge.tsx'
import { formatNumber, formatRelative } from '../ui/Time.tsx'
import type { Key, Side } from '../../../src/graph/keys.ts'
import type { Tint } from './lens.ts'
import type { Placed } from '../../../src/graph/layout/types.ts'
import type { GraphNode } from '../../../src/graph/model.ts'
import { cutText, jobText, lastPart, qualifier, shortType } from '../../../src/graph/names.ts'
import type { OpenCard } from '../../../src/graph/scene.ts'

export interface CardLook {
  readonly lit: boolean
  readonly dim: boolean
  readonly selected: boolean
  readonly root: boolean
  /** Where Tab enters the graph. */
  readonly active: boolean
  readonly found: boolean
  /** It came or went between two moments. */
  readonly change?: 'added' | 'removed' | null
  /** What the lens says of it. */
  readonly tint: Tint | null
}
/** Neighbours not drawn on each side, which sides are open, and which are being read. */
export interface Sides {
  readonly u: number
  readonly d: number
  /** Not all of them were counted. */
  readonly moreU: boolean
  readonly moreD: boolean
  readonly openU: boolean
  readonly openD: boolean
  readonly busyU: boolean
  readonly busyD: boolean
}
export const place = (p: Placed) => ({ transform: `translate(${p.x}px,${p.y}px)`, width: p.w, height: p.h })
const classes = (base: string, look: CardLook): string =>
  [
    base,
    look.lit && 'lit',
    look.dim && 'dim',
    look.selected && 'sel',
    look.root && 'root',
    look.found && 'found',
    look.change && `chg ${look.change}`,
  ]
    .filter(Boolean)
    .join(' ')

/** Icon and word beside the colour. */
function Changed({ look }: { readonly look: CardLook }) {
  if (!look.change) return null
  return (
    <span className="chg-b" aria-hidden="true">
      <Icon name={look.change === 'added' ? 'plus' : 'x'} size={11} />
      {look.change === 'added' ? 'Added' : 'Removed'}
    </span>
  )
}

const count = (n: number, atLeast: boolean | undefined, one: string): string =>
  `${atLeast === true ? 'at least ' : ''}${formatNumber(n)} ${one}`

/** What a job stands for beside itself: `3 ways of running`, `12 jobs inside`. */
export const foldWords = (node: GraphNode): string =>
  [
    (node.ways ?? 1) > 1 && `${formatNumber(node.ways)} ways of running`,
    (node.inside ?? 0) > 0 && `${formatNumber(node.inside)} ${node.inside === 1 ? 'job' : 'jobs'} inside`,
  ]
    .filter(Boolean)
    .join(', ')

/** What a screen reader says of a node: `fct_orders, dataset, 3 upstream, 12 downstream`. */
export const nodeLabel = (node: GraphNode, look: Pick<CardLook, 'root' | 'change' | 'tint'>): string =>
  [
    node.name,
    node.type,
    look.root && 'root',
    look.change,
    count(node.upstream, node.upstreamAtLeast, 'upstream'),
    count(node.downstream, node.downstreamAtLeast, 'downstream'),
    foldWords(node),
    node.dueAt && `late, was due ${formatRelative(node.dueAt)}`,
    node.quality === 'fail' && 'checks failed',
    look.tint && look.tint.words,
    node.type === 'job' && (node.lastState ? `last run ${STATE_WORDS[node.lastState].toLowerCase()}` : 'not yet run'),
  ]
    .filter(Boolean)
    .join(', ')

const WORD: Readonly<Record<Side, string>> = { u: 'upstream', d: 'downstream' }

function SideButton({
  node,
  side,
  hidden,
  atLeast,
  open,
  busy,
}: {
  readonly node: Key
  readonly side: Side
  readonly hidden: number
  readonly atLeast: boolean
  readonly open: boolean
  readonly busy: boolean
}) {
  if (busy) {
    return (
      <span className={`exp ${side}`} role="status" aria-label={`Reading ${WORD[side]}`}>
        <Icon name="RUNNING" className="spin" size={11} />
      </span>
    )
  }
  if (hidden === 0 && !atLeast && !open) return null
  const add = !open
  const number = hidden === 0 ? '' : `${atLeast ? 'at least ' : ''}${formatNumber(hidden)} `
  const label = add ? `Expand ${number}${WORD[side]}` : `Collapse ${WORD[side]}`
  return (
    <>
      <button
        type="button"
        tabIndex={-1}
        className={`exp ${side}${add ? '' : ' less'}`}
        data-act={add ? 'expand' : 'collapse'}
        data-side={side}
        data-of={node}
        aria-label={label}
        title={`${label} (${side === 'u' ? 'Shift ' : ''}${add ? '+' : '-'})`}
      >
        {add ? `+${hidden === 0 ? '' : formatNumber(hidden)}${hidden > 0 && atLeast ? '+' : ''}` : '−'}
      </button>
      {(hidden > 0 || atLeast) && (
        <button
          type="button"
          tabIndex={-1}
          className={`exp how ${side}`}
          data-act="menu"
          data-side={side}
          data-of={node}
          aria-haspopup="menu"
          aria-label={`How far to expand ${WORD[side]}`}
          title="1 hop, 3 hops, all"
        >
          <Icon name="down" size={10} />
        </button>
      )}
    </>
  )
}

function SideButtons({ node, sides }: { readonly node: Key; readonly sides: Sides }) {
  return (
    <>
      <SideButton node={node} side="u" hidden={sides.u} atLeast={sides.moreU} open={sides.openU} busy={sides.busyU} />
      <SideButton node={node} side="d" hidden={sides.d} atLeast={sides.moreD} open={sides.openD} busy={sides.busyD} />
    </>
  )
}

interface CardProps {
  readonly node: GraphNode
  readonly at: Placed
  readonly look: CardLook
  readonly sides: Sides
}

export const same = (a: object, b: object): boolean => {
  const [x, y] = [a as Record<string, unknown>, b as Record<string, unknown>]
  return Object.keys(x).every((k) => x[k] === y[k])
}
const sameCard = (a: CardProps, b: CardProps): boolean =>
  a.node === b.node && same(a.at, b.at) && same(a.look, b.look) && same(a.sides, b.sides)

type DatasetProps = CardProps & {
  readonly open: OpenCard | undefined
  readonly lit: string
  readonly pinned: string
  /** Columns that came or went, with which of the two. */
  readonly moved: string
  readonly findColumns: (key: Key, text: string) => void
}

function Columns({
  node,
  open,
  lit,
  pinned,
  moved,
  findColumns,
}: {
  readonly node: GraphNode
  readonly open: OpenCard
  readonly lit: string
  readonly pinned: string
  readonly moved: string
  readonly findColumns: (key: Key, text: string) => void
}) {
  const pins = JSON.parse(pinned) as string[]
  const changes = new Map(moved === '' ? [] : (JSON.parse(moved) as [string, 'added' | 'removed'][]))
  const on = new Set(lit === '' ? [] : (JSON.parse(lit) as string[]))
  return (
    <div className="cols" role="group" aria-label={`Columns of ${node.name}`}>
      {open.rows.map((row) => {
        const isPinned = pins.includes(row.field)
        const change = changes.get(row.field)
        const state = (isPinned ? ' pin' : on.has(row.field) ? ' on' : '') + (change ? ` moved ${change}` : '')
        return (
          <div className="clr" key={row.field}>
            <button
              type="button"
              tabIndex={-1}
              className={`cl${state}${row.from ? '' : ' noL'}${row.into ? '' : ' noR'}`}
              data-act="pin"
              data-of={node.key}
              data-field={row.field}
              aria-pressed={isPinned}
              title={`${row.field}${row.type === null ? '' : ` ${row.type}`}\nfrom ${row.from}, into ${row.into}${row.masked ? '\nmasked on the way' : ''}`}
            >
              {change && <Icon name={change === 'added' ? 'plus' : 'x'} size={10} />}
              {change && <span className="sr">{change} </span>}
              <span className="n">{cutText(row.field, (row.type === null ? 150 : 104) - (change ? 14 : 0), 12)}</span>
              {row.masked && <Icon name="shield" size={12} />}
              {row.masked && <span className="sr">masked</span>}
              {row.type !== null && <span className="ty">{shortType(row.type)}</span>}
            </button>
            {!isPinned && (
              <button
                type="button"
                tabIndex={-1}
                className="also"
                data-act="also"
                data-of={node.key}
                data-field={row.field}
                aria-label={`Pin ${row.field} as well`}
                title="Pin as well (Shift and click)"
              >
                <Icon name="pin" size={12} />
              </button>
            )}
          </div>
        )
      })}
      {open.rows.length === 0 && <span className="cl none">{open.find ? 'No column is called that' : 'No column lineage'}</span>}
      {open.find !== null && (
        <span className="cl find">
          <Icon name="search" size={11} />
          <input
            type="text"
            tabIndex={-1}
            value={open.find}
            placeholder={`Find in ${formatNumber(open.total)} columns`}
            aria-label={`Find a column of ${node.name}`}
            onChange={(event) => findColumns(node.key, event.target.value)}
          />
        </span>
      )}
      {open.more > 0 && (
        <button type="button" tabIndex={-1} className="cl more" data-act="rows" data-of={node.key}>
          {formatNumber(open.more)} more with lineage
        </button>
      )}
    </div>
  )
}

/** The second line: what the lens says, or how late it is, or where it is. */
function Said({ node, tint, room }: { readonly node: GraphNode; readonly tint: Tint | null; readonly room: number }) {
  const late = node.dueAt ? `stale, due ${formatRelative(node.dueAt)}` : null
  if (tint && !(tint.value === 'late' && late)) {
    return (
      <span className={`tint ${tint.tone}`}>
        <Icon name={tint.icon} size={11} />
        {cutText(tint.words, room - 16, 11)}
      </span>
    )
  }
  if (late === null) return cutText(qualifier(node), room, 11)
  return (
    <span className="tint st-STALE">
      <Icon name="STALE" size={11} />
      {cutText(late, room - 16, 11)}
    </span>
  )
}

/** A dataset: tile, name, schema; its columns on demand. */
export const DatasetCard = memo(
  function DatasetCard({ node, at, look, sides, open, lit, pinned, moved, findColumns }: DatasetProps) {
    const name = lastPart(node.name)
    const room = look.root ? 112 : node.hasColumns ? 118 : 132
    return (
      <div
        className={`${classes(node.hasColumns ? 'd cf' : 'd', look)}${look.tint ? ` tinted ${look.tint.tone}` : ''}${node.dueAt ? ' late' : ''}`}
        style={place(at)}
        data-id={node.key}
      >
        <button
          type="button"
          className="hd"
          data-act="select"
          data-of={node.key}
          tabIndex={look.active ? 0 : -1}
          aria-label={nodeLabel(node, look)}
          aria-pressed={look.selected}
          title={`${node.name}\n${node.namespace}`}
        >
          <PlatformTile namespace={node.namespace} />
          <span className="nm" aria-hidden="true">
            <span className="near">{cutText(name, room, 13)}</span>
            <span className="far">{cutText(name, 166, 21)}</span>
          </span>
          <span className="sub" aria-hidden="true">
            <Said node={node} tint={look.tint} room={room} />
          </span>
          {look.root && <Icon name="target" />}
        </button>
        {node.hasColumns && (
          <button
            type="button"
            tabIndex={-1}
            className={`colb${open ? ' is' : ''}`}
            data-act="columns"
            data-of={node.key}
            aria-label={`${open ? 'Hide' : 'Show'} columns of ${name}`}
            title={`${open ? 'Hide' : 'Show'} columns (c)`}
          >
            <Icon name="columns" size={13} />
          </button>
        )}
        {open && <Columns node={node} open={open} lit={lit} pinned={pinned} moved={moved} findColumns={findColumns} />}
        <Changed look={look} />
        <SideButtons node={node.key} sides={sides} />
      </div>
    )
  },
  (a, b) => sameCard(a, b) && a.open === b.open && a.lit === b.lit && a.pinned === b.pinned && a.moved === b.moved,
)

/** A job: a pill on the edge, with the state of its last run. */
export const JobPill = memo(function JobPill({ node, at, look, sides }: CardProps) {
  return (
    <div
      className={classes(`j ${look.tint?.tone ?? `st-${node.lastState ?? 'NEW'}`}${foldWords(node) === '' ? '' : ' several'}`, look)}
      style={place(at)}
      data-id={node.key}
    >
      <button
        type="button"
        className="hd"
        data-act="select"
        data-of={node.key}
        tabIndex={look.active ? 0 : -1}
        aria-label={nodeLabel(node, look)}
        aria-pressed={look.selected}
        title={[node.name, node.namespace, node.lastState ? STATE_WORDS[node.lastState] : 'not yet run', foldWords(node)]
          .filter(Boolean)
          .join('\n')}
      >
        <Icon name={look.tint?.icon ?? node.lastState ?? 'job'} />
        <span aria-hidden="true">{jobText(node)}</span>
      </button>
      <Changed look={look} />
      <SideButtons node={node.key} sides={sides} />
    </div>
  )
}, sameCard)
