import { getRouteApi } from '@tanstack/react-router'
import { lazy, Suspense, useMemo } from 'react'
import './lineage.css'
import { CodeMissing } from '../../shell/CodeMissing.tsx'
import { Loading } from '../../ui/Regions.tsx'
import { Explorer } from './Explorer.tsx'
import { StartPage } from './StartPage.tsx'
import { type ExplorerState, type Raw, readState } from './url.ts'

/** The table is loaded when it is first asked for: the graph opens without it. */
const TablePage = lazy(async (): Promise<{ default: (props: { readonly state: ExplorerState }) => React.ReactNode }> => ({
  default: await import('../impact/TablePage.tsx').then(
    (m) => m.TablePage,
    () => CodeMissing,
  ),
}))

const route = getRouteApi('/lineage')

/** The explorer round a dataset or job; without one, a page to choose it. */
export function LineagePage() {
  const raw: Raw = route.useSearch()
  const key = JSON.stringify(raw)
  const state = useMemo(() => readState(JSON.parse(key) as Raw), [key])
  if (state === null) return <StartPage />
  if (state.table) {
    return (
      <Suspense fallback={<Loading />}>
        <TablePage key={JSON.stringify([state.type, state.namespace, state.name])} state={state} />
      </Suspense>
    )
  }
  return <Explorer key={JSON.stringify([state.type, state.namespace, state.name])} state={state} />
}
