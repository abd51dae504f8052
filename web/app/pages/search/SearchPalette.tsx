import { useDeferredValue, useEffect, useId, useMemo, useRef, useState } from 'react'
import type { KeyboardEvent } from 'react'
import type { SearchResult } from '../../../../src/contract/catalog.ts'
import { useApi } from '../../api/query.ts'
import { paths } from '../../paths.ts'
import { copyText } from '../../ui/CopyButton.tsx'
import { Icon } from '../../ui/Icon.tsx'
import { useGo } from '../../ui/Link.tsx'
import { ErrorRegion } from '../../ui/Regions.tsx'
import { formatNumber, plural } from '../../ui/Time.tsx'
import { PaletteRow } from './PaletteRow.tsx'
import { GROUPS, PLACES, placesFor, rowsOf } from './results.ts'
import type { Group, ResultRow } from './results.ts'
import './search.css'

const WAIT = 120
const LIMIT = 60
/** Of each group while all are shown. */
const EACH = 5

/** What was typed, once the fingers rest. */
function useSettled(value: string): string {
  const [settled, setSettled] = useState(value)
  useEffect(() => {
    const timer = setTimeout(() => setSettled(value), WAIT)
    return () => clearTimeout(timer)
  }, [value])
  return settled
}

type Shown = { readonly title: string; readonly of: number; readonly rows: readonly ResultRow[] }

function groupsOf(rows: readonly ResultRow[], q: string, only: Group | null): Shown[] {
  if (q === '') return [{ title: 'Go to', of: 0, rows: PLACES }]
  const groups = GROUPS.filter((group) => only === null || group.kind === only).map((group) => {
    const all = rows.filter((row) => row.kind === group.kind)
    return { title: group.title, of: all.length, rows: only === null ? all.slice(0, EACH) : all }
  })
  const places = only === null ? placesFor(rows, q) : []
  return [...groups, { title: 'Go to', of: 0, rows: places }].filter((group) => group.rows.length > 0)
}

/** Search over columns, datasets and jobs, from anywhere: Ctrl K. */
export function SearchPalette({ onClose }: { readonly onClose: () => void }) {
  const box = useRef<HTMLDialogElement>(null)
  const [typed, setTyped] = useState('')
  const [only, setOnly] = useState<Group | null>(null)
  const [at, setAt] = useState(0)
  const q = useSettled(typed.trim())
  const answer = useApi<SearchResult>('/api/v2/search', { q, limit: LIMIT }, { enabled: q !== '', keep: true })
  const result = useDeferredValue(q === '' ? undefined : answer.data)
  const rows = useMemo(() => (result === undefined ? [] : rowsOf(result.hits, q)), [result, q])
  const groups = groupsOf(rows, q, only)
  const list = groups.flatMap((group) => group.rows)
  const chosen = Math.min(at, Math.max(0, list.length - 1))
  useEffect(() => {
    const element = box.current
    if (element === null || element.open) return
    const before = document.activeElement
    element.showModal()
    return () => {
      element.close()
      if (before instanceof HTMLElement) before.focus()
    }
  }, [])
  const go = useGo()
  const open = (to: string | null | undefined): void => {
    if (to === null || to === undefined) return
    onClose()
    go(to)
  }
  const onKeyDown = useKeys({ list, chosen, setAt, open })
  return (
    <dialog
      ref={box}
      className="pal"
      aria-label="Search"
      onKeyDown={onKeyDown}
      onCancel={(event) => {
        event.preventDefault()
        onClose()
      }}
      onMouseDown={(event) => {
        if (event.target === box.current) onClose()
      }}
    >
      <div className="pal-in">
        <Head
          typed={typed}
          onType={(value) => {
            setTyped(value)
            setAt(0)
          }}
          chosen={chosen}
          found={result}
          any={list.length > 0}
          onClose={onClose}
        />
        {rows.length > 0 && (
          <Filters
            rows={rows}
            only={only}
            setOnly={(next) => {
              setOnly(next)
              setAt(0)
            }}
          />
        )}
        <div className="res" tabIndex={-1}>
          {answer.error !== null && q !== '' && <ErrorRegion error={answer.error} retry={() => void answer.refetch()} />}
          <div role="listbox" id="palette-list" aria-label="Results">
            {groups.map((group) => (
              <GroupRows
                key={group.title}
                group={group}
                list={list}
                chosen={chosen}
                onOpen={(row) => open(row.to)}
                onHover={(row) => setAt(list.indexOf(row))}
              />
            ))}
          </div>
          {q !== '' && result !== undefined && rows.length === 0 && answer.error === null && <Nothing q={q} open={open} />}
        </div>
        <Foot />
      </div>
    </dialog>
  )
}

type Keys = {
  readonly list: readonly ResultRow[]
  readonly chosen: number
  readonly setAt: (at: number) => void
  readonly open: (to: string | null | undefined) => void
}

