/** Bottom right, only for what happened out of sight. It stays while the pointer or the focus is on it. */
import { useEffect, useState, useSyncExternalStore } from 'react'
import { Icon } from './Icon.tsx'
import type { IconName } from './Icon.tsx'
import { Link } from './Link.tsx'

type Toast = {
  readonly id: number
  readonly text: string
  readonly icon: IconName
  readonly to?: string | undefined
  readonly toLabel?: string | undefined
  readonly undo?: (() => void) | undefined
}
type Options = { readonly icon?: IconName; readonly to?: string; readonly toLabel?: string; readonly undo?: () => void }

const SHOWN_MS = 6000
let toasts: readonly Toast[] = []
let number = 0
const listeners = new Set<() => void>()
function set(next: readonly Toast[]): void {
  toasts = next
  for (const tell of listeners) tell()
}

/** Says that something happened; with a link to it, or a way back. */
export function toast(text: string, options: Options = {}): void {
  number += 1
  set([
    ...toasts.slice(-3),
    { id: number, text, icon: options.icon ?? 'check', to: options.to, toLabel: options.toLabel, undo: options.undo },
  ])
}
const dismiss = (id: number): void => set(toasts.filter((one) => one.id !== id))

function One({ item }: { readonly item: Toast }) {
  const [held, setHeld] = useState(false)
  useEffect(() => {
    if (held) return
    const timer = setTimeout(() => dismiss(item.id), SHOWN_MS)
    return () => clearTimeout(timer)
  }, [held, item.id])
  const undo = item.undo
  return (
    <div
      className="toast"
      onMouseEnter={() => setHeld(true)}
      onMouseLeave={() => setHeld(false)}
      onFocus={() => setHeld(true)}
      onBlur={() => setHeld(false)}
    >
      <Icon name={item.icon} />
      <span className="grow">
        {item.text}
        {item.to !== undefined && (
          <>
            <br />
            <Link to={item.to} onClick={() => dismiss(item.id)}>
              {item.toLabel ?? 'Open'}
            </Link>
          </>
        )}
      </span>
      {undo !== undefined && (
        <button
          type="button"
          className="plain link"
          onClick={() => {
            undo()
            dismiss(item.id)
          }}
        >
          Undo
        </button>
      )}
      <button type="button" className="plain" aria-label="Dismiss" onClick={() => dismiss(item.id)}>
        <Icon name="x" />
      </button>
    </div>
  )
}

/** Where toasts appear; part of the shell. */
export function Toasts() {
  const shown = useSyncExternalStore(
    (tell) => {
      listeners.add(tell)
      return () => listeners.delete(tell)
    },
    () => toasts,
  )
  return (
    <div className="toasts" role="status" aria-live="polite">
      {shown.map((item) => (
        <One key={item.id} item={item} />
      ))}
    </div>
  )
}
