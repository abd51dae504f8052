import { hash } from 'node:crypto'
import { arrayMember, isObject, member, objectMember, pointerToken, stringMember } from '../../lib/json.ts'
import type { JsonObject } from '../../lib/json.ts'
import { encodeText, truncate } from '../../lib/text.ts'
import { identityOf } from '../../openlineage/event.ts'
import type { Identity } from '../../openlineage/event.ts'
import { seen } from '../changes.ts'
import type { ColumnEdgeFact } from '../changes.ts'
import type { ColumnOf } from '../../producers/producers.ts'
import type { FacetReader, Scope } from '../facet-reader.ts'
import { boolean, listOf, mapOf, need, object, text } from './shape.ts'

/** Edges of one facet that are read; more are warned of. */
const edgesMax = 200_000

/** How an input column became an output column. */
export interface Transformation {
  readonly type: ColumnEdgeFact['type']
  readonly subtype: string | null
  readonly masking: boolean
  readonly description: string | null
}

export const transformations = listOf(object({ type: need(text), subtype: text, description: text, masking: boolean }))
const inputField = object({ namespace: need(text), name: need(text), field: need(text), transformations })

/**
 * ColumnLineageDatasetFacet 1-0-0 to 1-2-0, in all its shapes: `fields` with or without transformations, `dataset` for what the whole
 * dataset depends on, and the old transformationType and transformationDescription of an output field.
 */
export const columnLineage: FacetReader = {
  container: 'dataset',
  key: 'columnLineage',
  className: 'ColumnLineageDatasetFacet',
  versions: '1-0-0 to 1-2-0',
  yields: 'column edges, direct and indirect, with masking and descriptions',
  members: {
    fields: need(mapOf(object({ inputFields: need(listOf(inputField)), transformationType: text, transformationDescription: text }))),
    dataset: listOf(inputField),
  },
  read(facet, scope) {
    const to = scope.dataset
    if (to === null) return null
    const edges = new EdgeList(scope, to)
    const fields = objectMember(facet, 'fields') ?? {}
    for (const name of Object.keys(fields)) readField(edges, name, fields[name])
    for (const [i, from] of arrayMember(facet, 'dataset').entries()) edges.add(from, null, untold, `/dataset/${i}`)
    return edges.note()
  },
}

const untold: Transformation = { type: null, subtype: null, masking: false, description: null }

function readField(edges: EdgeList, name: string, value: unknown): void {
  const fallback = isObject(value) ? oldTransformation(value) : untold
  const pointer = `/fields/${pointerToken(name)}/inputFields`
  for (const [i, from] of arrayMember(value, 'inputFields').entries()) edges.add(from, encodeText(name), fallback, `${pointer}/${i}`)
}

/** Facet versions 1-0-1 and 1-0-2 said one transformation for all inputs of a field. */
function oldTransformation(field: JsonObject): Transformation {
  const description = describe(field['transformationDescription'])
  switch (stringMember(field, 'transformationType')?.toUpperCase()) {
    case 'IDENTITY':
      return { type: 'DIRECT', subtype: 'IDENTITY', masking: false, description }
    case 'MASKED':
      return { type: 'DIRECT', subtype: null, masking: true, description }
    default:
      return { ...untold, description }
  }
}

/** The `transformations` of an input, or `fallback` where it has none. */
export function transformationsOf(value: unknown, fallback: Transformation): readonly Transformation[] {
  const list = arrayMember(value, 'transformations').filter(isObject).map(readTransformation)
  return list.length === 0 ? [fallback] : list
}

function readTransformation(value: JsonObject): Transformation {
  const type = stringMember(value, 'type')?.toUpperCase()
  const subtype = stringMember(value, 'subtype')
  return {
    type: type === 'DIRECT' || type === 'INDIRECT' ? type : null,
    subtype: subtype === undefined || subtype === '' ? null : encodeText(truncate(subtype, 200).toUpperCase()),
    masking: member(value, 'masking') === true,
    description: describe(value['description']),
  }
}

const describe = (value: unknown): string | null => (typeof value === 'string' && value !== '' ? encodeText(truncate(value, 2_000)) : null)

/** Gathers the edges into one dataset and notes them as one set: facets repeat from run to run, and a set is compared by its hash. */
export class EdgeList {
  readonly #edges = new Map<string, ColumnEdgeFact>()
  readonly #scope: Scope
  readonly #to: Identity

  constructor(scope: Scope, to: Identity) {
    this.#scope = scope
    this.#to = to
  }

  /** `from`: an object with namespace, name, perhaps field and transformations. */
  add(from: unknown, toField: string | null, fallback: Transformation, pointer: string): void {
    const id = identityOf(from)
    if (id === null) return this.#scope.warn('An input field needs a namespace and a name', pointer, 'bad_identifier')
    const field = stringMember(from, 'field') ?? ''
    const { columnSources } = this.#scope
    const sources = columnSources === null ? 'itself' : columnSources(id, field)
    if (sources === null)
      return this.#scope.warn(
        `${truncate(id.name, 100)} is a name within the SQL, and where its ${truncate(field, 100)} comes from cannot be told; left out`,
        pointer,
        'unresolved_name',
      )
    for (const source of sources === 'itself' ? [{ dataset: id, field }] : sources) this.#addEach(source, from, toField, fallback, pointer)
  }

  #addEach(source: ColumnOf, from: unknown, toField: string | null, fallback: Transformation, pointer: string): void {
    for (const transformation of transformationsOf(from, fallback)) {
      if (this.#edges.size >= edgesMax)
        return this.#scope.warn(`More than ${edgesMax} column edges; the rest was left out`, pointer, 'too_many')
      const edge = {
        from: this.#scope.datasetId(source.dataset),
        fromField: source.field === '' ? null : encodeText(source.field),
        to: this.#to,
        toField,
        ...transformation,
      }
      this.#edges.set(keyOf(edge), edge)
    }
  }

  note(): string | null {
    if (this.#edges.size === 0) return null
    const { changes, key, position, job } = this.#scope
    changes.dataset(this.#to, seen(key))
    for (const from of new Map([...this.#edges.values()].map((e) => [`${e.from.namespace}\0${e.from.name}`, e.from])).values())
      changes.dataset(from, seen(key))
    const content = hash('sha256', [...this.#edges.keys()].toSorted().join('\n'), 'hex').slice(0, 32)
    changes.columnSet(job, this.#to, content, () => [...this.#edges.values()], key, position)
    return `${this.#edges.size} column edge${this.#edges.size === 1 ? '' : 's'}`
  }
}

const keyOf = (e: ColumnEdgeFact): string =>
  JSON.stringify([e.from.namespace, e.from.name, e.fromField, e.toField, e.type, e.subtype, e.masking, e.description])
