import { getRouteApi } from '@tanstack/react-router'
import { lazy, Suspense, useMemo } from 'react'
import './lineage.css'
import { CodeMissing } from '../../shell/CodeMissing.tsx'
import { Loading } from '../../ui/Regions.tsx'
import { Explorer } from './Explorer.tsx'
import { type ExplorerState, type Raw, readState } from './url.ts'

type Page<P> = (props: P) => React.ReactNode

/** Loaded when it is first asked for: the graph opens without it. */
const later = <P,>(load: () => Promise<Page<P>>) =>
  lazy(async (): Promise<{ default: Page<P> }> => ({ default: await load().catch(() => CodeMissing) }))
const TablePage = later<{ readonly state: ExplorerState }>(() => import('../impact/TablePage.tsx').then((m) => m.TablePage))
const StartPage = later<object>(() => import('./StartPage.tsx').then((m) => m.StartPage))

const route = getRouteApi('/lineage')

/** The explorer round a dataset or job; without one, a page to choose it. */
export function LineagePage() {
  const raw: Raw = route.useSearch()
  const key = JSON.stringify(raw)
  const state = useMemo(() => readState(JSON.parse(key) as Raw), [key])
  const id = state && JSON.stringify([state.type, state.namespace, state.name])
  if (state !== null && !state.table) return <Explorer key={id} state={state} />
  return <Suspense fallback={<Loading />}>{state === null ? <StartPage /> : <TablePage key={id} state={state} />}</Suspense>
}
