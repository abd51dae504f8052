/** `headwater sync`: brings the catalog up to the end of the log. */
import { setTimeout as pause } from 'node:timers/promises'
import type { StartedSync } from '../contract/sync.ts'
import type { Sync } from '../contract/sync.ts'
import type { z } from 'zod'
import type { Api } from './api.ts'
import { connected } from './connect.ts'
import type { Common } from './connect.ts'
import { Failure } from './failure.ts'
import { findSource } from './find-source.ts'
import { answer, progress } from './output.ts'

type Started = z.infer<typeof StartedSync>
export type SyncOptions = Common & { readonly full?: boolean; readonly wait?: boolean; readonly cancel?: boolean; readonly source?: string }

const counted = (sync: Sync): string => `${sync.eventsDone.toLocaleString('en')} of ${sync.eventsTotal.toLocaleString('en')} events`

/** Waits for the end of a sync. Throws when it fails. */
async function ended(api: Api, started: Sync): Promise<Sync> {
  let sync = started
  for (let delay = 15; sync.endedAt === null; delay = Math.min(delay * 1.5, 400)) {
    await pause(delay)
    sync = await api.get<Sync>(`/api/v2/syncs/${String(sync.id)}`)
    progress(`${sync.phase}: ${counted(sync)}`)
  }
  progress('')
  if (sync.state === 'failed') throw new Failure(1, 'sync_failed', sync.error ?? 'The sync failed.', 'The log of the server says more.')
  return sync
}

/** Syncs up to the end that the log has now. A sync that was joined may have set out for an earlier end, so another follows it. */
export async function syncToEnd(api: Api, scope: { sourceId: number | null; full: boolean }): Promise<Sync> {
  const first = await api.post<Started>('/api/v2/sync', scope)
  const done = await ended(api, first.sync)
  if (!first.joined) return done
  const again = await api.post<Started>('/api/v2/sync', scope)
  return await ended(api, again.sync)
}

/** Ends the syncs that run. A full one leaves the catalog as it was. */
const cancel = (options: SyncOptions): Promise<void> =>
  connected(options, async ({ api }) => {
    const { items } = await api.get<{ items: Sync[] }>('/api/v2/syncs')
    const cancelled: number[] = []
    for (const { id } of items.filter((s) => s.state === 'running'))
      if ((await api.post<{ cancelled: boolean }>(`/api/v2/syncs/${id}/cancel`)).cancelled) cancelled.push(id)
    await answer(options.json === true, { cancelled }, () => [
      cancelled.length === 0
        ? 'No sync runs.'
        : `Cancelled: ${cancelled.map((id) => `sync ${id}`).join(', ')}. The catalog stays as it was.`,
    ])
  })

export const sync = (options: SyncOptions): Promise<void> => (options.cancel === true ? cancel(options) : start(options))

const start = (options: SyncOptions): Promise<void> =>
  connected(options, async ({ api, own }) => {
    const sourceId = options.source === undefined ? null : (await findSource(api, options.source)).id
    const scope = { sourceId, full: options.full === true }
    // A server of our own ends with the command, and would take the sync with it.
    const wait = options.wait === true || own
    const result = wait ? await syncToEnd(api, scope) : (await api.post<Started>('/api/v2/sync', scope)).sync
    await answer(options.json === true, result, () => [
      wait ? `The catalog is up to date: ${counted(result)}.` : `Started: ${counted(result)}. --wait waits for the end.`,
    ])
  })
