import { useEffect, useMemo, useRef, useState } from 'react'
import type { EventDetail } from '../../../../src/contract/events.ts'
import { Icon } from '../../ui/Icon.tsx'
import { Button } from '../../ui/Button.tsx'
import { Empty, Loading } from '../../ui/Regions.tsx'
import { Segmented } from '../../ui/Tabs.tsx'
import { Note } from '../../ui/PageHead.tsx'
import { formatNumber, plural } from '../../ui/Time.tsx'
import type { RowsHandle } from './FixedRows.tsx'
import { Changed } from './Changed.tsx'
import { FindField } from './FindField.tsx'
import { at, entryAt, resolvePointer } from './json-doc.ts'
import type { JsonDoc } from './json-doc.ts'
import { findOffsets } from './json-find.ts'
import { firstFolds, reveal, unfoldAll } from './json-folds.ts'
import { rowOfLine, visibleRows } from './json-rows.ts'
import { JsonTree } from './JsonTree.tsx'
import type { Light } from './JsonTree.tsx'
import { RawView, useRawRows } from './RawView.tsx'
import { rawRowAt } from './raw-lines.ts'
import { Receipt } from './Receipt.tsx'
import { countsOf, lineFor, placeLines } from './receipt.ts'
import type { PlacedLine } from './receipt.ts'
import { StringDialog } from './StringDialog.tsx'
import { useJsonDoc } from './use-json-doc.ts'

type Props = { readonly event: EventDetail; readonly text: string; readonly pointer: string | undefined }

/** The JSON at the left, the receipt at the right. A large body is read in a worker first. */
export function EventBody(props: Props) {
  const doc = useJsonDoc(props.text)
  if (doc === null) return <Loading rows={16} what={`a body of ${formatNumber(props.text.length)} characters`} />
  return <Panes {...props} doc={doc} />
}

function Panes({ event, text, pointer, doc }: Props & { readonly doc: JsonDoc }) {
  const [pane, setPane] = useState<'json' | 'receipt'>('json')
  const [hovered, setHovered] = useState<number | null>(null)
  const [lit, setLit] = useState<PlacedLine | null>(null)
  const lines = useMemo(() => placeLines(doc, text, event.receipt.lines), [doc, text, event.receipt.lines])
  const [goal, setGoal] = useState<{ readonly entry: number } | null>(() =>
    pointer === undefined ? null : { entry: resolvePointer(doc, text, pointer).entry },
  )
  const fromTree = hovered === null ? null : lineFor(doc, lines, hovered)
  const open = (line: PlacedLine): void => {
    setGoal({ entry: line.entry })
    setPane('json')
  }
  return (
    <>
      <div className="ev-pick">
        <Segmented
          label="What to show"
          value={pane}
          onChange={setPane}
          options={[
            { value: 'json', label: 'JSON' },
            { value: 'receipt', label: 'Receipt' },
          ]}
        />
      </div>
      <div className="sp" data-pane={pane}>
        <JsonPane doc={doc} text={text} lines={lines} lit={lit ?? fromTree} goal={goal} onHover={setHovered} />
        <div className="pane" data-is="receipt">
          <div className="tb">
            <h2>Receipt</h2>
            <span className="s12 t3 cut">{countsOf(event.receipt.lines)}</span>
          </div>
          <div className="rc-box">
            {event.receipt.notAppliedBecause !== null && (
              <div className="rc-why">
                <Note icon={<Icon name="info" />}>{event.receipt.notAppliedBecause}</Note>
              </div>
            )}
            {lines.length === 0 && event.receipt.notAppliedBecause === null ? (
              <div className="rc-why">
                <Empty
                  title="No receipt yet"
                  why="The catalog writes it when it takes the event in. That takes a second or so; a source that is set to manual waits for Sync metadata."
                />
              </div>
            ) : (
              <>
                <Changed receipt={event.receipt} />
                <Receipt lines={lines} active={(lit ?? fromTree)?.index ?? null} onActive={setLit} onOpen={open} />
              </>
            )}
          </div>
        </div>
      </div>
    </>
  )
}

type PaneProps = {
  readonly doc: JsonDoc
  readonly text: string
  readonly lines: readonly PlacedLine[]
  readonly lit: PlacedLine | null
  /** Where to go; a new object each time it is pressed. */
  readonly goal: { readonly entry: number } | null
  readonly onHover: (entry: number | null) => void
}

/** A warning that speaks of more lines than this lights only the first of them until it is looked at. */
const LONG = 12

