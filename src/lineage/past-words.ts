import { facetRows } from '../catalog/facets.ts'
import type { FacetRow } from '../catalog/facets.ts'
import { groupBy } from '../catalog/sql.ts'
import type { Executor } from '../db/contract.ts'
import { decodeText } from '../lib/text.ts'
import { instantOf } from '../openlineage/order-key.ts'
import { standing } from './standing.ts'

/** Contents of one facet that are looked at, the newest first. */
const contentsAtMost = 50

/** A facet of a job or dataset id as it is now, with the node that it is shown with. */
export interface NodeFacet extends FacetRow {
  readonly node: number
}

interface VersionRow {
  readonly owner_id: number
  readonly key_hash: string
  readonly hash: string
  readonly first_key: string
  readonly last_key: string
  readonly value: string | null
}

/** Facets by these keys. `nodeOf`: by the id that carries them, the node. */
export async function nodeFacets(
  db: Executor,
  owner: 'job' | 'dataset',
  nodeOf: ReadonlyMap<number, number>,
  keys: readonly string[],
): Promise<NodeFacet[]> {
  const rows = await facetRows(db, owner, nodeOf.keys(), keys)
  return rows.map((r) => ({ ...r, node: nodeOf.get(r.owner_id) ?? 0 }))
}

/** The JSON of a facet of a node, undefined for none; null where it cannot be told. */
export type FacetsOfNodes = (node: number, key: string) => { readonly value: unknown } | null

const factKey = (node: number, key: string): string => `${node} ${key}`

export function facetsNow(rows: readonly NodeFacet[]): FacetsOfNodes {
  const byFacet = Map.groupBy(rows, (r) => factKey(r.node, r.key))
  return (node, key) => ({ value: asItIs(byFacet.get(factKey(node, key)) ?? []) })
}

/**
 * Facets of nodes as they were at a moment (instant text). It cannot be told where contents took turns round the moment, nor of long contents
 * but the last.
 */
export async function facetsThen(db: Executor, owner: 'job' | 'dataset', rows: readonly NodeFacet[], asOf: string): Promise<FacetsOfNodes> {
  const later = [...Map.groupBy(rows, (r) => factKey(r.node, r.key)).values()].filter((own) =>
    own.some((r) => instantOf(r.order_key) > asOf),
  )
  const versions = groupBy(await versionsBy(db, owner, later.flat(), asOf), (v) => v.owner_id)
  const past = new Map(later.map((own) => [own[0] === undefined ? '' : factKey(own[0].node, own[0].key), asItWas(own, versions, asOf)]))
  const now = facetsNow(rows)
  return (node, key) => {
    const then = past.get(factKey(node, key))
    return then === undefined ? now(node, key) : then
  }
}

function asItIs(rows: readonly FacetRow[]): unknown {
  const order = (r: FacetRow): string => `${r.order_key} ${1 - r.deleted}${r.value ?? ''}`
  const [last] = rows.toSorted((a, b) => (order(a) > order(b) ? -1 : 1))
  return last === undefined || last.deleted === 1 || last.value === null ? undefined : parsed(last.value)
}

function asItWas(
  rows: readonly FacetRow[],
  versions: ReadonlyMap<number, readonly VersionRow[]>,
  asOf: string,
): { readonly value: unknown } | null {
  const all = rows.flatMap((row) => (versions.get(row.owner_id) ?? []).filter((v) => v.key_hash === row.key).map((v) => ({ ...v, row })))
  if (rows.some((row) => all.filter((v) => v.row === row).length >= contentsAtMost)) return null
  const then = standing(all, asOf, (a, b) => a.hash === b.hash)
  if (then === undefined) return null
  if (then === null) return { value: undefined }
  // The content that was said last is kept whole with the facet.
  const text = then.value ?? (then.last_key === then.row.order_key ? then.row.value : null)
  return text === null ? null : { value: parsed(text) }
}

const parsed = (text: string): unknown => JSON.parse(decodeText(text))

async function versionsBy(db: Executor, owner: 'job' | 'dataset', rows: readonly FacetRow[], asOf: string): Promise<VersionRow[]> {
  if (rows.length === 0) return []
  const [id, hash] = db.dialect === 'sqlite' ? ['(k.value ->> 0)', '(k.value ->> 1)'] : ['(k.value ->> 0)::bigint', '(k.value ->> 1)']
  const one = (x: string): string => `${x}.owner = '${owner}' AND ${x}.owner_id = ${id} AND ${x}.key_hash = ${hash}`
  const newest = (what: string): string =>
    `SELECT ${what} FROM facet_version y WHERE ${one('y')} AND y.first_key <= ? ORDER BY y.first_key DESC LIMIT ${contentsAtMost}`
  const from =
    db.dialect === 'sqlite'
      ? `json_each(?) AS k CROSS JOIN facet_version v ON ${one('v')} AND v.hash IN (${newest('y.hash')})`
      : `jsonb_array_elements(?::jsonb) AS k(value) CROSS JOIN LATERAL (${newest('y.*')}) AS v`
  const sql = `SELECT v.owner_id, v.key_hash, v.hash, v.first_key, v.last_key, v.value FROM ${from}`
  return db.all<VersionRow>(sql, [JSON.stringify(rows.map((r) => [r.owner_id, r.key])), `1${asOf}~`])
}
