/** The colours of the pages (tokens.css) that a picture needs, as plain values: a picture stands alone. */
export type Tint =
  | 'canvas'
  | 'node'
  | 'node-line'
  | 'sunken'
  | 'line'
  | 'text'
  | 'text-2'
  | 'text-3'
  | 'edge'
  | 'edge-dim'
  | 'water-lit'
  | 'water-text'
  | 'water-tint'
  | 'water-tint-2'
  | 'new'
  | 'running'
  | 'complete'
  | 'complete-text'
  | 'fail'
  | 'fail-text'
  | 'fail-tint'
  | 'abort'
  | 'abort-text'
  | 'lost'

export type Tints = Readonly<Record<Tint, string>>

export const LIGHT: Tints = {
  canvas: '#f4f7f7',
  node: '#ffffff',
  'node-line': '#a9b3b4',
  sunken: '#f7f9f9',
  line: '#dfe5e5',
  text: '#141d1e',
  'text-2': '#3d4647',
  'text-3': '#576061',
  edge: '#7f8a8c',
  'edge-dim': '#c6cfd0',
  'water-lit': '#00809b',
  'water-text': '#055f73',
  'water-tint': '#e9f5f8',
  'water-tint-2': '#d3ebf3',
  new: '#6d7677',
  running: '#2171cc',
  complete: '#3f8f68',
  'complete-text': '#146d48',
  fail: '#c83122',
  'fail-text': '#ae1507',
  'fail-tint': '#ffeeea',
  abort: '#b47c22',
  'abort-text': '#7c5301',
  lost: '#7d3f90',
}

export const DARK: Tints = {
  canvas: '#0a1213',
  node: '#162022',
  'node-line': '#465356',
  sunken: '#0b1415',
  line: '#253032',
  text: '#e7eff1',
  'text-2': '#b9c2c4',
  'text-3': '#99a3a5',
  edge: '#6d797c',
  'edge-dim': '#37454a',
  'water-lit': '#5cc3df',
  'water-text': '#7ccbe3',
  'water-tint': '#0c242b',
  'water-tint-2': '#0f3640',
  new: '#818a8c',
  running: '#5ca0f6',
  complete: '#64aa85',
  'complete-text': '#93cdad',
  fail: '#f07260',
  'fail-text': '#ffa192',
  'fail-tint': '#2b1613',
  abort: '#dca95f',
  'abort-text': '#e0b67b',
  lost: '#bf84d1',
}
