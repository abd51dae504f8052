/** Starting a sync, and watching one while it runs. */
import { useState } from 'react'
import type { StartedSync, Sync } from '../../../../src/contract/sync.ts'
import { api, problemText } from '../../api/client.ts'
import { refresh } from '../../api/query.ts'
import { useEventStream } from '../../api/stream.ts'
import { toast } from '../../ui/Toast.tsx'

const TOUCHED = ['/api/v2/syncs', '/api/v2/sources', '/api/v2/home', '/api/v2/jobs', '/api/v2/datasets', '/api/v2/server']

export const PHASES: Readonly<Record<Sync['phase'], string>> = {
  waiting: 'Waiting for its turn',
  reading: 'Reading the event log',
  applying: 'Applying events',
  swapping: 'Swapping in the new catalog',
  done: 'Done',
}

/** Brings the catalog up to date for one source (null: all). A second press joins the sync that runs. */
export async function startSync(sourceId: number | null, full = false): Promise<StartedSync | null> {
  try {
    const started = await api.post<StartedSync>('/api/v2/sync', { sourceId, full })
    await refresh('/api/v2/syncs', '/api/v2/sources')
    return started
  } catch (error) {
    toast(`The sync could not be started. ${problemText(error)}`, { icon: 'FAIL' })
    return null
  }
}

/** Ends a sync that runs; a toast says when that was too late. */
export async function cancelSync(sync: Sync): Promise<void> {
  try {
    const { cancelled } = await api.post<{ cancelled: boolean }>(`/api/v2/syncs/${sync.id}/cancel`)
    toast(cancelled ? 'The sync is cancelled. The catalog stays as it was.' : 'The sync had ended already.')
    await refresh('/api/v2/syncs', '/api/v2/sources')
  } catch (error) {
    toast(`The sync could not be cancelled. ${problemText(error)}`, { icon: 'FAIL' })
  }
}

/** The sync as it is now; null until the first message. When it ends, whatever it may have changed is asked again. */
export function useSyncProgress(id: number | null): Sync | null {
  const [sync, setSync] = useState<Sync | null>(null)
  const ended = sync !== null && sync.id === id && sync.state !== 'running'
  useEventStream(id === null || ended ? null : `/api/v2/syncs/${id}/stream`, {
    sync: (data) => {
      const next = data as Sync
      setSync(next)
      if (next.state !== 'running') void refresh(...TOUCHED)
    },
  })
  return sync?.id === id ? sync : null
}
