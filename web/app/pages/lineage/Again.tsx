import { useRef } from 'react'
import { useQuery } from '@tanstack/react-query'
import type { Scene } from '../../../../src/contract/scene.ts'
import { api } from '../../api/client.ts'
import { useGo } from '../../ui/Link.tsx'
import { useAfter } from '../../ui/Regions.tsx'
import { formatNumber, plural } from '../../ui/Time.tsx'
import { address } from './address.ts'
import type { ExplorerState } from './url.ts'

const PATH = '/api/v2/lineage/scene'

export const readingWhat = (s: ExplorerState): string =>
  `the lineage of ${s.name}, ${s.depth === 100 ? 'all hops' : plural(s.depth, 'hop')}`

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

/** Another answer is being read while the one before is still drawn. Cancel goes back to that one. */
export function Again({ state, reading }: { readonly state: ExplorerState; readonly reading: boolean }) {
  const go = useGo()
  const drawn = useRef<string | null>(null)
  if (!reading) drawn.current = address(state)
  if (!reading) return null
  return <Reading state={state} onCancel={() => go(drawn.current ?? address({ ...state, depth: 1 }), { replace: true })} />
}

function Reading({ state, onCancel }: { readonly state: ExplorerState; readonly onCancel: () => void }) {
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
