import { useEffect, useRef } from 'react'
import type { SideMenuAt } from './use-actions.ts'

const STEPS = [
  [1, '1 hop'],
  [3, '3 hops'],
  [100, 'All hops'],
] as const

/** How far a side is opened; under its plus sign. */
export function SideMenu({
  at,
  onChoose,
  onClose,
}: {
  readonly at: SideMenuAt
  readonly onChoose: (hops: number) => void
  readonly onClose: () => void
}) {
  const menu = useRef<HTMLDivElement>(null)
  useEffect(() => {
    const before = document.activeElement
    menu.current?.querySelector('button')?.focus()
    const away = (event: PointerEvent): void => {
      if (event.target instanceof Node && !menu.current?.contains(event.target)) onClose()
    }
    document.addEventListener('pointerdown', away)
    return () => {
      document.removeEventListener('pointerdown', away)
      if (before instanceof HTMLElement) before.focus({ preventScroll: true })
    }
  }, [onClose])
  const onKey = (event: React.KeyboardEvent): void => {
    event.stopPropagation()
    if (event.key === 'Escape' || event.key === 'Tab') onClose()
    const step = { ArrowDown: 1, ArrowUp: -1 }[event.key]
    if (step === undefined) return
    event.preventDefault()
    const items = [...(menu.current?.querySelectorAll('button') ?? [])]
    items[(items.findIndex((x) => x === document.activeElement) + step + items.length) % items.length]?.focus()
  }
  return (
    <div
      className="ov menu lg-side-menu"
      role="menu"
      aria-label={at.side === 'u' ? 'Expand upstream' : 'Expand downstream'}
      ref={menu}
      style={{ left: at.x, top: at.y }}
      onKeyDown={onKey}
      tabIndex={-1}
    >
      {STEPS.map(([hops, label]) => (
        <button key={hops} type="button" role="menuitem" className="mi" onClick={() => onChoose(hops)}>
          {label}
        </button>
      ))}
    </div>
  )
}
