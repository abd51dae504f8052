import { arrayMember, member, objectMember, stringMember } from '../../lib/json.ts'
import { identityOf } from '../../openlineage/event.ts'
import type { Identity } from '../../openlineage/event.ts'
import { originsOf } from './column-origin.ts'
import { outlineOf } from './sql-outline.ts'
import type { Outline } from './sql-outline.ts'
import { sqlTokens } from './sql-tokens.ts'

/** A column of a dataset, as the event spells both. */
export interface ColumnOf {
  readonly dataset: Identity
  readonly field: string
}
/** What a column that an event names really is: itself, other columns (none: it is made of no column), or null: it cannot be told. */
export type ColumnSources = (dataset: Identity, field: string) => 'itself' | readonly ColumnOf[] | null

/** Longer SQL is not read. */
const sqlMax = 200_000

export const isDbt = (event: unknown): boolean => (stringMember(event, 'producer') ?? '').includes('/integration/dbt')

/**
 * dbt-ol names CTEs and aliases in column lineage, without a schema and in the namespace of the database (seen in 1.54.0). A name is one of
 * these only where the event's own SQL defines it and names no table so; anything else stays what it says it is. null: nothing to look at.
 */
export function columnSourcesOf(event: unknown): ColumnSources | null {
  const sql = stringMember(objectMember(objectMember(member(event, 'job'), 'facets'), 'sql'), 'query')
  if (!isDbt(event) || sql === undefined || sql.length > sqlMax) return null
  const known = knownNames(event)
  let outline: Outline | undefined
  return (dataset, field) => {
    if (dataset.name.includes('.') || known.get(keyOf(dataset)) === dataset.name) return 'itself'
    outline ??= outlineOf(sqlTokens(sql))
    const name = dataset.name.toLowerCase()
    if (!outline.names.has(name) || outline.tables.has(name)) return 'itself'
    const origins = originsOf(outline, name, field)
    if (origins === null) return null
    return origins.map((o) => ({ dataset: spelt({ namespace: dataset.namespace, name: o.path.join('.') }, known), field: o.field }))
  }
}

const keyOf = (id: Identity): string => `${id.namespace}\0${id.name.toLowerCase()}`

/** Letter case of a table is as the event's inputs and outputs have it. */
const spelt = (id: Identity, known: ReadonlyMap<string, string>): Identity => ({ ...id, name: known.get(keyOf(id)) ?? id.name })

function knownNames(event: unknown): ReadonlyMap<string, string> {
  const ids = [...arrayMember(event, 'inputs'), ...arrayMember(event, 'outputs')].map(identityOf).filter((id) => id !== null)
  return new Map(ids.map((id) => [keyOf(id), id.name]))
}
