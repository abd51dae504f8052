import type { FacetValue, Owner, Tag } from '../contract/common.ts'
import type { Executor } from '../db/contract.ts'
import { arrayMember, isObject, member, objectMember, stringMember } from '../lib/json.ts'
import type { JsonObject } from '../lib/json.ts'
import { decodeText } from '../lib/text.ts'
import { readBody } from '../openlineage/body.ts'
import type { Identity } from '../openlineage/event.ts'
import { identityOf } from '../openlineage/event.ts'
import type { FacetContainer, ReadContext } from './context.ts'
import { shownKey } from './names.ts'
import { among, amongTexts, idList, textList } from './sql.ts'

export interface FacetRow {
  readonly owner_id: number
  readonly key: string
  readonly order_key: string
  readonly position: number
  readonly value: string | null
  readonly deleted: number
}

const columns = 'owner_id, key, order_key, position, value, deleted'
/** Facets of one job or dataset that a page shows; producers may send any number. */
const shownAtMost = 200
/** Events that are read again for facets which the catalog does not keep. */
const eventsAtMost = 50

/** Facets by these keys of many owners. */
export async function facetRows(
  db: Executor,
  owner: 'job' | 'dataset',
  ids: Iterable<number>,
  keys: readonly string[],
): Promise<FacetRow[]> {
  const sql = `SELECT ${columns} FROM facet WHERE owner = ? AND owner_id ${among(db)} AND key_hash ${amongTexts(db)}`
  return db.all<FacetRow>(sql, [owner, idList(db, ids), textList(keys)])
}

/** All facets of one job, or of all the ids of one dataset: the latest by key, without those that were deleted. */
export async function latestFacets(db: Executor, owner: 'job' | 'dataset', ids: readonly number[]): Promise<FacetRow[]> {
  const rows = await db.all<FacetRow>(`SELECT ${columns} FROM facet WHERE owner = ? AND owner_id ${among(db)} LIMIT 5000`, [
    owner,
    idList(db, ids),
  ])
  return latest(rows).slice(0, shownAtMost)
}

/** The latest of each key; nothing for a key that was deleted last. Sorted by key. */
export function latest(rows: readonly FacetRow[]): FacetRow[] {
  const byKey = new Map<string, FacetRow>()
  for (const row of rows) {
    const known = byKey.get(row.key)
    if (known === undefined || isLater(row, known)) byKey.set(row.key, row)
  }
  return [...byKey.values()].filter((r) => r.deleted !== 1).sort((a, b) => (a.key < b.key ? -1 : 1))
}

/** One event may say two values for two ids of one dataset: then the text decides, so that the order of arrival never does. */
function isLater(a: FacetRow, b: FacetRow): boolean {
  if (a.order_key !== b.order_key) return a.order_key > b.order_key
  return `${1 - a.deleted}${a.value ?? ''}` > `${1 - b.deleted}${b.value ?? ''}`
}

/** The JSON of the facet of that key, or undefined when there is none or the catalog does not keep it. */
export function facetValue(rows: readonly FacetRow[], key: string): unknown {
  const row = rows.find((r) => r.key === key)
  return row?.value == null ? undefined : parseStored(row.value)
}

function parseStored(value: string): unknown {
  try {
    return JSON.parse(decodeText(value))
  } catch {
    return undefined
  }
}

/** Facets as answers show them. Those that are stored only are read from their events. `names`: the ids that the owner goes by. */
export async function facetValues(
  context: ReadContext,
  container: 'job' | 'dataset',
  rows: readonly FacetRow[],
  names: readonly Identity[],
): Promise<FacetValue[]> {
  const positions = [...new Set(rows.filter((r) => r.value === null).map((r) => r.position))].slice(0, eventsAtMost)
  const bodies = positions.length === 0 ? new Map<number, Uint8Array>() : await context.log.bodies(positions)
  const events = new Map([...bodies].map(([position, bytes]) => [position, eventIn(bytes)]))
  return rows.map((row) => {
    const key = decodeText(row.key)
    const value = row.value === null ? facetIn(context, events.get(row.position), container, names, key) : parseStored(row.value)
    return {
      key,
      container,
      use: useOf(context, container, key),
      value: value ?? null,
      eventTime: shownKey(row.order_key),
      eventPosition: row.position,
    }
  })
}

