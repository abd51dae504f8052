import type { RunDetail, RunItem } from '../contract/catalog.ts'
import type { Executor } from '../db/contract.ts'
import { must } from '../lib/assert.ts'
import type { ReadContext } from './context.ts'
import { runItemsOf, runRows } from './run-items.ts'
import type { RunRow } from './run-items.ts'
import { among, groupBy, idList } from './sql.ts'

export const familyAtMost = 500
const levelsAtMost = 20

/**
 * The family of a run: the root-most parent that is known first, then descendants, each after its parent, brothers by start. The way
 * from the root to the run itself is always in it.
 */
export async function runFamily(context: ReadContext, run: number): Promise<Pick<RunDetail, 'family' | 'familyTruncated'>> {
  const line = await ancestors(context.db, run)
  const { ids, truncated } = await descendants(context.db, line)
  const rows = await runRows(context.db, ids)
  const items = await runItemsOf(context, rows)
  return { family: inTreeOrder(must(line.at(-1), 'a run is in its own line'), rows, items), familyTruncated: truncated }
}

/** The run, its parent, and so on up; a run that is its own ancestor ends the line. */
async function ancestors(db: Executor, run: number): Promise<number[]> {
  const line = [run]
  while (line.length < levelsAtMost) {
    const up =
      (await db.get<{ parent_run: number }>('SELECT parent_run FROM run WHERE id = ?', [must(line.at(-1), 'never empty')]))?.parent_run ?? 0
    if (up === 0 || line.includes(up)) break
    line.push(up)
  }
  return line
}

async function descendants(db: Executor, line: readonly number[]): Promise<{ ids: Set<number>; truncated: boolean }> {
  const ids = new Set(line)
  const known = new Set<number>()
  let frontier = [must(line.at(-1), 'never empty')]
  let truncated = false
  for (let level = 0; level < levelsAtMost && frontier.length > 0; level++) {
    const sql = `SELECT id FROM run WHERE parent_run ${among(db)} ORDER BY parent_run, id LIMIT ${familyAtMost + 1}`
    const rows = await db.all<{ id: number }>(sql, [idList(db, frontier)])
    frontier.forEach((id) => known.add(id))
    const children = rows.map((r) => r.id).filter((id) => !known.has(id))
    truncated ||= rows.length > familyAtMost
    for (const id of children) if (ids.size < familyAtMost || ids.has(id)) ids.add(id)
    truncated ||= children.some((id) => !ids.has(id))
    frontier = children.filter((id) => ids.has(id))
  }
  return { ids, truncated }
}

function inTreeOrder(root: number, rows: readonly RunRow[], items: ReadonlyMap<number, RunItem>): RunDetail['family'] {
  const sorted = rows.toSorted((a, b) => (a.started === b.started ? a.id - b.id : a.started < b.started ? -1 : 1))
  const children = groupBy(sorted, (r) => r.parent_run)
  const family: RunDetail['family'] = []
  const seen = new Set<number>()
  const visit = (id: number, depth: number): void => {
    const item = items.get(id)
    if (item === undefined || seen.has(id)) return
    seen.add(id)
    family.push({ ...item, depth })
    for (const child of children.get(id) ?? []) visit(child.id, depth + 1)
  }
  visit(root, 0)
  return family
}
