import type { Source } from '../../../../src/contract/sources.ts'
import { useApi } from '../../api/query.ts'

const MINUTE = 60_000

/** The data sources by their number, for names and filters. Empty while they are being read. */
export function useSources(): ReadonlyMap<number, Source> {
  const answer = useApi<{ readonly items: readonly Source[] }>('/api/v2/sources', undefined, { every: MINUTE })
  return new Map((answer.data?.items ?? []).map((source) => [source.id, source]))
}

/** The name of a source; null while it is not known. */
export function useSourceName(id: number): string | null {
  return useSources().get(id)?.name ?? null
}
