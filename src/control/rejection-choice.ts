import type { Executor, SqlValue } from '../db/contract.ts'

/** Which refused requests: of a source, or of no known one, and with a cause. */
export interface RejectionChoice {
  readonly source?: number | 'none' | undefined
  readonly code?: string | undefined
}

const holderIn = (source: number | 'none'): number => (source === 'none' ? 0 : source)

/** The condition on rows of `rejections`. */
export function whereOf({ source, code }: RejectionChoice): { where: string; params: SqlValue[] } {
  const parts: [string, SqlValue][] = []
  if (source !== undefined) parts.push(['coalesce(source_id, 0) = ?', holderIn(source)])
  if (code !== undefined) parts.push(['code = ?', code])
  return { where: ['id > 0', ...parts.map(([sql]) => sql)].join(' AND '), params: parts.map(([, value]) => value) }
}

/** The same on rows of `rejection_groups`. */
export function groupsWhere({ source, code }: RejectionChoice): { where: string; params: SqlValue[] } {
  const parts: [string, SqlValue][] = []
  if (source !== undefined) parts.push(['holder = ?', holderIn(source)])
  if (code !== undefined) parts.push(['code = ?', code])
  return { where: ['holder >= 0', ...parts.map(([sql]) => sql)].join(' AND '), params: parts.map(([, value]) => value) }
}

/** How many are kept, and how many of them wait for a retry. */
export async function countsOf(tx: Executor, choice: RejectionChoice): Promise<{ kept: number; waiting: number }> {
  const { where, params } = groupsWhere(choice)
  const sums = await tx.get<{ kept: number; waiting: number }>(
    `SELECT CAST(coalesce(sum(kept), 0) AS bigint) AS kept, CAST(coalesce(sum(waiting), 0) AS bigint) AS waiting FROM rejection_groups WHERE ${where}`,
    params,
  )
  return sums ?? { kept: 0, waiting: 0 }
}
