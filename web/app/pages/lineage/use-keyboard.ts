import { useEffect, useRef } from 'react'
import { type Arrow, isArrow } from './nearest.ts'

export interface KeyActions {
  readonly move: (arrow: Arrow) => void
  readonly open: (side: 'u' | 'd') => void
  readonly close: (side: 'u' | 'd') => void
  /** Opens the menu of the card, of that side where the focus is on its button. True where there is one. */
  readonly menu: (side: 'u' | 'd' | null) => boolean
  readonly columns: () => void
  readonly list: () => void
  readonly fit: () => void
  readonly home: () => void
  readonly zoom: (factor: number) => void
  /** One step back: true where there was one. */
  readonly back: () => boolean
}
const FIELDS = 'input, textarea, select, [contenteditable], [role="menu"], [role="listbox"], dialog[open]'

const asksForMenu = (event: KeyboardEvent): boolean => event.key === 'ContextMenu' || (event.key === 'F10' && event.shiftKey)

const press = (event: KeyboardEvent, a: KeyActions): boolean => {
  const side = event.shiftKey ? 'u' : 'd'
  switch (event.key) {
    case '+':
    case '=':
    case '*':
      a.open(side)
      return true
    case '-':
    case '_':
      a.close(side)
      return true
    case 'c':
      a.columns()
      return true
    case 'l':
      a.list()
      return true
    case 'f':
      a.fit()
      return true
    case '0':
      a.home()
      return true
    case '[':
      a.zoom(0.8)
      return true
    case ']':
      a.zoom(1.25)
      return true
    case 'Escape':
      return a.back()
    default:
      return false
  }
}

/** The keys of the explorer. They act from anywhere on the page but in fields; arrows only where no list has them. */
export const useKeyboard = (actions: KeyActions): void => {
  const latest = useRef(actions)
  useEffect(() => {
    latest.current = actions
  })
  useEffect(() => {
    let g = -Infinity
    const on = (event: KeyboardEvent): void => {
      const target = event.target instanceof Element ? event.target : null
      if (event.ctrlKey || event.metaKey || event.altKey || event.defaultPrevented || target?.closest(FIELDS)) return
      // `g l` goes to a place; the `l` is not ours
      const afterG = event.timeStamp - g < 1200
      g = event.key === 'g' ? event.timeStamp : -Infinity
      if (afterG) return
      if (isArrow(event.key)) {
        if (target !== document.body && !target?.closest('.lg-view')) return
        event.preventDefault()
        return latest.current.move(event.key)
      }
      if (asksForMenu(event) && target?.closest('.lg-view')) {
        const side = target.closest<HTMLElement>('[data-side]')?.dataset['side']
        if (latest.current.menu(side === 'u' || side === 'd' ? side : null)) event.preventDefault()
        return
      }
      if (press(event, latest.current)) event.preventDefault()
    }
    window.addEventListener('keydown', on)
    return () => window.removeEventListener('keydown', on)
  }, [])
}
