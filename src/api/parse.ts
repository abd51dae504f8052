import { z } from 'zod'
import { decodeText } from '../lib/text.ts'
import { nearest } from '../settings/nearest.ts'
import { ApiError } from './problem.ts'

/** Query parameters by a schema. Unknown and repeated ones are errors: an ignored filter gives wrong answers. */
export function parseQuery(schema: z.ZodObject | undefined, url: string): unknown {
  const search = new URL(url).searchParams
  const values: Record<string, string> = Object.create(null) as Record<string, string>
  const known = Object.keys(schema?.shape ?? {})
  for (const [name, value] of search) {
    if (!known.includes(name))
      throw new ApiError(400, 'query_unknown', `There is no query parameter ${short(name)} here.`, suggestion(name, known), {
        pointer: `/query/${pointerPart(name)}`,
      })
    if (name in values)
      throw new ApiError(400, 'query_repeated', `The query parameter ${name} was sent twice.`, 'Send it once.', {
        pointer: `/query/${name}`,
      })
    values[name] = decodeText(value)
  }
  return schema === undefined ? undefined : parseWith(schema, values, 'query')
}

export function parseParams(schema: z.ZodObject | undefined, params: Record<string, string>): unknown {
  if (schema === undefined) return undefined
  const parsed = schema.safeParse(params)
  if (parsed.success) return parsed.data
  throw new ApiError(404, 'not_found', 'There is nothing at this address.', 'Ids are whole numbers.')
}

/** The JSON body by a schema. An absent body is read as `{}`, so that bodies of only optional members can be left out. */
export async function parseBody(schema: z.ZodType, request: Request, limit: number): Promise<unknown> {
  const type = request.headers.get('content-type')
  const bytes = await readLimited(request, limit)
  if (bytes.length > 0 && type !== null && !/^application\/([a-z0-9.+-]+\+)?json\s*(;|$)/i.test(type)) {
    throw new ApiError(415, 'json_only', 'The body is not sent as JSON.', 'Send Content-Type: application/json.')
  }
  const body = bytes.length === 0 ? {} : parseJson(bytes)
  if (schema instanceof z.ZodObject && typeof body === 'object' && body !== null) refuseUnknown(body, Object.keys(schema.shape))
  return parseWith(schema, body, 'body')
}

function parseJson(bytes: Uint8Array): unknown {
  try {
    return JSON.parse(new TextDecoder('utf-8', { fatal: true }).decode(bytes), refuseOddText)
  } catch (error) {
    if (error instanceof ApiError) throw error
    throw new ApiError(400, 'not_json', 'The body is not JSON.', 'Send a JSON object in UTF-8.')
  }
}

/** PostgreSQL cannot hold NUL, and half a surrogate pair is no text. People never mean either. */
function refuseOddText(key: string, value: unknown): unknown {
  for (const text of [key, value]) {
    if (typeof text === 'string' && (text.includes('\0') || !text.isWellFormed()))
      throw new ApiError(
        400,
        'text_not_valid',
        'A text holds characters that are no text (NUL or half a surrogate pair).',
        'Leave them out.',
      )
  }
  return value
}

function refuseUnknown(body: object, known: readonly string[]): void {
  for (const name of Object.keys(body)) {
    if (!known.includes(name))
      throw new ApiError(400, 'member_unknown', `There is no member ${short(name)} here.`, suggestion(name, known), {
        pointer: `/body/${pointerPart(name)}`,
      })
  }
}

function suggestion(name: string, known: readonly string[]): string {
  const near = nearest(name, known)
  if (near !== undefined) return `Did you mean ${near}?`
  return known.length === 0 ? 'Leave it out.' : `Known are: ${known.join(', ')}.`
}

function parseWith(schema: z.ZodType, value: unknown, where: 'query' | 'body'): unknown {
  const parsed = schema.safeParse(value)
  if (parsed.success) return parsed.data
  const issue = parsed.error.issues[0]
  const path = (issue?.path ?? []).map((part) => pointerPart(String(part))).join('/')
  const name = path === '' ? `The ${where}` : path.replaceAll('/', '.')
  throw new ApiError(
    400,
    `${where}_not_valid`,
    `${name}: ${issue?.message ?? 'not valid'}.`,
    'Correct it and send it again. /api/openapi.json says what is taken here.',
    { pointer: path === '' ? `/${where}` : `/${where}/${path}` },
  )
}

const pointerPart = (part: string): string => short(part).replaceAll('~', '~0').replaceAll('/', '~1')
const short = (text: string): string => (text.length > 60 ? `${text.slice(0, 60)}…` : text)

/** The whole body, up to `limit` bytes. Throws ApiError 413 beyond. */
export async function readLimited(request: Request, limit: number): Promise<Uint8Array> {
  const tooLarge = (): ApiError =>
    new ApiError(413, 'too_large', `The body is larger than ${limit} bytes.`, 'Send less at once, or raise maxApiBodyBytes.')
  if (Number(request.headers.get('content-length') ?? 0) > limit) throw tooLarge()
  const parts: Uint8Array[] = []
  let size = 0
  for await (const part of (request.body ?? []) as AsyncIterable<Uint8Array>) {
    size += part.length
    if (size > limit) throw tooLarge()
    parts.push(part)
  }
  return Buffer.concat(parts)
}
