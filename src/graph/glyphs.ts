/** The shapes of run states and of lateness on a 16 px grid: six silhouettes, so that colour is never the only sign. */

/** One SVG element; attributes are spelt as React spells them. */
export type Stroke = readonly [element: 'circle' | 'path' | 'rect', attributes: Readonly<Record<string, string | number>>]

const line = { fill: 'none', stroke: 'currentColor', strokeLinecap: 'round', strokeLinejoin: 'round' } as const

export type StateGlyph = 'NEW' | 'RUNNING' | 'COMPLETE' | 'FAIL' | 'ABORT' | 'LOST' | 'STALE'

export const GLYPHS: Readonly<Record<StateGlyph, readonly Stroke[]>> = {
  NEW: [['circle', { cx: 8, cy: 8, r: 5, ...line, strokeWidth: 1.6 }]],
  RUNNING: [
    ['circle', { cx: 8, cy: 8, r: 5, ...line, strokeWidth: 1.6, opacity: 0.3 }],
    ['path', { d: 'M8 3a5 5 0 0 1 5 5', ...line, strokeWidth: 2 }],
  ],
  COMPLETE: [['path', { d: 'm3.2 8.6 3 3 6.6-7.2', ...line, strokeWidth: 2 }]],
  FAIL: [
    ['path', { d: 'M5.5 2h5L14 5.5v5L10.5 14h-5L2 10.5v-5z', fill: 'currentColor' }],
    ['path', { d: 'm5.9 5.9 4.2 4.2m0-4.2-4.2 4.2', ...line, stroke: 'var(--surface)', strokeWidth: 1.7 }],
  ],
  ABORT: [
    ['rect', { x: 2.8, y: 2.8, width: 10.4, height: 10.4, rx: 2, ...line, strokeWidth: 1.6 }],
    ['path', { d: 'M5.6 8h4.8', ...line, strokeWidth: 2 }],
  ],
  LOST: [
    ['circle', { cx: 8, cy: 8, r: 5.4, ...line, strokeLinecap: 'butt', strokeWidth: 1.6, strokeDasharray: '2.4 1.84' }],
    ['path', { d: 'M6.6 6.7a1.5 1.5 0 1 1 2.1 1.4c-.5.2-.7.5-.7 1M8 10.7v.01', ...line, strokeWidth: 1.4 }],
  ],
  STALE: [
    ['circle', { cx: 8, cy: 8, r: 5.3, ...line, strokeWidth: 1.6 }],
    ['path', { d: 'M8 5v3.2l2.2 1.3', ...line, strokeWidth: 1.6 }],
  ],
}
