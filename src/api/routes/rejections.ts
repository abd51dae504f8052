import { z } from 'zod'
import { Page, paged } from '../../contract/common.ts'
import { Rejection, RejectionDetail } from '../../contract/sources.ts'
import { decodeCursor, encodeCursor } from '../cursor.ts'
import { defineRoute } from '../route.ts'
import type { Route } from '../route.ts'

const Id = z.object({ id: z.coerce.number().int().min(1) })
const Query = Page.extend({ source: z.coerce.number().int().optional() })
const RetryResult = z.object({
  status: z.number(),
  code: z.string().nullable(),
  cause: z.string().nullable(),
  position: z.number().nullable(),
})
const Values = z.tuple([z.number().int()])

/** Refused requests. */
export const rejectionRoutes: readonly Route[] = [
  defineRoute({
    method: 'GET',
    path: '/api/v2/rejections',
    access: 'viewer',
    summary: 'Refused requests, newest first',
    query: Query,
    response: paged(Rejection),
    handler: async ({ query }, context) => {
      const before = decodeCursor('rejections', Values, query.cursor)
      const { items, total } = await context.control.listRejections({
        sourceId: query.source ?? null,
        beforeId: before?.[0] ?? null,
        limit: query.limit + 1,
      })
      const page = items.slice(0, query.limit)
      const last = page.at(-1)
      return {
        items: page,
        next: items.length > query.limit && last !== undefined ? encodeCursor('rejections', [last.id]) : null,
        total,
        totalAtLeast: null,
      }
    },
  }),
  defineRoute({
    method: 'GET',
    path: '/api/v2/rejections/:id',
    access: 'viewer',
    summary: 'One refused request with its body',
    params: Id,
    response: RejectionDetail,
    handler: async ({ params }, context) => context.control.getRejection(params),
  }),
  defineRoute({
    method: 'POST',
    path: '/api/v2/rejections/:id/retry',
    access: 'admin',
    summary: 'Take the body in once more',
    params: Id,
    response: RetryResult,
    handler: async ({ params }, context) => {
      const result = await context.intake.retry(await context.control.rejectionForRetry(params))
      await context.control.markRetried(params)
      return result
    },
  }),
]
