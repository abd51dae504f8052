import type { EmbedQuery, EmbedQuestion } from '../contract/embeds.ts'
import { encodeText } from '../lib/text.ts'
import type { ApiContext } from './context.ts'
import { publicUrlOf } from './public-url.ts'

/** The question of a signed address, as it was signed. */
export const questionOf = (query: EmbedQuery): EmbedQuestion => ({
  type: query.type,
  namespace: query.namespace,
  name: query.name,
  field: query.field ?? null,
  direction: query.direction,
  depth: query.depth,
  fold: query.fold,
  columns: query.columns,
  asOf: query.asOf ?? null,
  group: query.group,
})

type Signed = Pick<EmbedQuery, 'link' | 'until' | 'token'>

/** The whole address of the page of a signed link, or of its picture. */
export async function addressOf(
  file: 'lineage' | 'lineage.png',
  question: EmbedQuestion,
  signed: Signed,
  context: ApiContext,
): Promise<string> {
  const { publicUrl } = await publicUrlOf(context)
  const parts: Record<string, string | null> = {
    type: question.type,
    namespace: question.namespace,
    name: question.name,
    field: question.field,
    direction: question.direction,
    depth: String(question.depth),
    fold: String(question.fold),
    columns: String(question.columns),
    asOf: question.asOf,
    group: question.group === 'none' ? null : question.group,
    link: String(signed.link),
    until: String(signed.until),
    token: signed.token,
  }
  const query = new URLSearchParams()
  for (const [name, value] of Object.entries(parts)) if (value !== null) query.set(name, encodeText(value))
  return `${publicUrl.replace(/\/+$/, '')}/embed/${file}?${query.toString()}`
}
