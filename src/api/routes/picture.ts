import { PictureQuery } from '../../contract/picture.ts'
import type { PictureFormat } from '../../contract/picture.ts'
import { found } from '../pages.ts'
import { defineRoute } from '../route.ts'
import type { Route } from '../route.ts'
import { needsDataset, needsTime } from './lineage.ts'

const formats: Readonly<Record<PictureFormat, { readonly type: string; readonly ending: string }>> = {
  svg: { type: 'image/svg+xml', ending: 'svg' },
  mermaid: { type: 'text/vnd.mermaid; charset=utf-8', ending: 'mmd' },
  csv: { type: 'text/csv; charset=utf-8', ending: 'csv' },
}

/** The lineage graph as something to keep or to send. */
export const pictureRoutes: readonly Route[] = [
  defineRoute({
    method: 'GET',
    path: '/api/v2/lineage/picture',
    access: 'viewer',
    summary: 'The lineage of a job, dataset or field as an SVG picture, a Mermaid chart or a CSV table',
    query: PictureQuery,
    response: {
      media: Object.values(formats).map(({ type }) => type.split(';')[0] ?? type),
      description: 'At most 1,000 nodes; what is left out is said in it.',
    },
    handler: async ({ query }, context) => {
      needsTime('asOf', query.asOf)
      needsDataset(query)
      const { text } = found(await context.catalog.lineagePicture(query), `such ${query.type}`)
      return pictureResponse(text, query.format, query.download === true ? query.name : null)
    },
  }),
]

/** A picture that runs nothing, even where somebody opens it alone; `fileName` null: shown in place. */
export function pictureResponse(text: string, format: PictureFormat, fileName: string | null): Response {
  const { type, ending } = formats[format]
  const name = `lineage-${(fileName ?? '').replaceAll(/[^\w.-]+/g, '_').slice(-80)}.${ending}`
  return new Response(text, {
    headers: {
      'content-type': type,
      'content-security-policy': "sandbox; default-src 'none'; style-src 'unsafe-inline'; frame-ancestors 'none'",
      ...(fileName === null ? {} : { 'content-disposition': `attachment; filename="${name}"` }),
    },
  })
}
