import type { UseQueryResult } from '@tanstack/react-query'
import { useMemo } from 'react'
import type { Changes } from '../../../../../src/contract/changes.ts'
import type { Comparison } from '../../../../../src/contract/lineage.ts'
import type { Query } from '../../../api/client.ts'
import { useApi } from '../../../api/query.ts'
import { type Marks, marksOf } from '../../../../../src/graph/marks.ts'
import { type ExplorerState, hopsAsked } from '../url.ts'

/** What no last good run of its job says has gone, where nothing else was chosen. */
const SILENCE = 'last'
const LIMIT = 1000

/** How long something counts after it was said: as chosen; two moments always need an end. */
export const windowOf = (s: ExplorerState): string | undefined => s.window ?? (s.before === null ? undefined : SILENCE)

/** Jobs are folded around the root, wherever one asks. */
export const foldOf = (s: ExplorerState): Query =>
  s.fold ? { fold: true, topType: s.type, topNamespace: s.namespace, topName: s.name } : { fold: false }

const rootOf = (s: ExplorerState): Query => ({
  type: s.type,
  namespace: s.namespace,
  name: s.name,
  direction: s.direction,
  depth: hopsAsked(s.depth),
  limit: LIMIT,
  ...foldOf(s),
})

/** When the shown graph changed, over all time. */
export const useChanges = (s: ExplorerState): UseQueryResult<Changes, Error> =>
  useApi<Changes>(
    '/api/v2/lineage/changes',
    { ...rootOf(s), window: s.window === 'last' ? undefined : s.window, offset: -new Date().getTimezoneOffset() },
    { keep: true },
  )

/** The two moments of the address as one graph; nothing is asked where nothing is compared. */
export const useComparison = (
  s: ExplorerState,
): {
  readonly answer: Pick<UseQueryResult<Comparison, Error>, 'data' | 'error' | 'isPending' | 'refetch'>
  readonly marks: Marks | null
} => {
  const query: Query = { ...rootOf(s), columns: true, before: s.before, after: s.asOf, window: windowOf(s) }
  const {
    data: read,
    error,
    isPending,
    refetch,
  } = useApi<Comparison>('/api/v2/lineage/compare', query, { enabled: s.before !== null, keep: true })
  const data = s.before === null ? undefined : read
  const marks = useMemo(() => (data === undefined ? null : marksOf(data)), [data])
  return useMemo(() => ({ answer: { data: read, error, isPending, refetch }, marks }), [read, error, isPending, refetch, marks])
}
