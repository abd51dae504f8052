import { DARK, LIGHT, type Tint, type Tints } from './palette.ts'
import type { Theme } from './types.ts'

/** The faces of the pages by name, then what each system has. */
const SANS = `'IBM Plex Sans',Plex,ui-sans-serif,system-ui,'Segoe UI',Roboto,'Helvetica Neue',Arial,sans-serif`
const MONO = `'JetBrains Mono',JBMono,ui-monospace,Menlo,Consolas,'DejaVu Sans Mono',monospace`

const fills: readonly (readonly [string, Tint])[] = [
  ['.bg', 'canvas'],
  ['.card', 'node'],
  ['.tile', 'sunken'],
  ['.t1', 'text'],
  ['.t2', 'text-2'],
  ['.t3', 'text-3'],
  ['.tw', 'water-text'],
  ['.tf', 'fail-text'],
  ['.ta', 'abort-text'],
  ['.tc', 'complete-text'],
  ['.count', 'node'],
  ['.on', 'water-tint'],
  ['.pin', 'water-tint-2'],
  ['.port', 'water-lit'],
  ['.pill', 'canvas'],
  ['.pill.FAIL', 'fail-tint'],
  ['.dim .card', 'canvas'],
  ['.dim .t1,.dim .t2', 'text-3'],
]
const strokes: readonly (readonly [string, Tint])[] = [
  ['.card,.pill', 'node-line'],
  ['.tile', 'line'],
  ['.rule', 'line'],
  ['.dim .card,.dim .pill,.dim .tile', 'edge-dim'],
  ['.e', 'edge'],
  ['.dimmed .e', 'edge-dim'],
  ['.ctl', 'text-3'],
  ['.lit,.stream', 'water-lit'],
  ['.pill.RUNNING', 'running'],
  ['.pill.FAIL', 'fail'],
  ['.card.late', 'abort'],
  ['.card.is,.pill.is', 'water-lit'],
  ['.card.came,.pill.came,.e.came,.lit.came', 'complete'],
  ['.card.went,.pill.went,.e.went,.lit.went', 'fail'],
  ['.stack,.count', 'edge'],
  ['.ground', 'node'],
  ['.stem', 'text'],
  ['.sheets', 'text-3'],
]
const colours: readonly (readonly [string, Tint])[] = [
  ['.NEW', 'new'],
  ['.RUNNING', 'running'],
  ['.COMPLETE', 'complete'],
  ['.FAIL', 'fail'],
  ['.ABORT', 'abort'],
  ['.LOST', 'lost'],
  ['.STALE', 'abort'],
  ['.target', 'water-lit'],
  ['.hue-0', 'water-lit'],
  ['.hue-1', 'lost'],
  ['.hue-2', 'abort'],
  ['.hue-3', 'complete'],
  ['.hue-4', 'running'],
  ['.hue-5', 'new'],
]

const tinted = (tints: Tints): string =>
  [
    ...fills.map(([at, tint]) => `${at}{fill:${tints[tint]}}`),
    ...strokes.map(([at, tint]) => `${at}{stroke:${tints[tint]}}`),
    ...colours.map(([at, tint]) => `${at}{color:${tints[tint]}}`),
  ].join('')

const shapes = [
  `text{font-family:${SANS};font-size:13px}`,
  `.mono{font-family:${MONO}}`,
  '.s9{font-size:9.5px}.s10{font-size:10.5px}.s11{font-size:11px}.s12{font-size:12px}.s20{font-size:20px}',
  '.w5{font-weight:500}.w6{font-weight:600}',
  '.e,.ctl,.lit,.rule,.stem,.stream,.sheets{fill:none}',
  '.e,.ctl{stroke-width:1.25}.lit{stroke-width:2}.root{stroke-width:2}',
  '.ctl{stroke-dasharray:6 4}.indirect{stroke-dasharray:5 4}.dots{stroke-dasharray:.1 4;stroke-linecap:round;stroke-width:2}.back{stroke-dasharray:2 3}',
  '.stack,.bridge{stroke-dasharray:3 3}.went{stroke-dasharray:7 4}.e.came{stroke-width:2.25}.e.went{stroke-width:1.75}',
  '.tone{fill:currentColor}.tinted{stroke:currentColor;stroke-width:2}.gone{text-decoration:line-through}',
].join('')

/** The style sheet of a picture; `auto` follows whoever looks at it. */
export const styleOf = (theme: Theme, faces = ''): string => {
  const own = faces + shapes
  if (theme !== 'auto') return own + tinted(theme === 'dark' ? DARK : LIGHT)
  return `${own}${tinted(LIGHT)}@media (prefers-color-scheme:dark){${tinted(DARK)}}`
}
