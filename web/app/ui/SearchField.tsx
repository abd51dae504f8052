import { useEffect, useRef, useState } from 'react'
import { Icon } from './Icon.tsx'

const WAIT = 200

type Props = {
  readonly value: string
  /** Called 200 ms after the last key, at once on Enter and when it is emptied. */
  readonly onChange: (value: string) => void
  readonly placeholder: string
  readonly label?: string
  readonly width?: number
}

/** The filter of a list. `/` moves here from anywhere on the page, Esc empties it, then leaves it. */
export function SearchField({ value, onChange, placeholder, label = placeholder, width = 260 }: Props) {
  const [typed, setTyped] = useState(value)
  const told = useRef(value)
  const tell = (next: string) => {
    if (told.current === next) return
    told.current = next
    onChange(next)
  }
  useEffect(() => {
    // The address changed from outside (back, Clear all): the field follows.
    if (value === told.current) return
    told.current = value
    setTyped(value)
  }, [value])
  useEffect(() => {
    const timer = setTimeout(() => tell(typed), WAIT)
    return () => clearTimeout(timer)
  })
  return (
    <span className="in" style={{ width, maxWidth: '100%' }}>
      <Icon name="search" />
      <input
        type="text"
        data-hw-filter
        value={typed}
        placeholder={placeholder}
        aria-label={label}
        spellCheck={false}
        autoComplete="off"
        onChange={(event) => setTyped(event.target.value)}
        onKeyDown={(event) => {
          if (event.key === 'Enter') tell(typed)
          if (event.key !== 'Escape') return
          if (typed === '') event.currentTarget.blur()
          setTyped('')
          tell('')
        }}
      />
      {typed === '' ? (
        <kbd>/</kbd>
      ) : (
        <button
          type="button"
          className="plain"
          aria-label="Empty the field"
          onClick={() => {
            setTyped('')
            tell('')
          }}
        >
          <Icon name="x" size={12} />
        </button>
      )}
    </span>
  )
}
