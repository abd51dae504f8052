import { useEffect, useRef } from 'react'
import { PlatformTile } from '../../ui/EntityName.tsx'
import { Icon } from '../../ui/Icon.tsx'
import type { IconName } from '../../ui/Icon.tsx'
import { StateBadge } from '../../ui/StateBadge.tsx'
import type { Piece } from './match.ts'
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
        <Tile row={row} />
      </span>
      <RowName row={row} />
      <span className="rt">
        {row.state !== null && <StateBadge state={row.state} />}
        {row.type !== null && <span className={row.kind === 'field' ? 'mono' : undefined}>{row.type.slice(0, 40)}</span>}
        {on && <kbd className="hide-m">Enter</kbd>}
      </span>
      <RowWhy row={row} />
    </div>
  )
}

/** The name, its qualifier in grey, what matched marked. */
export const RowName = ({ row }: { readonly row: ResultRow }) => (
  <bdi className="tt">
    {row.pieces.map((piece) =>
      piece.from < row.edge ? (
        <span key={piece.from} className="q">
          <Part piece={piece} />
        </span>
      ) : (
        <b key={piece.from}>
          <Part piece={piece} />
        </b>
      ),
    )}
  </bdi>
)

const Part = ({ piece }: { readonly piece: Piece }) => (piece.hit ? <mark>{piece.text}</mark> : piece.text)

/** Why it is here, and where it is. */
export const RowWhy = ({ row }: { readonly row: ResultRow }) => (
  <span className="why2">
    {row.why}
    {row.snippet !== null && (
      <bdi>
        {row.snippet.map((piece) => (
          <Part key={piece.from} piece={piece} />
        ))}
      </bdi>
    )}
    {row.namespace !== '' && (
      <>
        {row.snippet !== null || /[.,] /.test(row.why) ? ', in ' : ' in '}
        <bdi>{row.namespace}</bdi>
      </>
    )}
  </span>
)

const ICONS: Readonly<Record<ResultRow['kind'], IconName>> = {
  field: 'dataset',
  dataset: 'dataset',
  job: 'job',
  namespace: 'group',
  owner: 'user',
  tag: 'tag',
  run: 'run',
  facet: 'list',
  place: 'arrow',
}

export function Tile({ row }: { readonly row: ResultRow }) {
  const known = row.kind === 'field' || row.kind === 'dataset' || row.kind === 'job'
  const tile = known ? PlatformTile({ namespace: row.kind === 'job' ? '' : row.namespace, integration: row.integration }) : null
  return tile ?? <Icon name={row.to.startsWith('/lineage') ? 'lineage' : ICONS[row.kind]} />
}