function lightsOf(doc: JsonDoc, lines: readonly PlacedLine[], lit: PlacedLine | null): Light[] {
  const from = (line: PlacedLine): number => at(doc.line, line.entry)
  const to = (line: PlacedLine): number => at(doc.endLine, line.entry)
  const looked: Light[] = lit === null ? [] : [{ from: from(lit), to: to(lit), tone: lit.use === 'warning' ? 'warn' : 'on' }]
  const warnings = lines.filter((line) => line.use === 'warning' && line.entry > 0 && line.exact)
  return [
    ...looked,
    ...warnings.map((line): Light => ({ from: from(line), to: to(line) - from(line) > LONG ? from(line) : to(line), tone: 'warn' })),
  ]
}

/** Everything that the tree keeps: folds, the current entry, what was looked for, and where its rows are. */
function useTree(doc: JsonDoc, text: string, goal: PaneProps['goal']) {
  const [folds, setFolds] = useState(() => {
    const first = firstFolds(doc, text)
    return goal === null ? first : reveal(doc, first, goal.entry)
  })
  const [active, setActive] = useState(goal?.entry ?? 0)
  const [jump, setJump] = useState(goal)
  const { rows, cut } = useMemo(() => visibleRows(doc, folds), [doc, folds])
  const handle = useRef<RowsHandle>(null)
  const goTo = (entry: number): void => {
    setFolds((now) => reveal(doc, now, entry))
    setActive(entry)
    setJump({ entry })
  }
  const jumped = useRef<typeof jump>(null)
  useEffect(() => {
    // Only a new jump moves the view; folding must not.
    if (jump === null || jump === jumped.current) return
    jumped.current = jump
    handle.current?.show(rowOfLine(rows, at(doc.line, jump.entry)))
  })
  return { folds, setFolds, active, setActive, rows, cut, handle, goTo }
}

function JsonPane({ doc, text, lines, lit, goal, onHover }: PaneProps) {
  const tree = useTree(doc, text, goal)
  const raw = useRawRows(text)
  const rawHandle = useRef<RowsHandle>(null)
  const [view, setView] = useState<'tree' | 'raw'>(doc.error === null ? 'tree' : 'raw')
  const [query, setQuery] = useState('')
  const [string, setString] = useState<number | null>(null)
  const [hit, setHit] = useState<number | null>(null)
  const found = useMemo(() => findOffsets(text, query), [text, query])
  const [reached, setReached] = useState(goal)
  if (goal !== null && goal !== reached) {
    setReached(goal)
    setView('tree')
    tree.goTo(goal.entry)
  }
  const show = (offset: number | null): void => {
    setHit(offset)
    if (offset === null) return
    if (view === 'tree') tree.goTo(entryAt(doc, offset))
    else rawHandle.current?.show(rawRowAt(raw.rows, offset))
  }
  const move = (active: number): void => {
    tree.setActive(active)
    onHover(active)
    tree.handle.current?.show(rowOfLine(tree.rows, at(doc.line, active)))
  }
  return (
    <div className="pane" data-is="json">
      <div className="tb">
        <FindField query={query} onQuery={setQuery} offsets={found.offsets} cut={found.cut} current={hit} onShow={show} />
        <Segmented
          label="How to show the body"
          value={view}
          onChange={setView}
          options={[
            { value: 'tree', label: 'Tree' },
            { value: 'raw', label: 'As it came' },
          ]}
        />
        {view === 'tree' && (
          <span className="hide-m row">
            <Button small kind="quiet" onClick={() => tree.setFolds(unfoldAll(doc))}>
              Unfold
            </Button>
            <Button small kind="quiet" onClick={() => tree.setFolds(firstFolds(doc, text))}>
              Fold
            </Button>
          </span>
        )}
        <span className="s12 t3 end hide-m">
          {view === 'tree'
            ? `${plural(doc.lines, 'line')}${tree.cut ? `, the first ${formatNumber(tree.rows.length)} shown` : ''}`
            : plural(raw.rows.lines.at(-1) ?? 0, 'line')}
        </span>
      </div>
      {doc.error !== null && (
        <p className="s12 js-error">
          Not whole JSON: {doc.error.expected} was expected at character {formatNumber(doc.error.offset + 1)}. The body is shown as it came.
        </p>
      )}
      {view === 'tree' ? (
        <JsonTree
          doc={doc}
          text={text}
          rows={tree.rows}
          folds={tree.folds}
          onFolds={tree.setFolds}
          lights={lightsOf(doc, lines, lit)}
          active={tree.active}
          onActive={move}
          onHover={onHover}
          onString={setString}
          query={query}
          handle={tree.handle}
        />
      ) : (
        <RawView text={text} rows={raw.rows} box={raw.box} query={query} current={hit} handle={rawHandle} />
      )}
      {string !== null && <StringDialog doc={doc} text={text} entry={string} onClose={() => setString(null)} />}
    </div>
  )
}
