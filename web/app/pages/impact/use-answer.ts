import type { Impact, ImpactReaders } from '../../../../src/contract/impact.ts'
import type { Lineage } from '../../../../src/contract/lineage.ts'
import type { Query } from '../../api/client.ts'
import { useApi } from '../../api/query.ts'
import { hopsAsked } from '../lineage/url.ts'
import { type AnswerRow, rowsOfImpact, rowsOfLineage } from './rows.ts'

/** What is asked: everything round a root, or what is made of some of its columns. */
export interface Asked {
  readonly type: 'dataset' | 'job'
  readonly namespace: string
  readonly name: string
  readonly direction: 'upstream' | 'downstream' | 'both'
  readonly depth: number
  readonly fields: readonly string[]
  readonly fold: boolean
  readonly asOf: string | null
  readonly window: string | null
}
const MOST = 5_000

export interface AnswerData {
  readonly rows: readonly AnswerRow[]
  readonly truncated: boolean
  /** Where columns are asked about: who reads the table they are in. */
  readonly readers?: ImpactReaders | undefined
}
export interface Answered {
  readonly data: AnswerData | undefined
  readonly error: Error | null
  readonly refetch: () => unknown
}

/** As the server's own question about impact has it. */
export const impactQuery = (a: Asked): Query => ({
  namespace: a.namespace,
  name: a.name,
  fields: a.fields.length === 0 ? undefined : JSON.stringify(a.fields),
  depth: Math.max(1, hopsAsked(a.depth)),
  asOf: a.asOf,
  window: a.window,
  inferred: true,
})

export function useAnswer(asked: Asked): Answered {
  const columns = asked.fields.length > 0
  const impact = useApi<Impact>('/api/v2/impact', { ...impactQuery(asked), limit: MOST }, { enabled: columns, keep: true })
  const { fields: _, ...root } = asked
  const top = asked.fold ? { topType: asked.type, topNamespace: asked.namespace, topName: asked.name } : {}
  const lineage = useApi<Lineage>(
    '/api/v2/lineage',
    { ...root, ...top, depth: hopsAsked(asked.depth), facts: true, limit: MOST },
    { enabled: !columns, keep: true },
  )
  const of = columns ? impact : lineage
  return {
    error: of.error,
    refetch: of.refetch,
    data: columns
      ? impact.data && { rows: rowsOfImpact(impact.data), truncated: impact.data.truncated, readers: impact.data.readers }
      : lineage.data && { rows: rowsOfLineage(lineage.data), truncated: lineage.data.truncated },
  }
}
