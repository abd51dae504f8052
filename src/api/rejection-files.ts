import { promisify } from 'node:util'
import { gunzip } from 'node:zlib'
import type { Rejection } from '../contract/rejections.ts'
import type { RejectionChoice } from '../control/rejection-choice.ts'
import type { RejectionRow } from '../control/rejection-row.ts'
import { answerOf, rejectionOf, textOf } from '../control/rejection-row.ts'
import type { ApiContext } from './context.ts'
import { asFile } from './ndjson.ts'

const unpack = promisify(gunzip)
/** Packed bodies in memory at once. */
const pageBytes = 4 << 20

/** Refused requests as lines of JSON, the oldest first, up to the last one when it began. */
export async function* rejectionLines({ control }: Pick<ApiContext, 'control'>, choice: RejectionChoice): AsyncGenerator<string> {
  const upTo = await control.lastRejection(choice)
  for (let afterId = 0; ;) {
    const page = await control.rejectionsAfter({ ...choice, afterId, bytes: pageBytes })
    for (const { row, packed } of page) {
      if (row.id > upTo) return
      yield JSON.stringify({ ...lineOf(row), ...bodyMembers(packed === null ? null : await unpack(packed)) })
    }
    const last = page.at(-1)
    if (last === undefined) return
    afterId = last.row.id
  }
}

const lineOf = (row: RejectionRow): object => {
  const { retriable, ...rest } = rejectionOf(row)
  return { ...rest, whole: retriable, answer: answerOf(row), headers: JSON.parse(row.headers) as unknown }
}

/** Text as it is, all else as Base64. */
function bodyMembers(bytes: Buffer | null): object {
  if (bytes === null) return { body: null, bodyEncoding: null }
  const { text, isText } = textOf(bytes, false)
  return isText ? { body: text, bodyEncoding: 'utf-8' } : { body: bytes.toString('base64'), bodyEncoding: 'base64' }
}

/** One body as it was kept, as a file. */
export function bodyFile(rejection: Rejection, body: Uint8Array): Response {
  const kind = body[0] === 0x1f && body[1] === 0x8b ? 'gz' : textOf(body, true).isText ? 'json' : 'bin'
  const part = rejection.retriable || body.length >= rejection.bodyBytes ? '' : '-beginning'
  return new Response(new Uint8Array(body), {
    headers: { 'content-type': 'application/octet-stream', ...asFile(`refused-${rejection.id}${part}.${kind}`) },
  })
}
