import type { ImpactReaders, ImpactRow } from '../contract/impact.ts'
import type { NodeRef } from '../contract/lineage.ts'
import { counted, noColumnsWords, readersWords } from './impact-words.ts'

/** Rows of a table in Markdown; a pull request with more is not read. */
const tableRows = 100

type Row = Pick<ImpactRow, 'type' | 'name' | 'field' | 'depth' | 'dependency' | 'lastState' | 'inferred'> & {
  readonly owners: readonly string[]
}

export interface Told {
  readonly root: Omit<NodeRef, 'type'>
  /** Columns that were asked about; none: all of it. */
  readonly fields: readonly string[]
  readonly items: readonly Row[]
  readonly truncated: boolean
  /** Where columns were asked about. */
  readonly readers?: ImpactReaders | undefined
}

/** What is downstream, for a pull request or a chat: who is concerned, then what, nearest first. Lines without their ends. */
export function impactMarkdown({ root, fields, items, truncated, readers }: Told): string[] {
  const inferred = items.filter((r) => r.field !== null && r.inferred === true).length
  const owners = [...new Set(items.flatMap((r) => r.owners))].sort()
  const what = countWords(items, fields.length > 0)
    .join(', ')
    .replace(/, ([^,]*)$/, ' and $1')
  const said = [
    `${truncated ? 'at least ' : ''}${what}`,
    ...(inferred === 0 ? [] : [`${inferred} of the columns inferred from SQL`]),
    ...(owners.length === 0 ? [] : [`owned by ${owners.map(mark).join(', ')}`]),
  ]
  return [
    `### Downstream of ${mark(`${root.namespace}/${root.name}`)}${fields.length === 0 ? '' : `, columns ${fields.map(mark).join(', ')}`}`,
    '',
    ...(items.length === 0 && fields.length > 0
      ? [noColumnsWords(fields.length > 1)]
      : [`${said.join('; ')}.`.replace(/^./, (c) => c.toUpperCase())]),
    ...(readers === undefined ? [] : [readersWords(readers, fields.length > 1)]),
    ...(items.length === 0 ? [] : ['', ...tableOf(items)]),
  ]
}

/** `3 columns`, `1 whole dataset`, `2 jobs`. */
export function countWords(items: readonly Pick<Row, 'type' | 'field'>[], ofColumns: boolean): string[] {
  const jobs = items.filter((r) => r.type === 'job').length
  const columns = items.filter((r) => r.field !== null).length
  const datasets = items.length - jobs - columns
  const parts = ofColumns
    ? [counted(columns, 'column'), ...(datasets === 0 ? [] : [counted(datasets, 'whole dataset')])]
    : [counted(datasets, 'dataset')]
  return [...parts, counted(jobs, 'job')]
}

function tableOf(items: readonly Row[]): string[] {
  const row = (r: Row): string =>
    `| ${[String(r.depth), r.type, mark(r.name + (r.field === null ? '' : `.${r.field}`)), kindOf(r), r.owners.map(cell).join(', '), r.lastState ?? ''].join(' | ')} |`
  const more = items.length - tableRows
  return [
    '| depth | | name | kind | owners | last state |',
    '|---|---|---|---|---|---|',
    ...items.slice(0, tableRows).map(row),
    ...(more > 0 ? ['', `and ${more} more.`] : []),
  ]
}

const kindOf = (r: Row): string => [r.dependency, r.inferred === true && 'inferred'].filter(Boolean).join(', ')
const cell = (text: string): string => text.replace(/[|\\`*_<>[\]]/g, '\\$&').replace(/\s+/g, ' ')
const mark = (text: string): string => (/[`|\r\n]/.test(text) ? cell(text) : `\`${text}\``)
