import { useEffect, useId, useRef } from 'react'
import type { FormEvent, ReactNode } from 'react'

type Props = {
  readonly title: ReactNode
  readonly onClose: () => void
  readonly children: ReactNode
  readonly actions?: ReactNode
  readonly width?: number
  /** Enter in a field, and the button of type submit. */
  readonly onSubmit?: (() => void) | undefined
}

/** A modal question. The browser's own <dialog> keeps the focus inside, closes on Esc and gives the focus back. */
export function Dialog({ title, onClose, children, actions, width = 460, onSubmit }: Props) {
  const ref = useRef<HTMLDialogElement>(null)
  const id = useId()
  useEffect(() => {
    const element = ref.current
    if (element === null || element.open) return
    const before = document.activeElement
    element.showModal()
    return () => {
      element.close()
      if (before instanceof HTMLElement) before.focus()
    }
  }, [])
  const submit = (event: FormEvent) => {
    event.preventDefault()
    onSubmit?.()
  }
  return (
    <dialog
      ref={ref}
      className="dlg"
      style={{ width }}
      aria-labelledby={id}
      onCancel={(event) => {
        event.preventDefault()
        onClose()
      }}
      onMouseDown={(event) => {
        if (event.target === ref.current) onClose()
      }}
    >
      <form className="dlg-in" onSubmit={submit} noValidate>
        <h2 id={id}>{title}</h2>
        <div className="dlg-body">{children}</div>
        {actions !== undefined && <div className="dlg-acts">{actions}</div>}
      </form>
    </dialog>
  )
}
