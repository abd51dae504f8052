import { useQueries } from '@tanstack/react-query'
import { useMemo } from 'react'
import type { JobItem } from '../../../../src/contract/catalog.ts'
import type { Paged } from '../../../../src/contract/common.ts'
import { api } from '../../api/client.ts'
import type { Children, JobKey } from './job-rows.ts'

const SHOWN = 100
const EVERY = 15_000

/** The children of each unfolded job, read when it is unfolded. */
export function useChildren(open: ReadonlySet<JobKey>): ReadonlyMap<JobKey, Children> {
  const keys = useMemo(() => [...open], [open])
  const answers = useQueries({
    queries: keys.map((key) => {
      const [parentNamespace = '', parentName = ''] = JSON.parse(key) as string[]
      const query = { parentNamespace, parentName, fold: true, sort: 'name', limit: SHOWN }
      return {
        queryKey: ['/api/v2/jobs', query],
        refetchInterval: EVERY,
        queryFn: ({ signal }: { signal: AbortSignal }) => api.get<Paged<JobItem>>('/api/v2/jobs', query, { signal }),
      }
    }),
  })
  return new Map(
    keys.map((key, i): [JobKey, Children] => {
      const answer = answers[i]
      if (answer?.data !== undefined) return [key, { state: 'read', items: answer.data.items, more: answer.data.next !== null }]
      return [key, { state: answer?.isError === true ? 'failed' : 'reading' }]
    }),
  )
}
