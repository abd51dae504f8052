import { Button } from '../../ui/Button.tsx'
import { CopyButton } from '../../ui/CopyButton.tsx'
import { Dialog } from '../../ui/Dialog.tsx'
import { formatNumber } from '../../ui/Time.tsx'
import { at, pointerOf, unquote } from './json-doc.ts'
import type { JsonDoc } from './json-doc.ts'

const MOST_SHOWN = 500_000

/** A long string, whole and with its own line breaks. */
export function StringDialog({
  doc,
  text,
  entry,
  onClose,
}: {
  readonly doc: JsonDoc
  readonly text: string
  readonly entry: number
  readonly onClose: () => void
}) {
  const value = unquote(text.slice(at(doc.start, entry), at(doc.end, entry)))
  return (
    <Dialog
      title={<code className="cut">{pointerOf(doc, text, entry)}</code>}
      width={860}
      onClose={onClose}
      actions={
        <>
          <CopyButton value={value} label="the string" text="Copy the string" />
          <Button onClick={onClose}>Close</Button>
        </>
      }
    >
      <pre className="code whole">
        <bdi>{value.slice(0, MOST_SHOWN)}</bdi>
      </pre>
      {value.length > MOST_SHOWN && (
        <p className="s12 t3">
          The first {formatNumber(MOST_SHOWN)} of {formatNumber(value.length)} characters. Copy gives all of them.
        </p>
      )}
    </Dialog>
  )
}
