/** The rows of the list of jobs: parents with those of their children that are unfolded. Pure. */
import type { JobItem } from '../../../../src/contract/catalog.ts'
import type { Identity } from '../../../../src/contract/common.ts'

export type JobKey = string
export const jobKey = (job: Identity): JobKey => JSON.stringify([job.namespace, job.name])

/** What is known of the children of an unfolded job. */
export type Children =
  | { readonly state: 'reading' | 'failed' }
  | { readonly state: 'read'; readonly items: readonly JobItem[]; readonly more: boolean }

export type ListRow =
  | {
      readonly kind: 'job'
      readonly key: string
      readonly job: JobItem
      readonly depth: number
      readonly open: boolean
      readonly parent: string | null
    }
  | {
      readonly kind: 'note'
      readonly key: string
      readonly depth: number
      readonly parent: JobItem
      readonly note: 'reading' | 'failed' | 'more'
    }

/** Depth first. A job that stands above itself (a circle of parents) is not unfolded again. */
export function listRows(roots: readonly JobItem[], open: ReadonlySet<JobKey>, children: ReadonlyMap<JobKey, Children>): ListRow[] {
  const rows: ListRow[] = []
  const visit = (job: JobItem, depth: number, parent: JobItem | null, above: ReadonlySet<JobKey>, path: string): void => {
    const key = jobKey(job)
    const unfolded = open.has(key) && job.children > 0 && !above.has(key)
    rows.push({ kind: 'job', key: path + key, job, depth, open: unfolded, parent: parent?.name ?? null })
    if (!unfolded) return
    const below = children.get(key) ?? { state: 'reading' as const }
    if (below.state !== 'read') {
      rows.push({ kind: 'note', key: `${path}${key} note`, depth: depth + 1, parent: job, note: below.state })
      return
    }
    const now = new Set(above).add(key)
    for (const child of below.items) visit(child, depth + 1, job, now, path + key)
    if (below.more) rows.push({ kind: 'note', key: `${path}${key} more`, depth: depth + 1, parent: job, note: 'more' })
  }
  for (const root of roots) visit(root, 0, null, new Set(), '')
  return rows
}

/** Which parents are unfolded before anybody said so: a few whose last run needs a person. */
export function firstOpen(roots: readonly JobItem[], most = 3): Set<JobKey> {
  const wanting = roots.filter((job) => job.children > 0 && job.children <= 20 && (job.lastState === 'FAIL' || job.lastState === 'RUNNING'))
  return new Set(wanting.slice(0, most).map(jobKey))
}

/** The unfolded jobs as the address keeps them. */
export const writeOpen = (open: ReadonlySet<JobKey>): string =>
  JSON.stringify([...open].slice(0, 40).map((key) => JSON.parse(key) as unknown))

/** The reverse; undefined for what is no such text. */
export function readOpen(value: string | undefined): Set<JobKey> | undefined {
  if (value === undefined) return undefined
  try {
    const list: unknown = JSON.parse(value)
    return Array.isArray(list) ? new Set(list.map((pair) => JSON.stringify(pair))) : undefined
  } catch {
    return undefined
  }
}

/** Names that more than one job at the top of the list has. */
export function namesTwice(rows: readonly ListRow[]): ReadonlySet<string> {
  const once = new Set<string>()
  const twice = new Set<string>()
  for (const row of rows) {
    if (row.kind !== 'job' || row.depth > 0) continue
    if (once.has(row.job.name)) twice.add(row.job.name)
    once.add(row.job.name)
  }
  return twice
}
