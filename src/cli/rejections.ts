/** `headwater events rejected`, `headwater events retry`: refused requests, and taking them in after a fix. */
import type { Paged } from '../contract/common.ts'
import type { Rejection, RejectionGroup, RetriedAll, RetryResult } from '../contract/rejections.ts'
import type { Api } from './api.ts'
import { connected } from './connect.ts'
import type { Common } from './connect.ts'
import { wrongUse } from './failure.ts'
import { allSources, findSource } from './find-source.ts'
import { answer, printable, progress, say, table } from './output.ts'

type Choice = Common & { readonly source?: string; readonly code?: string }
export type RejectedOptions = Choice & { readonly unknown?: boolean; readonly lines: string }

const LINES_MAX = 500

async function sourceIn(api: Api, options: Choice & { readonly unknown?: boolean }): Promise<number | 'none' | undefined> {
  if (options.unknown === true && options.source !== undefined) throw wrongUse('--unknown and --source exclude each other.')
  if (options.unknown === true) return 'none'
  return options.source === undefined ? undefined : (await findSource(api, options.source)).id
}

/** What can still be done with it, or was. */
function standing(item: Rejection): string {
  if (item.acceptedAt !== null) return item.position === null ? 'taken in' : `taken in as event ${String(item.position)}`
  if (item.retryCode !== null) return `refused again: ${item.retryCode}`
  return item.retriable ? 'can be retried' : ''
}

async function itemLines(api: Api, items: readonly Rejection[]): Promise<string[]> {
  if (items.length === 0) return ['Nothing was refused.']
  const names = new Map((await allSources(api)).map((source) => [source.id, source.name]))
  const rows = items.map((item) => [
    String(item.id),
    item.at,
    `${String(item.status)} ${item.code}`,
    printable(item.sourceId === null ? '-' : (names.get(item.sourceId) ?? String(item.sourceId))),
    printable([item.from, item.client].filter((part) => part !== null).join(' ')).slice(0, 60),
    standing(item),
    printable(item.cause),
  ])
  return table(['ID', 'AT', 'REFUSED', 'SOURCE', 'FROM', '', 'CAUSE'], rows)
}

/** How many there are of each cause; beside the answer. */
function sayGroups(groups: readonly RejectionGroup[]): void {
  const sum = (of: (group: RejectionGroup) => number): number => groups.reduce((all, group) => all + of(group), 0)
  const gone = sum((group) => group.letGo)
  say(
    `${String(sum((group) => group.kept))} kept, ${String(sum((group) => group.waiting))} of them can be retried: headwater events retry --code CODE`,
  )
  if (gone > 0) say(`${String(gone)} more were let go for want of room (maxRejections, maxSourceRejections).`)
}

/** The newest refused requests, the newest last as in `events tail`. */
export const rejected = (options: RejectedOptions): Promise<void> =>
  connected(options, async ({ api }) => {
    const limit = Number(options.lines)
    if (!Number.isInteger(limit) || limit < 1 || limit > LINES_MAX)
      throw wrongUse(`--lines takes a whole number from 1 to ${String(LINES_MAX)}.`)
    const choice = { source: await sourceIn(api, options), code: options.code }
    const [{ items }, groups] = await Promise.all([
      api.get<Paged<Rejection>>('/api/v2/rejections', { ...choice, limit }),
      api.get<{ items: RejectionGroup[] }>('/api/v2/rejections/groups', choice),
    ])
    const newest = items.toReversed()
    const lines = options.json === true ? [] : await itemLines(api, newest)
    await answer(options.json === true, newest, () => lines)
    if (options.json !== true && items.length > 0) sayGroups(groups.items)
  })

async function retryOne(api: Api, id: string, options: Choice): Promise<void> {
  if (!/^\d+$/.test(id)) throw wrongUse(`${id} is not the id of a refused request.`, 'headwater events rejected lists them.')
  const result = await api.post<RetryResult>(`/api/v2/rejections/${id}/retry`)
  if (result.code !== null) process.exitCode = 1
  const at = result.position === null ? '' : ` as event ${String(result.position)}`
  await answer(options.json === true, result, () => [
    result.code !== null
      ? `Refused again, ${result.code}: ${printable(result.cause ?? '')}`
      : result.accepted === 0
        ? `It is in the log already${at}.`
        : `Taken in${at}.`,
  ])
}

type Total = Pick<RetriedAll, 'total' | 'accepted' | 'duplicates' | 'refused' | 'gone' | 'refusedElements' | 'causes' | 'stopped'>

/** Adds up the parts. */
function plus(sum: Total, part: RetriedAll): Total {
  const causes = new Map(sum.causes.map((cause) => [cause.code, cause]))
  for (const cause of part.causes) causes.set(cause.code, { ...cause, count: cause.count + (causes.get(cause.code)?.count ?? 0) })
  return {
    total: part.total,
    accepted: sum.accepted + part.accepted,
    duplicates: sum.duplicates + part.duplicates,
    refused: sum.refused + part.refused,
    gone: sum.gone + part.gone,
    refusedElements: sum.refusedElements + part.refusedElements,
    causes: [...causes.values()],
    stopped: part.stopped,
  }
}

async function retryAll(api: Api, code: string, options: Choice): Promise<void> {
  const source = options.source === undefined ? null : (await findSource(api, options.source)).id
  let sum: Total = { total: 0, accepted: 0, duplicates: 0, refused: 0, gone: 0, refusedElements: 0, causes: [], stopped: null }
  let cursor: string | null = null
  do {
    const part: RetriedAll = await api.post('/api/v2/rejections/retry', { code, source, cursor })
    sum = plus(sum, part)
    cursor = part.next
    progress(`${String(sum.accepted + sum.duplicates + sum.refused + sum.gone)} of ${String(sum.total)}`)
  } while (cursor !== null)
  progress('')
  for (const cause of sum.causes) say(`${String(cause.count)} refused again, ${cause.code}: ${printable(cause.cause)}`)
  if (sum.refusedElements > 0)
    say(`${String(sum.refusedElements)} events of batches were refused; they are now refused requests of their own.`)
  if (sum.stopped !== null) say(`Stopped, ${sum.stopped.code}: ${printable(sum.stopped.cause)}`)
  if (sum.refused > 0 || sum.refusedElements > 0 || sum.stopped !== null) process.exitCode = 1
  await answer(options.json === true, sum, () => [
    `waiting ${String(sum.total)}, accepted ${String(sum.accepted)}, duplicates ${String(sum.duplicates)}, refused again ${String(sum.refused)}, gone ${String(sum.gone)}`,
  ])
}

/** Takes one in once more, or all that have a cause. */
export const retry = (id: string | undefined, options: Choice): Promise<void> =>
  connected(options, async ({ api }) => {
    if ((id === undefined) === (options.code === undefined))
      throw wrongUse('Give the id of one, or --code for all of a cause.', 'headwater events rejected lists both.')
    if (id !== undefined) return retryOne(api, id, options)
    return retryAll(api, options.code ?? '', options)
  })
