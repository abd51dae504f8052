import { arrayMember, isObject, stringMember } from '../../lib/json.ts'
import { encodeText, truncate } from '../../lib/text.ts'
import { contentHash } from '../../catalog/keys.ts'
import type { SchemaFact } from '../changes.ts'
import type { FacetReader, Scope } from '../facet-reader.ts'
import { any, checkMembers, integer, listOf, need, object, text, shown } from './shape.ts'

type FieldRow = SchemaFact['fields'][number]

/** Fields of one schema that are read; more are warned of. */
const fieldsMax = 100_000
const descriptionLength = 10_000

const fieldMembers = { name: need(text), type: text, description: text, ordinal_position: shown(integer), fields: listOf(any) }

/** SchemaDatasetFacet 1-0-0 to 1-2-0. An empty list says nothing and never hides what was known. */
export const schema: FacetReader = {
  container: 'dataset',
  key: 'schema',
  className: 'SchemaDatasetFacet',
  versions: '1-0-0 to 1-2-0',
  yields: 'fields of the dataset with types and descriptions, nested ones too; schema history',
  members: { fields: listOf(object(fieldMembers)) },
  read(facet, scope) {
    const rows = new Map<string, FieldRow>()
    flatten(arrayMember(facet, 'fields'), '', '/fields', rows, scope)
    if (rows.size === 0) return null
    const fields = [...rows.values()]
    if (scope.dataset !== null) scope.changes.schema(scope.dataset, contentHash(JSON.stringify(fields)), fields, scope.key, scope.position)
    return `${fields.length} field${fields.length === 1 ? '' : 's'}`
  },
}

/** Nested fields by dotted path; a dot inside a name is `\.`. Of two fields with one path the first counts. */
function flatten(fields: readonly unknown[], prefix: string, pointer: string, into: Map<string, FieldRow>, scope: Scope): void {
  for (const [i, field] of fields.entries()) {
    const at = `${pointer}/${i}`
    if (prefix !== '' && isObject(field)) checkMembers(field, fieldMembers, (says, within, code) => scope.warn(says, at + within, code))
    const name = stringMember(field, 'name')
    if (name === undefined) {
      scope.warn('A field without a name was left out', at, 'facet_member_missing')
      continue
    }
    if (into.size >= fieldsMax) return scope.warn(`More than ${fieldsMax} fields; the rest was left out`, pointer, 'too_many')
    const path = prefix + encodeText(name).replaceAll('.', '\\.')
    if (into.has(path)) scope.warn('A second field of the same name was left out', at, 'duplicate_field')
    else into.set(path, [path, textOf(field, 'type', 10_000), textOf(field, 'description', descriptionLength)])
    flatten(arrayMember(field, 'fields'), `${path}.`, `${at}/fields`, into, scope)
  }
}

function textOf(field: unknown, name: string, length: number): string | null {
  const value = stringMember(field, name)
  return value === undefined || value === '' ? null : encodeText(truncate(value, length))
}
