/** TanStack Query, set up once, and the hooks that pages use. The key of a question is its path and its query. */
import { QueryClient, keepPreviousData, notifyManager, useInfiniteQuery, useQuery } from '@tanstack/react-query'
import type { InfiniteData, UseInfiniteQueryResult, UseQueryResult } from '@tanstack/react-query'
import type { Paged } from '../../../src/contract/common.ts'
import { ApiProblem, api } from './client.ts'
import type { Query } from './client.ts'

const mayHelp = (error: Error): boolean => !(error instanceof ApiProblem) || error.status === 0 || error.status >= 502

// an answer is shown when it is there, not when a timer has had its turn
notifyManager.setScheduler(queueMicrotask)

export const queryClient = new QueryClient({
  defaultOptions: {
    queries: { staleTime: 5_000, gcTime: 5 * 60_000, retry: (count, error) => count < 2 && mayHelp(error), refetchOnWindowFocus: true },
    mutations: { retry: false },
  },
})

type ApiOptions = {
  /** Milliseconds between two questions while the page is seen. */
  readonly every?: number | false
  readonly enabled?: boolean
  /** Show the last answer while the next question (another filter) is open. */
  readonly keep?: boolean
}

/** One answer of the API. `useApi<JobDetail>('/api/v2/job', { namespace, name })`. */
export function useApi<T>(path: string, query?: Query, options: ApiOptions = {}): UseQueryResult<T, Error> {
  return useQuery<T, Error>({
    queryKey: [path, query ?? null],
    queryFn: ({ signal }) => api.get<T>(path, query, { signal }),
    refetchInterval: options.every ?? false,
    enabled: options.enabled ?? true,
    ...(options.keep === true ? ({ placeholderData: keepPreviousData } as object) : {}),
  })
}

/** A keyset list, page after page: `items(result)` joins them, `result.fetchNextPage()` reads on. */
export function useApiPages<T>(
  path: string,
  query: Query = {},
  options: ApiOptions = {},
): UseInfiniteQueryResult<InfiniteData<Paged<T>>, Error> {
  return useInfiniteQuery<Paged<T>, Error, InfiniteData<Paged<T>>, readonly unknown[], string | null>({
    queryKey: [path, query, 'pages'],
    queryFn: ({ signal, pageParam }) => api.get<Paged<T>>(path, { ...query, cursor: pageParam }, { signal }),
    initialPageParam: null,
    getNextPageParam: (last) => last.next,
    refetchInterval: options.every ?? false,
    enabled: options.enabled ?? true,
    ...(options.keep === true ? ({ placeholderData: keepPreviousData } as object) : {}),
  })
}

/** All rows that were read so far. */
export function itemsOf<T>(pages: UseInfiniteQueryResult<InfiniteData<Paged<T>>, Error>): T[] {
  return pages.data?.pages.flatMap((page) => page.items) ?? []
}

/** Asks again whatever was asked below these paths. */
export async function refresh(...prefixes: readonly string[]): Promise<void> {
  await queryClient.invalidateQueries({ predicate: (query) => prefixes.some((prefix) => String(query.queryKey[0]).startsWith(prefix)) })
}
