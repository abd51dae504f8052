import { sourceTallyTable, warningTable } from '../../catalog/warning-tables.ts'
import { isEventWarning } from '../../catalog/warning-kinds.ts'
import type { Executor, Row } from '../../db/contract.ts'
import type { Changes } from '../changes.ts'
import { addTally } from '../tallies.ts'
import { addWarning, parseSamples, samplesText } from '../warning-facts.ts'
import type { WarningFact } from '../warning-facts.ts'

/** Adds the warnings of a batch to those of their sources. */
export async function writeWarnings(tx: Executor, changes: Changes): Promise<void> {
  const facts = [...changes.warnings.values()]
  if (facts.length === 0) return
  const known = await tx.load<Row>(
    warningTable,
    facts.map((f) => [f.sourceId, f.code]),
  )
  const before = new Map(known.map((row) => [`${String(row['source_id'])} ${String(row['code'])}`, factOf(row)]))
  for (const fact of facts) {
    const past = before.get(`${fact.sourceId} ${fact.code}`)
    if (past !== null && past !== undefined) addWarning(fact, past)
  }
  await tx.upsert(warningTable, facts.map(rowOf))
}

function factOf(row: Row): WarningFact | null {
  const code = String(row['code'])
  if (!isEventWarning(code)) return null
  return {
    sourceId: Number(row['source_id']),
    code,
    events: Number(row['events']),
    first: String(row['first_key']),
    last: String(row['last_key']),
    samples: parseSamples(row['samples']),
  }
}

const rowOf = (fact: WarningFact): Row => ({
  source_id: fact.sourceId,
  code: fact.code,
  events: fact.events,
  first_key: fact.first,
  last_key: fact.last,
  samples: samplesText(fact.samples),
})

/** Adds the counts of a batch to those of their sources. */
export async function writeTallies(tx: Executor, changes: Changes): Promise<void> {
  const facts = [...changes.tallies.values()]
  if (facts.length === 0) return
  const known = await tx.load<Row>(
    sourceTallyTable,
    facts.map((f) => [f.sourceId, f.kind, f.name]),
  )
  for (const row of known) {
    const fact = changes.tallies.get(`${String(row['source_id'])} ${String(row['kind'])} ${String(row['name'])}`)
    if (fact !== undefined)
      addTally(fact, { events: Number(row['events']), first: String(row['first_key']), last: String(row['last_key']) })
  }
  await tx.upsert(
    sourceTallyTable,
    facts.map((f) => ({ source_id: f.sourceId, kind: f.kind, name: f.name, events: f.events, first_key: f.first, last_key: f.last })),
  )
}
