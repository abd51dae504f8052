import { getRouteApi } from '@tanstack/react-router'
import { useMemo } from 'react'
import './lineage.css'
import { Explorer } from './Explorer.tsx'
import { TablePage } from '../impact/TablePage.tsx'
import { StartPage } from './StartPage.tsx'
import { type Raw, readState } from './url.ts'

const route = getRouteApi('/lineage')

/** The explorer round a dataset or job; without one, a page to choose it. */
export function LineagePage() {
  const raw: Raw = route.useSearch()
  const key = JSON.stringify(raw)
  const state = useMemo(() => readState(JSON.parse(key) as Raw), [key])
  if (state === null) return <StartPage />
  if (state.table) return <TablePage key={JSON.stringify([state.type, state.namespace, state.name])} state={state} />
  return <Explorer key={JSON.stringify([state.type, state.namespace, state.name])} state={state} />
}
