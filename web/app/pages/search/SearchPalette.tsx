import { useDeferredValue, useEffect, useId, useMemo, useRef, useState } from 'react'
import type { KeyboardEvent, RefObject } from 'react'
import type { SearchResult } from '../../../../src/contract/search.ts'
import { useApi } from '../../api/query.ts'
import { paths } from '../../paths.ts'
import { recent } from '../../shell/recent.ts'
import { copyText } from '../../ui/CopyButton.tsx'
import { Icon } from '../../ui/Icon.tsx'
import { useGo } from '../../ui/Link.tsx'
import { ErrorRegion } from '../../ui/Regions.tsx'
import { formatNumber, plural } from '../../ui/Time.tsx'
import { withoutFilter } from './filters.ts'
import { FilterBar, Hints } from './FilterBar.tsx'
import { PaletteRow } from './PaletteRow.tsx'
import { GROUPS, PLACES, placesFor, recentRows, rowsOf } from './results.ts'
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

/** Before anything is typed: what was opened lately, and where one may go. */
function startOf(): Shown[] {
  const lately = { title: 'Recent', of: 0, rows: recentRows(recent()) }
  return [lately, { title: 'Go to', of: 0, rows: PLACES }].filter((group) => group.rows.length > 0)
}

function groupsOf(rows: readonly ResultRow[], found: SearchResult | undefined, q: string, only: Group | null): Shown[] {
  const groups = GROUPS.filter((group) => only === null || group.kind === only).map((group) => {
    const all = rows.filter((row) => row.kind === group.kind)
    const count = found?.groups?.find((g) => g.kind === group.kind)?.count ?? all.length
    return { title: group.title, of: count, rows: only === null ? all.slice(0, EACH) : all }
  })
  const places = only === null ? placesFor(rows, q) : []
  return [...groups, { title: 'Go to', of: 0, rows: places }].filter((group) => group.rows.length > 0)
}

/** Search over everything in the catalog, from anywhere: Ctrl K. */
export function SearchPalette({ onClose }: { readonly onClose: () => void }) {
  const box = useRef<HTMLDialogElement>(null)
  const [typed, setTyped] = useState('')
  const [only, setOnly] = useState<Group | null>(null)
  const [at, setAt] = useState(0)
  const q = useSettled(typed.trim())
  const answer = useApi<SearchResult>('/api/v2/search', { q, limit: LIMIT }, { enabled: q !== '', keep: true })
  const result = useDeferredValue(q === '' ? undefined : answer.data)
  const rows = useMemo(() => (result === undefined ? [] : rowsOf(result.hits, q)), [result, q])
  const start = useMemo(() => startOf(), [])
  const groups = q === '' ? start : groupsOf(rows, result, q, only)
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
  const field = useRef<HTMLInputElement>(null)
  const type = (value: string): void => {
    setTyped(value)
    setOnly(null)
    setAt(0)
    field.current?.focus()
  }
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
          field={field}
          typed={typed}
          searching={q !== '' && answer.isFetching && result === undefined}
          onType={type}
          chosen={chosen}
          found={result}
          any={list.length > 0}
          onClose={onClose}
        />
        <FilterBar
          found={result}
          typed={typed}
          only={only}
          onOnly={(next) => {
            setOnly(next)
            setAt(0)
          }}
          onType={type}
        />
        <div className="res" tabIndex={-1}>
          {answer.error !== null && q !== '' && <ErrorRegion error={answer.error} retry={() => void answer.refetch()} />}
          <Hints hints={q === '' ? [] : (result?.hints ?? [])} />
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
          {q !== '' && result !== undefined && rows.length === 0 && answer.error === null && (
            <Nothing q={q} found={result} onType={type} open={open} />
          )}
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
  field,
  typed,
  searching,
  onType,
  chosen,
  found,
  any,
  onClose,
}: {
  readonly field: RefObject<HTMLInputElement | null>
  readonly typed: string
  readonly searching: boolean
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
        ref={field}
        value={typed}
        autoFocus
        onChange={(event) => onType(event.target.value)}
        placeholder="Search columns, datasets, jobs, owners, tags, run ids"
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
        {searching ? 'Searching' : found !== undefined && summaryOf(found)}
      </span>
      <button type="button" className="plain" onClick={onClose} aria-label="Close the search">
        <kbd>Esc</kbd>
      </button>
    </div>
  )
}

/** `28 results, 9 ms`; where not all that match were looked at, at least so many. */
function summaryOf({ hits, groups, tookMs }: SearchResult): string {
  const n = groups?.reduce((sum, group) => sum + group.count, 0) ?? hits.length
  const atLeast = groups?.some((group) => group.atLeast) === true ? 'at least ' : ''
  return `${atLeast}${plural(n, 'result')}, ${formatNumber(Math.round(tookMs))} ms`
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

function Nothing({
  q,
  found,
  onType,
  open,
}: {
  readonly q: string
  readonly found: SearchResult
  readonly onType: (value: string) => void
  readonly open: (to: string) => void
}) {
  const filters = found.filters ?? []
  const bare = filters.reduce(withoutFilter, q)
  return (
    <div className="emp">
      <b>Nothing is found by “{q.slice(0, 80)}”</b>
      <p>
        Looked at: names of columns, datasets, jobs, namespaces, owners, tags and facets, a letter or two off as well; words of descriptions
        and SQL; beginnings of run ids from six characters on. What has arrived but is not yet in the catalog is not found.
      </p>
      <div className="row wrap">
        {filters.length > 0 && bare !== '' && (
          <button type="button" className="btn sm" onClick={() => onType(bare)}>
            Search without {filters.length === 1 ? 'the filter' : 'the filters'}
          </button>
        )}
        <button type="button" className="btn sm" onClick={() => open(paths.events())}>
          Look at the latest events
        </button>
      </div>
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
    <span className="hide-m order">Most used first</span>
  </div>
)
