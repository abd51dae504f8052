import type { ReadContext } from '../catalog/context.ts'
import type { Executor } from '../db/contract.ts'
import { jobsOf, keyOf, runsAtMost, runsNear, sidesOf, writtenAt } from './run-times.ts'
import type { Read, RunSide, RunTimes } from './run-times.ts'
import { versionWriters } from './run-versions.ts'

/** `writer`: null where none is known. */
export interface Written {
  readonly read: Read
  readonly writer: RunTimes | null
  readonly at: string | null
  readonly version: string | null
}

/** Of each read the run that wrote what was read: the one that wrote the version that is named, else the last good one that had by then. */
export async function writersOf(context: ReadContext, reads: readonly Read[]): Promise<{ written: Written[]; truncated: boolean }> {
  const [versions, times] = await Promise.all([versionWriters(context, reads), lastBefore(context.db, reads)])
  const written = reads.map((read): Written => {
    const named = versions.get(keyOf(read))
    if (named !== undefined && named.writer.id !== read.run.id)
      return { read, writer: named.writer, at: writtenAt(named.writer), version: named.version }
    const last = times.found.get(keyOf(read)) ?? null
    return { read, writer: last, at: last === null ? null : writtenAt(last), version: null }
  })
  return { written, truncated: times.truncated }
}

async function lastBefore(db: Executor, reads: readonly Read[]): Promise<{ found: Map<string, RunTimes>; truncated: boolean }> {
  const { byGroup, truncated } = await jobsOf(db, [...new Set(reads.map((r) => r.side.group_id))], 1)
  const asked = reads.flatMap(({ run, side }) => (byGroup.get(side.group_id) ?? []).map((job) => ({ job, at: run.started })))
  const near = await runsNear(db, asked, 'before')
  const wrote = writes(
    await sidesOf(
      db,
      [...near.values()].flat().map((r) => r.id),
      1,
    ),
  )
  const found = new Map<string, RunTimes>()
  let isCut = truncated
  for (const read of reads) {
    const lists = (byGroup.get(read.side.group_id) ?? []).map((job) => near.get(`${job} ${read.run.started}`) ?? [])
    const hits = lists.map((runs) => runs.filter((w) => isBefore(w, read) && wrote.has(`${w.id} ${read.side.group_id}`)))
    isCut ||= lists.some((runs, i) => runs.length === runsAtMost && hits[i]?.length === 0)
    const last = hits.flat().toSorted(byWritten).at(-1)
    if (last !== undefined) found.set(keyOf(read), last)
  }
  return { found, truncated: isCut }
}

export const writes = (sides: readonly RunSide[]): ReadonlySet<string> => new Set(sides.map((s) => `${s.run_id} ${s.group_id}`))

const isBefore = (writer: RunTimes, { run }: Read): boolean => {
  const at = writtenAt(writer)
  return writer.id !== run.id && at !== null && at <= run.started
}

const byWritten = (a: RunTimes, b: RunTimes): number => {
  const [x, y] = [writtenAt(a) ?? '', writtenAt(b) ?? '']
  return x === y ? (a.run_id < b.run_id ? -1 : 1) : x < y ? -1 : 1
}
