import { useEffect, useRef, useState } from 'react'
import { Icon } from '../../ui/Icon.tsx'
import { Button } from '../../ui/Button.tsx'
import { formatNumber } from '../../ui/Time.tsx'

type Props = {
  readonly query: string
  readonly onQuery: (query: string) => void
  readonly offsets: readonly number[]
  /** There are more hits than were counted. */
  readonly cut: boolean
  readonly current: number | null
  readonly onShow: (offset: number | null) => void
}

const WAIT = 200

/** Find in this event: `/` moves here, Enter to the next hit, Shift Enter to the one before, Esc empties. */
export function FindField({ query, onQuery, offsets, cut, current, onShow }: Props) {
  const [typed, setTyped] = useState(query)
  const pending = useRef(false)
  useEffect(() => {
    if (typed === query) return
    const timer = setTimeout(() => {
      pending.current = true
      onQuery(typed)
    }, WAIT)
    return () => clearTimeout(timer)
  })
  useEffect(() => {
    if (!pending.current) return
    pending.current = false
    onShow(offsets[0] ?? null)
  })
  const index = current === null ? -1 : offsets.indexOf(current)
  const step = (by: number): void => onShow(offsets[(index + by + offsets.length) % Math.max(1, offsets.length)] ?? null)
  return (
    <>
      <span className="in find">
        <Icon name="search" />
        <input
          type="text"
          data-hw-filter
          value={typed}
          placeholder="Find in this event"
          aria-label="Find in this event"
          spellCheck={false}
          autoComplete="off"
          onChange={(event) => setTyped(event.target.value)}
          onKeyDown={(event) => {
            if (event.key === 'Enter') step(event.shiftKey ? -1 : 1)
            if (event.key !== 'Escape') return
            if (typed === '') event.currentTarget.blur()
            setTyped('')
          }}
        />
        {query !== '' && (
          <span className="s12 t3" role="status">
            {offsets.length === 0
              ? 'none'
              : `${index < 0 ? '' : `${formatNumber(index + 1)} of `}${formatNumber(offsets.length)}${cut ? '+' : ''}`}
          </span>
        )}
      </span>
      {offsets.length > 1 && (
        <span className="row find-steps">
          <Button small kind="quiet" icon="up" aria-label="The hit before" onClick={() => step(-1)} />
          <Button small kind="quiet" icon="down" aria-label="The next hit" onClick={() => step(1)} />
        </span>
      )}
    </>
  )
}
