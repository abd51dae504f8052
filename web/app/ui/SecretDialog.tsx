import type { ReactNode } from 'react'
import { Button } from './Button.tsx'
import { CopyButton } from './CopyButton.tsx'
import { Dialog } from './Dialog.tsx'

/** Something that is shown this once: a token, a link. `label` names it on the copy button. */
export function SecretDialog({
  title,
  secret,
  label,
  onClose,
  children,
}: {
  readonly title: ReactNode
  readonly secret: string
  readonly label: string
  readonly onClose: () => void
  readonly children?: ReactNode
}) {
  return (
    <Dialog title={title} onClose={onClose} actions={<Button onClick={onClose}>Done</Button>}>
      <p>Copy it now: it is shown this once.</p>
      <div className="secret">
        <code>{secret}</code>
        <CopyButton value={secret} label={label} text="Copy" />
      </div>
      {children}
    </Dialog>
  )
}
