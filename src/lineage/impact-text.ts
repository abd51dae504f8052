import type { ReadContext } from '../catalog/context.ts'
import type { ImpactQuery, ImpactRow } from '../contract/impact.ts'
import { csvCell } from '../graph/csv.ts'
import type { Cell } from '../graph/csv.ts'
import { impactMarkdown } from '../graph/impact-markdown.ts'
import { impact, impactRows } from './impact.ts'
import type { ImpactFound } from './impact.ts'

export type ImpactFormat = 'ndjson' | 'csv' | 'markdown'

/**
 * The impact as lines of text without their ends, made as the walk goes. The last line of NDJSON is `{"truncated":…}`, with `cutBy` where time
 * ended it, of columns with `readers`; CSV that is not whole ends with a row `left_out` that says so under `name`. Null when no event names the
 * dataset, or one of the fields.
 */
export async function impactText(context: ReadContext, query: ImpactQuery, format: ImpactFormat): Promise<AsyncIterable<string> | null> {
  if (format === 'markdown') return markdown(context, query)
  const found = await impactRows(context, query)
  return found === null ? null : format === 'csv' ? csv(found.rows) : ndjson(found)
}

async function* ndjson({ rows, readers, budget }: ImpactFound): AsyncGenerator<string> {
  for (let next = await rows.next(); ; next = await rows.next()) {
    if (next.done) return yield JSON.stringify({ truncated: next.value, ...(next.value && budget.isSpent && { cutBy: 'time' }), readers })
    for (const row of next.value) yield JSON.stringify(row)
  }
}

const head = 'type,namespace,name,field,depth,dependency,via_dataset,via_field,via_job,path,owners,last_run_at,last_state,inferred'

const cut: readonly Cell[] = [
  'left_out',
  null,
  'There is more; a higher limit or depth lets it in.',
  ...Array.from({ length: 11 }, () => null),
]

async function* csv(rows: ImpactFound['rows']): AsyncGenerator<string> {
  const line = (cells: readonly Cell[]): string => cells.map(csvCell).join(',')
  yield head
  for (let next = await rows.next(); ; next = await rows.next()) {
    if (next.done === true) {
      if (next.value) yield line(cut)
      return
    }
    for (const row of next.value) yield line(cellsOf(row))
  }
}

function cellsOf({
  type,
  namespace,
  name,
  field,
  depth,
  dependency,
  via,
  path,
  owners,
  lastRunAt,
  lastState,
  inferred,
}: ImpactRow): Cell[] {
  const job = via.job === null ? null : `${via.job.namespace}/${via.job.name}`
  const from = `${via.dataset.namespace}/${via.dataset.name}`
  return [
    type,
    namespace,
    name,
    field,
    depth,
    dependency,
    from,
    via.field,
    job,
    path,
    owners.join('; '),
    lastRunAt,
    lastState,
    inferred ?? null,
  ]
}

async function markdown(context: ReadContext, query: ImpactQuery): Promise<AsyncIterable<string> | null> {
  const found = await impact(context, query)
  if (found === null) return null
  const fields = [...(query.field === undefined ? [] : [query.field]), ...listIn(query.fields)]
  return lists(impactMarkdown({ ...found, fields }))
}

const listIn = (fields: string | undefined): string[] => (fields === undefined ? [] : (JSON.parse(fields) as string[]))

async function* lists(lines: readonly string[]): AsyncGenerator<string> {
  yield* lines
}
