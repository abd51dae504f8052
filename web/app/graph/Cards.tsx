import { memo } from 'react'
import { PlatformTile } from '../ui/EntityName.tsx'
import { Icon } from '../ui/Icon.tsx'
import { STATE_WORDS } from '../ui/StateBadge.tsx'
import { formatNumber } from '../ui/Time.tsx'
import type { Key, Side } from '../../../src/graph/keys.ts'
import type { Placed } from '../../../src/graph/layout/types.ts'
import type { GraphNode } from '../../../src/graph/model.ts'
import { cutText, jobText, lastPart, qualifier, shortType, STACK_VERB } from '../../../src/graph/names.ts'
import type { OpenCard } from '../../../src/graph/scene.ts'
import type { Stack } from '../../../src/graph/visible.ts'

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
}
/** Neighbours not drawn on each side, which sides are open, and which are being read. */
export interface Sides {
  readonly u: number
  readonly d: number
  readonly openU: boolean
  readonly openD: boolean
  readonly busyU: boolean
  readonly busyD: boolean
}
const place = (p: Placed) => ({ transform: `translate(${p.x}px,${p.y}px)`, width: p.w, height: p.h })
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

const count = (n: number, one: string): string => `${formatNumber(n)} ${one}`

/** What a job stands for beside itself: `3 ways of running`, `12 jobs inside`. */
export const foldWords = (node: GraphNode): string =>
  [
    (node.ways ?? 1) > 1 && `${formatNumber(node.ways)} ways of running`,
    (node.inside ?? 0) > 0 && `${formatNumber(node.inside)} ${node.inside === 1 ? 'job' : 'jobs'} inside`,
  ]
    .filter(Boolean)
    .join(', ')

/** What a screen reader says of a node: `fct_orders, dataset, 3 upstream, 12 downstream`. */
export const nodeLabel = (node: GraphNode, look: Pick<CardLook, 'root' | 'change'>): string =>
  [
    node.name,
    node.type,
    look.root && 'root',
    look.change,
    count(node.upstream, 'upstream'),
    count(node.downstream, 'downstream'),
    foldWords(node),
    node.type === 'job' && (node.lastState ? `last run ${STATE_WORDS[node.lastState].toLowerCase()}` : 'not yet run'),
  ]
    .filter(Boolean)
    .join(', ')

const WORD: Readonly<Record<Side, string>> = { u: 'upstream', d: 'downstream' }

