/** The keyboard of the whole program. Nothing here acts while a field has the focus or a dialog is open. */
import { useEffect, useRef } from 'react'
import { paths } from '../paths.ts'
import { useGo } from '../ui/Link.tsx'

const PLACES: Readonly<Record<string, string>> = {
  h: paths.home(),
  j: paths.jobs(),
  d: paths.datasets(),
  l: paths.lineage(),
  e: paths.events(),
}

export const KEYS: readonly { readonly title: string; readonly rows: readonly (readonly [string, string])[] }[] = [
  {
    title: 'Everywhere',
    rows: [
      ['Ctrl K', 'Search'],
      ['/', 'Filter or find here'],
      ['?', 'All keys'],
      ['Esc', 'Close, or empty the field'],
    ],
  },
  {
    title: 'Go to',
    rows: [
      ['g h', 'Home'],
      ['g j', 'Jobs'],
      ['g d', 'Datasets'],
      ['g l', 'Lineage'],
      ['g e', 'Events'],
    ],
  },
  {
    title: 'Lists',
    rows: [
      ['j k', 'Next and previous row'],
      ['Enter', 'Open'],
      ['c', 'Copy the name'],
    ],
  },
  {
    title: 'Run and event',
    rows: [
      ['[ ]', 'Earlier and later one'],
      ['Arrows', 'Rows, fold and unfold'],
      ['Enter', 'Open or unfold'],
    ],
  },
  {
    title: 'Graph',
    rows: [
      ['Arrows', 'Nearest node'],
      ['+ -', 'Expand and collapse, with Shift upstream'],
      ['Shift F10', 'How far to expand'],
      ['Enter', 'Select'],
      ['c', 'Columns'],
      ['l', 'List'],
      ['f', 'Fit'],
      ['0', 'Home'],
      ['[ ]', 'Zoom'],
    ],
  },
]

const FIELDS = 'input, textarea, select, [contenteditable], [role="menu"], [role="listbox"], [data-own-keys]'
const inField = (target: EventTarget | null): boolean => target instanceof Element && target.closest(FIELDS) !== null

/** Moves the focus to the next or previous row of the list on the page. False where there is none. */
function moveRow(step: 1 | -1): boolean {
  const rows = [...document.querySelectorAll<HTMLElement>('main [data-hw-rows] [data-row]')]
  if (rows.length === 0) return false
  const here = rows.findIndex((row) => row.contains(document.activeElement))
  const next = here === -1 ? 0 : Math.min(rows.length - 1, Math.max(0, here + step))
  rows[next]?.focus()
  rows[next]?.scrollIntoView({ block: 'nearest' })
  return true
}

const ROW_STEPS: Readonly<Record<string, 1 | -1>> = { j: 1, k: -1, ArrowDown: 1, ArrowUp: -1 }

type Actions = { readonly search: () => void; readonly help: () => void }

export function useKeys({ search, help }: Actions): void {
  const go = useGo()
  const last = useRef<{ key: string; at: number }>({ key: '', at: 0 })
  useEffect(() => {
    const press = (event: KeyboardEvent) => {
      if ((event.ctrlKey || event.metaKey) && event.key.toLowerCase() === 'k') {
        event.preventDefault()
        search()
        return
      }
      if (
        event.ctrlKey ||
        event.metaKey ||
        event.altKey ||
        event.defaultPrevented ||
        inField(event.target) ||
        document.querySelector('dialog[open]') !== null
      )
        return
      const after = last.current.key === 'g' && event.timeStamp - last.current.at < 1200
      last.current = { key: event.key, at: event.timeStamp }
      const place = after ? PLACES[event.key] : undefined
      if (place !== undefined) go(place)
      else if (!plain(event, { search, help })) return
      event.preventDefault()
    }
    window.addEventListener('keydown', press)
    return () => window.removeEventListener('keydown', press)
  })
}

function plain(event: KeyboardEvent, actions: Actions): boolean {
  if (event.key === '?') {
    actions.help()
    return true
  }
  if (event.key === '/') {
    const field = document.querySelector<HTMLInputElement>('main [data-hw-filter]')
    if (field === null) actions.search()
    else {
      field.focus()
      field.select()
    }
    return true
  }
  const step = ROW_STEPS[event.key]
  if (step === undefined) return false
  const inRow = document.activeElement?.closest('[data-row]') !== null && document.activeElement !== document.body
  return (event.key === 'j' || event.key === 'k' || inRow) && moveRow(step)
}
