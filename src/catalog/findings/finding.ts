import type { WarningGroup, WarningSample } from '../../contract/warnings.ts'
import type { ReadContext } from '../context.ts'
import { among, idList } from '../sql.ts'
import { findings } from '../warning-kinds.ts'
import type { Finding } from '../warning-kinds.ts'

export interface WarningsQuestion {
  readonly source?: number | undefined
  readonly sources: readonly { readonly id: number; readonly name: string }[]
}

/** Things that are looked at for one finding; with more, what is told is a least number. */
export const lookedAtMost = 2_000
const samplesMax = 5

interface Found {
  readonly code: Finding
  readonly sourceId: number | null
  readonly of: string
  readonly says?: string | null
  readonly count: number
  readonly exact?: boolean
  readonly firstAt?: string | null
  readonly lastAt?: string | null | undefined
  readonly samples?: readonly Partial<WarningSample>[]
}

/** A source by its number; those that were removed have left their events. */
export const sourceOf = (sources: WarningsQuestion['sources'], id: number): { id: number; name: string } =>
  sources.find((s) => s.id === id) ?? { id, name: 'a removed source' }

/** A finding of one source, or of the whole estate. */
export function groupOf(query: WarningsQuestion, found: Found): WarningGroup {
  const { title, severity, fix } = findings[found.code]
  return {
    source: found.sourceId === null ? null : sourceOf(query.sources, found.sourceId),
    code: found.code,
    title,
    severity,
    fix,
    says: found.says ?? null,
    count: found.count,
    exact: found.exact ?? true,
    of: found.of,
    firstAt: found.firstAt ?? null,
    lastAt: found.lastAt ?? null,
    samples: (found.samples ?? []).slice(0, samplesMax).map(sampleOf),
  }
}

const sampleOf = (sample: Partial<WarningSample>): WarningSample => ({
  says: '',
  position: null,
  pointer: '',
  at: null,
  job: null,
  runId: null,
  dataset: null,
  ...sample,
})

/** The sources that name each of these jobs; with a question for one source, that one alone. */
export async function sourcesOfJobs(context: ReadContext, jobs: Iterable<number>, source?: number): Promise<Map<number, number[]>> {
  const { db } = context
  const rows = await db.all<{ job_id: number; source_id: number }>(
    `SELECT job_id, source_id FROM job_source WHERE job_id ${among(db)} ORDER BY job_id, source_id`,
    [idList(db, new Set(jobs))],
  )
  const of = new Map<number, number[]>()
  for (const row of rows) {
    if (source !== undefined && row.source_id !== source) continue
    of.set(row.job_id, [...(of.get(row.job_id) ?? []), row.source_id])
  }
  return of
}

/** Gathers by the sources of the job of each thing, in order. */
export async function bySource<T>(
  context: ReadContext,
  things: readonly T[],
  jobOf: (thing: T) => number,
  source?: number,
): Promise<Map<number, T[]>> {
  const sources = await sourcesOfJobs(context, things.map(jobOf), source)
  const found = new Map<number, T[]>()
  for (const thing of things)
    for (const id of sources.get(jobOf(thing)) ?? []) {
      const list = found.get(id)
      if (list === undefined) found.set(id, [thing])
      else list.push(thing)
    }
  return found
}
