import type { ReadContext } from '../catalog/context.ts'
import type { Lineage } from '../contract/lineage.ts'
import type { PictureQuery } from '../contract/picture.ts'
import { keyOf } from '../graph/keys.ts'
import { mermaidOf } from '../graph/mermaid.ts'
import { mergeAnswers } from '../graph/model.ts'
import { captionOf, sceneOf, visibleIn } from '../graph/picture/of-lineage.ts'
import { svgOf } from '../graph/picture/svg.ts'
import type { Caption } from '../graph/picture/types.ts'
import { csvOf } from '../graph/table.ts'
import { lineage } from './lineage.ts'

export interface LineagePicture {
  readonly text: string
  readonly title: string
  /** What it shows, in one line. */
  readonly facts: string
}

/**
 * The lineage as SVG, Mermaid or CSV, with what it is of; null when no event names the root. Laying out a thousand nodes takes a moment: call it off
 * the thread that answers HTTP.
 */
export async function lineagePicture(context: ReadContext, query: PictureQuery): Promise<LineagePicture | null> {
  // As the explorer folds: around the root
  const { type: topType, namespace: topNamespace, name: topName } = query
  const answer = await lineage(context, { topType, topNamespace, topName, ...query, facts: true })
  if (answer === null) return null
  const caption = captionOf(answer, query, new Date(context.now()).toISOString())
  return { text: textOf(answer, caption, query), title: caption.title, facts: [...caption.facts, ...caption.notes].join(' · ') }
}

function textOf(answer: Lineage, caption: Caption, { format, theme, group }: PictureQuery): string {
  if (format === 'svg') return svgOf(sceneOf(answer, group), caption, { theme })
  const graph = mergeAnswers([answer])
  if (format === 'csv') return csvOf(graph, new Set(graph.nodes.keys()), caption.notes)
  const root = keyOf(answer.root)
  return mermaidOf({ graph, root, visible: visibleIn(graph, root, null, group ?? 'none') }, caption.notes)
}
