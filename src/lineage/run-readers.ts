import type { ReadContext } from '../catalog/context.ts'
import { jobsOf, runsAtMost, runsNear, sidesOf, writtenAt } from './run-times.ts'
import type { Read, RunSide, RunTimes } from './run-times.ts'
import { writersOf, writes } from './run-writers.ts'
import type { Written } from './run-writers.ts'

/** Reads of one step that are checked for who wrote what they read. */
const readsAtMost = 2_000

/** A run wrote a dataset. */
export interface Write {
  readonly run: RunTimes
  readonly side: RunSide
}

/** The runs that read what these runs wrote, until it was written again. */
export async function readersOf(context: ReadContext, given: readonly Write[]): Promise<{ written: Written[]; truncated: boolean }> {
  const { db } = context
  const wrote = given.filter(({ run }) => writtenAt(run) !== null)
  const groups = [...new Set(wrote.map((w) => w.side.group_id))]
  const [writers, readers] = await Promise.all([jobsOf(db, groups, 1), jobsOf(db, groups, 0)])
  const until = await writtenAgain(context, wrote, writers.byGroup)
  const near = await runsNear(
    db,
    wrote.flatMap(({ run, side }) => (readers.byGroup.get(side.group_id) ?? []).map((job) => ({ job, at: writtenAt(run) ?? '' }))),
    'after',
  )
  const runs = new Map([...near.values()].flat().map((r) => [r.id, r]))
  const sides = new Map((await sidesOf(db, runs.keys(), 0)).map((s) => [`${s.run_id} ${s.group_id}`, s]))
  const reads = new Map<string, Read>()
  let truncated = readers.truncated || writers.truncated
  for (const [i, { run, side }] of wrote.entries()) {
    for (const job of readers.byGroup.get(side.group_id) ?? []) {
      const after = near.get(`${job} ${writtenAt(run) ?? ''}`) ?? []
      const before = after.filter((r) => r.started < (until[i] ?? '~'))
      truncated ||= after.length === runsAtMost && before.length === after.length
      for (const reader of before) {
        const read = sides.get(`${reader.id} ${side.group_id}`)
        if (read !== undefined && reader.id !== run.id) reads.set(`${reader.id} ${side.group_id}`, { run: reader, side: read })
      }
    }
  }
  const checked = await writersOf(context, [...reads.values()].slice(0, readsAtMost))
  const ours = writes(wrote.map((w) => w.side))
  return {
    written: checked.written.filter(({ writer, read }) => writer !== null && ours.has(`${writer.id} ${read.side.group_id}`)),
    truncated: truncated || checked.truncated || reads.size > readsAtMost,
  }
}

/** Of each write when the dataset was written the next time, so far as the next runs of its writers tell; '~': not again. */
async function writtenAgain({ db }: ReadContext, wrote: readonly Write[], jobs: ReadonlyMap<number, readonly number[]>): Promise<string[]> {
  const asked = wrote.flatMap(({ run, side }) => (jobs.get(side.group_id) ?? []).map((job) => ({ job, at: run.started })))
  const near = await runsNear(db, asked, 'after')
  const again = writes(
    await sidesOf(
      db,
      [...near.values()].flat().map((r) => r.id),
      1,
    ),
  )
  return wrote.map(({ run, side }) => {
    const own = writtenAt(run) ?? ''
    const later = (jobs.get(side.group_id) ?? [])
      .flatMap((job) => near.get(`${job} ${run.started}`) ?? [])
      .filter((r) => r.id !== run.id && again.has(`${r.id} ${side.group_id}`))
      .flatMap((r) => writtenAt(r) ?? [])
      .filter((at) => at > own)
    return later.toSorted()[0] ?? '~'
  })
}
