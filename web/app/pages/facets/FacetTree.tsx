import { useMemo, useRef, useState } from 'react'
import type { RowsHandle } from '../event/FixedRows.tsx'
import { at } from '../event/json-doc.ts'
import { firstFolds } from '../event/json-folds.ts'
import { parseJson } from '../event/json-parse.ts'
import { rowOfLine, visibleRows } from '../event/json-rows.ts'
import { JsonTree, ROW_HEIGHT } from '../event/JsonTree.tsx'
import { StringDialog } from '../event/StringDialog.tsx'
import '../event/event.css'

/** The tree is no higher than this many rows; what is beyond scrolls in it. */
const MOST_ROWS = 22

/** A facet as a tree that folds, the same one that events have. */
export function FacetTree({ value, label }: { readonly value: unknown; readonly label: string }) {
  const text = useMemo(() => JSON.stringify(value) ?? 'null', [value])
  const doc = useMemo(() => parseJson(text), [text])
  const [folds, setFolds] = useState(() => firstFolds(doc, text))
  const [active, setActive] = useState(0)
  const [string, setString] = useState<number | null>(null)
  const handle = useRef<RowsHandle>(null)
  const { rows } = useMemo(() => visibleRows(doc, folds), [doc, folds])
  const move = (entry: number): void => {
    setActive(entry)
    handle.current?.show(rowOfLine(rows, at(doc.line, entry)))
  }
  return (
    <div className="facet-tree" style={{ height: Math.min(rows.length, MOST_ROWS) * ROW_HEIGHT + 20 }}>
      <JsonTree
        doc={doc}
        text={text}
        label={label}
        rows={rows}
        folds={folds}
        onFolds={setFolds}
        lights={[]}
        active={active}
        onActive={move}
        onHover={() => {}}
        onString={setString}
        query=""
        handle={handle}
      />
      {string !== null && <StringDialog doc={doc} text={text} entry={string} onClose={() => setString(null)} />}
    </div>
  )
}
