import { useDeferredValue, useMemo, useRef, useState } from 'react'
import { type ColumnIndex } from '../../../../src/graph/columns.ts'
import { findIn, type FindHit } from '../../graph/find.ts'
import type { Key } from '../../../../src/graph/keys.ts'
import type { Graph } from '../../../../src/graph/model.ts'
import { parseSelector, type Term, termText, unknownOperator } from '../../graph/selector.ts'
import type { Visible } from '../../../../src/graph/visible.ts'
import { paths } from '../../paths.ts'
import { Icon } from '../../ui/Icon.tsx'
import { Link } from '../../ui/Link.tsx'
import { formatNumber } from '../../ui/Time.tsx'

interface Props {
  readonly graph: Graph
  readonly index: ColumnIndex
  readonly visible: Visible
  readonly terms: readonly Term[]
  readonly onTerms: (terms: readonly Term[]) => void
  /** Nodes that filters and the legend hide. */
  readonly hidden: number
  readonly onClear: () => void
  readonly onHit: (hit: FindHit | null) => void
  readonly onReveal: (keys: readonly Key[]) => void
  readonly onLeave: () => void
}
/** So many nodes outside of the picture are brought in at once. */
const REVEAL = 20
const HELP = '+orders: upstream of it; orders+2: two hops downstream; ns: type: tag: owner: status:failed; -tmp_ takes out'

/** One box: plain text is found in what is drawn, the language of selectors becomes chips that filter. What is hidden is always said. */
export function OneBox({ graph, index, visible, terms, onTerms, hidden, onClear, onHit, onReveal, onLeave }: Props) {
  const [typed, setTyped] = useState('')
  const text = useDeferredValue(parseSelector(typed).text)
  const [place, setPlace] = useState<{ readonly text: string; readonly at: number } | null>(null)
  const at = place?.text === text ? place.at : -1
  const input = useRef<HTMLInputElement>(null)
  const hits = useMemo(() => findIn(graph, index, visible.nodes, text), [graph, index, visible, text])
  const outside = useMemo(() => {
    if (text.trim() === '') return []
    const rest = [...graph.nodes.keys()].filter((k: Key) => !visible.nodes.has(k))
    return findIn(graph, index, rest, text)
  }, [graph, index, visible, text])
  const go = (step: number): void => {
    // who types and presses Enter at once means what is typed, not what was found so far
    const now = parseSelector(typed).text
    const all = now === text ? hits : findIn(graph, index, visible.nodes, now)
    if (all.length === 0) return
    const before = place?.text === now ? place.at : -1
    const next = before < 0 ? (step > 0 ? 0 : all.length - 1) : (before + step + all.length) % all.length
    setPlace({ text: now, at: next })
    onHit(all[next] ?? null)
  }
  /** Terms of what was typed become chips; true where there were some. */
  const take = (): boolean => {
    const parsed = parseSelector(typed)
    if (parsed.terms.length === 0) return false
    onTerms([...terms, ...parsed.terms])
    setTyped(parsed.text)
    return true
  }
  const clear = (): void => {
    setTyped('')
    onHit(null)
  }
  const some = text.trim() !== ''
  const wrong = unknownOperator(text)
  const onKey = (event: React.KeyboardEvent<HTMLInputElement>): void => {
    if (event.key === 'Enter' && !take()) go(event.shiftKey ? -1 : 1)
    if (event.key === ' ' && !typed.includes('"') && take()) event.preventDefault()
    if (event.key === 'Backspace' && typed === '' && terms.length > 0) onTerms(terms.slice(0, -1))
    if (event.key !== 'Escape') return
    if (typed === '') onLeave()
    clear()
  }
  return (
    <>
      <span className="in lg-find" role="search">
        <Icon name="search" />
        {terms.map((term, i) => (
          <Chip key={i} term={term} onRemove={() => onTerms(terms.filter((_, n) => n !== i))} />
        ))}
        <input
          ref={input}
          type="text"
          data-hw-filter
          value={typed}
          placeholder="Find or filter"
          aria-label="Find or filter in the graph"
          title={HELP}
          spellCheck={false}
          autoComplete="off"
          onChange={(event) => setTyped(event.target.value)}
          onKeyDown={onKey}
        />
        {some ? (
          <span className="s11 t3 n" role="status">
            {hits.length === 0 ? 'none' : at < 0 ? formatNumber(hits.length) : `${at + 1} of ${formatNumber(hits.length)}`}
          </span>
        ) : (
          typed === '' && <kbd className="hide-m">/</kbd>
        )}
        {some && hits.length > 1 && (
          <button
            type="button"
            className="plain"
            aria-label="Next match"
            title="Next (Enter), previous (Shift Enter)"
            onClick={() => go(1)}
          >
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
      {some && outside.length > 0 && (
        <span className="s12 t3 lg-outside">
          {formatNumber(outside.length)} more not drawn:{' '}
          <button type="button" className="plain link" onClick={() => onReveal(outside.slice(0, REVEAL).map((h) => h.key))}>
            Show
          </button>
        </span>
      )}
      {some && hits.length === 0 && wrong !== null && (
        <span className="s12 t3 cut hide-m" role="status" title={wrong}>
          {wrong}
        </span>
      )}
      {some && hits.length === 0 && wrong === null && (
        <span className="s12 t3 hide-m lg-outside">
          <Link to={paths.datasets({ q: text.trim() })}>Find in all datasets</Link>
        </span>
      )}
      {hidden > 0 && (
        <span className="s12 t3 lg-outside" role="status">
          {formatNumber(hidden)} hidden<span className="hide-m"> by filters</span>{' '}
          <button type="button" className="plain link" onClick={onClear}>
            Clear
          </button>
        </span>
      )}
    </>
  )
}

function Chip({ term, onRemove }: { readonly term: Term; readonly onRemove: () => void }) {
  const text = termText(term)
  return (
    <span className="lg-term">
      <span className="cut" title={text}>
        {text}
      </span>
      <button type="button" className="plain" aria-label={`Remove the filter ${text}`} onClick={onRemove}>
        <Icon name="x" size={11} className="ink" />
      </button>
    </span>
  )
}
