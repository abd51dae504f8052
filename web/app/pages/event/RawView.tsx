/** The body as it came: the very characters, in rows that fit the width, with the line breaks that it has. */
import { useLayoutEffect, useMemo, useState } from 'react'
import type { Ref } from 'react'
import { formatNumber } from '../../ui/Time.tsx'
import { FixedRows } from './FixedRows.tsx'
import type { RowsHandle } from './FixedRows.tsx'
import { findPattern } from './json-find.ts'
import { Marked } from './Marked.tsx'
import { rawRows } from './raw-lines.ts'
import type { RawRows } from './raw-lines.ts'

const CHARACTER = 7.2
const GUTTER = 90

/** Rows of the text at the width of the element that gets `box`, again after each change of its width. */
export function useRawRows(text: string): { readonly rows: RawRows; readonly box: (element: HTMLDivElement | null) => void } {
  const [element, setElement] = useState<HTMLDivElement | null>(null)
  const [width, setWidth] = useState(100)
  useLayoutEffect(() => {
    if (element === null) return
    const measure = () => setWidth(Math.max(20, Math.floor((element.clientWidth - GUTTER) / CHARACTER)))
    measure()
    const observer = new ResizeObserver(measure)
    observer.observe(element)
    return () => observer.disconnect()
  }, [element])
  return { rows: useMemo(() => rawRows(text, width), [text, width]), box: setElement }
}

type Props = {
  readonly text: string
  readonly rows: RawRows
  readonly box: Ref<HTMLDivElement>
  readonly query: string
  readonly current: number | null
  readonly handle: Ref<RowsHandle>
}

export function RawView({ text, rows, box, query, current, handle }: Props) {
  const pattern = useMemo(() => findPattern(query), [query])
  return (
    <div className="raw" ref={box}>
      <FixedRows
        count={rows.starts.length}
        height={20}
        handle={handle}
        className="js"
        role="region"
        aria-label="The body as it came"
        tabIndex={0}
      >
        {(index, top) => {
          const from = rows.starts[index] ?? 0
          const to = rows.starts[index + 1] ?? text.length
          const line = rows.lines[index] ?? 1
          const first = index === 0 || rows.lines[index - 1] !== line
          const here = current !== null && current >= from && current < to
          return (
            <div key={index} className={here ? 'jl hit' : 'jl'} style={{ transform: `translateY(${top}px)` }}>
              <span className="ln">{first ? formatNumber(line) : ''}</span>
              <bdi className="v" dir="ltr">
                <Marked text={text.slice(from, to).replace(/\r?\n$/, '')} pattern={pattern} />
              </bdi>
            </div>
          )
        }}
      </FixedRows>
    </div>
  )
}
