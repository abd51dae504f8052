import type { RuleBody, Suggestion } from '../contract/rules.ts'
import type { Executor } from '../db/contract.ts'
import type { Identity } from '../openlineage/event.ts'
import { exactly } from '../rules/glob.ts'
import { allTrimmers, trimName } from '../rules/trimmers.ts'
import { sortName } from './keys.ts'
import { datasetNames, identityIn } from './names.ts'
import type { Budget } from './scan.ts'
import { among, groupBy, idList } from './sql.ts'

interface Claim {
  readonly dataset_id: number
  readonly target_id: number
}

const partsShown = 50
const samplesShown = 5
/** A table may have moved once or twice; more places of one name are several tables. */
const placesMax = 3
const rulesMax = 100

/** What symlinks tell: paths below the place of a known table, and names that many unrelated places claim. */
export async function suggestByLinks(db: Executor, budget: Budget): Promise<Suggestion[]> {
  const suggestions: Suggestion[] = []
  const below = new Map<string, { path: Identity; parts: Identity[] }>()
  for await (const claims of byTarget(db, budget)) {
    const names = await datasetNames(
      db,
      claims.flatMap((c) => [c.dataset_id, c.target_id]),
    )
    for (const [target, of] of groupBy(claims, (c) => c.target_id)) {
      const table = names.get(target)
      if (table !== undefined)
        suggestions.push(
          ...suggestApart(
            table,
            of.flatMap((c) => names.get(c.dataset_id) ?? []),
          ),
        )
    }
    await findBelow(db, claims, budget, below)
  }
  return [...suggestions, ...suggestPaths([...below.values()])]
}

/** Claims of producers in the order of the names that they claim; those of one name are never parted. */
async function* byTarget(db: Executor, budget: Budget): AsyncGenerator<Claim[]> {
  for (let after = 0; ;) {
    const most = budget.next()
    if (most === 0) return
    const sql = `SELECT s.dataset_id, s.target_id FROM symlink s JOIN dataset d ON d.id = s.dataset_id
      WHERE s.target_id > ? AND s.type <> 'rule' AND s.last_key > coalesce(d.symlinks_end, '') ORDER BY s.target_id LIMIT ${most}`
    const rows = await db.all<Claim>(sql, [after])
    budget.spend(rows.length)
    const last = rows.at(-1)
    if (last === undefined) return
    const isAll = rows.length < most
    const whole = isAll ? rows : rows.filter((r) => r.target_id !== last.target_id)
    yield whole.length === 0 ? rows : whole
    if (isAll) return
    after = whole.at(-1)?.target_id ?? last.target_id
    await new Promise(setImmediate)
  }
}

const wholePath = (name: string): string => trimName(name.replace(/\/+$/, ''), allTrimmers)

function suggestApart(table: Identity, claimers: readonly Identity[]): Suggestion[] {
  const places = new Set(claimers.map((c) => `${c.namespace}\0${wholePath(c.name)}`))
  if (places.size <= placesMax || !claimers.some((c) => c.name.includes('/'))) return []
  const apart: RuleBody[] = claimers.map((a) => ({ kind: 'apart', a, b: table }))
  const hide: RuleBody = { kind: 'hide', what: 'dataset', namespace: exactly(table.namespace), name: exactly(table.name), runId: null }
  return [
    {
      key: `apart ${table.namespace} ${table.name}`,
      kind: 'overMerged',
      says: `${places.size} unrelated places call themselves ${table.name}, and are shown as one dataset`,
      bodies: claimers.length > rulesMax ? [hide] : apart,
      datasets: claimers.length,
      samples: claimers.slice(0, samplesShown).map((id) => ({ of: 'dataset', ids: [id], count: 1, into: null })),
    },
  ]
}

/** Datasets of their own that lie below a path which has another name as well. */
async function findBelow(
  db: Executor,
  claims: readonly Claim[],
  budget: Budget,
  found: Map<string, { path: Identity; parts: Identity[] }>,
): Promise<void> {
  const ids = idList(db, new Set(claims.flatMap((c) => [c.dataset_id, c.target_id])))
  const paths = await db.all<{ id: number; namespace: string; name: string; namespace_id: number; group_id: number }>(
    `SELECT id, namespace, name, namespace_id, group_id FROM dataset WHERE id ${among(db)} AND name LIKE '%/%'`,
    [ids],
  )
  for (const row of paths) {
    if (budget.next() === 0) return
    const path = identityIn(row)
    const start = `${sortName(path.name.replace(/\/+$/, ''))}/`
    if (start.length > 110 || wholePath(path.name) !== path.name.replace(/\/+$/, '')) continue
    const sql = `SELECT d.namespace, d.name FROM dataset_group g JOIN dataset d ON d.id = g.canonical_id
      WHERE g.namespace_id = ? AND g.name_sort >= ? AND g.name_sort < ? AND g.id <> ? ORDER BY g.name_sort LIMIT ${partsShown}`
    const parts = await db.all<{ namespace: string; name: string }>(sql, [row.namespace_id, start, `${start.slice(0, -1)}0`, row.group_id])
    budget.spend(parts.length + 1)
    if (parts.length > 0) found.set(`${row.namespace}\0${row.name}`, { path, parts: parts.map(identityIn) })
  }
}

/** Partitions of tables are cut off by one rule for the namespace; what else lies below a table, by one for the table. */
function suggestPaths(found: readonly { path: Identity; parts: readonly Identity[] }[]): Suggestion[] {
  const trimmed = found.filter(({ path, parts }) => parts.every((p) => wholePath(p.name) === path.name.replace(/\/+$/, '')))
  const byNamespace = Map.groupBy(trimmed, ({ path }) => path.namespace)
  const trims = [...byNamespace].map(([namespace, tables]): Suggestion => {
    const parts = tables.flatMap((t) => t.parts)
    const used = allTrimmers.filter((t) => parts.some((p) => trimName(p.name, [t]) !== p.name))
    return {
      key: `trim ${namespace}`,
      kind: 'path',
      says: `${parts.length} paths in ${namespace} are partitions of ${tables.length === 1 ? 'a known table' : `${tables.length} known tables`}`,
      bodies: [{ kind: 'trim', namespaces: exactly(namespace), trimmers: used }],
      datasets: parts.length,
      samples: tables.slice(0, samplesShown).map(sampleOf),
    }
  })
  const patterns = found.filter((f) => !trimmed.includes(f) && !/\\E|[$\\]/.test(f.path.name))
  return [...trims, ...patterns.map(suggestPattern)]
}

const sampleOf = ({ path, parts }: { path: Identity; parts: readonly Identity[] }): Suggestion['samples'][number] => ({
  of: 'dataset',
  ids: parts.slice(0, samplesShown),
  count: parts.length,
  into: path,
})

function suggestPattern(found: { path: Identity; parts: readonly Identity[] }): Suggestion {
  const { path, parts } = found
  const whole = path.name.replace(/\/+$/, '')
  return {
    key: `below ${path.namespace} ${path.name}`,
    kind: 'path',
    says: `${parts.length} ${parts.length === 1 ? 'path lies' : 'paths lie'} below ${whole}, which is the place of a known table`,
    bodies: [{ kind: 'pattern', namespaces: exactly(path.namespace), part: 'name', match: `^\\Q${whole}\\E/.*$`, replace: path.name }],
    datasets: parts.length,
    samples: [sampleOf(found)],
  }
}
