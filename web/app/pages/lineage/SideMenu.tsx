import { useEffect, useRef } from 'react'
import type { Side } from '../../../../src/graph/keys.ts'
import type { SideMenuAt } from './use-actions.ts'

const STEPS = [
  [1, '1 hop'],
  [3, '3 hops'],
  [100, 'All hops'],
] as const

const WORD: Readonly<Record<Side, string>> = { u: 'upstream', d: 'downstream' }

/** How far a side is opened; under its plus sign, or at the card where a key asked for it. */
export function SideMenu({
  at,
  onChoose,
  onClose,
}: {
  readonly at: SideMenuAt
  readonly onChoose: (side: Side, hops: number) => void
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
      aria-label={`Expand ${at.sides.map((side) => WORD[side]).join(' or ')}`}
      ref={menu}
      // as much of it as there is room for
      style={{ left: `max(4px, min(${at.x}px, 100% - 150px))`, top: `max(4px, min(${at.y}px, 100% - ${at.sides.length * 90 + 20}px))` }}
      onKeyDown={onKey}
      tabIndex={-1}
    >
      {at.sides.flatMap((side) =>
        STEPS.map(([hops, label]) => (
          <button key={side + hops} type="button" role="menuitem" className="mi" onClick={() => onChoose(side, hops)}>
            {at.sides.length > 1 ? `${label} ${WORD[side]}` : label}
          </button>
        )),
      )}
    </div>
  )
}
