import { z } from 'zod'
import { AddEmbed, Embed, EmbedLink, EmbedQuery } from '../../contract/embeds.ts'
import type { PictureQuery } from '../../contract/picture.ts'
import type { EmbedLookUp } from '../../control/embeds.ts'
import { PREVIEW } from '../../graph/picture/preview.ts'
import type { LineagePicture } from '../../lineage/picture.ts'
import { encodeText } from '../../lib/text.ts'
import type { ApiContext } from '../context.ts'
import { addressOf, questionOf } from '../embed-address.ts'
import { embedPage, htmlText } from '../embed-page.ts'
import type { EmbedContent } from '../embed-page.ts'
import { ApiError } from '../problem.ts'
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
      await allowed(query, context)
      return pictureResponse((await drawn(query, context)).text, 'svg', null)
    },
  }),
  defineRoute({
    method: 'GET',
    path: '/embed/lineage.png',
    access: 'public',
    summary: 'The picture that chats and wikis show of the link: the root and what fits round it, 1200 by 630 pixels',
    query: EmbedQuery,
    response: { media: ['image/png'], description: 'Wants the signature of the link. Always light; up to three hops.' },
    handler: async ({ query, raw }, context) => {
      await allowed(query, context)
      const preview = (await context.previews.of(questionOf(query))) ?? gone()
      // kept by whoever fetched it, and asked for again: a revoked link shows nothing from then on
      const headers = { 'cache-control': 'public, no-cache', etag: preview.etag }
      if (raw.headers.get('if-none-match')?.includes(preview.etag)) return new Response(null, { status: 304, headers })
      return new Response(preview.png, { headers: { ...headers, 'content-type': 'image/png' } })
    },
  }),
]

const nameOf = (caller: Caller): string | null => caller.person?.name ?? (caller.via === 'local' ? 'command line' : null)

const lookUp = (query: EmbedQuery, context: ApiContext): Promise<EmbedLookUp> =>
  context.control.checkEmbed({ id: query.link, expiresAt: query.until * 1000, token: query.token, question: questionOf(query) })

async function allowed(query: EmbedQuery, context: ApiContext): Promise<void> {
  const state = await lookUp(query, context)
  if (state !== 'ok') throw new ApiError(403, `link_${state}`, refusals[state], 'Ask an administrator of Headwater for a new link.')
}

async function linkOf(id: number, context: ApiContext): Promise<EmbedLink> {
  const { embed, token } = await context.control.signEmbed({ id })
  const signed = { link: id, until: Math.round(Date.parse(embed.expiresAt) / 1000), token }
  return { item: embed, url: await addressOf('lineage', embed, signed, context) }
}

/** The one question of the link, with a picture's own bounds. */
async function drawn(query: EmbedQuery, context: ApiContext): Promise<LineagePicture> {
  const { field, asOf } = query
  const asked: PictureQuery = { ...questionOf(query), field, asOf, limit: 1000, format: 'svg', theme: query.theme }
  const picture = await context.catalog.lineagePicture(asked)
  return picture ?? gone()
}

function gone(): never {
  throw new ApiError(404, 'not_found', 'What this link shows is not in the catalog any more.', 'Ask for a new link.')
}

async function graphPage(query: EmbedQuery, context: ApiContext): Promise<EmbedContent> {
  const { text, title, facts } = await drawn(query, context)
  const at = new URLSearchParams({ type: query.type, namespace: encodeText(query.namespace), name: encodeText(query.name) })
  if (query.field !== undefined) at.set('field', encodeText(query.field))
  const open = `<a class="open" href="/lineage?${htmlText(at.toString())}" target="_blank" rel="noopener noreferrer">Open in Headwater</a>`
  const body = (nonce: string): string => `<div id="picture">${text.replace('<style>', `<style nonce="${nonce}">`)}</div>${open}`
  const image = { url: await addressOf('lineage.png', questionOf(query), query, context), ...PREVIEW }
  return { title, description: facts, theme: query.theme, image, body }
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
