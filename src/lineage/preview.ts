import { createHash } from 'node:crypto'
import type { ReadContext } from '../catalog/context.ts'
import type { EmbedQuestion } from '../contract/embeds.ts'
import { previewSceneOf, previewWords } from '../graph/picture/of-lineage.ts'
import { previewOf } from '../graph/picture/preview.ts'
import { lineage } from './lineage.ts'

/** `at`: the state of the catalog of which the asker has a drawing. */
export interface PreviewAsked {
  readonly question: EmbedQuestion
  readonly at: string | null
}
/** `svg` null: the catalog is as it was at `at`. */
export interface PreviewDrawing {
  readonly at: string
  readonly svg: string | null
}

/** Hops, and nodes of a graph without groups: farther ones have no room in a picture of that size. */
const [farthest, most, mostInGroups] = [3, 300, 1000]

/** The lineage as the picture of a link, 1200 by 630 pixels; null when no event names the root. */
export async function lineagePreview(context: ReadContext, { question, at }: PreviewAsked): Promise<PreviewDrawing | null> {
  const state = await stateOf(context)
  if (state === at) return { at: state, svg: null }
  const { field, asOf, group, direction } = question
  const asked = { field: field ?? undefined, asOf: asOf ?? undefined, depth: Math.min(farthest, question.depth) }
  const answer = await lineage(context, { ...question, ...asked, facts: true, limit: group === 'none' ? most : mostInGroups })
  if (answer === null) return null
  return { at: state, svg: previewOf(previewSceneOf(answer, direction, group), previewWords(answer, asked)) }
}

/** Another text when the catalog holds other events, or is by other rules. */
async function stateOf({ db }: ReadContext): Promise<string> {
  const checkpoint = await db.all('SELECT version, position, rules FROM checkpoint')
  const byHand = await db.all('SELECT source_id, position FROM source_checkpoint ORDER BY source_id')
  return createHash('sha256')
    .update(JSON.stringify([checkpoint, byHand], (_, value: unknown) => (typeof value === 'bigint' ? String(value) : value)))
    .digest('base64url')
}
