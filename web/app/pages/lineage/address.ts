import { paths } from '../../paths.ts'
import { type ExplorerState, writeState } from './url.ts'

/** The address that gives this state back. */
export const address = (s: ExplorerState): string => {
  const all = writeState(s)
  return paths.lineage({ ...all, type: s.type, namespace: s.namespace, name: s.name, field: all['field'] ?? undefined })
}
