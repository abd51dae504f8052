import { useEffect, useRef, useState } from 'react'
import { Icon } from '../../ui/Icon.tsx'
import { formatNumber } from '../../ui/Time.tsx'
import { USES, USE_WORDS } from './receipt.ts'
import type { PlacedLine } from './receipt.ts'

type Props = {
  readonly lines: readonly PlacedLine[]
  /** The line that is lit, by its place in the receipt. */
  readonly active: number | null
  readonly onActive: (line: PlacedLine | null) => void
  /** Go to its place in the JSON. */
  readonly onOpen: (line: PlacedLine) => void
}

/** What came of each part of the event, in four groups. Hover or focus lights its lines in the JSON, a press goes there. */
export function Receipt({ lines, ...rest }: Props) {
  return (
    <div className="rc">
      {USES.map((use) => {
        const group = lines.filter((line) => line.use === use)
        return group.length === 0 ? null : <Group key={use} use={use} lines={group} {...rest} />
      })}
    </div>
  )
}

/** Of a longer group the rest is shown on demand; the line that is lit is always there. */
const FIRST = 200

function Group({ use, lines, active, onActive, onOpen }: Props & { readonly use: (typeof USES)[number] }) {
  const [all, setAll] = useState(false)
  const shown = all ? lines : lines.filter((line, i) => i < FIRST || line.index === active)
  return (
    <section aria-label={USE_WORDS[use].title}>
      <h3>
        {USE_WORDS[use].title} <span className="c">{USE_WORDS[use].says}</span>
      </h3>
      {shown.map((line) => (
        <Line key={line.index} line={line} on={line.index === active} onActive={onActive} onOpen={onOpen} />
      ))}
      {shown.length < lines.length && (
        <p className="rc-more">
          <button type="button" className="btn sm" onClick={() => setAll(true)}>
            Show all {formatNumber(lines.length)}
          </button>
        </p>
      )}
    </section>
  )
}

function Line({ line, on, onActive, onOpen }: { readonly line: PlacedLine; readonly on: boolean } & Pick<Props, 'onActive' | 'onOpen'>) {
  const ref = useRef<HTMLButtonElement>(null)
  useEffect(() => {
    if (on && ref.current?.matches(':hover, :focus') === false) ref.current.scrollIntoView({ block: 'nearest' })
  }, [on])
  const [first, ...rest] = line.says.split(/(?<=\.) |; /)
  return (
    <button
      type="button"
      ref={ref}
      className={on ? 'fx on' : 'fx'}
      title={line.pointer === '' ? 'The whole event' : line.pointer}
      onMouseEnter={() => onActive(line)}
      onMouseLeave={() => onActive(null)}
      onFocus={() => onActive(line)}
      onBlur={() => onActive(null)}
      onClick={() => onOpen(line)}
    >
      <Icon name={USE_WORDS[line.use].icon} className={`u-${line.use.replace(' ', '-')}`} />
      <code>
        <bdi>{line.label}</bdi>
      </code>
      <span>
        <bdi>{first}</bdi>
        {rest.length > 0 && (
          <span className="t3">
            <bdi>{rest.join(' ')}</bdi>
          </span>
        )}
        {line.fix !== undefined && <span className="t3">{line.fix}</span>}
      </span>
    </button>
  )
}
