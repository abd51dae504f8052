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
  /** With what is read out of SQL. */
  readonly inferred?: boolean | undefined
}

const subtypesAtMost = 50

export function columnScope(moment: Moment, { dependency, subtypes, masking, inferred }: LineageQuery): ColumnScope {
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
    inferred,
  }
}

const kinds = { direct: `AND coalesce(e.type, '') <> 'INDIRECT'`, indirect: `AND e.type = 'INDIRECT'` } as const

/** SQL that holds for rows `e` of `column_edge` in the scope; its parameters are `columnsParams`. */
export function columnsHold(db: Executor, scope: ColumnScope): string {
  const { masking } = scope
  return `${columnHolds(scope)} ${kindHolds(db, scope)} ${masking === undefined ? '' : `AND e.masking = ${masking ? 1 : 0}`}`
}

export const columnsParams = (scope: ColumnScope): string[] => [...columnParams(scope), ...inferredParams(scope)]

/** The same for rows `e` of `inferred_edge`, which are of now and never mask. */
export const inferredHold = (db: Executor, scope: ColumnScope): string =>
  `${kindHolds(db, scope)} ${scope.masking === true ? 'AND false' : ''}`

export const inferredParams = ({ subtypes }: ColumnScope): string[] => (subtypes === undefined ? [] : [textList(subtypes)])

function kindHolds(db: Executor, { dependency, subtypes }: ColumnScope): string {
  return `${dependency === undefined ? '' : kinds[dependency]} ${subtypes === undefined ? '' : `AND upper(e.subtype) ${amongTexts(db)}`}`
}
