import type { ReadContext } from '../catalog/context.ts'
import type { PictureQuery } from '../contract/picture.ts'
import { keyOf } from '../graph/keys.ts'
import { mermaidOf } from '../graph/mermaid.ts'
import { mergeAnswers } from '../graph/model.ts'
import { captionOf, sceneOf } from '../graph/picture/of-lineage.ts'
import { svgOf } from '../graph/picture/svg.ts'
import { csvOf } from '../graph/table.ts'
import { lineage } from './lineage.ts'

/**
 * The lineage as SVG, Mermaid or CSV, as text; null when no event names the root. Laying out a thousand nodes takes a moment: call it off
 * the thread that answers HTTP.
 */
export async function lineagePicture(context: ReadContext, query: PictureQuery): Promise<string | null> {
  const answer = await lineage(context, { ...query, facts: true })
  if (answer === null) return null
  if (query.format === 'svg')
    return svgOf(sceneOf(answer), captionOf(answer, query, new Date(context.now()).toISOString()), { theme: query.theme })
  const graph = mergeAnswers([answer])
  const keys = new Set(graph.nodes.keys())
  return query.format === 'csv' ? csvOf(graph, keys) : mermaidOf(graph, keys, keyOf(answer.root))
}
