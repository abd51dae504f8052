import { z } from 'zod'
import type { RetriedAll, RetryAll, RetryResult } from '../contract/rejections.ts'
import type { ApiContext } from './context.ts'
import { decodeCursor, encodeCursor } from './cursor.ts'

/** A part of a retry of all is done after so many requests, so many bytes of their bodies, or so long. */
const partRequests = 50
const partBytes = 32 << 20
const partMs = 5_000
/** After the last one looked at, up to the last one when it began, how many are left, of how many. */
const Values = z.tuple([z.number().int(), z.number().int(), z.number().int(), z.number().int()])

type Needs = Pick<ApiContext, 'control' | 'intake' | 'hub'>

/** Takes one refused request in once more, and notes what came of it. Throws a ControlError when it is not kept, or not whole. */
export async function retryOne({ control, intake, hub }: Needs, id: number): Promise<RetryResult> {
  const request = await control.rejectionForRetry({ id })
  const result = await intake.retry(request)
  const { position, code, cause } = result
  const marked = control.markRetried({ id, accepted: code === null, position, code, cause })
  // Where the event could not be written, that it was tried cannot be either.
  await (result.status === 503 ? marked.catch(() => undefined) : marked)
  hub.publish(`source:${request.sourceId}`)
  return result
}

/**
 * Does a part of a retry of all that have a cause, the oldest first. Those that are refused while it goes on are not among them: a cause
 * that still stands would never end.
 */
export async function retryPart(context: Needs, { code, source, cursor }: z.output<typeof RetryAll>): Promise<RetriedAll> {
  const choice = { code, ...(source !== null && { source }) }
  const begun = decodeCursor(listOf(code, source), Values, cursor ?? undefined) ?? (await begin(context, choice))
  const [afterId, upToId, , total] = begun
  const due = await context.control.waitingRejections({ ...choice, afterId, upToId, limit: partRequests })
  const part = new Part(total, begun[2])
  let last = afterId
  let bytes = 0
  const started = performance.now()
  for (const item of due) {
    bytes += item.bytes
    const isFull = last > afterId && (bytes > partBytes || performance.now() - started > partMs)
    if (isFull || part.stopped !== null) break
    last = item.id
    part.add(await retryOne(context, item.id).catch(goneOrThrow))
  }
  const isOver = part.stopped !== null || (due.length < partRequests && last === (due.at(-1)?.id ?? afterId))
  return part.result(isOver ? null : (left) => encodeCursor(listOf(code, source), [last, upToId, left, total]))
}

const listOf = (code: string, source: number | null): string => `retry:${code}:${source ?? ''}`

async function begin({ control }: Needs, choice: { code: string; source?: number }): Promise<z.output<typeof Values>> {
  const [upToId, total] = await Promise.all([control.lastRejection(choice), control.countWaiting(choice)])
  return [0, upToId, total, total]
}

/** Between being listed and being tried a request may be let go. */
function goneOrThrow(error: Error & { code?: string }): null {
  if (error.name === 'ControlError' && (error.code === 'not_found' || error.code === 'conflict')) return null
  throw error
}

/** What came of the requests of one part. */
class Part {
  readonly #total: number
  #left: number
  readonly #sums = { accepted: 0, duplicates: 0, refused: 0, gone: 0, refusedElements: 0 }
  readonly #causes = new Map<string, { code: string; cause: string; count: number }>()
  stopped: { code: string; cause: string } | null = null

  constructor(total: number, left: number) {
    this.#total = total
    this.#left = left
  }

  add(result: RetryResult | null): void {
    const sums = this.#sums
    // What cannot be stored just now was not tried, as far as its cause goes.
    if (result?.status === 503) return void (this.stopped = { code: result.code ?? 'internal', cause: result.cause ?? '' })
    this.#left--
    if (result === null) sums.gone++
    else if (result.code !== null) {
      sums.refused++
      const known = this.#causes.get(result.code)
      this.#causes.set(result.code, { code: result.code, cause: result.cause ?? '', count: (known?.count ?? 0) + 1 })
    } else {
      if (result.accepted > 0) sums.accepted++
      else sums.duplicates++
      sums.refusedElements += result.refused
    }
  }

  /** At the end whatever was counted at the beginning and never came up is gone. */
  result(next: ((left: number) => string) | null): RetriedAll {
    const left = Math.max(0, this.#left)
    const gone = next === null && this.stopped === null ? left : 0
    return {
      ...this.#sums,
      total: this.#total,
      gone: this.#sums.gone + gone,
      causes: [...this.#causes.values()].toSorted((a, b) => b.count - a.count || (a.code < b.code ? -1 : 1)),
      next: next === null ? null : next(left),
      stopped: this.stopped,
    }
  }
}
