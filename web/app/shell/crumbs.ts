/** What the top bar says about where one is. Each page sets it; the last crumb is also the title of the window. */
import { useEffect, useSyncExternalStore } from 'react'

export type Crumb = { readonly label: string; readonly to?: string }

let crumbs: readonly Crumb[] = []
const listeners = new Set<() => void>()
function set(next: readonly Crumb[]): void {
  crumbs = next
  for (const tell of listeners) tell()
  const last = next.at(-1)?.label
  document.title = last === undefined || last === '' ? 'Headwater' : `${last} · Headwater`
}

/** `useCrumbs([{ label: 'Jobs', to: paths.jobs() }, { label: job.name }])`. Names, not titles. */
export function useCrumbs(next: readonly Crumb[]): void {
  const key = JSON.stringify(next)
  useEffect(() => set(JSON.parse(key) as readonly Crumb[]), [key])
}

export function useShownCrumbs(): readonly Crumb[] {
  return useSyncExternalStore(
    (tell) => {
      listeners.add(tell)
      return () => listeners.delete(tell)
    },
    () => crumbs,
  )
}
