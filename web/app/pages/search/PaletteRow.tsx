import { useEffect, useRef } from 'react'
import { PlatformTile } from '../../ui/EntityName.tsx'
import { Icon } from '../../ui/Icon.tsx'
import { StateBadge } from '../../ui/StateBadge.tsx'
import type { ResultRow } from './results.ts'

type Props = {
  readonly row: ResultRow
  readonly index: number
  readonly on: boolean
  readonly onOpen: () => void
  readonly onHover: () => void
}

/** Two lines: the name with what matched underlined, and why it matched; at the right state and type. */
export function PaletteRow({ row, index, on, onOpen, onHover }: Props) {
  const ref = useRef<HTMLDivElement>(null)
  useEffect(() => {
    if (on) ref.current?.scrollIntoView({ block: 'nearest' })
  }, [on])
  const icon = row.kind === 'job' ? 'job' : row.kind === 'place' ? 'arrow' : 'dataset'
  return (
    <div
      ref={ref}
      role="option"
      aria-selected={on}
      id={`palette-${index}`}
      className="r"
      onClick={onOpen}
      onMouseMove={on ? undefined : onHover}
      title={`${row.name}${row.namespace === '' ? '' : `\n${row.namespace}`}`}
    >
      <span className="ti">
        {row.kind === 'place' ? (
          <Icon name={row.lineage === null && row.to.startsWith('/lineage') ? 'lineage' : icon} />
        ) : (
          <Tile row={row} icon={icon} />
        )}
      </span>
      <bdi className="tt">
        {row.pieces.map((piece) => {
          const part = piece.hit ? <mark>{piece.text}</mark> : piece.text
          return piece.from < row.edge ? (
            <span key={piece.from} className="q">
              {part}
            </span>
          ) : (
            <b key={piece.from}>{part}</b>
          )
        })}
      </bdi>
      <span className="rt">
        {row.state !== null && <StateBadge state={row.state} />}
        {row.type !== null && <span className={row.kind === 'field' ? 'mono' : undefined}>{row.type.slice(0, 40)}</span>}
        {on && <kbd className="hide-m">Enter</kbd>}
      </span>
      <span className="why2">
        {row.why}
        {row.namespace !== '' && (
          <>
            {' in '}
            <bdi>{row.namespace}</bdi>
          </>
        )}
      </span>
    </div>
  )
}

function Tile({ row, icon }: { readonly row: ResultRow; readonly icon: 'job' | 'dataset' | 'arrow' }) {
  const tile = PlatformTile({ namespace: row.kind === 'job' ? '' : row.namespace, integration: row.integration })
  return tile ?? <Icon name={icon} />
}