export const useOf = (context: ReadContext, container: FacetContainer, key: string): FacetValue['use'] =>
  context.fold.readerKey(container, key, undefined) === null ? 'stored only' : 'used'

export function eventIn(bytes: Uint8Array): unknown {
  const read = readBody(bytes)
  return read.ok ? read.value : undefined
}

/** The last facet which the event gives under that key, or under another name of it, to the job or to one of the ids of the dataset. */
function facetIn(context: ReadContext, event: unknown, container: 'job' | 'dataset', names: readonly Identity[], key: string): unknown {
  if (container === 'job') return facetOf(context, member(event, 'job'), container, key)
  const all = [...arrayMember(event, 'inputs'), ...arrayMember(event, 'outputs'), member(event, 'dataset')]
  const own = all.filter((d) => {
    const id = identityOf(d)
    return id !== null && names.some((n) => n.namespace === id.namespace && n.name === id.name)
  })
  return own.map((d) => facetOf(context, d, container, key)).findLast((value) => value !== undefined)
}

/** Facets of a dataset also come among those of an input or output. */
function facetOf(context: ReadContext, holder: unknown, container: 'job' | 'dataset', key: string): unknown {
  const places = [objectMember(holder, 'facets'), objectMember(holder, 'inputFacets'), objectMember(holder, 'outputFacets')]
  return places.map((facets) => facetAmong(context, facets ?? {}, container, key)).find((value) => value !== undefined)
}

function facetAmong(context: ReadContext, facets: JsonObject, container: 'job' | 'dataset', key: string): unknown {
  if (Object.hasOwn(facets, key)) return facets[key]
  const other = Object.keys(facets).find((k) => context.fold.readerKey(container, k, member(facets[k], '_schemaURL')) === key)
  return other === undefined ? undefined : facets[other]
}

/** OwnershipJobFacet, OwnershipDatasetFacet. */
export function ownersIn(facet: unknown): Owner[] {
  const owners = arrayMember(facet, 'owners').slice(0, 100)
  return owners.flatMap((o) => {
    const name = stringMember(o, 'name')
    return name === undefined ? [] : [{ name, type: stringMember(o, 'type') ?? null }]
  })
}

/** TagsJobFacet, TagsRunFacet, TagsDatasetFacet; `field` where a tag is of one field. */
export function tagsIn(facet: unknown): Tag[] {
  return arrayMember(facet, 'tags')
    .slice(0, 5000)
    .flatMap((t) => {
      const key = stringMember(t, 'key')
      return key === undefined
        ? []
        : [{ key, value: textOf(member(t, 'value')), source: stringMember(t, 'source') ?? null, field: stringMember(t, 'field') ?? null }]
    })
}

const textOf = (value: unknown): string =>
  typeof value === 'string' ? value : value === undefined || value === null ? '' : JSON.stringify(value)

/** DocumentationJobFacet, DocumentationDatasetFacet. */
export function documentationIn(facet: unknown): { description: string | null; descriptionType: string | null } {
  return { description: stringMember(facet, 'description') ?? null, descriptionType: stringMember(facet, 'contentType') ?? null }
}

/** SQLJobFacet. */
export function sqlIn(facet: unknown): { query: string; dialect: string | null } | null {
  const query = stringMember(facet, 'query')
  return query === undefined ? null : { query, dialect: stringMember(facet, 'dialect') ?? null }
}

/** SourceCodeLocationJobFacet. */
export function codeLocationIn(
  facet: unknown,
): Record<'type' | 'url' | 'repoUrl' | 'path' | 'version' | 'branch' | 'tag', string | null> | null {
  if (!isObject(facet)) return null
  const text = (key: string): string | null => stringMember(facet, key) ?? null
  return {
    type: text('type'),
    url: text('url'),
    repoUrl: text('repoUrl'),
    path: text('path'),
    version: text('version'),
    branch: text('branch'),
    tag: text('tag'),
  }
}