function SideButton({
  node,
  side,
  hidden,
  open,
  busy,
}: {
  readonly node: Key
  readonly side: Side
  readonly hidden: number
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
  if (hidden === 0 && !open) return null
  const add = hidden > 0 && !open
  const label = add ? `Expand ${formatNumber(hidden)} ${WORD[side]}` : `Collapse ${WORD[side]}`
  return (
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
      {add ? `+${formatNumber(hidden)}` : '−'}
    </button>
  )
}

function SideButtons({ node, sides }: { readonly node: Key; readonly sides: Sides }) {
  return (
    <>
      <SideButton node={node} side="u" hidden={sides.u} open={sides.openU} busy={sides.busyU} />
      <SideButton node={node} side="d" hidden={sides.d} open={sides.openD} busy={sides.busyD} />
    </>
  )
}

interface CardProps {
  readonly node: GraphNode
  readonly at: Placed
  readonly look: CardLook
  readonly sides: Sides
}

const same = (a: object, b: object): boolean => {
  const [x, y] = [a as Record<string, unknown>, b as Record<string, unknown>]
  return Object.keys(x).every((k) => x[k] === y[k])
}
const sameCard = (a: CardProps, b: CardProps): boolean =>
  a.node === b.node && same(a.at, b.at) && same(a.look, b.look) && same(a.sides, b.sides)

type DatasetProps = CardProps & { readonly open: OpenCard | undefined; readonly lit: string; readonly pinned: string | null }

function Columns({
  node,
  open,
  lit,
  pinned,
}: {
  readonly node: GraphNode
  readonly open: OpenCard
  readonly lit: string
  readonly pinned: string | null
}) {
  const on = new Set(lit === '' ? [] : (JSON.parse(lit) as string[]))
  return (
    <div className="cols" role="group" aria-label={`Columns of ${node.name}`}>
      {open.rows.map((row) => {
        const state = row.field === pinned ? ' pin' : on.has(row.field) ? ' on' : ''
        return (
          <button
            key={row.field}
            type="button"
            tabIndex={-1}
            className={`cl${state}${row.from ? '' : ' noL'}${row.into ? '' : ' noR'}`}
            data-act="pin"
            data-of={node.key}
            data-field={row.field}
            aria-pressed={row.field === pinned}
            title={`${row.field}${row.type === null ? '' : ` ${row.type}`}\nfrom ${row.from}, into ${row.into}${row.masked ? '\nmasked on the way' : ''}`}
          >
            <span className="n">{cutText(row.field, row.type === null ? 150 : 104, 12)}</span>
            {row.masked && <Icon name="shield" size={12} />}
            {row.type !== null && <span className="ty">{shortType(row.type)}</span>}
          </button>
        )
      })}
      {open.rows.length === 0 && <span className="cl none">No column lineage</span>}
      {open.more > 0 && (
        <button type="button" tabIndex={-1} className="cl more" data-act="rows" data-of={node.key}>
          {formatNumber(open.more)} more with lineage
        </button>
      )}
    </div>
  )
}

/** A dataset: tile, name, schema; its columns on demand. */
export const DatasetCard = memo(
  function DatasetCard({ node, at, look, sides, open, lit, pinned }: DatasetProps) {
    const name = lastPart(node.name)
    const room = look.root ? 112 : node.hasColumns ? 118 : 132
    return (
      <div className={classes(node.hasColumns ? 'd cf' : 'd', look)} style={place(at)} data-id={node.key}>
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
            {cutText(qualifier(node), room, 11)}
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
        {open && <Columns node={node} open={open} lit={lit} pinned={pinned} />}
        <Changed look={look} />
        <SideButtons node={node.key} sides={sides} />
      </div>
    )
  },
  (a, b) => sameCard(a, b) && a.open === b.open && a.lit === b.lit && a.pinned === b.pinned,
)

/** A job: a pill on the edge, with the state of its last run. */
export const JobPill = memo(function JobPill({ node, at, look, sides }: CardProps) {
  return (
    <div
      className={classes(`j st-${node.lastState ?? 'NEW'}${foldWords(node) === '' ? '' : ' several'}`, look)}
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
        <Icon name={node.lastState ?? 'job'} />
        <span aria-hidden="true">{jobText(node)}</span>
      </button>
      <Changed look={look} />
      <SideButtons node={node.key} sides={sides} />
    </div>
  )
}, sameCard)

/** Stands for the children that are not drawn: `8 of 37 read fct_orders`. */
export const StackCard = memo(
  function StackCard({
    stack,
    of,
    at,
    dim,
  }: {
    readonly stack: Stack
    readonly of: GraphNode
    readonly at: Placed
    readonly dim: boolean
  }) {
    const rest = stack.total - stack.shown
    return (
      <div className={`stk${dim ? ' dim' : ''}`} style={place(at)} data-id={stack.id}>
        <div
          className="w"
          title={`${formatNumber(stack.shown)} of ${formatNumber(stack.total)} ${STACK_VERB[of.type][stack.side]} ${of.name}`}
        >
          <b>
            {formatNumber(stack.shown)} of {formatNumber(stack.total)}
          </b>{' '}
          <span>
            {STACK_VERB[of.type][stack.side]} {cutText(lastPart(of.name), 84, 11)}
          </span>
        </div>
        <div className="acts">
          <button type="button" tabIndex={-1} data-act="more" data-of={stack.of} data-side={stack.side}>
            Show {Math.min(20, rest)} more
          </button>
          <span aria-hidden="true"> · </span>
          <button type="button" tabIndex={-1} data-act="list" data-of={stack.of}>
            List all
          </button>
        </div>
      </div>
    )
  },
  (a, b) => a.stack === b.stack && a.of === b.of && a.dim === b.dim && same(a.at, b.at),
)
