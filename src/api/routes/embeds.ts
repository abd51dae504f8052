import { z } from 'zod'
import { AddEmbed, Embed, EmbedLink, EmbedQuery } from '../../contract/embeds.ts'
import type { EmbedQuestion } from '../../contract/embeds.ts'
import type { PictureQuery } from '../../contract/picture.ts'
import type { EmbedLookUp } from '../../control/embeds.ts'
import type { LineagePicture } from '../../lineage/picture.ts'
import { encodeText } from '../../lib/text.ts'
import type { ApiContext } from '../context.ts'
import { embedPage, htmlText } from '../embed-page.ts'
import type { EmbedContent } from '../embed-page.ts'
import { ApiError } from '../problem.ts'
import { publicUrlOf } from '../public-url.ts'
import { defineRoute } from '../route.ts'
import type { Caller, Route } from '../route.ts'
import { needsTime } from './lineage.ts'
import { pictureResponse } from './picture.ts'

const Id = z.object({ id: z.coerce.number().int().positive() })

/** Signed links: made, listed and revoked by administrators; each lets whoever has it ask its one question. */
export const embedRoutes: readonly Route[] = [
  defineRoute({
    method: 'GET',
    path: '/api/v2/embeds',
    access: 'admin',
    summary: 'Signed links, newest first, also those that ended or were revoked',
    response: z.object({ items: z.array(Embed) }),
    handler: async (_, context) => ({ items: await context.control.listEmbeds({}) }),
  }),
  defineRoute({
    method: 'POST',
    path: '/api/v2/embeds',
    access: 'admin',
    summary: 'Make a signed link to the lineage of one job, dataset or field',
    body: AddEmbed,
    response: EmbedLink,
    status: 201,
    handler: async ({ body, caller }, context) => {
      needsTime('asOf', body.asOf ?? undefined, 'body')
      const { id } = await context.control.addEmbed({ ...body, createdBy: nameOf(caller) })
      return linkOf(id, context)
    },
  }),
  defineRoute({
    method: 'GET',
    path: '/api/v2/embeds/:id',
    access: 'admin',
    summary: 'The address of a signed link that holds, to copy it again',
    params: Id,
    response: EmbedLink,
    handler: async ({ params }, context) => linkOf(params.id, context),
  }),
  defineRoute({
    method: 'DELETE',
    path: '/api/v2/embeds/:id',
    access: 'admin',
    summary: 'Revoke a signed link; it stops working at once, wherever it is',
    params: Id,
    response: null,
    handler: async ({ params }, context) => {
      await context.control.revokeEmbed(params)
      return null
    },
  }),
  defineRoute({
    method: 'GET',
    path: '/embed/lineage',
    access: 'public',
    summary: 'The lineage that a signed link is for, as a page to show in a frame',
    query: EmbedQuery,
    response: { media: ['text/html'], description: 'Wants the signature of the link; may be framed by any page.' },
    handler: async ({ query }, context) => {
      const state = await lookUp(query, context)
      return embedPage(context.webRoot, state === 'ok' ? await graphPage(query, context) : refusal(state, query.theme))
    },
  }),
  defineRoute({
    method: 'GET',
    path: '/embed/lineage.svg',
    access: 'public',
    summary: 'The same as a picture',
    query: EmbedQuery,
    response: { media: ['image/svg+xml'], description: 'Wants the signature of the link.' },
    handler: async ({ query }, context) => {
      const state = await lookUp(query, context)
      if (state !== 'ok') throw new ApiError(403, `link_${state}`, refusals[state], 'Ask an administrator of Headwater for a new link.')
      return pictureResponse((await drawn(query, context)).text, 'svg', null)
    },
  }),
]

const nameOf = (caller: Caller): string | null => caller.person?.name ?? (caller.via === 'local' ? 'command line' : null)

const questionOf = (query: EmbedQuery): EmbedQuestion => ({
  type: query.type,
  namespace: query.namespace,
  name: query.name,
  field: query.field ?? null,
  direction: query.direction,
  depth: query.depth,
  fold: query.fold,
  columns: query.columns,
  asOf: query.asOf ?? null,
})

const lookUp = (query: EmbedQuery, context: ApiContext): Promise<EmbedLookUp> =>
  context.control.checkEmbed({ id: query.link, expiresAt: query.until * 1000, token: query.token, question: questionOf(query) })

async function linkOf(id: number, context: ApiContext): Promise<EmbedLink> {
  const { embed, token } = await context.control.signEmbed({ id })
  const { publicUrl } = await publicUrlOf(context)
  const parts: Record<string, string | null> = {
    type: embed.type,
    namespace: embed.namespace,
    name: embed.name,
    field: embed.field,
    direction: embed.direction,
    depth: String(embed.depth),
    fold: String(embed.fold),
    columns: String(embed.columns),
    asOf: embed.asOf,
    link: String(id),
    until: String(Math.round(Date.parse(embed.expiresAt) / 1000)),
    token,
  }
  const query = new URLSearchParams()
  for (const [name, value] of Object.entries(parts)) if (value !== null) query.set(name, encodeText(value))
  return { item: embed, url: `${publicUrl.replace(/\/+$/, '')}/embed/lineage?${query.toString()}` }
}

/** The one question of the link, with a picture's own bounds. */
async function drawn(query: EmbedQuery, context: ApiContext): Promise<LineagePicture> {
  const { field, asOf } = query
  const asked: PictureQuery = { ...questionOf(query), field, asOf, limit: 1000, format: 'svg', theme: query.theme }
  const picture = await context.catalog.lineagePicture(asked)
  if (picture !== null) return picture
  throw new ApiError(404, 'not_found', 'What this link shows is not in the catalog any more.', 'Ask for a new link.')
}

async function graphPage(query: EmbedQuery, context: ApiContext): Promise<EmbedContent> {
  const { text, title, facts } = await drawn(query, context)
  const at = new URLSearchParams({ type: query.type, namespace: encodeText(query.namespace), name: encodeText(query.name) })
  if (query.field !== undefined) at.set('field', encodeText(query.field))
  const open = `<a class="open" href="/lineage?${htmlText(at.toString())}" target="_blank" rel="noopener noreferrer">Open in Headwater</a>`
  const body = (nonce: string): string => `<div id="picture">${text.replace('<style>', `<style nonce="${nonce}">`)}</div>${open}`
  return { title, description: facts, theme: query.theme, body }
}

const refusals: Readonly<Record<Exclude<EmbedLookUp, 'ok'>, string>> = {
  wrong: 'This link is not whole, or was changed.',
  expired: 'This link has ended.',
  revoked: 'This link was revoked.',
}

const refusal = (state: Exclude<EmbedLookUp, 'ok'>, theme: EmbedContent['theme']): EmbedContent => ({
  title: 'Headwater',
  description: refusals[state],
  theme,
  status: 403,
  body: () => `<div class="refused"><h1>${refusals[state]}</h1><p>Ask an administrator of Headwater for a new one.</p></div>`,
})
