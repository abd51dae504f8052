import type { ReadContext } from '../catalog/context.ts'
import { groupIdOf, groupNames, jobIdOf } from '../catalog/names.ts'
import { must } from '../lib/assert.ts'
import { formatInstant, instantOfMs, parseInstant } from '../openlineage/time.ts'
import type { Cause, CauseKind, Causes, CausesQuery } from '../contract/causes.ts'
import { boundsOf } from './bounds.ts'
import { walkBudget } from './budget.ts'
import { lastRuns, lateCauses } from './cause-jobs.ts'
import { failedQuality } from './cause-quality.ts'
import { schemaChanges } from './cause-schemas.ts'
import { catalogGraph } from './graph.ts'
import { ever } from './moment.ts'
import { walk } from './walk.ts'

const dayMs = 86_400_000
const changesSinceDays = 3

const order: readonly CauseKind[] = ['failed', 'lost', 'aborted', 'quality', 'schema', 'late']

/**
 * What failed, changed or is late upstream of a job or dataset, nearest first. Null when no event names the root. Throws RangeError when `since`
 * is no time.
 */
export async function causes(context: ReadContext, query: CausesQuery): Promise<Causes | null> {
  const { db } = context
  const since = query.since === undefined ? instantOfMs(context.now() - changesSinceDays * dayMs) : parseInstant(query.since)
  if (since === null) throw new RangeError('since is no time')
  const id = query.type === 'job' ? await jobIdOf(db, query) : await groupIdOf(db, query)
  if (id === null) return null
  const walked = await walk(catalogGraph(db, ever, { bare: true }), {
    root: { kind: query.type, id },
    directions: ['upstream'],
    depth: query.depth,
    nodesAtMost: boundsOf(db).causeNodes,
    linksAtMost: boundsOf(db).causeLinks,
    budget: walkBudget(context),
  })
  const [jobs, datasets] = [[...walked.jobs.keys()], [...walked.datasets.keys()]]
  const [ended, late, changed, untrue, names] = await Promise.all([
    lastRuns(context, jobs),
    lateCauses(context, jobs),
    schemaChanges(db, datasets, since),
    failedQuality(db, datasets),
    groupNames(db, datasets),
  ])
  const stopped = new Set(ended.map((c) => c.id))
  const found: Found[] = [
    ...ended.map((c) => ({ ...c, type: 'job' as const })),
    // A job that failed does not also need to be called late.
    ...late.filter((c) => !stopped.has(c.id)).map((c) => ({ ...c, type: 'job' as const })),
    ...[...changed, ...untrue].map((c) => ({
      ...c,
      ...must(names.get(c.id), 'every group has a name'),
      type: 'dataset' as const,
      runId: null,
    })),
  ]
  const items = found.map((c): Cause => causeOf(c, Math.abs((c.type === 'job' ? walked.jobs : walked.datasets).get(c.id) ?? 0)))
  items.sort(
    (a, b) =>
      a.depth - b.depth ||
      order.indexOf(a.kind) - order.indexOf(b.kind) ||
      compare(b.at ?? '', a.at ?? '') ||
      compare(a.node.name, b.node.name),
  )
  return {
    root: { type: query.type, ...((query.type === 'job' ? undefined : names.get(id)) ?? { namespace: query.namespace, name: query.name }) },
    items: items.slice(0, query.limit),
    lookedAt: jobs.length + datasets.length,
    truncated: walked.truncated || items.length > query.limit,
    ...(walked.isLate ? { cutBy: 'time' } : {}),
  }
}

/** A cause before it has its depth. `at`: instant text. */
export interface Found {
  readonly id: number
  readonly kind: CauseKind
  readonly type: 'job' | 'dataset'
  readonly namespace: string
  readonly name: string
  readonly at: string
  readonly says: string
  readonly runId: string | null
}

const causeOf = ({ kind, type, namespace, name, at, says, runId }: Found, depth: number): Cause => ({
  kind,
  node: { type, namespace, name },
  depth,
  at: formatInstant(at),
  says,
  runId,
})

const compare = (a: string, b: string): number => (a < b ? -1 : a > b ? 1 : 0)
