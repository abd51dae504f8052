import type { ImpactRow } from '../contract/impact.ts'
import type { NodeRef } from '../contract/lineage.ts'

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
}

/** What is downstream, for a pull request or a chat: who is concerned, then what, nearest first. Lines without their ends. */
export function impactMarkdown({ root, fields, items, truncated }: Told): string[] {
  const of = (type: Row['type']): number => items.filter((r) => r.type === type).length
  const columns = items.filter((r) => r.field !== null).length
  const inferred = items.filter((r) => r.inferred === true).length
  const owners = [...new Set(items.flatMap((r) => r.owners))].sort()
  const what = columns > 0 ? counted(columns, 'column') : `${counted(of('dataset'), 'dataset')} and ${counted(of('job'), 'job')}`
  const said = [
    `${truncated ? 'at least ' : ''}${what}`,
    ...(inferred === 0 ? [] : [`${inferred} of them inferred from SQL`]),
    ...(owners.length === 0 ? [] : [`owned by ${owners.map(mark).join(', ')}`]),
  ]
  return [
    `### Downstream of ${mark(`${root.namespace}/${root.name}`)}${fields.length === 0 ? '' : `, columns ${fields.map(mark).join(', ')}`}`,
    '',
    `${said.join('; ')}.`.replace(/^./, (c) => c.toUpperCase()),
    ...(items.length === 0 ? [] : ['', ...tableOf(items)]),
  ]
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
const counted = (n: number, noun: string): string => `${n} ${noun}${n === 1 ? '' : 's'}`
const cell = (text: string): string => text.replace(/[|\\`*_<>[\]]/g, '\\$&').replace(/\s+/g, ' ')
const mark = (text: string): string => (/[`|\r\n]/.test(text) ? cell(text) : `\`${text}\``)
