import type { Lineage, LineageColumnEdge } from '../../../../../src/contract/lineage.ts'
import { keyOf } from '../../../../../src/graph/keys.ts'
import { mermaidOf } from '../../../../../src/graph/mermaid.ts'
import type { GraphNode } from '../../../../../src/graph/model.ts'
import { lastPart } from '../../../../../src/graph/names.ts'
import { captionOf } from '../../../../../src/graph/picture/of-lineage.ts'
import { svgOf } from '../../../../../src/graph/picture/svg.ts'
import type { Scene, Theme } from '../../../../../src/graph/picture/types.ts'
import type { Visible } from '../../../../../src/graph/visible.ts'
import { csvOf } from '../../../../../src/graph/table.ts'
import mono from '../../../assets/fonts/jetbrains-mono-latin-wght-normal.woff2?url'
import plex from '../../../assets/fonts/ibm-plex-sans-latin-wght-normal.woff2?url'
import type { ExplorerState } from '../url.ts'
import { PNG_SIDE, pngScale } from './png.ts'

/** The explorer as it stands. */
export interface Shown {
  readonly scene: Scene
  /** What is drawn without groups: tables hold each node and edge. */
  readonly listed: Visible
  readonly state: ExplorerState
  /** Nodes for which the answer had no room. */
  readonly leftOut: number
  readonly leftOutAtLeast: boolean
}
export type Format = 'svg' | 'png' | 'csv' | 'json' | 'mermaid'

const ENDINGS: Readonly<Record<Format, string>> = { svg: 'svg', png: 'png', csv: 'csv', json: 'json', mermaid: 'mmd' }
const TYPES: Readonly<Record<Format, string>> = {
  svg: 'image/svg+xml',
  png: 'image/png',
  csv: 'text/csv',
  json: 'application/json',
  mermaid: 'text/vnd.mermaid',
}

const rootOf = ({ scene }: Shown): GraphNode => {
  const root = scene.graph.nodes.get(scene.root)
  if (!root) throw new Error('There is nothing drawn yet.')
  return root
}

/** The column of the root that is pinned, and those of other datasets by their names. */
const pinnedIn = ({ pin, also }: ExplorerState): { field: string | undefined; also: string[] } => {
  const others = pin?.dataset ? [{ name: pin.dataset.name, field: pin.field }, ...also] : also
  return { field: pin?.dataset === null ? pin.field : undefined, also: others.map((p) => `${lastPart(p.name)}.${p.field}`) }
}

/** Explorer to SVG: cards lie where they lie on the screen. `faces`: rules that bring the fonts along. */
export const toSvg = (shown: Shown, theme: Theme, faces?: string): string => {
  const { scene, state, leftOut, leftOutAtLeast } = shown
  const told = { root: rootOf(shown), nodes: { length: shown.listed.nodes.size }, truncated: false, leftOut, leftOutAtLeast }
  const asked = {
    ...pinnedIn(state),
    direction: state.direction,
    // the path of a column is followed as far as it goes
    depth: state.only ? 100 : state.depth,
    asOf: state.asOf,
    opened: state.sides.size > 0 && !state.only,
  }
  return svgOf(scene, captionOf(told, asked, new Date().toISOString()), { theme, ...(faces !== undefined && { faces }) })
}

const toJson = (shown: Shown): string => {
  const { scene, listed: visible } = shown
  const { graph } = scene
  const ref = ({ type, namespace, name }: GraphNode) => ({ type, namespace, name })
  const end = (key: string) => {
    const node = graph.nodes.get(key)
    return node ? [ref(node)] : []
  }
  const has = (column: LineageColumnEdge['from']): boolean => visible.nodes.has(keyOf({ ...column, type: 'dataset' }))
  const answer: Lineage = {
    root: ref(rootOf(shown)),
    nodes: [...visible.nodes].flatMap((key) => {
      const node = graph.nodes.get(key)
      if (!node) return []
      const { key: _key, short: _short, ...rest } = node
      return [rest]
    }),
    edges: visible.edges.flatMap(({ from, to, id: _id, bridge: _bridge, ...rest }) =>
      end(from).flatMap((a) => end(to).map((b) => ({ from: a, to: b, ...rest }))),
    ),
    columns: graph.columns.filter((c) => has(c.from) && has(c.to)),
    truncated: shown.leftOut > 0 || visible.hidden.size > 0,
    leftOut: shown.leftOut,
    leftOutAtLeast: shown.leftOutAtLeast,
  }
  return `${JSON.stringify(answer, null, 2)}\n`
}

const dataUrl = (blob: Blob): Promise<string> =>
  new Promise((resolve, reject) => {
    const reader = new FileReader()
    reader.onload = () => resolve(typeof reader.result === 'string' ? reader.result : '')
    reader.onerror = () => reject(new Error('A font of the pages could not be read.'))
    reader.readAsDataURL(blob)
  })

/** A picture that is drawn as an image cannot ask for fonts: they go into it. */
const fontFaces = async (): Promise<string> => {
  const faces = [
    ['IBM Plex Sans', plex],
    ['JetBrains Mono', mono],
  ] as const
  const rules = faces.map(async ([family, url]) => {
    const font = await dataUrl(await (await fetch(url)).blob())
    return `@font-face{font-family:'${family}';src:url(${font}) format('woff2');font-weight:100 700}`
  })
  return (await Promise.all(rules)).join('')
}

const toPng = async (shown: Shown, theme: Theme): Promise<Blob> => {
  const svg = toSvg(shown, theme, await fontFaces())
  const image = new Image()
  image.src = `data:image/svg+xml;charset=utf-8,${encodeURIComponent(svg)}`
  await image.decode()
  const scale = pngScale(image.naturalWidth, image.naturalHeight)
  if (scale === null)
    throw new Error(`As a PNG this graph would be more than ${PNG_SIDE} pixels long and could not be read. Take the SVG instead.`)
  const canvas = document.createElement('canvas')
  canvas.width = Math.round(image.naturalWidth * scale)
  canvas.height = Math.round(image.naturalHeight * scale)
  canvas.getContext('2d')?.drawImage(image, 0, 0, canvas.width, canvas.height)
  const blob = await new Promise<Blob | null>((resolve) => canvas.toBlob(resolve, 'image/png'))
  if (!blob) throw new Error('This browser could not make a picture of that size. Take the SVG instead.')
  return blob
}

const contentOf = async (shown: Shown, format: Format, theme: Theme): Promise<string | Blob> => {
  const { scene, listed } = shown
  if (format === 'svg') return toSvg(shown, theme)
  if (format === 'png') return toPng(shown, theme)
  if (format === 'csv') return csvOf(scene.graph, listed.nodes)
  return format === 'json' ? toJson(shown) : mermaidOf(scene)
}

/** Gives the browser a file to keep. Rejects with words for people. */
export const download = async (shown: Shown, format: Format, theme: Theme): Promise<void> => {
  const name = `lineage-${rootOf(shown)
    .name.replaceAll(/[^\w.-]+/g, '_')
    .slice(-80)}.${ENDINGS[format]}`
  const url = URL.createObjectURL(new Blob([await contentOf(shown, format, theme)], { type: TYPES[format] }))
  const link = document.createElement('a')
  link.href = url
  link.download = name
  link.click()
  // the browser has taken it when the next task runs
  setTimeout(() => URL.revokeObjectURL(url), 60_000)
}
