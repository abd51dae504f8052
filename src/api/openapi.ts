import { z } from 'zod'
import { Problem } from '../contract/common.ts'
import { isMedia } from './route.ts'
import type { Media, Route } from './route.ts'

type Json = Record<string, unknown>

/** The OpenAPI 3.1 document of these routes, from the schemas that check them. */
export function openapiOf(routes: readonly Route[], version: string): Json {
  const paths: Record<string, Json> = {}
  for (const route of routes) {
    const path = route.path.replace(/:(\w+)/g, '{$1}')
    paths[path] = { ...paths[path], [route.method.toLowerCase()]: operationOf(route) }
  }
  return {
    openapi: '3.1.0',
    info: {
      title: 'Headwater',
      version,
      description:
        'Jobs, runs, datasets and columns, with the lineage between them. Errors are problem details (RFC 9457) with a code and what to do.',
    },
    paths,
    components: {
      schemas: { Problem: jsonSchema(Problem, 'output') },
      securitySchemes: { bearer: { type: 'http', scheme: 'bearer', description: 'A personal token, hwp_…' } },
    },
  }
}

function operationOf(route: Route): Json {
  const operation: Json = {
    operationId: operationId(route),
    summary: route.summary,
    tags: [route.path.split('/')[3] ?? 'service'],
    'x-access': route.access,
    security: route.access === 'public' ? [] : [{ bearer: [] }],
    parameters: [...parametersOf(route.params, 'path'), ...parametersOf(route.query, 'query')],
    responses: { [String(route.status ?? (route.response === null ? 204 : 200))]: responseOf(route.response), default: problem },
  }
  if (route.body !== undefined) operation['requestBody'] = { required: true, content: contentOf(route.body, 'input') }
  return operation
}

const problem = {
  description: 'What went wrong and what to do.',
  content: { 'application/problem+json': { schema: { $ref: '#/components/schemas/Problem' } } },
}

const operationId = (route: Route): string =>
  `${route.method.toLowerCase()}${route.path.replace(/^\/api(\/v2)?/, '').replace(/[/:.-]+(\w)/g, (_, c: string) => c.toUpperCase())}`

function responseOf(response: z.ZodType | Media | null): Json {
  if (response === null) return { description: 'Done.' }
  return { description: isMedia(response) ? response.description : 'As asked.', content: contentOf(response, 'output') }
}

function contentOf(part: z.ZodType | Media, io: 'input' | 'output'): Json {
  if (isMedia(part)) return Object.fromEntries(part.media.map((type) => [type, {}]))
  return { 'application/json': { schema: jsonSchema(part, io) } }
}

function parametersOf(schema: z.ZodObject | undefined, where: 'path' | 'query'): Json[] {
  if (schema === undefined) return []
  const json = jsonSchema(schema, 'input') as { properties?: Record<string, Json>; required?: string[] }
  return Object.entries(json.properties ?? {}).map(([name, value]) => ({
    name,
    in: where,
    required: where === 'path' || (json.required?.includes(name) ?? false),
    schema: value,
  }))
}

function jsonSchema(schema: z.ZodType, io: 'input' | 'output'): Json {
  const { $schema: _, ...rest } = z.toJSONSchema(schema, { io, unrepresentable: 'any' }) as Json
  return rest
}
