import { amongTexts, textList } from '../catalog/sql.ts'
import type { Executor } from '../db/contract.ts'
import type { LineageQuery } from '../contract/lineage.ts'
import { columnHolds, columnParams } from './moment.ts'
import type { Moment } from './moment.ts'

/** The column edges that a question is about. */
export interface ColumnScope extends Moment {
  readonly dependency?: LineageQuery['dependency']
  /** In upper case; none: all. */
  readonly subtypes?: readonly string[]
  readonly masking?: boolean
}

const subtypesAtMost = 50

export function columnScope(moment: Moment, { dependency, subtypes, masking }: LineageQuery): ColumnScope {
  const list = (subtypes ?? '')
    .split(',')
    .map((s) => s.trim().toUpperCase())
    .filter((s) => s !== '')
    .slice(0, subtypesAtMost)
  return {
    ...moment,
    ...(dependency === undefined ? {} : { dependency }),
    ...(list.length === 0 ? {} : { subtypes: list }),
    ...(masking === undefined ? {} : { masking }),
  }
}

const kinds = { direct: `AND coalesce(e.type, '') <> 'INDIRECT'`, indirect: `AND e.type = 'INDIRECT'` } as const

/** SQL that holds for rows `e` of `column_edge` in the scope; its parameters are `columnsParams`. */
export function columnsHold(db: Executor, scope: ColumnScope): string {
  const { dependency, subtypes, masking } = scope
  return [
    columnHolds(scope),
    dependency === undefined ? '' : kinds[dependency],
    masking === undefined ? '' : `AND e.masking = ${masking ? 1 : 0}`,
    subtypes === undefined ? '' : `AND upper(e.subtype) ${amongTexts(db)}`,
  ].join(' ')
}

export const columnsParams = (scope: ColumnScope): string[] => [
  ...columnParams(scope),
  ...(scope.subtypes === undefined ? [] : [textList(scope.subtypes)]),
]
