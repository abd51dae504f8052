import type { Suggestion } from '../contract/rules.ts'
import type { Executor } from '../db/contract.ts'
import { exactly } from '../rules/glob.ts'
import { groupNames, identityIn } from './names.ts'
import type { Budget } from './scan.ts'
import { among, groupBy, idList } from './sql.ts'
import { suggestServer } from './suggest-servers.ts'

interface GroupName {
  readonly id: number
  readonly name_sort: string
  readonly namespace_id: number
}

/** Datasets of one name up to case, in one namespace. */
type CaseSet = readonly number[]

interface Pair {
  readonly a: number
  readonly b: number
  /** Names that stand in both; the first few datasets of them. */
  shared: number
  readonly groups: number[]
}

/** A name that stands in more namespaces than this says nothing about any two of them. */
const namespacesMax = 12
const pairsMax = 20_000
const setsMax = 5_000
/** From so many sets on a rule for the namespace is offered instead of one for each. */
const setsForRule = 3
const samplesShown = 5

/** Walks the names of all datasets in the order of the alphabet, without regard to case: what looks alike stands side by side. */
export async function suggestByNames(db: Executor, budget: Budget): Promise<Suggestion[]> {
  const cases = new Map<number, CaseSet[]>()
  const pairs = new Map<string, Pair>()
  let sets = 0
  for await (const alike of sameNames(db, budget)) {
    const byNamespace = groupBy(alike, (g) => g.namespace_id)
    for (const [namespace, groups] of byNamespace) {
      if (groups.length < 2 || sets++ > setsMax) continue
      cases.set(namespace, [...(cases.get(namespace) ?? []), groups.map((g) => g.id)])
    }
    if (byNamespace.size <= namespacesMax) addPairs(pairs, byNamespace)
  }
  const wanted = [...pairs.values()].filter((p) => p.shared > 1)
  const namespaces = await namespacesOf(db, [...cases.keys(), ...wanted.flatMap((p) => [p.a, p.b])])
  const byCase = [...cases].map(([id, found]) => suggestCase(db, namespaces.get(id)?.namespace ?? '', found))
  const byServer = wanted.map(async ({ a, b, shared, groups }) => {
    const [left, right] = [namespaces.get(a), namespaces.get(b)]
    if (left === undefined || right === undefined || shared * 2 < Math.min(left.datasets, right.datasets)) return []
    return suggestServer(left.namespace, right.namespace, shared, await groupNames(db, groups))
  })
  return (await Promise.all([...byCase, ...byServer])).flat()
}

/** Stretches of two or more datasets of one name. */
async function* sameNames(db: Executor, budget: Budget): AsyncGenerator<GroupName[]> {
  let alike: GroupName[] = []
  let after: readonly [string, number] = ['', 0]
  for (let more = true; more;) {
    const most = budget.next()
    if (most === 0) break
    const rows = await db.all<GroupName>(
      `SELECT id, name_sort, namespace_id FROM dataset_group WHERE (name_sort, id) > (?, ?) ORDER BY name_sort, id LIMIT ${most}`,
      after,
    )
    budget.spend(rows.length)
    for (const row of rows) {
      if (alike[0]?.name_sort === row.name_sort) alike.push(row)
      else {
        if (alike.length > 1) yield alike
        alike = [row]
      }
    }
    const last = rows.at(-1)
    more = last !== undefined && rows.length === most
    if (last !== undefined) after = [last.name_sort, last.id]
    await new Promise(setImmediate)
  }
  if (alike.length > 1) yield alike
}

function addPairs(pairs: Map<string, Pair>, byNamespace: ReadonlyMap<number, readonly GroupName[]>): void {
  const ids = [...byNamespace.keys()].sort((a, b) => a - b)
  for (const [i, a] of ids.entries()) {
    for (const b of ids.slice(i + 1)) {
      const key = `${a} ${b}`
      const pair = pairs.get(key) ?? { a, b, shared: 0, groups: [] }
      if (pair.shared === 0 && pairs.size >= pairsMax) continue
      pair.shared++
      if (pair.groups.length < samplesShown * 2)
        pair.groups.push(...[a, b].flatMap((id) => (byNamespace.get(id) ?? []).slice(0, 1).map((g) => g.id)))
      pairs.set(key, pair)
    }
  }
}

async function namespacesOf(db: Executor, ids: readonly number[]): Promise<Map<number, { namespace: string; datasets: number }>> {
  const rows = await db.all<{ id: number; namespace: string; datasets: number }>(
    `SELECT id, namespace, datasets FROM namespace WHERE id ${among(db)}`,
    [idList(db, new Set(ids))],
  )
  return new Map(rows.map((r) => [r.id, { namespace: identityIn({ ...r, name: '' }).namespace, datasets: r.datasets }]))
}

async function suggestCase(db: Executor, namespace: string, sets: readonly CaseSet[]): Promise<Suggestion[]> {
  const named = await groupNames(db, sets.flat())
  // The order of lists cuts long names: those may differ in more than case.
  const real = sets.flatMap((set) => {
    const names = set.flatMap((id) => named.get(id) ?? [])
    const byName = Map.groupBy(names, (n) => n.name.toLowerCase())
    return [...byName.values()].filter((alike) => alike.length > 1)
  })
  const all = real.flat()
  const lower = all.filter((n) => n.name === n.name.toLowerCase()).length
  const upper = all.filter((n) => n.name === n.name.toUpperCase()).length
  const to = upper > lower ? 'upper' : 'lower'
  const inCase = (name: string): string => (to === 'lower' ? name.toLowerCase() : name.toUpperCase())
  const samples = real.map((alike) => {
    const [first] = alike
    return { of: 'dataset' as const, ids: alike, count: alike.length, into: { namespace, name: inCase(first?.name ?? '') } }
  })
  if (real.length >= setsForRule)
    return [
      {
        key: `case ${namespace}`,
        kind: 'case',
        says: `${real.length} names in ${namespace} are written in more than one letter case`,
        bodies: [{ kind: 'case', namespaces: exactly(namespace), to }],
        datasets: all.length,
        samples: samples.slice(0, samplesShown),
      },
    ]
  return samples.map((sample) => {
    const as = sample.ids.find((id) => id.name === sample.into.name) ?? sample.ids[0] ?? sample.into
    return {
      key: `same ${namespace} ${sample.into.name.toLowerCase()}`,
      kind: 'case',
      says: `${as.name} is written in more than one letter case`,
      bodies: sample.ids.filter((id) => id !== as).map((dataset) => ({ kind: 'same', dataset, as })),
      datasets: sample.count,
      samples: [{ ...sample, into: as }],
    }
  })
}
