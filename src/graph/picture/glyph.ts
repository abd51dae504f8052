import { GLYPHS, type StateGlyph } from '../glyphs.ts'
import { el } from './xml.ts'

const kebab = (name: string): string => name.replace(/[A-Z]/g, (c) => `-${c.toLowerCase()}`)

/** A state's shape, `size` pixels wide, with its upper left corner at x, y. */
export const glyph = (state: StateGlyph, x: number, y: number, size: number): string =>
  el(
    'g',
    { class: state, transform: `translate(${x} ${y}) scale(${size / 16})` },
    ...GLYPHS[state].map(([element, attributes]) => {
      const { stroke, ...rest } = Object.fromEntries(Object.entries(attributes).map(([name, value]) => [kebab(name), value]))
      // the ground shows through
      return el(element, { ...rest, ...(stroke === 'var(--surface)' ? { class: 'ground' } : { stroke }) })
    }),
  )

const TARGET = 'M8 4.5a3.5 3.5 0 1 0 0 7 3.5 3.5 0 0 0 0-7ZM8 1.8v2.7M8 11.5v2.7M1.8 8h2.7M11.5 8h2.7'

/** Marks the root. */
export const target = (x: number, y: number, size: number): string =>
  el('path', {
    class: 'target',
    d: TARGET,
    transform: `translate(${x} ${y}) scale(${size / 16})`,
    fill: 'none',
    stroke: 'currentColor',
    'stroke-width': 1.4,
    'stroke-linecap': 'round',
  })

/** The mark of Headwater: two columns and the stream between them. */
export const mark = (x: number, y: number, size: number): string =>
  el(
    'g',
    { transform: `translate(${x} ${y}) scale(${size / 16})`, 'stroke-width': 2.3, 'stroke-linecap': 'round' },
    el('path', { class: 'stem', d: 'M3 2.25v11.5M13 2.25v11.5' }),
    el('path', { class: 'stream', d: 'M3 4.7C3 8 5.2 8 8 8S13 8 13 11.3' }),
  )
