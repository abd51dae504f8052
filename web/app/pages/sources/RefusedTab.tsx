import type { Source } from '../../../../src/contract/sources.ts'
import { RefusedList } from './RefusedList.tsx'

export function RefusedTab({ source }: { readonly source: Source }) {
  return <RefusedList sourceId={source.id} title="Refused requests" limit={20} />
}