/** Arrows move, Enter opens, Alt Enter opens the lineage, Ctrl C copies the name when no text is selected. */
function useKeys({ list, chosen, setAt, open }: Keys): (event: KeyboardEvent) => void {
  return (event) => {
    const row = list[chosen]
    const moves: Readonly<Record<string, number>> = { ArrowDown: chosen + 1, ArrowUp: chosen - 1, PageDown: chosen + 8, PageUp: chosen - 8 }
    const move = moves[event.key]
    const target = event.target
    const selected = target instanceof HTMLInputElement && target.selectionStart !== target.selectionEnd
    if (move !== undefined) setAt(Math.max(0, Math.min(list.length - 1, move)))
    else if (event.key === 'Enter' && target instanceof HTMLInputElement) open(event.altKey ? row?.lineage : row?.to)
    else if (event.key === 'c' && (event.ctrlKey || event.metaKey) && !selected && row !== undefined) void copyText(row.name)
    else return
    event.preventDefault()
  }
}

function Head({
  typed,
  onType,
  chosen,
  found,
  any,
  onClose,
}: {
  readonly typed: string
  readonly onType: (value: string) => void
  readonly chosen: number
  readonly found: SearchResult | undefined
  readonly any: boolean
  readonly onClose: () => void
}) {
  return (
    <div className="q1">
      <Icon name="search" />
      <input
        value={typed}
        autoFocus
        onChange={(event) => onType(event.target.value)}
        placeholder="Search columns, datasets and jobs"
        maxLength={500}
        spellCheck={false}
        autoComplete="off"
        role="combobox"
        aria-label="Search"
        aria-expanded={any}
        aria-controls="palette-list"
        aria-activedescendant={any ? `palette-${chosen}` : undefined}
      />
      <span className="s12 t3" role="status">
        {found !== undefined &&
          `${found.truncated ? 'the best ' : ''}${plural(found.hits.length, 'result')}, ${formatNumber(Math.round(found.tookMs))} ms`}
      </span>
      <button type="button" className="plain" onClick={onClose} aria-label="Close the search">
        <kbd>Esc</kbd>
      </button>
    </div>
  )
}

function Filters({
  rows,
  only,
  setOnly,
}: {
  readonly rows: readonly ResultRow[]
  readonly only: Group | null
  readonly setOnly: (only: Group | null) => void
}) {
  return (
    <div className="fl" role="group" aria-label="What to show">
      <button type="button" className={only === null ? 'chip on' : 'chip'} aria-pressed={only === null} onClick={() => setOnly(null)}>
        All
      </button>
      {GROUPS.map((group) => {
        const count = rows.filter((row) => row.kind === group.kind).length
        return count === 0 ? null : (
          <button
            key={group.kind}
            type="button"
            className={only === group.kind ? 'chip on' : 'chip'}
            aria-pressed={only === group.kind}
            onClick={() => setOnly(only === group.kind ? null : group.kind)}
          >
            {group.title} <b>{formatNumber(count)}</b>
          </button>
        )
      })}
    </div>
  )
}

function GroupRows({
  group,
  list,
  chosen,
  onOpen,
  onHover,
}: {
  readonly group: Shown
  readonly list: readonly ResultRow[]
  readonly chosen: number
  readonly onOpen: (row: ResultRow) => void
  readonly onHover: (row: ResultRow) => void
}) {
  const id = useId()
  return (
    <div role="group" aria-labelledby={id}>
      <p className="gh" id={id}>
        <span>{group.title}</span>
        <span>{group.of > group.rows.length ? `${formatNumber(group.rows.length)} of ${formatNumber(group.of)}` : ''}</span>
      </p>
      {group.rows.map((row) => (
        <PaletteRow
          key={row.key}
          row={row}
          index={list.indexOf(row)}
          on={list[chosen] === row}
          onOpen={() => onOpen(row)}
          onHover={() => onHover(row)}
        />
      ))}
    </div>
  )
}

function Nothing({ q, open }: { readonly q: string; readonly open: (to: string) => void }) {
  return (
    <div className="emp">
      <b>Nothing has “{q.slice(0, 80)}” in its name</b>
      <p>
        The search looks at the names of columns, datasets and jobs, one letter off as well. What has arrived but is not yet in the catalog
        is not found here.
      </p>
      <button type="button" className="btn sm" onClick={() => open(paths.events())}>
        Look at the latest events
      </button>
    </div>
  )
}

const Foot = () => (
  <div className="ft" aria-hidden="true">
    <span>
      <kbd>↑</kbd>
      <kbd>↓</kbd>move
    </span>
    <span>
      <kbd>Enter</kbd>open
    </span>
    <span className="hide-m">
      <kbd>Alt</kbd>
      <kbd>Enter</kbd>open lineage
    </span>
    <span className="hide-m">
      <kbd>Ctrl</kbd>
      <kbd>C</kbd>copy full name
    </span>
  </div>
)
