import { useQuery } from '@tanstack/react-query'
import type { Scene } from '../../../../src/contract/scene.ts'
import { api } from '../../api/client.ts'
import { useAfter } from '../../ui/Regions.tsx'
import { formatNumber, plural } from '../../ui/Time.tsx'
import { readingWhat } from './summary.ts'
import type { ExplorerState } from './url.ts'

const PATH = '/api/v2/lineage/scene'

/** How much there is round the root, which is counted at once though all of it takes long. Nothing until it is known. */
export function HowMuch({ state }: { readonly state: ExplorerState }) {
  const { type, namespace, name, fold, asOf } = state
  const ask = { type, namespace, name, fold, depth: 0, limit: 1, facts: true, ...(asOf === null ? {} : { asOf }) }
  const { data } = useQuery<Scene>({
    queryKey: [PATH, ask],
    queryFn: ({ signal }) => api.post<Scene>(PATH, ask, { signal }),
    retry: false,
  })
  if (!data?.reach) return null
  const { upstream, downstream, hops } = data.reach
  const text = (side: typeof upstream): string => `${formatNumber(side.datasets)}${side.atLeast ? '+' : ''}`
  return (
    <>
      Within {plural(hops, 'hop')} there are {text(upstream)} upstream and {text(downstream)} downstream.{' '}
    </>
  )
}

/** An answer that is being read; said once that takes a while, and can be left once it takes long. */
export function Reading({ state, onCancel }: { readonly state: ExplorerState; readonly onCancel: () => void }) {
  const [shown, slow] = [useAfter(150), useAfter(2000)]
  return (
    <div className="lg-cut" role="status" aria-busy="true" hidden={!shown}>
      {slow ? 'Still reading' : 'Reading'} {readingWhat(state)}.{' '}
      {slow && (
        <>
          <HowMuch state={state} />
          <button type="button" className="plain link" onClick={onCancel}>
            Cancel
          </button>
        </>
      )}
    </div>
  )
}
