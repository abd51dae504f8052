/** The icons drawn for Headwater: 16 px grid, 1.4 stroke. The state icons have six different silhouettes. */
import { GLYPHS, type StateGlyph, type Stroke } from '../../../src/graph/glyphs.ts'

const PATHS = {
  home: 'M2.5 7.5 8 3l5.5 4.5M4 6.5V13h8V6.5M6.75 13V9.5h2.5V13',
  job: 'M2.5 8h3M10.5 8h3M8 5.4a2.6 2.6 0 1 0 0 5.2 2.6 2.6 0 0 0 0-5.2Z',
  dataset: 'M2.5 3.5h11v9h-11zM2.5 6.5h11M6.2 6.5v6',
  lineage: 'M2.5 4.2h2.2c3.4 0 3.2 7.6 6.6 7.6h2.2M2.5 11.8h2.2c1.2 0 1.9-.9 2.4-2M13.5 4.2h-2.2c-1.2 0-1.9.9-2.4 2',
  event: 'M3 3.5h10M3 6.5h7M3 9.5h10M3 12.5h5',
  gear: 'M8 5.8a2.2 2.2 0 1 0 0 4.4 2.2 2.2 0 0 0 0-4.4ZM8 2v1.7M8 12.3V14M2 8h1.7M12.3 8H14M3.8 3.8 5 5M11 11l1.2 1.2M12.2 3.8 11 5M5 11l-1.2 1.2',
  source: 'M8 2.5v5M5.8 5.5 8 7.7l2.2-2.2M3 9.5h2.6l1 1.6h2.8l1-1.6H13v3.7H3z',
  run: 'M5 3.5v9l7.5-4.5z',
  search: 'M7 3a4 4 0 1 0 0 8 4 4 0 0 0 0-8ZM10 10l3.3 3.3',
  right: 'm6 3.8 4.2 4.2L6 12.2',
  down: 'm3.8 6 4.2 4.2L12.2 6',
  up: 'm3.8 10 4.2-4.2 4.2 4.2',
  left: 'M10 3.8 5.8 8l4.2 4.2',
  plus: 'M8 3v10M3 8h10',
  minus: 'M3 8h10',
  check: 'm3.2 8.4 3.1 3.1 6.5-7',
  x: 'm4 4 8 8M12 4l-8 8',
  copy: 'M5.5 5.5h7.5v7.5H5.5zM10.5 5.5V3H3v7.5h2.5',
  ext: 'M6.5 3.5h-3v9h9v-3M9.5 3h3.5v3.5M13 3 7.5 8.5',
  clock: 'M8 2.5a5.5 5.5 0 1 0 0 11 5.5 5.5 0 0 0 0-11ZM8 5v3.2l2.2 1.3',
  filter: 'M2.5 4h11M4.5 8h7M6.5 12h3',
  sync: 'M13 6.5A5.2 5.2 0 0 0 3.6 5.2M3 9.5a5.2 5.2 0 0 0 9.4 1.3M3.3 2.6v2.8h2.8M12.7 13.4v-2.8H9.9',
  pause: 'M5.5 3.5v9M10.5 3.5v9',
  dots: 'M3.5 8h.01M8 8h.01M12.5 8h.01',
  warn: 'M8 2.8 14 13H2zM8 6.5v3M8 11.2v.01',
  info: 'M8 2.5a5.5 5.5 0 1 0 0 11 5.5 5.5 0 0 0 0-11ZM8 7.3v3.4M8 5.2v.01',
  link: 'M6.8 9.2a2.4 2.4 0 0 0 3.4 0l2.1-2.1a2.4 2.4 0 0 0-3.4-3.4l-.8.8M9.2 6.8a2.4 2.4 0 0 0-3.4 0L3.7 8.9a2.4 2.4 0 0 0 3.4 3.4l.8-.8',
  list: 'M5.5 4h8M5.5 8h8M5.5 12h8M2.5 4h.01M2.5 8h.01M2.5 12h.01',
  fit: 'M3 6V3h3M10 3h3v3M13 10v3h-3M6 13H3v-3',
  columns: 'M3 3h10v10H3zM3 6.3h10M3 9.6h10',
  eye: 'M1.8 8S4 4 8 4s6.2 4 6.2 4-2.2 4-6.2 4-6.2-4-6.2-4ZM8 6.5a1.5 1.5 0 1 0 0 3 1.5 1.5 0 0 0 0-3Z',
  moon: 'M13 9.3A5.3 5.3 0 0 1 6.7 3 5.3 5.3 0 1 0 13 9.3Z',
  sun: 'M8 5.3a2.7 2.7 0 1 0 0 5.4 2.7 2.7 0 0 0 0-5.4ZM8 1.8v1.4M8 12.8v1.4M1.8 8h1.4M12.8 8h1.4M3.6 3.6l1 1M11.4 11.4l1 1M12.4 3.6l-1 1M4.6 11.4l-1 1',
  key: 'M10.2 2.8a3 3 0 1 0 0 6 3 3 0 0 0 0-6ZM8 8l-5.2 5.2M4.5 11.5 6 13',
  user: 'M8 3a2.5 2.5 0 1 0 0 5 2.5 2.5 0 0 0 0-5ZM3 13.3c.4-2.4 2.4-3.6 5-3.6s4.6 1.2 5 3.6',
  down2: 'M8 2.5v8M4.8 7.5 8 10.7l3.2-3.2M3 13.5h10',
  arrow: 'M2.5 8h11M9.5 4l4 4-4 4',
  pin: 'M5.5 2.5h5l-.6 4 2.1 2.5H4l2.1-2.5zM8 9v4.5',
  shield: 'M8 2.3 12.8 4v4c0 3-2 4.9-4.8 5.8C5.2 12.9 3.2 11 3.2 8V4z',
  cal: 'M2.5 4h11v9.5h-11zM2.5 7h11M5.5 2.5v3M10.5 2.5v3',
  menu: 'M2.5 4.5h11M2.5 8h11M2.5 11.5h11',
  group: 'M2.5 2.5h6v6h-6zM11 5.5h2.5v8h-8V11',
  tag: 'M2.8 2.8h4.7l5.7 5.7-4.7 4.7-5.7-5.7zM5.5 5.5h.01',
  target: 'M8 4.5a3.5 3.5 0 1 0 0 7 3.5 3.5 0 0 0 0-7ZM8 1.8v2.7M8 11.5v2.7M1.8 8h2.7M11.5 8h2.7',
  diff: 'M8 3v6M5 6h6M5 12.5h6',
  mail: 'M2.5 4h11v8.5h-11zM2.5 4.5 8 9l5.5-4.5',
  bolt: 'M9 2 3.5 9H8l-1 5 5.5-7H8z',
  api: 'M5.5 4 2 8l3.5 4M10.5 4 14 8l-3.5 4',
  undo: 'M3 6.5h6.5a3.5 3.5 0 0 1 0 7H6M5.7 3.5 2.7 6.5l3 3',
} as const

