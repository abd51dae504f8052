import { contentHash, facetKeyHash, facetWord, identOf, sortName, wordsOf } from '../../catalog/keys.ts'
import {
  assertionTable,
  facetCarrierTable,
  facetNameTable,
  facetVersionTable,
  pointTable,
  renameTable,
  runCodeTable,
} from '../../catalog/history-tables.ts'
import { wordTable } from '../../catalog/tables.ts'
import type { Executor, Row } from '../../db/contract.ts'
import type { Table } from '../../db/table.ts'
import { must } from '../../lib/assert.ts'
import type { Identity } from '../../openlineage/event.ts'
import { nodeKey, runKey } from '../changes.ts'
import type { RunRef } from '../changes.ts'
import type { Carrier, Histories } from '../histories.ts'
import { assertionRules, facetNameRules, facetVersionRules, pointRules, renameRules, runCodeRules } from '../merge.ts'
import type { MergeRules } from '../merge.ts'
import type { Nodes } from './nodes.ts'
import { mergeByIdent, mergeByKey } from './rows.ts'
import type { Ids, Merged } from './rows.ts'

type KeyedFact = Parameters<typeof mergeByKey>[2][number]

/** Applies what is remembered over time, each table by its keys. */
export async function writeHistories(tx: Executor, histories: Histories, nodes: Nodes, names: Ids): Promise<void> {
  const of = new NodeIds(nodes)
  await put(tx, facetVersionTable, versionFacts(histories, of), facetVersionRules)
  await put(tx, pointTable, pointFacts(histories, of), pointRules)
  await putAssertions(tx, histories, of)
  await put(tx, runCodeTable, codeFacts(histories, of), runCodeRules)
  await put(tx, renameTable, renameFacts(histories, of), renameRules)
  await writeNames(tx, histories, of, names)
}

/** Ids of what a batch names. */
class NodeIds {
  readonly #nodes: Nodes

  constructor(nodes: Nodes) {
    this.#nodes = nodes
  }

  job = (id: Identity): number => idIn(this.#nodes.jobs, nodeKey(id))
  dataset = (id: Identity): number => idIn(this.#nodes.datasets, nodeKey(id))
  /** 0 for none. */
  run = (run: RunRef | null): number => (run === null ? 0 : idIn(this.#nodes.runs, runKey(run)))
  runNamed = (key: unknown): number => (typeof key === 'string' ? idIn(this.#nodes.runs, key) : 0)
  carrier = (c: Exclude<Carrier, { kind: 'none' }>): number =>
    c.kind === 'run' ? this.run(c.of) : c.kind === 'job' ? this.job(c.of) : this.dataset(c.of)
}

const idIn = (of: Map<string, Merged>, key: string): number =>
  Number(must(of.get(key), 'whatever is named is noted as a node').row['id'] ?? 0)

async function put(tx: Executor, table: Table, facts: readonly KeyedFact[], rules: MergeRules): Promise<void> {
  if (facts.length === 0) return
  const merged = await mergeByKey(tx, table, facts, rules)
  await tx.upsert(
    table,
    merged.map((m) => m.row),
  )
}

const versionFacts = ({ versions }: Histories, of: NodeIds): KeyedFact[] =>
  [...versions.values()].map(({ ref, fact }) => ({
    key: [ref.owner, ref.owner === 'job' ? of.job(ref.of) : of.dataset(ref.of), facetKeyHash(ref.key), ref.hash],
    fact,
    blank: { key: ref.key },
  }))

const pointFacts = ({ points }: Histories, of: NodeIds): KeyedFact[] =>
  [...points.values()].map(({ ref, fact }) => ({ key: [of.dataset(ref.dataset), ref.series, of.run(ref.run), ref.moment], fact }))

const codeFacts = ({ runCode }: Histories, of: NodeIds): KeyedFact[] =>
  [...runCode.values()].map(({ ref, fact }) => ({ key: [of.run(ref.run), ref.key], fact }))

const renameFacts = ({ renames }: Histories, of: NodeIds): KeyedFact[] =>
  [...renames.values()].map(({ ref, fact }) => ({
    key: [of.dataset(ref.dataset), identOf(ref.previous.namespace, ref.previous.name)],
    fact,
    blank: { namespace: ref.previous.namespace, name: ref.previous.name },
  }))

async function putAssertions(tx: Executor, { assertions }: Histories, of: NodeIds): Promise<void> {
  const facts = [...assertions.values()].map(({ ref, fact }) => ({
    key: [of.dataset(ref.dataset), ref.hash],
    fact: { ...fact, run_id: of.runNamed(fact['run']) },
    blank: { ...(ref.words as Row), run_id: 0 },
  }))
  if (facts.length === 0) return
  const rows = (await mergeByKey(tx, assertionTable, facts, assertionRules)).map(({ row: { run: _, ...row } }) => row)
  await tx.upsert(assertionTable, rows)
}

async function writeNames(tx: Executor, { names }: Histories, of: NodeIds, ids: Ids): Promise<void> {
  if (names.size === 0) return
  const idents = [...names.values()].map(({ ref }) => contentHash(`${ref.container}\0${ref.key}`))
  const wanted = [...names.values()].map(({ ref, fact }, i) => ({
    ident: idents[i] ?? '',
    fact,
    blank: () => ({ container: ref.container, key: ref.key, name_sort: sortName(ref.key), events: 0, jobs: 0, datasets: 0, runs: 0 }),
  }))
  const merged = await mergeByIdent(tx, facetNameTable, wanted, ids, facetNameRules)
  const carriers: Row[] = []
  const words: Row[] = []
  for (const [i, { ref }] of [...names.values()].entries()) {
    const { row, isNew } = must(merged.get(idents[i] ?? ''), 'every ident was asked for')
    row['events'] = Number(row['events']) + ref.events
    for (const c of ref.carriers.values())
      if (c.kind !== 'none') carriers.push({ name_id: row['id'] ?? 0, kind: c.kind, ref: of.carrier(c) })
    if (isNew) for (const word of wordsOf(ref.key)) words.push({ word: facetWord(word), kind: 'facet', ref: row['id'] ?? 0 })
  }
  const byId = new Map([...merged.values()].map((m) => [Number(m.row['id']), m.row]))
  for (const c of await addCarriers(tx, carriers)) countCarrier(must(byId.get(Number(c['name_id'])), 'it is one of these names'), c)
  await tx.upsert(
    facetNameTable,
    [...merged.values()].map((m) => m.row),
  )
  await tx.upsert(wordTable, words)
}

/** Those that were not known. */
async function addCarriers(tx: Executor, carriers: readonly Row[]): Promise<Row[]> {
  const keyOf = (c: Row): (string | number)[] => [Number(c['name_id']), String(c['kind']), Number(c['ref'])]
  const known = new Set((await tx.load(facetCarrierTable, carriers.map(keyOf))).map((c) => keyOf(c).join(' ')))
  const fresh = carriers.filter((c) => !known.has(keyOf(c).join(' ')))
  await tx.upsert(facetCarrierTable, fresh)
  return fresh
}

function countCarrier(name: Row, carrier: Row): void {
  const column = `${String(carrier['kind'])}s`
  name[column] = Number(name[column]) + 1
}
