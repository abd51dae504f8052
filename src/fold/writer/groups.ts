import { sortName } from '../../catalog/keys.ts'
import { datasetTable, groupTable, symlinkTable } from '../../catalog/tables.ts'
import type { Executor, Row, SqlValue } from '../../db/contract.ts'
import { must } from '../../lib/assert.ts'
import { compareUtf8 } from '../../lib/text.ts'
import { instantOf, later } from '../../openlineage/order-key.ts'
import { nodeKey } from '../changes.ts'
import type { Changes } from '../changes.ts'
import { seenRules } from '../merge.ts'
import type { Merged } from './rows.ts'
import { mergeByKey } from './rows.ts'

/**
 * Keeps the groups: which ids are one dataset, and under which name it is shown. Ids are joined by live symlinks.
 *
 * Two groups that a new claim joins become one by relabelling the smaller, so that an id is relabelled at most log2(n) times however
 * many ids (partitions) a table has. Only an ended claim (`_deleted`) makes a group be worked out anew; that costs its size.
 */
export class Groups {
  readonly #tx: Executor
  /** Ids that this batch touches, by id. Others are loaded when they are needed. */
  readonly #datasets = new Map<number, Row>()
  readonly #groups = new Map<number, Row>()
  readonly #gone = new Set<number>()
  /** Relabelled groups: old to new. */
  readonly #moved = new Map<number, number>()
  /** Canonical names that appeared (+1) and went (-1), by namespace id. */
  readonly namespaceDeltas = new Map<number, number>()
  /** Those of before whose ids, name or schema are others now. */
  readonly reshaped = new Set<number>()
  readonly #schemas = new Map<number, SqlValue>()
  added = 0

  constructor(tx: Executor, datasets: Iterable<Merged>) {
    this.#tx = tx
    for (const { row } of datasets) this.#datasets.set(num(row['id']), row)
  }

  /** Loads the groups of the touched ids; new ids get one of their own. */
  async load(datasets: readonly Merged[]): Promise<void> {
    const known = datasets.filter((d) => !d.isNew).map((d) => num(d.row['group_id']))
    for (const row of await this.#tx.load(
      groupTable,
      [...new Set(known)].map((id) => [id]),
    ))
      this.#groups.set(num(row['id']), row)
    for (const [id, row] of this.#groups) this.#schemas.set(id, row['schema_hash'] ?? null)
    for (const { row, isNew } of datasets) if (isNew) this.#makeGroup(row, num(row['id']))
    for (const { row } of datasets) this.#absorb(must(this.#groups.get(num(row['group_id'])), 'every id has a group'), row)
  }

