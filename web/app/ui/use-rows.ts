import { type RefObject, useCallback, useLayoutEffect, useRef, useState } from 'react'

/** Rows drawn beyond each end of what is in sight. */
const BEYOND = 12

interface Rows {
  /** Of the element that scrolls. */
  readonly scroll: RefObject<HTMLElement | null>
  /** Numbers of the rows to draw: the first, and the one after the last. */
  readonly from: number
  readonly to: number
  /** Scrolls as little as it takes to see a row. */
  readonly show: (row: number) => void
}

/** Of a list whose rows all have one height, those in sight and some on both sides. Heights are in pixels. */
export const useRows = (count: number, height: number): Rows => {
  const scroll = useRef<HTMLElement>(null)
  const [seen, setSeen] = useState({ first: 0, last: 0 })
  useLayoutEffect(() => {
    const element = scroll.current
    if (!element) return
    const look = (): void => {
      const first = Math.floor(element.scrollTop / height)
      const last = Math.ceil((element.scrollTop + element.clientHeight) / height)
      setSeen((now) => (now.first === first && now.last === last ? now : { first, last }))
    }
    look()
    const sizes = new ResizeObserver(look)
    sizes.observe(element)
    element.addEventListener('scroll', look, { passive: true })
    return () => {
      sizes.disconnect()
      element.removeEventListener('scroll', look)
    }
  }, [height])
  const show = useCallback(
    (row: number): void => {
      const element = scroll.current
      if (!element) return
      const [top, bottom] = [row * height, (row + 1) * height]
      if (top < element.scrollTop) element.scrollTo({ top })
      else if (bottom > element.scrollTop + element.clientHeight) element.scrollTo({ top: bottom - element.clientHeight })
    },
    [height],
  )
  return { scroll, from: Math.max(0, Math.min(seen.first, count) - BEYOND), to: Math.min(count, seen.last + BEYOND), show }
}
