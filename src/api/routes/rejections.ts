import { z } from 'zod'
import { paged } from '../../contract/common.ts'
import {
  Rejection,
  RejectionDetail,
  RejectionFilter,
  RejectionGroups,
  RejectionsQuery,
  RetriedAll,
  RetryAll,
  RetryResult,
} from '../../contract/rejections.ts'
import { decodeCursor, encodeCursor } from '../cursor.ts'
import { ndjson } from '../ndjson.ts'
import { notFound } from '../problem.ts'
import { bodyFile, rejectionLines } from '../rejection-files.ts'
import { retryOne, retryPart } from '../retry-rejections.ts'
import { defineRoute } from '../route.ts'
import type { Route } from '../route.ts'

const Id = z.object({ id: z.coerce.number().int().min(1) })
const Values = z.tuple([z.number().int()])

/** Refused requests. */
export const rejectionRoutes: readonly Route[] = [
  defineRoute({
    method: 'GET',
    path: '/api/v2/rejections',
    access: 'viewer',
    summary: 'Refused requests, newest first; source=none: those of no known source',
    query: RejectionsQuery,
    response: paged(Rejection),
    handler: async ({ query: { cursor, limit, ...choice } }, context) => {
      const before = decodeCursor('rejections', Values, cursor)
      const { items, total } = await context.control.listRejections({ ...choice, beforeId: before?.[0] ?? null, limit: limit + 1 })
      const page = items.slice(0, limit)
      const last = page.at(-1)
      return {
        items: page,
        next: items.length > limit && last !== undefined ? encodeCursor('rejections', [last.id]) : null,
        total,
        totalAtLeast: null,
      }
    },
  }),
  defineRoute({
    method: 'GET',
    path: '/api/v2/rejections/groups',
    access: 'viewer',
    summary: 'Refused requests counted by source and cause, the latest first',
    query: RejectionFilter,
    response: RejectionGroups,
    handler: async ({ query }, context) => ({
      items: await context.control.rejectionGroups(query),
      keptDays: context.settings.rejectionDays,
    }),
  }),
  defineRoute({
    method: 'GET',
    path: '/api/v2/rejections/download',
    access: 'viewer',
    summary: 'Refused requests with their bodies, one JSON value a line, oldest first',
    query: RejectionFilter,
    response: { media: ['application/x-ndjson'], description: 'Bodies as text, or as Base64 where `bodyEncoding` says so.' },
    handler: async ({ query }, context) =>
      ndjson(
        rejectionLines(context, query),
        [
          'refused',
          query.source === undefined ? '' : `-source-${query.source}`,
          query.code === undefined ? '' : `-${query.code}`,
          '.ndjson',
        ].join(''),
      ),
  }),
  defineRoute({
    method: 'POST',
    path: '/api/v2/rejections/retry',
    access: 'admin',
    summary: 'Take in once more all that have a cause, a part with each call',
    body: RetryAll,
    response: RetriedAll,
    handler: async ({ body }, context) => retryPart(context, body),
  }),
  defineRoute({
    method: 'GET',
    path: '/api/v2/rejections/:id',
    access: 'viewer',
    summary: 'One refused request with its head, its answer and the beginning of its body',
    params: Id,
    response: RejectionDetail,
    handler: async ({ params }, context) => context.control.getRejection(params),
  }),
  defineRoute({
    method: 'GET',
    path: '/api/v2/rejections/:id/body',
    access: 'viewer',
    summary: 'What is kept of the body, byte for byte',
    params: Id,
    response: { media: ['application/octet-stream'], description: 'The body, unpacked where it could be.' },
    handler: async ({ params }, context) => {
      const { rejection, body } = await context.control.rejectionBody(params)
      if (body === null) throw notFound('body of this request', 'It was refused before its body was read.')
      return bodyFile(rejection, body)
    },
  }),
  defineRoute({
    method: 'POST',
    path: '/api/v2/rejections/:id/retry',
    access: 'admin',
    summary: 'Take one request in once more',
    params: Id,
    response: RetryResult,
    handler: async ({ params }, context) => retryOne(context, params.id),
  }),
]
