import type { Source } from '../contract/sources.ts'
import type { SourceRecord } from '../control/sources.ts'
import type { ApiContext } from './context.ts'
import { publicUrlOf } from './public-url.ts'
import { eventsEndpoint } from './test-event.ts'

/** Sources as the API shows them: with addresses, lag and running syncs. */
export async function viewSources(context: ApiContext, records: readonly SourceRecord[]): Promise<Source[]> {
  const [{ publicUrl }, lags, running] = await Promise.all([publicUrlOf(context), context.sync.waiting(), context.control.runningSyncs({})])
  return records.map((record) => {
    const lag = lags.find((l) => l.sourceId === record.id)
    const sync = running.find((s) => s.sourceId === record.id) ?? running.find((s) => s.sourceId === null)
    return {
      ...record,
      eventsUrl: publicUrl,
      eventsEndpoint,
      waiting: lag?.waiting ?? 0,
      lagMs: lag?.lagMs ?? null,
      activeSync: sync?.id ?? null,
    }
  })
}

export async function viewSource(context: ApiContext, record: SourceRecord): Promise<Source> {
  const [source] = await viewSources(context, [record])
  if (source === undefined) throw new Error('one record gives one source')
  return source
}
