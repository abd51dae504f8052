import { DatasetCard, JobPill } from './Cards.tsx'
import { GroupCard } from './GroupCard.tsx'
import { StackCard } from './StackCard.tsx'
import { columnId } from '../../../src/graph/columns.ts'
import { isJob, type Side } from '../../../src/graph/keys.ts'
import { movesIn } from '../../../src/graph/marks.ts'
import { sideId, type Stack, type Visible } from '../../../src/graph/visible.ts'
import type { CardsProps } from './viewport-props.ts'

const NO_SIDES = { u: 0, d: 0, moreU: false, moreD: false, openU: false, openD: false, busyU: false, busyD: false }
const stackOf = (visible: Visible, id: string): Stack | undefined => visible.stacks.find((s) => s.id === id)

/** One card, of whatever kind; nothing while the picture and the graph are of two different moments. */
export function Item({ id, ...p }: CardsProps & { readonly id: string; readonly dim: boolean }) {
  const at = p.drawn.result.nodes.get(id)
  if (!at) return null
  const group = p.visible.groups?.get(id)
  if (group) {
    const moves = movesIn(p.marks, group)
    return <GroupCard group={group} at={at} look={{ active: id === p.active, dim: p.dim && moves.added + moves.removed === 0, ...moves }} />
  }
  if (id.startsWith('s')) {
    const stack = stackOf(p.visible, id)
    const of = stack && p.graph.nodes.get(stack.of)
    return stack && of ? (
      <StackCard stack={stack} of={of} at={at} dim={p.dim} graph={p.graph} visible={p.visible} reveal={p.actions.reveal} />
    ) : null
  }
  const node = p.graph.nodes.get(id)
  if (!node) return null
  const lit = p.path?.nodes.has(id) ?? false
  const change = p.marks?.nodes.get(id) ?? null
  const moved = change === 'added' || change === 'removed' ? change : null
  const look = {
    lit,
    change: moved,
    dim: p.dim && !lit && moved === null,
    selected: id === p.selected,
    root: id === p.root,
    active: id === p.active,
    found: id === p.found,
    tint: p.tints.get(id) ?? null,
  }
  const hidden = p.visible.hidden.get(id)
  const has = (set: ReadonlySet<string>, side: Side): boolean => set.has(sideId(node.short, side))
  const sides = !p.expandable
    ? NO_SIDES
    : {
        u: hidden?.u ?? 0,
        d: hidden?.d ?? 0,
        moreU: hidden?.uAtLeast ?? false,
        moreD: hidden?.dAtLeast ?? false,
        openU: has(p.visible.open, 'u'),
        openD: has(p.visible.open, 'd'),
        busyU: has(p.busy, 'u'),
        busyD: has(p.busy, 'd'),
      }
  if (isJob(id)) return <JobPill node={node} at={at} look={look} sides={sides} />
  const open = p.open.get(id)
  const on = open && p.path ? open.rows.filter((r) => p.path?.columns.has(columnId(id, r.field))).map((r) => r.field) : []
  const changed = (open?.rows ?? []).flatMap((r) => {
    const how = p.marks?.fields.get(columnId(id, r.field))
    return how === 'added' || how === 'removed' ? [[r.field, how] as const] : []
  })
  return (
    <DatasetCard
      node={node}
      at={at}
      look={look}
      sides={sides}
      open={open}
      lit={on.length ? JSON.stringify(on) : ''}
      pinned={JSON.stringify(p.pins.filter((x) => x.key === id).map((x) => x.field))}
      moved={changed.length ? JSON.stringify(changed) : ''}
      findColumns={p.actions.findColumns}
    />
  )
}
