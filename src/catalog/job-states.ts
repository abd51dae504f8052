import type { RunState } from '../contract/common.ts'
import type { ReadContext } from './context.ts'
import { bounded } from './list.ts'
import type { Counted, Filter } from './list.ts'
import { countUpTo, exactUpTo, unindexed } from './sql.ts'
import { lostNotAfter, lostParams, lostSql } from './states.ts'

/** Running jobs that started long ago and are looked at one by one: only their last event tells whether they are lost. */
const lookedAtMost = 2_000

/** Jobs whose last run is shown in that state. A run that started after the moment that makes runs lost cannot be lost. */
export async function stateFilter(context: ReadContext, state: RunState): Promise<Filter> {
  const column = 'j.last_state'
  const own = unindexed(context.db, column)
  const cutoff = lostNotAfter(context)
  const rest =
    state === 'LOST'
      ? `= 'RUNNING' AND j.last_started < ? AND ${lostSql}`
      : state === 'RUNNING'
        ? `= 'RUNNING' AND (j.last_started >= ? OR NOT ${lostSql})`
        : '= ?'
  const params = state === 'LOST' || state === 'RUNNING' ? [cutoff, ...lostParams(context)] : [state]
  const counted = await countInState(context, state)
  return { drive: `${column} ${rest}`, check: `${own} ${rest}`, params, ordered: ['j.last_started'], counted }
}

/** How many jobs are shown in that state. */
export async function countInState(context: ReadContext, state: RunState): Promise<Counted> {
  if (state !== 'RUNNING' && state !== 'LOST')
    return bounded(await countUpTo(context.db, exactUpTo + 1, 'FROM job j WHERE j.last_state = ?', [state]))
  const counts = await runningCounts(context)
  return state === 'LOST' ? counts.lost : counts.running
}

export async function runningCounts(context: ReadContext): Promise<{ running: Counted; lost: Counted }> {
  const { db } = context
  const cutoff = lostNotAfter(context)
  const lost = `CASE WHEN ${lostSql} THEN 1 ELSE 0 END AS lost`
  const old = `SELECT ${lost} FROM job j WHERE j.last_state = 'RUNNING' AND j.last_started < ? LIMIT ${lookedAtMost}`
  const [young, seen] = await Promise.all([
    countUpTo(db, exactUpTo + 1, "FROM job j WHERE j.last_state = 'RUNNING' AND j.last_started >= ?", [cutoff]),
    db.get<{ n: number; lost: number | null }>(`SELECT count(*) AS n, CAST(sum(lost) AS bigint) AS lost FROM (${old}) AS o`, [
      ...lostParams(context),
      cutoff,
    ]),
  ])
  const [looked, gone] = [seen?.n ?? 0, seen?.lost ?? 0]
  const exact = looked < lookedAtMost
  const running = Math.min(young + looked - gone, exactUpTo)
  return { running: { n: running, exact: exact && young <= exactUpTo }, lost: { n: gone, exact } }
}
