import { memo, useMemo, useState } from 'react'
import { Icon } from '../ui/Icon.tsx'
import { formatNumber } from '../ui/Time.tsx'
import { place, same } from './Cards.tsx'
import type { Key, Side } from '../../../src/graph/keys.ts'
import type { Placed } from '../../../src/graph/layout/types.ts'
import { type Graph, type GraphNode, neighbours } from '../../../src/graph/model.ts'
import { cutText, lastPart } from '../../../src/graph/names.ts'
import { CHILDREN_STEP, type Stack, type Visible } from '../../../src/graph/visible.ts'

const VERB: Readonly<Record<'dataset' | 'job', Readonly<Record<Side, string>>>> = {
  dataset: { d: 'read', u: 'write' },
  job: { d: 'written by', u: 'read by' },
}
const MATCHES = 6

interface Props {
  readonly stack: Stack
  readonly of: GraphNode
  readonly at: Placed
  readonly dim: boolean
  readonly graph: Graph
  readonly visible: Visible
  readonly reveal: (key: Key) => void
}

/** Stands for the children that are not drawn: `8 of 37 read fct_orders`, with a field to find one of them. */
export const StackCard = memo(
  function StackCard({ stack, of, at, dim, graph, visible, reveal }: Props) {
    const [text, setText] = useState('')
    const rest = stack.total - stack.shown
    const more = stack.atLeast === true ? '+' : ''
    const matches = useMemo(() => {
      const wanted = text.trim().toLowerCase()
      if (wanted === '') return []
      const hidden = neighbours(graph, of.key, stack.side).filter((k) => !visible.nodes.has(k))
      return hidden.flatMap((k) => graph.nodes.get(k) ?? []).filter((n) => n.name.toLowerCase().includes(wanted))
    }, [text, graph, visible, of.key, stack.side])
    const choose = (node: GraphNode | undefined): void => {
      if (!node) return
      setText('')
      reveal(node.key)
    }
    return (
      <div className={`stk${dim ? ' dim' : ''}`} style={place(at)} data-id={stack.id}>
        <div
          className="w"
          title={`${formatNumber(stack.shown)} of ${stack.atLeast === true ? 'at least ' : ''}${formatNumber(stack.total)} ${VERB[of.type][stack.side]} ${of.name}`}
        >
          <b>
            {formatNumber(stack.shown)} of {formatNumber(stack.total)}
            {more}
          </b>{' '}
          <span>
            {VERB[of.type][stack.side]} {cutText(lastPart(of.name), 84, 11)}
          </span>
        </div>
        <span className="in sm">
          <Icon name="search" size={11} />
          <input
            type="text"
            tabIndex={-1}
            value={text}
            placeholder={`Find in ${formatNumber(rest)}${more} more`}
            aria-label={`Find in ${formatNumber(rest)}${more} more that ${VERB[of.type][stack.side]} ${of.name}`}
            onChange={(event) => setText(event.target.value)}
            onKeyDown={(event) => {
              if (event.key === 'Enter') choose(matches[0])
              if (event.key === 'Escape') setText('')
            }}
          />
        </span>
        <div className="acts">
          <button type="button" tabIndex={-1} data-act="more" data-of={stack.of} data-side={stack.side}>
            Show {Math.min(CHILDREN_STEP, rest)} more
          </button>
          <span aria-hidden="true"> · </span>
          <button type="button" tabIndex={-1} data-act="list" data-of={stack.of}>
            List all
          </button>
        </div>
        {text.trim() !== '' && (
          <ul className="hits ov" aria-label="Matches">
            {matches.slice(0, MATCHES).map((n) => (
              <li key={n.key}>
                <button type="button" onClick={() => choose(n)} title={n.name}>
                  {cutText(lastPart(n.name), 150, 12)}
                </button>
              </li>
            ))}
            {matches.length === 0 && <li className="t3">None of those that were read</li>}
            {matches.length > MATCHES && <li className="t3">{formatNumber(matches.length - MATCHES)} more match</li>}
          </ul>
        )}
      </div>
    )
  },
  (a, b) => a.stack === b.stack && a.of === b.of && a.dim === b.dim && a.graph === b.graph && a.visible === b.visible && same(a.at, b.at),
)
