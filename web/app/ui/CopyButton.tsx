import { useEffect, useState } from 'react'
import { Icon } from './Icon.tsx'

/** Puts text on the clipboard; false where the browser refuses (http on another host), then a hidden field does it the old way. */
export async function copyText(value: string): Promise<boolean> {
  try {
    await navigator.clipboard.writeText(value)
    return true
  } catch {
    return copyByField(value)
  }
}

function copyByField(value: string): boolean {
  const field = document.createElement('textarea')
  field.value = value
  field.className = 'sr'
  // A modal dialog makes the rest of the page inert, so the field has to stand inside it.
  const host = document.querySelector('dialog[open]') ?? document.body
  host.append(field)
  field.select()
  const copied = document.execCommand('copy')
  field.remove()
  return copied
}

/** `label` is what is copied, for screen readers and the tooltip. Without `text` it is an icon only. */
export function CopyButton({
  value,
  label,
  text,
  className = 'cpb',
}: {
  readonly value: string
  readonly label: string
  readonly text?: string
  readonly className?: string
}) {
  const [copied, setCopied] = useState(false)
  useEffect(() => {
    if (!copied) return
    const timer = setTimeout(() => setCopied(false), 1500)
    return () => clearTimeout(timer)
  }, [copied])
  const copy = async () => setCopied(await copyText(value))
  const name = copied ? `Copied ${label}` : `Copy ${label}`
  return (
    <button
      type="button"
      className={text === undefined ? className : 'btn sm'}
      aria-label={name}
      title={name.length > 200 ? 'Copy' : name}
      onClick={(event) => {
        event.preventDefault()
        event.stopPropagation()
        void copy()
      }}
    >
      <Icon name={copied ? 'check' : 'copy'} />
      {text !== undefined && (copied ? 'Copied' : text)}
    </button>
  )
}
