import type { ReadContext } from '../catalog/context.ts'
import { fieldHash } from '../catalog/keys.ts'
import { groupIdOf, jobIdOf } from '../catalog/names.ts'
import type { Lineage, LineageQuery } from '../contract/lineage.ts'
import type { Executor } from '../db/contract.ts'
import { encodeText } from '../lib/text.ts'
import { boundsOf } from './bounds.ts'
import { walkBudget } from './budget.ts'
import { columnScope } from './column-filter.ts'
import type { ColumnScope } from './column-filter.ts'
import { catalogColumns } from './column-graph.ts'
import { controlOf } from './control.ts'
import type { FoldedGraph } from './fold.ts'
import { foldedFor } from './fold-top.ts'
import { ofField, ofTables } from './found.ts'
import type { Found } from './found.ts'
import type { Place } from './place.ts'
import { catalogGraph } from './graph.ts'
import { momentOf } from './moment.ts'
import { columnReach, reachOf } from './reach.ts'
import { answer } from './shown.ts'
import type { Showing } from './shown.ts'

/** The lineage of a job, a dataset or a field; null when no event names the root. Throws RangeError when `asOf` is no time. */
export async function lineage(context: ReadContext, query: LineageQuery): Promise<Lineage | null> {
  const answered = await findLineage(context, query)
  return answered === null ? null : shownLineage(context, query, answered)
}

/** What was found, as an answer. `trace` is filled with what its parts were made of; `elsewhere`: see `Showing`. */
export async function shownLineage(
  context: ReadContext,
  query: LineageQuery,
  { root, scope, folded, found }: Answered,
  { trace, elsewhere }: Pick<Showing, 'trace' | 'elsewhere'> = {},
): Promise<Lineage> {
  if (trace !== undefined) Object.assign(trace, { scope, folded })
  const shown = await answer(context, root, found, { moment: scope, facts: query.facts === true, trace, elsewhere })
  return {
    ...shown,
    ...(query.control === true ? { control: await controlOf(context.db, [...found.depths.jobs.keys()], folded, scope) } : {}),
    ...(query.facts === true ? { reach: await reachIn(context.db, query, root, scope, folded) } : {}),
  }
}

export interface Answered {
  readonly root: Place
  readonly scope: ColumnScope
  readonly folded: FoldedGraph | null
  readonly found: Found
}

/** What a question finds, by ids; null when no event names the root. Throws RangeError when `asOf` is no time. */
export async function findLineage(context: ReadContext, query: LineageQuery): Promise<Answered | null> {
  const { db } = context
  const moment = momentOf(query.asOf, query.window, context.now())
  const root = await rootOf(db, query)
  if (root === null) return null
  const folded = await foldedFor(db, catalogGraph(db, moment), query, root.kind === 'job' ? root.id : null)
  const scope = columnScope(moment, query)
  const budget = walkBudget(context)
  const found =
    query.field === undefined
      ? await ofTables(db, query, root, scope, folded, budget)
      : await ofField(db, query, root.id, query.field, scope, folded, budget)
  return found === null ? null : { root, scope, folded, found }
}

function reachIn(
  db: Executor,
  { field }: LineageQuery,
  root: Place,
  scope: ColumnScope,
  folded: FoldedGraph | null,
): Promise<Lineage['reach']> {
  if (field === undefined) return reachOf(folded ?? catalogGraph(db, scope, { bare: true }), root, boundsOf(db))
  return columnReach(catalogColumns(db, scope), { dataset: root.id, hash: fieldHash(encodeText(field)) }, boundsOf(db))
}

async function rootOf(db: Executor, query: LineageQuery): Promise<Place | null> {
  const kind = query.field === undefined ? query.type : 'dataset'
  const id = kind === 'job' ? await jobIdOf(db, query) : await groupIdOf(db, query)
  return id === null ? null : { kind, id }
}
