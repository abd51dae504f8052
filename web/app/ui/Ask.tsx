import { useState } from 'react'
import type { ReactNode } from 'react'
import { Button } from './Button.tsx'
import { Dialog } from './Dialog.tsx'
import { ErrorRegion } from './Regions.tsx'

type Props = {
  /** The question, with the name in it. */
  readonly title: ReactNode
  readonly onClose: () => void
  /** What goes, counted. */
  readonly children: ReactNode
  /** The button repeats the verb: `Remove source`. */
  readonly verb: string
  readonly danger?: boolean
  readonly width?: number
  /** Something that the answer needs is missing. */
  readonly disabled?: boolean
  /** Closes the dialog itself, or shows something else; an error stays in the dialog. */
  readonly work: () => Promise<void>
}

/** A question with one answer that does it. */
export function Ask({ title, onClose, children, verb, danger = false, width = 460, disabled = false, work }: Props) {
  const [busy, setBusy] = useState(false)
  const [error, setError] = useState<unknown>(null)
  const run = async () => {
    if (busy || disabled) return
    setBusy(true)
    setError(null)
    try {
      await work()
    } catch (problem) {
      setError(problem)
      setBusy(false)
    }
  }
  return (
    <Dialog
      title={title}
      width={width}
      onClose={onClose}
      onSubmit={() => void run()}
      actions={
        <>
          <Button onClick={onClose}>Cancel</Button>
          <Button kind={danger ? 'danger' : 'primary'} type="submit" busy={busy} disabled={disabled}>
            {verb}
          </Button>
        </>
      }
    >
      {children}
      {error !== null && <ErrorRegion error={error} />}
    </Dialog>
  )
}
