import { useDeferredValue, useEffect, useMemo, useRef, useState } from 'react'
import { type ColumnIndex } from '../../../../src/graph/columns.ts'
import { findIn, type FindHit } from '../../graph/find.ts'
import type { Key } from '../../../../src/graph/keys.ts'
import type { Graph } from '../../../../src/graph/model.ts'
import type { Visible } from '../../../../src/graph/visible.ts'
import { paths } from '../../paths.ts'
import { Icon } from '../../ui/Icon.tsx'
import { Link } from '../../ui/Link.tsx'
import { formatNumber } from '../../ui/Time.tsx'

interface Props {
  readonly graph: Graph
  readonly index: ColumnIndex
  readonly visible: Visible
  readonly onHit: (hit: FindHit | null) => void
  readonly onLeave: () => void
}

/** Finds in what is drawn, by name, namespace and open columns: count, Enter for the next, and how many lie outside the picture. */
export function FindBox({ graph, index, visible, onHit, onLeave }: Props) {
  const [typed, setTyped] = useState('')
  const text = useDeferredValue(typed)
  const [at, setAt] = useState(-1)
  const input = useRef<HTMLInputElement>(null)
  const hits = useMemo(() => findIn(graph, index, visible.nodes, text), [graph, index, visible, text])
  const outside = useMemo(
    () =>
      text.trim() === ''
        ? 0
        : findIn(
            graph,
            index,
            [...graph.nodes.keys()].filter((k: Key) => !visible.nodes.has(k)),
            text,
          ).length,
    [graph, index, visible, text],
  )
  useEffect(() => setAt(-1), [text])
  const go = (step: number): void => {
    if (hits.length === 0) return
    const next = at < 0 ? (step > 0 ? 0 : hits.length - 1) : (at + step + hits.length) % hits.length
    setAt(next)
    onHit(hits[next] ?? null)
  }
  const clear = (): void => {
    setTyped('')
    onHit(null)
  }
  const some = text.trim() !== ''
  return (
    <>
      <span className="in lg-find">
        <Icon name="search" />
        <input
          ref={input}
          type="text"
          data-hw-filter
          value={typed}
          placeholder="Find in the graph"
          aria-label="Find in the graph"
          spellCheck={false}
          autoComplete="off"
          onChange={(event) => setTyped(event.target.value)}
          onKeyDown={(event) => {
            if (event.key === 'Enter') go(event.shiftKey ? -1 : 1)
            if (event.key !== 'Escape') return
            if (typed === '') onLeave()
            clear()
          }}
        />
        {some ? (
          <span className="s11 t3 n" role="status">
            {hits.length === 0 ? 'none' : at < 0 ? formatNumber(hits.length) : `${at + 1} of ${formatNumber(hits.length)}`}
          </span>
        ) : (
          <kbd className="hide-m">/</kbd>
        )}
        {some && hits.length > 1 && (
          <button type="button" className="plain" aria-label="Next match" title="Next (Enter)" onClick={() => go(1)}>
            <Icon name="down" size={12} />
          </button>
        )}
        {typed !== '' && (
          <button
            type="button"
            className="plain"
            aria-label="Empty the field"
            onClick={() => {
              clear()
              input.current?.focus()
            }}
          >
            <Icon name="x" size={12} />
          </button>
        )}
      </span>
      {some && (outside > 0 || hits.length === 0) && (
        <span className="s12 t3 hide-m lg-outside">
          {outside > 0 && `${formatNumber(outside)} more not drawn. `}
          {hits.length === 0 && <Link to={paths.datasets({ q: text.trim() })}>Find in all datasets</Link>}
        </span>
      )}
    </>
  )
}
