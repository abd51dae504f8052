import { useQuery } from '@tanstack/react-query'
import type { UseQueryResult } from '@tanstack/react-query'
import type { Invite } from '../../../../src/contract/access.ts'
import { api } from '../../api/client.ts'

/** What the link is for. Nobody is signed in here, so a 401 is an answer, not a reason to leave. */
export function useInvite(token: string): UseQueryResult<Invite, Error> {
  return useQuery<Invite, Error>({
    queryKey: ['/api/v2/invite', token],
    queryFn: ({ signal }) => api.get<Invite>('/api/v2/invite', { token }, { signal, stay: true }),
    retry: false,
    staleTime: Infinity,
  })
}
