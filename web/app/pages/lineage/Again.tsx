import { lazy, Suspense, useRef } from 'react'
import { useGo } from '../../ui/Link.tsx'
import { address } from './address.ts'
import type { ExplorerState } from './url.ts'

const Reading = lazy(() => import('./Reading.tsx').then((m) => ({ default: m.Reading })))

/** Another answer is being read while the one before is still drawn. Cancel goes back to that one. */
export function Again({ state, reading }: { readonly state: ExplorerState; readonly reading: boolean }) {
  const go = useGo()
  const drawn = useRef<string | null>(null)
  if (!reading) drawn.current = address(state)
  if (!reading) return null
  return (
    <Suspense fallback={null}>
      <Reading state={state} onCancel={() => go(drawn.current ?? address({ ...state, depth: 1 }), { replace: true })} />
    </Suspense>
  )
}