  /** Applies symlink claims and their ends. */
  async link(changes: Changes, datasets: Map<string, Merged>, endsBefore: Map<number, string | null>): Promise<void> {
    const rowOf = (key: string): Row => must(datasets.get(key), 'a claim notes both its ids').row
    const facts = [...changes.symlinks.values()].map(({ ref, fact }) => ({
      key: [num(rowOf(nodeKey(ref.dataset))['id']), num(rowOf(nodeKey(ref.target))['id']), ref.type],
      fact,
    }))
    const claims = await mergeByKey(this.#tx, symlinkTable, facts, seenRules)
    await this.#tx.upsert(
      symlinkTable,
      claims.map((c) => c.row),
    )
    for (const { row } of claims) {
      const from = must(this.#datasets.get(num(row['dataset_id'])), 'the claimer is touched')
      if (isLive(row, from)) await this.#join(num(row['dataset_id']), num(row['target_id']), String(row['type']))
    }
    for (const [id, before] of endsBefore) {
      const row = this.#datasets.get(id)
      if (row !== undefined && (row['symlinks_end'] ?? null) !== before) await this.#rebuild(num(row['group_id']))
    }
  }

  async write(): Promise<void> {
    for (const [id, row] of this.#groups)
      if (this.#schemas.has(id) && this.#schemas.get(id) !== (row['schema_hash'] ?? null)) this.reshaped.add(id)
    for (const [from, to] of this.#moved) await this.#relabelEdges(from, to)
    await this.#tx.upsert(datasetTable, [...this.#datasets.values()])
    await this.#tx.upsert(
      groupTable,
      [...this.#groups.values()].filter((g) => !this.#gone.has(num(g['id']))),
    )
    await this.#tx.remove(
      groupTable,
      [...this.#gone].map((id) => [id]),
    )
  }

  async #join(a: number, b: number, type: string): Promise<void> {
    const target = await this.#dataset(b)
    if (isTableType(type) && target['called_table'] !== 1) {
      target['called_table'] = 1
      await this.#offerCanonical(await this.#group(num(target['group_id'])), target)
    }
    const [left, right] = [await this.#group(num((await this.#dataset(a))['group_id'])), await this.#group(num(target['group_id']))]
    if (left['id'] === right['id']) return
    const [winner, loser] = num(left['size']) >= num(right['size']) ? [left, right] : [right, left]
    await this.#merge(winner, loser)
  }

  async #merge(winner: Row, loser: Row): Promise<void> {
    const [to, from] = [num(winner['id']), num(loser['id'])]
    const loserCanonical = await this.#dataset(num(loser['canonical_id']))
    this.#count(num(loserCanonical['namespace_id']), -1)
    this.reshaped.add(to)
    winner['size'] = num(winner['size']) + num(loser['size'])
    absorbFacts(winner, loser)
    await this.#tx.run('UPDATE dataset SET group_id = ? WHERE group_id = ?', [to, from])
    for (const row of this.#datasets.values()) if (row['group_id'] === from) row['group_id'] = to
    for (const [old, now] of this.#moved) if (now === from) this.#moved.set(old, to)
    this.#moved.set(from, to)
    this.#groups.delete(from)
    this.#gone.add(from)
    await this.#offerCanonical(winner, loserCanonical)
  }

  /** Makes `candidate` the shown name of `group` if it is the better one. */
  async #offerCanonical(group: Row, candidate: Row): Promise<void> {
    const now = await this.#dataset(num(group['canonical_id']))
    if (now['id'] === candidate['id'] || compareCanonical(candidate, now) >= 0) return
    this.#count(num(now['namespace_id']), -1)
    this.reshaped.add(num(group['id']))
    this.#setCanonical(group, candidate)
  }

  #setCanonical(group: Row, dataset: Row): void {
    this.#count(num(dataset['namespace_id']), 1)
    Object.assign(group, {
      canonical_id: dataset['id'],
      namespace_id: dataset['namespace_id'],
      name_sort: sortName(String(dataset['name'])),
    })
  }

  #makeGroup(dataset: Row, id: number): Row {
    dataset['group_id'] = id
    const group: Row = {
      id,
      size: 1,
      last_key: null,
      written_key: null,
      written: '',
      schema_key: null,
      schema_dataset_id: 0,
      schema_hash: null,
    }
    this.#setCanonical(group, dataset)
    this.#groups.set(id, group)
    this.#gone.delete(id)
    this.added++
    return group
  }

  #absorb(group: Row, dataset: Row): void {
    absorbFacts(group, {
      last_key: dataset['last_key'] ?? null,
      written_key: dataset['written_key'] ?? null,
      schema_key: dataset['schema_key'] ?? null,
      schema_dataset_id: dataset['id'] ?? 0,
      schema_hash: dataset['schema_hash'] ?? null,
    })
  }

  /** Works the group out anew from the claims that still live. */
  async #rebuild(groupId: number): Promise<void> {
    await this.#flushMoves()
    const members = await this.#membersOf(groupId)
    const claims = (await this.#claimsOf([...members.keys()])).filter((c) =>
      isLive(c, must(members.get(num(c['dataset_id'])), 'claims of members')),
    )
    const parts = components([...members.keys()], claims)
    for (const row of members.values()) row['called_table'] = 0
    for (const claim of claims)
      if (isTableType(String(claim['type']))) must(members.get(num(claim['target_id'])), 'live targets are members')['called_table'] = 1
    this.#count(num((await this.#dataset(num((await this.#group(groupId))['canonical_id'])))['namespace_id']), -1)
    for (const part of parts)
      await this.#remake(
        groupId,
        part.map((id) => must(members.get(id), 'parts are of members')),
      )
    this.added--
  }

  /** The tables do not know yet what this batch has changed: a member of before may be in another group by now. */
  async #membersOf(groupId: number): Promise<Map<number, Row>> {
    for (const row of await this.#tx.all<Row>('SELECT * FROM dataset WHERE group_id = ?', [groupId]))
      if (!this.#datasets.has(num(row['id']))) this.#datasets.set(num(row['id']), row)
    return new Map([...this.#datasets].filter(([, row]) => row['group_id'] === groupId))
  }

  /** Makes a group of `members`, all of them of group `old` before; the part with the id `old` keeps it. */
  async #remake(old: number, members: readonly Row[]): Promise<void> {
    const id = members.some((m) => m['id'] === old) ? old : num(members[0]?.['id'])
    const best = members.toSorted(compareCanonical)[0]
    const group = this.#makeGroup(must(best, 'a part has members'), id)
    group['size'] = members.length
    this.reshaped.add(id)
    for (const member of members) {
      member['group_id'] = id
      this.#absorb(group, member)
      if (id !== old) await relabelDataset(this.#tx, num(member['id']), old, id)
    }
  }

  async #claimsOf(ids: readonly number[]): Promise<Row[]> {
    const found: Row[] = []
    for (const id of ids) found.push(...(await this.#tx.all<Row>('SELECT * FROM symlink WHERE dataset_id = ?', [id])))
    return found
  }

  async #flushMoves(): Promise<void> {
    for (const [from, to] of this.#moved) await this.#relabelEdges(from, to)
    this.#moved.clear()
  }

  async #relabelEdges(from: number, to: number): Promise<void> {
    await this.#tx.run('UPDATE edge SET group_id = ? WHERE group_id = ?', [to, from])
    for (const table of columnTables) {
      await this.#tx.run(`UPDATE ${table} SET from_group = ? WHERE from_group = ?`, [to, from])
      await this.#tx.run(`UPDATE ${table} SET to_group = ? WHERE to_group = ?`, [to, from])
    }
  }

  async #dataset(id: number): Promise<Row> {
    const touched = this.#datasets.get(id)
    if (touched !== undefined) return touched
    const row = must((await this.#tx.load(datasetTable, [[id]]))[0], 'ids in the catalog are of its rows')
    this.#datasets.set(id, row)
    return row
  }

  async #group(id: number): Promise<Row> {
    const touched = this.#groups.get(id)
    if (touched !== undefined) return touched
    const row = must((await this.#tx.load(groupTable, [[id]]))[0], 'every id has a group')
    this.#groups.set(id, row)
    return row
  }

  #count(namespaceId: number, delta: number): void {
    this.namespaceDeltas.set(namespaceId, (this.namespaceDeltas.get(namespaceId) ?? 0) + delta)
  }
}

const columnTables = ['column_edge', 'inferred_edge']

const num = (value: Row[string] | undefined): number => Number(value ?? 0)
const str = (value: Row[string] | undefined): string | null => (typeof value === 'string' ? value : null)

const isTableType = (type: string): boolean => type === 'TABLE' || type === 'DB_TABLE'

const isLive = (claim: Row, claimer: Row): boolean => (str(claim['last_key']) ?? '') > (str(claimer['symlinks_end']) ?? '')

/** Ids that rules replace come last; ids that a symlink calls TABLE first, then by UTF-8 bytes of namespace and name. */
function compareCanonical(a: Row, b: Row): number {
  return (
    num(a['replaced']) - num(b['replaced']) ||
    num(b['called_table']) - num(a['called_table']) ||
    compareUtf8(String(a['namespace']), String(b['namespace'])) ||
    compareUtf8(String(a['name']), String(b['name']))
  )
}

function absorbFacts(group: Row, from: Row): void {
  group['last_key'] = later(str(group['last_key']), str(from['last_key']))
  // By key and not by instant: a time that is not believed gives way to one that is.
  const written = later(str(group['written_key']), str(from['written_key']))
  Object.assign(group, { written_key: written, written: written === null ? '' : instantOf(written) })
  if ((str(from['schema_key']) ?? '') <= (str(group['schema_key']) ?? '')) return
  Object.assign(group, { schema_key: from['schema_key'], schema_dataset_id: from['schema_dataset_id'], schema_hash: from['schema_hash'] })
}

async function relabelDataset(tx: Executor, datasetId: number, from: number, to: number): Promise<void> {
  await tx.run('UPDATE edge SET group_id = ? WHERE group_id = ? AND dataset_id = ?', [to, from, datasetId])
  for (const table of columnTables) {
    await tx.run(`UPDATE ${table} SET from_group = ? WHERE from_group = ? AND from_id = ?`, [to, from, datasetId])
    await tx.run(`UPDATE ${table} SET to_group = ? WHERE to_group = ? AND to_id = ?`, [to, from, datasetId])
  }
}

/** The connected parts of a graph over `ids`. */
function components(ids: readonly number[], claims: readonly Row[]): number[][] {
  const parent = new Map(ids.map((id) => [id, id]))
  const find = (id: number): number => {
    let at = id
    while (parent.get(at) !== at) at = must(parent.get(at), 'claims are between members')
    parent.set(id, at)
    return at
  }
  for (const claim of claims) parent.set(find(num(claim['dataset_id'])), find(num(claim['target_id'])))
  const parts = new Map<number, number[]>()
  for (const id of ids) {
    const part = parts.get(find(id))
    if (part === undefined) parts.set(find(id), [id])
    else part.push(id)
  }
  return [...parts.values()]
}
