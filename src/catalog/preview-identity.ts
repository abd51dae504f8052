import type { PreviewSample } from '../contract/rules.ts'
import type { Executor } from '../db/contract.ts'
import { encodeText } from '../lib/text.ts'
import type { Identity } from '../openlineage/event.ts'
import type { IdentityRules } from '../rules/identity.ts'
import { identOf } from './keys.ts'
import { groupNames, identityIn } from './names.ts'
import { scan } from './scan.ts'
import type { Budget } from './scan.ts'
import { amongTexts, textList } from './sql.ts'
import { UnionFind } from './union-find.ts'

interface IdRow {
  readonly id: number
  readonly namespace: string
  readonly name: string
  readonly group_id: number
}

interface Renamed {
  readonly from: Identity
  readonly to: Identity
  readonly ident: string
  readonly group: number
}

export interface IdentityChange {
  /** Ids that would go by another name. */
  readonly names: number
  /** So many datasets would become so many. */
  readonly joined: number
  readonly into: number
  /** Datasets that have such an id. */
  readonly touched: number
  readonly samples: PreviewSample[]
}

const samplesShown = 20
const idsShown = 10
const ofGroup = (id: number): string => `g${id}`

/** What other rules of identity would make of the ids in the catalog: which go by another name, and which datasets become one by that. */
export async function identityChange(db: Executor, before: IdentityRules, after: IdentityRules, budget: Budget): Promise<IdentityChange> {
  const sets = new UnionFind()
  const first = new Map<string, Renamed>()
  const touched = new Set<number>()
  let names = 0
  for await (const rows of scan<'id', IdRow>(db, 'SELECT id, namespace, name, group_id FROM dataset WHERE id > 0', 'id', [], budget)) {
    const renamed = rows.flatMap((row) => renamedBy(row, before, after))
    const groups = await groupsOf(db, renamed)
    names += renamed.length
    for (const one of renamed) {
      touched.add(one.group)
      const group = groups.get(one.ident)
      const target = group === undefined ? one.ident : ofGroup(group)
      sets.join(ofGroup(one.group), target)
      if (!first.has(ofGroup(one.group))) first.set(ofGroup(one.group), one)
    }
  }
  const all = sets.sets().map((members) => ({
    groups: members.filter((m) => m.startsWith('g')).map((m) => Number(m.slice(1))),
    renamed: members.flatMap((m) => first.get(m) ?? []),
  }))
  const merges = all.filter((s) => s.groups.length > 1)
  const shown = [...merges.sort((a, b) => b.groups.length - a.groups.length), ...all.filter((s) => s.groups.length === 1)]
  return {
    names,
    joined: merges.reduce((n, s) => n + s.groups.length, 0),
    into: merges.length,
    touched: touched.size,
    samples: await samplesOf(db, shown.slice(0, samplesShown)),
  }
}

function renamedBy(row: IdRow, before: IdentityRules, after: IdentityRules): Renamed[] {
  const from = identityIn(row)
  const to = after.canonicalOf(from)
  const was = before.canonicalOf(from)
  if (to.namespace === was.namespace && to.name === was.name) return []
  return [{ from, to, ident: identOf(encodeText(to.namespace), encodeText(to.name)), group: row.group_id }]
}

async function groupsOf(db: Executor, renamed: readonly Renamed[]): Promise<Map<string, number>> {
  if (renamed.length === 0) return new Map()
  const rows = await db.all<{ ident: string; group_id: number }>(`SELECT ident, group_id FROM dataset WHERE ident ${amongTexts(db)}`, [
    textList(new Set(renamed.map((r) => r.ident))),
  ])
  return new Map(rows.map((r) => [r.ident, r.group_id]))
}

async function samplesOf(
  db: Executor,
  sets: readonly { groups: readonly number[]; renamed: readonly Renamed[] }[],
): Promise<PreviewSample[]> {
  const names = await groupNames(
    db,
    sets.flatMap((s) => s.groups.slice(0, idsShown)),
  )
  return sets.map(({ groups, renamed }) => ({
    of: 'dataset',
    ids: groups.length === 1 ? renamed.slice(0, 1).map((r) => r.from) : groups.slice(0, idsShown).flatMap((g) => names.get(g) ?? []),
    count: groups.length,
    into: renamed[0]?.to ?? null,
  }))
}
