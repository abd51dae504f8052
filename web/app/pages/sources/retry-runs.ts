/** Retries of all refused requests of a cause. They go on, and can be seen again, while the person looks at other pages. */
import { useSyncExternalStore } from 'react'
import type { RetriedAll, RetryResult } from '../../../../src/contract/rejections.ts'
import { api } from '../../api/client.ts'
import { refresh } from '../../api/query.ts'

type Counts = Pick<RetriedAll, 'accepted' | 'duplicates' | 'refused' | 'gone' | 'refusedElements'>
export type RetryRun = Counts & {
  readonly total: number
  readonly causes: RetriedAll['causes']
  readonly running: boolean
  /** Why it ended before all were tried: the server's words, or what went wrong on the way there. */
  readonly stopped: string | null
  readonly error: unknown
}

const NONE: RetryRun = {
  total: 0,
  accepted: 0,
  duplicates: 0,
  refused: 0,
  gone: 0,
  refusedElements: 0,
  causes: [],
  running: true,
  stopped: null,
  error: null,
}

const runs = new Map<string, RetryRun>()
const stops = new Set<string>()
const listeners = new Set<() => void>()
const keyOf = (source: number, code: string): string => `${source} ${code}`

function set(key: string, run: RetryRun | null): void {
  if (run === null) runs.delete(key)
  else runs.set(key, run)
  for (const tell of listeners) tell()
}

const subscribe = (tell: () => void) => {
  listeners.add(tell)
  return () => listeners.delete(tell)
}

/** The retry of this cause that runs or was the last one on this page; null: none. */
export function useRetryRun(source: number | null, code: string): RetryRun | null {
  return useSyncExternalStore(subscribe, () => (source === null ? null : (runs.get(keyOf(source, code)) ?? null)))
}

/** Requests that were looked at so far. */
export const doneOf = (run: Counts): number => run.accepted + run.duplicates + run.refused + run.gone

/** The run with one more part. */
export function plus(run: RetryRun, part: RetriedAll): RetryRun {
  const causes = new Map(run.causes.map((cause) => [cause.code, cause]))
  for (const cause of part.causes) causes.set(cause.code, { ...cause, count: cause.count + (causes.get(cause.code)?.count ?? 0) })
  return {
    ...run,
    total: part.total,
    accepted: run.accepted + part.accepted,
    duplicates: run.duplicates + part.duplicates,
    refused: run.refused + part.refused,
    gone: run.gone + part.gone,
    refusedElements: run.refusedElements + part.refusedElements,
    causes: [...causes.values()],
    stopped: part.stopped === null ? null : part.stopped.cause,
    running: part.next !== null,
  }
}

/** Tries all of a cause again, part after part. A second press joins the one that runs. */
export async function retryAll(source: number, code: string, waiting: number): Promise<void> {
  const key = keyOf(source, code)
  if (runs.get(key)?.running === true) return
  stops.delete(key)
  let run: RetryRun = { ...NONE, total: waiting }
  set(key, run)
  try {
    for (let cursor: string | null = null; run.running;) {
      const part: RetriedAll = await api.post('/api/v2/rejections/retry', { code, source, cursor })
      run = plus(run, part)
      cursor = part.next
      if (run.running && stops.has(key)) run = { ...run, running: false, stopped: 'You stopped it.' }
      set(key, run)
    }
  } catch (error) {
    set(key, { ...run, running: false, error })
  }
  await refresh('/api/v2/rejections', '/api/v2/sources', '/api/v2/home')
}

/** Ends it after the part under way. */
export const stopRetry = (source: number, code: string): void => void stops.add(keyOf(source, code))

export const forgetRetry = (source: number, code: string): void => set(keyOf(source, code), null)

export async function retryOne(id: number): Promise<RetryResult> {
  try {
    return await api.post<RetryResult>(`/api/v2/rejections/${id}/retry`)
  } finally {
    await refresh('/api/v2/rejections', '/api/v2/sources', '/api/v2/home')
  }
}
