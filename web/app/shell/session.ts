/** Who is signed in. Every page inside the shell may count on it. */
import type { UseQueryResult } from '@tanstack/react-query'
import type { Session } from '../../../src/contract/access.ts'
import { api } from '../api/client.ts'
import { paths } from '../paths.ts'
import { queryClient, useApi } from '../api/query.ts'

const PATH = '/api/v2/session'

export function useSession(): UseQueryResult<Session, Error> {
  return useApi<Session>(PATH)
}

/** Administrators change sources, people and the server; viewers read. */
export function useIsAdmin(): boolean {
  return useSession().data?.role === 'admin'
}

/** A fresh session was made (sign-in, invite): what anybody else may have seen is forgotten. */
export function beginSession(session: Session): void {
  queryClient.removeQueries({ type: 'inactive' })
  queryClient.setQueryData([PATH, null], session)
}

/** Ends this session, or all of this person's, and loads the sign-in page anew, so that nothing stays in memory. */
export async function endSession(everywhere = false): Promise<void> {
  await api.delete(everywhere ? `${PATH}/all` : PATH)
  location.assign(paths.signin())
}
