/** The event's JSON as a tree of lines: numbered, folded where it is long, lit by the receipt and lighting it. */
import { memo, useId, useMemo, useRef } from 'react'
import type { KeyboardEvent, Ref } from 'react'
import { Icon } from '../../ui/Icon.tsx'
import { formatNumber } from '../../ui/Time.tsx'
import { FixedRows } from './FixedRows.tsx'
import type { RowsHandle } from './FixedRows.tsx'
import { at } from './json-doc.ts'
import type { JsonDoc } from './json-doc.ts'
import { findPattern } from './json-find.ts'
import { toggled, widened } from './json-folds.ts'
import { bracketsOf, canFold, foldLabel } from './json-rows.ts'
import type { Folds, TreeRow } from './json-rows.ts'
import { hasNext, keyPieces, valuePieces } from './json-show.ts'
import type { Piece } from './json-show.ts'
import { Marked } from './Marked.tsx'

/** Lines of the document that are lit, and why. */
export type Light = { readonly from: number; readonly to: number; readonly tone: 'on' | 'warn' }

type Props = {
  readonly doc: JsonDoc
  readonly text: string
  readonly rows: readonly TreeRow[]
  readonly folds: Folds
  readonly onFolds: (folds: Folds) => void
  readonly lights: readonly Light[]
  readonly active: number
  readonly onActive: (entry: number) => void
  readonly onHover: (entry: number | null) => void
  readonly onString: (entry: number) => void
  readonly query: string
  readonly handle: Ref<RowsHandle>
  /** What the tree is of, for screen readers. */
  readonly label?: string
}

export const ROW_HEIGHT = 20

/** What a press on a row or Enter does: fold, unfold, show more, or show a long string. */
function useAct({ doc, text, folds, onFolds, onString }: Props): (row: TreeRow) => void {
  return (row) => {
    if (row.part === 'more') onFolds(widened(folds, row))
    else if (canFold(doc, row.entry)) onFolds(toggled(folds, row.entry))
    else if (valuePieces(doc, text, row.entry).some((piece) => piece.more !== undefined)) onString(row.entry)
  }
}

function useKeys(props: Props, act: (row: TreeRow) => void): (event: KeyboardEvent) => void {
  const { rows, active, onActive, doc, folds } = props
  return (event) => {
    if (event.ctrlKey || event.metaKey || event.altKey) return
    const index = rows.findIndex((row) => row.entry === active && row.part !== 'close' && row.part !== 'more')
    const row = rows[Math.max(0, index)]
    const go = (next: TreeRow | undefined) => next !== undefined && onActive(next.entry)
    const step = (by: number): void => {
      for (let i = index + by; i >= 0 && i < rows.length; i += Math.sign(by)) {
        if (rows[i]?.part !== 'close') return void go(rows[i])
      }
    }
    const moves: Readonly<Record<string, () => void>> = {
      ArrowDown: () => step(1),
      ArrowUp: () => step(-1),
      j: () => step(1),
      k: () => step(-1),
      Home: () => go(rows[0]),
      End: () => go(rows.findLast((last) => last.part !== 'close')),
      Enter: () => row !== undefined && act(row),
      ' ': () => row !== undefined && act(row),
      ArrowRight: () => (row?.part === 'fold' ? act(row) : step(1)),
      ArrowLeft: () => (row?.part === 'open' ? act(row) : active > 0 && onActive(Math.max(0, at(doc.parent, active)))),
    }
    const move = moves[event.key]
    if (move === undefined || (rows.length === 0 && folds.open.size === 0)) return
    event.preventDefault()
    event.stopPropagation()
    move()
  }
}

export function JsonTree(props: Props) {
  const { doc, text, rows, lights, active, onActive, onHover, query, handle, label = "The event's JSON" } = props
  const id = useId()
  const act = useAct(props)
  const keys = useKeys(props, act)
  const pattern = useMemo(() => findPattern(query), [query])
  const seen = useRef<number | null>(null)
  const hover = (entry: number | null) => {
    if (seen.current === entry) return
    seen.current = entry
    onHover(entry)
  }
  return (
    <FixedRows
      count={rows.length}
      height={ROW_HEIGHT}
      handle={handle}
      role="tree"
      aria-label={label}
      className="js"
      tabIndex={0}
      aria-activedescendant={`${id}-${active}`}
      onKeyDown={keys}
      onMouseLeave={() => hover(null)}
    >
      {(index, top) => {
        const row = rows[index]
        if (row === undefined) return null
        const light = lights.find((one) => one.from <= row.endLine && one.to >= row.line)
        const current = row.entry === active && row.part !== 'close' && row.part !== 'more'
        return (
          <div
            key={index}
            id={current ? `${id}-${active}` : undefined}
            role="treeitem"
            aria-level={row.depth + 1}
            aria-selected={current}
            aria-expanded={canFold(doc, row.entry) && row.part !== 'close' ? row.part === 'open' : undefined}
            className={`jl${light === undefined ? '' : light.tone === 'warn' ? ' wn' : ' hit'}${current ? ' cur' : ''}`}
            style={{ transform: `translateY(${top}px)` }}
            onMouseEnter={() => hover(row.entry)}
            onClick={() => {
              onActive(row.entry)
              act(row)
            }}
          >
            <span className="ln">{formatNumber(row.line)}</span>
            <TreeLine doc={doc} text={text} row={row} pattern={pattern} />
          </div>
        )
      }}
    </FixedRows>
  )
}

type LineProps = { readonly doc: JsonDoc; readonly text: string; readonly row: TreeRow; readonly pattern: RegExp | null }

const TreeLine = memo(function TreeLine({ doc, text, row, pattern }: LineProps) {
  const { entry, part, depth } = row
  const [open, close] = bracketsOf(doc, entry)
  const comma = hasNext(doc, entry) ? ',' : ''
  const foldable = canFold(doc, entry) && (part === 'open' || part === 'fold')
  return (
    <span className="v" style={{ paddingLeft: depth * 16 }}>
      <span className="tw2" aria-hidden="true">
        {foldable && <Icon name={part === 'open' ? 'down' : 'right'} size={10} />}
      </span>
      {part !== 'close' && part !== 'more' && <Pieces pieces={keyPieces(doc, text, entry)} pattern={pattern} />}
      {part === 'open' && open}
      {part === 'close' && close + comma}
      {part === 'more' && <span className="fold">{`${formatNumber(row.hidden)} ${row.side === 'before' ? 'before' : 'more'}`}</span>}
      {part === 'fold' && (
        <>
          {open} <span className="fold">{foldLabel(doc, text, entry)}</span> {close + comma}
        </>
      )}
      {part === 'leaf' && (
        <>
          <Pieces pieces={valuePieces(doc, text, entry)} pattern={pattern} />
          {comma}
        </>
      )}
    </span>
  )
})

function Pieces({ pieces, pattern }: { readonly pieces: readonly Piece[]; readonly pattern: RegExp | null }) {
  return pieces.map((piece, i) =>
    piece.more === undefined ? (
      <bdi key={i} className={piece.tone === '' ? undefined : piece.tone}>
        <Marked text={piece.text} pattern={pattern} />
      </bdi>
    ) : (
      <span key={i}>
        <span className="st">…"</span> <span className="fold">{`${formatNumber(piece.more.length)} characters`}</span>
      </span>
    ),
  )
}