const line = { fill: 'none', stroke: 'currentColor', strokeLinecap: 'round', strokeLinejoin: 'round' } as const
export type IconName = keyof typeof PATHS | StateGlyph

const isState = (name: IconName): name is StateGlyph => Object.hasOwn(GLYPHS, name)
const HEAVY: readonly IconName[] = ['dots', 'list']

/** Decoration only: the words beside it say the same. `className` may size or colour it (`ink` takes the colour of the text). */
export function Icon({
  name,
  className,
  size,
}: {
  readonly name: IconName
  readonly className?: string | undefined
  readonly size?: number
}) {
  const box = size === undefined ? undefined : { width: size, height: size }
  return (
    <span className={className === undefined ? 'ic' : `ic ${className}`} style={box} aria-hidden="true">
      {isState(name) ? (
        <svg viewBox="0 0 16 16">
          {GLYPHS[name].map(([Element, attributes]: Stroke, i) => (
            <Element key={i} {...attributes} />
          ))}
        </svg>
      ) : (
        <svg viewBox="0 0 16 16" {...line} strokeWidth="1.4">
          <path d={PATHS[name]} strokeWidth={HEAVY.includes(name) ? 1.8 : undefined} />
        </svg>
      )}
    </span>
  )
}

/** The mark: two columns and the stream between them. */
export function Mark({ size = 18 }: { readonly size?: number }) {
  return (
    <svg className="mark" width={size} height={size} viewBox="0 0 16 16" {...line} strokeWidth="2.3" aria-hidden="true">
      <path d="M3 2.25v11.5M13 2.25v11.5" stroke="var(--text)" />
      <path d="M3 4.7C3 8 5.2 8 8 8S13 8 13 11.3" stroke="var(--water-lit)" />
    </svg>
  )
}
