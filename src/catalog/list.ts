import type { Executor, SqlValue } from '../db/contract.ts'
import { countUpTo, exactUpTo } from './sql.ts'
import type { PageKey } from './sql.ts'

/** One condition of a list, in two forms that mean the same. */
export interface Filter {
  /** May use the index of its column. */
  readonly drive: string
  /** May not: another condition or the sort order drives. */
  readonly check: string
  readonly params: readonly SqlValue[]
  /** Sort columns by which the rows of this filter come out of an index in order. */
  readonly ordered: readonly string[]
  /** How many rows it lets through, where that is known already. */
  readonly counted?: Counted
}

/** A number of rows; not exact: there are at least so many. */
export interface Counted {
  readonly n: number
  readonly exact: boolean
}

export interface ListQuery {
  /** The table with its alias, such as `job j`. */
  readonly table: string
  readonly id: string
  readonly sort: string
  readonly descending: boolean
  readonly filters: readonly Filter[]
  /** Sort value and id of the last row of the page before. */
  readonly after: PageKey | null
  readonly limit: number
}

export interface IdPage {
  readonly ids: number[]
  readonly next: PageKey | null
  readonly counted: Counted
}

/** Rows that a count with several conditions looks at. */
const countedAtMost = 2_000

/**
 * One page of ids. The rarest condition drives; where none is rare, the sort order does and all conditions are checked on the way: a
 * page is then full after few rows. So a page costs the same at a thousand rows and at a million.
 */
export async function idPage(db: Executor, query: ListQuery): Promise<IdPage> {
  const counts = await Promise.all(
    query.filters.map(
      async (f) => f.counted ?? bounded(await countUpTo(db, exactUpTo + 1, `FROM ${query.table} WHERE ${f.drive}`, f.params)),
    ),
  )
  if (counts.some((c) => c.exact && c.n === 0)) return { ids: [], next: null, counted: bounded(0) }
  const driver = driverOf(query, counts)
  const rows = await pageRows(db, query, driver)
  const more = rows.length > query.limit
  const page = rows.slice(0, query.limit)
  const last = page.at(-1)
  const counted = await total(db, query, driver, counts)
  return { ids: page.map((r) => r.id), next: more && last ? [last.sort, last.id] : null, counted }
}

/** From a count that stopped at `exactUpTo + 1`. */
export const bounded = (n: number): Counted => (n > exactUpTo ? { n: exactUpTo, exact: false } : { n, exact: true })

/** The two members of a page that say how many rows there are. */
export const totals = ({ n, exact }: Counted): { total: number | null; totalAtLeast: number | null } =>
  exact ? { total: n, totalAtLeast: null } : { total: null, totalAtLeast: n }

function driverOf(query: ListQuery, counts: readonly Counted[]): Filter | null {
  const exact = counts.map((c) => (c.exact ? c.n : Infinity))
  const rarest = exact.indexOf(Math.min(...exact))
  const rare = query.filters[rarest]
  if (rare !== undefined && exact[rarest] !== Infinity) return rare
  return query.filters.find((f) => f.ordered.includes(query.sort)) ?? null
}

function pageRows(db: Executor, query: ListQuery, driver: Filter | null): Promise<{ id: number; sort: string }[]> {
  const { id, sort, after } = query
  const order = query.descending ? 'DESC' : 'ASC'
  const byOrder = driver === null || driver.ordered.includes(sort)
  // The sort index must not be taken where the rows of a rare condition are sorted instead.
  const key = byOrder || db.dialect === 'postgres' ? `${sort}, ${id}` : `+${sort}, +${id}`
  const conditions = query.filters.map((f) => (f === driver ? f.drive : f.check))
  const params = query.filters.flatMap((f) => f.params)
  if (after !== null) conditions.push(`(${key}) ${query.descending ? '<' : '>'} (?, ?)`)
  const where = conditions.length === 0 ? '' : `WHERE ${conditions.join(' AND ')}`
  const sql = `SELECT ${id} AS id, ${sort} AS sort FROM ${query.table} ${where} ORDER BY ${sort} ${order}, ${id} ${order} LIMIT ${query.limit + 1}`
  return db.all<{ id: number; sort: string }>(sql, after === null ? params : [...params, ...after])
}

async function total(db: Executor, query: ListQuery, driver: Filter | null, counts: readonly Counted[]): Promise<Counted> {
  if (query.filters.length === 0) return bounded(await countUpTo(db, exactUpTo + 1, `FROM ${query.table}`, []))
  if (query.filters.length === 1) return counts[0] ?? bounded(0)
  const rest = query.filters.filter((f) => f !== driver)
  const alias = query.table.split(' ')[1] ?? query.table
  const seen = `(SELECT * FROM ${query.table} ${driver === null ? '' : `WHERE ${driver.drive}`} LIMIT ${countedAtMost}) AS ${alias}`
  const params = [...(driver?.params ?? []), ...rest.flatMap((f) => f.params)]
  const n = await countUpTo(db, exactUpTo + 1, `FROM ${seen} WHERE ${rest.map((f) => f.check).join(' AND ')}`, params)
  const driven = driver === null ? undefined : counts[query.filters.indexOf(driver)]
  // Of a common driver only the first rows were looked at.
  return { n, exact: driven?.exact === true && driven.n <= countedAtMost }
}
