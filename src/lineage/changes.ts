import type { ReadContext } from '../catalog/context.ts'
import { decoded, groupIdOf, groupNames, jobIdOf, jobNames } from '../catalog/names.ts'
import { fieldHash } from '../catalog/keys.ts'
import type { ChangedDay, Changes, ChangesQuery, LineageChange } from '../contract/changes.ts'
import type { NodeRef } from '../contract/lineage.ts'
import type { Executor } from '../db/contract.ts'
import { encodeText } from '../lib/text.ts'
import { formatInstant, instantMs, instantOfMs } from '../openlineage/time.ts'
import { columnSpans } from './change-columns.ts'
import { edgeSpans } from './change-edges.ts'
import { lastFailure, lastSchemaChange } from './change-marks.ts'
import { runsOf } from './change-runs.ts'
import type { ChangeAt, Span, Spans } from './change-spans.ts'
import { lastGoodRuns, leftOutBy } from './left-out.ts'
import type { LeftOut, SaidLast } from './left-out.ts'

const dayMs = 86_400_000
const daysAtMost = 1_000

/** When the lineage round a root changed, by day, and the newest changes with who made them. Null when no event names the root. */
export async function lineageChanges(context: ReadContext, query: ChangesQuery): Promise<Changes | null> {
  const { db } = context
  const type = query.field === undefined ? query.type : 'dataset'
  const root = type === 'job' ? await jobIdOf(db, query) : await groupIdOf(db, query)
  if (root === null) return null
  const silentSince = query.window === undefined ? '' : instantOfMs(context.now() - query.window * dayMs)
  const hash = query.field === undefined ? null : fieldHash(encodeText(query.field))
  const found = hash === null ? await edgeSpans(db, query, { kind: type, id: root }) : await columnSpans(db, query, { dataset: root, hash })
  const all = await changesOf(db, found, silentSince)
  const newest = all.toSorted((a, b) => (a.at < b.at ? 1 : a.at > b.at ? -1 : 0)).slice(0, query.newest)
  const [shown, failure, schema] = await Promise.all([
    shownChanges(db, newest),
    lastFailure(db, found.jobs),
    lastSchemaChange(db, found.datasets),
  ])
  return {
    root: { type, namespace: query.namespace, name: query.name },
    days: daysOf(all, query.offset),
    newest: shown,
    lastFailure: failure,
    lastSchemaChange: schema,
    truncated: found.truncated,
  }
}

/**
 * What was said first, and what has gone, as where two moments are compared: a good run of its job left it out, or it was silent since
 * `silentSince` (instant text; '': silence tells nothing). Times that cannot be read tell nothing.
 */
async function changesOf(db: Executor, { spans }: Spans, silentSince: string): Promise<ChangeAt[]> {
  const readable = (at: string): boolean => formatInstant(at) !== null
  const added = spans.filter((span) => readable(span.first)).map((span): ChangeAt => ({ span, change: 'added', at: span.first }))
  const left = spans.filter((span) => readable(span.last) && (!span.isHeld || span.last < silentSince))
  const saidLast = (span: Span): SaidLast => ({ ...span, job: span.saidBy, at: span.last })
  const ofJobs = left.filter((span) => span.saidBy !== 0)
  const [leftOut, lastGood] = await Promise.all([
    leftOutBy(db, ofJobs.map(saidLast)),
    lastGoodRuns(
      db,
      ofJobs.map((s) => s.saidBy),
    ),
  ])
  // A run that was under way beside the last to say it left it out as well; one that was over before it was said did not.
  const overlapping = ({ isHeld, saidBy, first }: Span): LeftOut | undefined => {
    const run = isHeld ? undefined : lastGood.get(saidBy)
    return run !== undefined && run.at > first ? run : undefined
  }
  return [
    ...added,
    ...left.flatMap((span): ChangeAt[] => {
      const run = leftOut(saidLast(span)) ?? overlapping(span)
      const isGone = run !== undefined || span.saidBy === 0 || span.last < silentSince
      return isGone ? [{ span, change: 'gone', at: run?.at ?? span.last, leftOutBy: run?.runId }] : []
    }),
  ]
}

function daysOf(all: readonly ChangeAt[], offset: number): ChangedDay[] {
  const days = new Map<string, ChangedDay>()
  for (const { span, change, at } of all) {
    const day = new Date(instantMs(at) + offset * 60_000).toISOString().slice(0, 10)
    const counts = days.get(day) ?? { day, edgesAdded: 0, edgesGone: 0, columnsAdded: 0, columnsGone: 0 }
    const what = `${span.fields === null ? 'edges' : 'columns'}${change === 'added' ? 'Added' : 'Gone'}` as const
    days.set(day, { ...counts, [what]: counts[what] + 1 })
  }
  return [...days.values()].sort((a, b) => (a.day < b.day ? -1 : 1)).slice(-daysAtMost)
}

async function shownChanges(db: Executor, newest: readonly ChangeAt[]): Promise<LineageChange[]> {
  const ends = newest.flatMap(({ span }) => [span.from, span.to])
  const idsOf = (kind: 'job' | 'dataset'): number[] => ends.filter((e) => e.kind === kind).map((e) => e.id)
  const [jobs, datasets, runs] = await Promise.all([
    jobNames(db, [...idsOf('job'), ...newest.map(({ span }) => span.saidBy)]),
    groupNames(db, idsOf('dataset')),
    runsOf(db, newest),
  ])
  const refOf = ({ kind, id }: Span['from']): NodeRef => ({
    type: kind,
    ...((kind === 'job' ? jobs : datasets).get(id) ?? { namespace: '', name: '' }),
  })
  return newest.map(({ span, change, at }, i) => ({
    at: formatInstant(at) ?? at,
    change,
    from: refOf(span.from),
    to: refOf(span.to),
    ...(span.fields === null ? {} : { fromField: decoded(span.fields[0]), toField: decoded(span.fields[1]) }),
    job: jobs.get(span.saidBy) ?? null,
    runId: runs.get(i) ?? null,
  }))
}
