/** Rows of one height, of which only the seen ones exist: a body of 30 MB is hundreds of thousands of rows. */
import { useImperativeHandle, useLayoutEffect, useRef, useState } from 'react'
import type { HTMLAttributes, ReactNode, Ref } from 'react'

export type RowsHandle = {
  /** Scrolls a row into the middle unless it is in sight. */
  readonly show: (index: number) => void
  readonly focus: () => void
}

type Props = Omit<HTMLAttributes<HTMLDivElement>, 'children'> & {
  readonly count: number
  readonly height: number
  readonly children: (index: number, top: number) => ReactNode
  readonly handle?: Ref<RowsHandle>
}

const BEYOND = 10

/** The scroller; what else is given goes to the element that holds the rows. */
export function FixedRows({ count, height, children, handle, ...inner }: Props) {
  const box = useRef<HTMLDivElement>(null)
  const rows = useRef<HTMLDivElement>(null)
  const [view, setView] = useState({ top: 0, height: 800 })
  useLayoutEffect(() => {
    const element = box.current
    if (element === null) return
    const look = () =>
      setView((now) =>
        now.top === element.scrollTop && now.height === element.clientHeight
          ? now
          : { top: element.scrollTop, height: element.clientHeight },
      )
    look()
    const observer = new ResizeObserver(look)
    observer.observe(element)
    element.addEventListener('scroll', look, { passive: true })
    return () => {
      observer.disconnect()
      element.removeEventListener('scroll', look)
    }
  }, [])
  useImperativeHandle(handle, () => ({
    show: (index) => {
      const element = box.current
      if (element === null) return
      const top = index * height
      const inSight = top >= element.scrollTop && top + height <= element.scrollTop + element.clientHeight
      if (!inSight) element.scrollTop = Math.max(0, top - element.clientHeight / 2)
    },
    focus: () => rows.current?.focus({ preventScroll: true }),
  }))
  const from = Math.max(0, Math.floor(view.top / height) - BEYOND)
  const to = Math.min(count, Math.ceil((view.top + view.height) / height) + BEYOND)
  return (
    <div className="fixed-rows" ref={box}>
      <div {...inner} ref={rows} style={{ height: count * height }}>
        {Array.from({ length: Math.max(0, to - from) }, (_, i) => children(from + i, (from + i) * height))}
      </div>
    </div>
  )
}
