import type { ReadContext } from '../catalog/context.ts'
import type { ImpactQuery, ImpactRow } from '../contract/impact.ts'
import { csvCell } from '../graph/csv.ts'
import type { Cell } from '../graph/csv.ts'
import { impact, impactRows } from './impact.ts'

export type ImpactFormat = 'ndjson' | 'csv' | 'markdown'

/** Rows of a table in Markdown; a pull request with more is not read. */
const tableRows = 100

/**
 * The impact as lines of text without their ends, made as the walk goes. The last line of NDJSON is `{"truncated":…}`; CSV ends with its
 * rows. Null when no event names the dataset.
 */
export async function impactText(context: ReadContext, query: ImpactQuery, format: ImpactFormat): Promise<AsyncIterable<string> | null> {
  if (format === 'markdown') return markdown(context, query)
  const found = await impactRows(context, query)
  return found === null ? null : format === 'csv' ? csv(found.rows) : ndjson(found.rows)
}

async function* ndjson(rows: AsyncGenerator<ImpactRow[], boolean>): AsyncGenerator<string> {
  for (let next = await rows.next(); ; next = await rows.next()) {
    if (next.done) return yield JSON.stringify({ truncated: next.value })
    for (const row of next.value) yield JSON.stringify(row)
  }
}

const head = 'type,namespace,name,field,depth,dependency,via_dataset,via_field,via_job,path,owners,last_run_at,last_state'

async function* csv(rows: AsyncIterable<ImpactRow[]>): AsyncGenerator<string> {
  yield head
  for await (const part of rows) for (const row of part) yield cellsOf(row).map(csvCell).join(',')
}

function cellsOf({ type, namespace, name, field, depth, dependency, via, path, owners, lastRunAt, lastState }: ImpactRow): Cell[] {
  const job = via.job === null ? null : `${via.job.namespace}/${via.job.name}`
  const from = `${via.dataset.namespace}/${via.dataset.name}`
  return [type, namespace, name, field, depth, dependency, from, via.field, job, path, owners.join('; '), lastRunAt, lastState]
}

/** For a pull request or a chat: who is concerned, then what, nearest first. */
async function markdown(context: ReadContext, query: ImpactQuery): Promise<AsyncIterable<string> | null> {
  const found = await impact(context, query)
  if (found === null) return null
  const { root, items, truncated } = found
  const of = (type: ImpactRow['type']): number => items.filter((r) => r.type === type).length
  const columns = items.filter((r) => r.field !== null).length
  const atLeast = truncated ? 'at least ' : ''
  const owners = [...new Set(items.flatMap((r) => r.owners))].sort()
  const what = columns > 0 ? counted(columns, 'column') : `${counted(of('dataset'), 'dataset')} and ${counted(of('job'), 'job')}`
  const lines = [
    `### Downstream of ${mark(`${root.namespace}/${root.name}`)}${fieldWords(query)}`,
    '',
    `${atLeast}${what}${owners.length === 0 ? '' : `; owned by ${owners.map(mark).join(', ')}`}.`.replace(/^./, (c) => c.toUpperCase()),
  ]
  return lists([...lines, ...(items.length === 0 ? [] : ['', ...tableOf(items)])])
}

const fieldWords = ({ field, fields }: ImpactQuery): string => {
  const all = [...(field === undefined ? [] : [field]), ...(fields === undefined ? [] : (JSON.parse(fields) as string[]))]
  return all.length === 0 ? '' : `, columns ${all.map(mark).join(', ')}`
}

function tableOf(items: readonly ImpactRow[]): string[] {
  const row = (r: ImpactRow): string =>
    `| ${[String(r.depth), r.type, mark(r.name + (r.field === null ? '' : `.${r.field}`)), r.dependency ?? '', r.owners.map(cell).join(', '), r.lastState ?? ''].join(' | ')} |`
  const more = items.length - tableRows
  return [
    '| depth | | name | kind | owners | last state |',
    '|---|---|---|---|---|---|',
    ...items.slice(0, tableRows).map(row),
    ...(more > 0 ? ['', `and ${more} more.`] : []),
  ]
}

const counted = (n: number, noun: string): string => `${n} ${noun}${n === 1 ? '' : 's'}`
const cell = (text: string): string => text.replace(/[|\\`*_<>[\]]/g, '\\$&').replace(/\s+/g, ' ')
const mark = (text: string): string => (/[`|\r\n]/.test(text) ? cell(text) : `\`${text}\``)

async function* lists(lines: readonly string[]): AsyncGenerator<string> {
  yield* lines
}
