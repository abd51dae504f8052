import { createReader } from '../../../src/api/reader.ts'
import { exportCatalog } from '../../../src/catalog/export.ts'
import { catalogTables, catalogVersion, checkpointTable, createCatalogSql } from '../../../src/catalog/tables.ts'
import type { Database } from '../../../src/db/contract.ts'
import { migrate } from '../../../src/db/migrate.ts'
import { CatalogBuild } from '../../../src/fold/catalog-build.ts'
import { withBounds } from '../../../src/lineage/bounds.ts'
import { must } from '../../../src/lib/assert.ts'
import { Appender } from '../../../src/log/appender.ts'
import { LogReader } from '../../../src/log/reader.ts'
import { logMigrations } from '../../../src/log/tables.ts'
import { defaultRules } from '../../../src/rules/rules.ts'
import { appendRequest } from '../../harness/append.ts'
import { linesThatDiffer } from '../prove.ts'
import type { Failure } from '../prove.ts'
import { Random } from '../random.ts'
import type { Databases } from '../stand.ts'
import { bodyOf, graphOf } from './graphs.ts'
import type { DrawnGraph } from './graphs.ts'
import { columnWords } from './search.ts'
import { modelOf, toldByGraph } from './model.ts'
import type { Model, Told } from './model.ts'
import type { Asked } from './question.ts'
import { now, questionsAbout } from './questions.ts'

/** Graphs of one catalog. */
const graphsAtOnce = 200

export interface Graphs {
  /** Seed of the first graph; the next has the next. */
  readonly seed: number
  readonly graphs: number
  /** How far the seed of the next graph is away; 1 unless told. */
  readonly stride?: number
  /** Hears of graphs that were asked about since it last heard. */
  readonly said?: (done: number) => void
  /** Put around the reader, for answers that are wrong. */
  readonly around?: (reader: Asked) => Asked
}

/** Draws the graphs, folds many into one catalog, and holds every answer against a plain search. The first that differs, or null. */
export async function firstWrong(databases: Databases, range: Graphs): Promise<Failure | null> {
  const { log, live } = databases
  await migrate(log, 'log', logMigrations)
  await live.script(createCatalogSql(live.dialect))
  for (let from = 0; from < range.graphs; from += graphsAtOnce) {
    const count = Math.min(graphsAtOnce, range.graphs - from)
    const graphs = Array.from({ length: count }, (_, i) => graphOf(i, range.seed + (from + i) * (range.stride ?? 1)))
    const seedOf = (id: number): number => range.seed + (from + id) * (range.stride ?? 1)
    await fold(databases, graphs)
    const reader = createReader({ catalog: live, log: new LogReader(log), settings: { lostAfterMs: 365 * 86_400_000 }, now: () => now })
    const told = toldByGraph(await Array.fromAsync(exportCatalog({ catalog: live })))
    for (const graph of graphs) {
      const wrong = await firstWrongOf(graph, told.get(graph.id) ?? silent, seedOf(graph.id), range.around?.(reader) ?? reader, live)
      if (wrong !== null) return { seed: seedOf(graph.id), says: wrong }
    }
    range.said?.(count)
  }
  return null
}

const silent: Told = { links: [], columns: [], runs: new Map(), canonical: new Map(), failed: new Set() }

/** Empties log and catalog, and brings the events of these graphs in, as they might come: all in a row. */
async function fold({ log, live }: Databases, graphs: readonly DrawnGraph[]): Promise<void> {
  await log.script('DELETE FROM block; DELETE FROM event_key; DELETE FROM log_head; INSERT INTO log_head VALUES (1, 1, 0, 0, 0)')
  await live.script(catalogTables.map((t) => `DELETE FROM "${t.name}"`).join(';'))
  await live.upsert(checkpointTable, [{ id: 1, version: catalogVersion, position: 0, rules: defaultRules.text }])
  const appender = await Appender.open(log)
  const bodies = graphs.flatMap((graph) => graph.events.map((event) => Buffer.from(JSON.stringify(bodyOf(graph, event)))))
  await appender.append(appendRequest(bodies.map((body) => ({ sourceId: 1, receivedAt: now, body }))))
  const reader = new LogReader(log)
  const head = await reader.head()
  const build = await CatalogBuild.open('proof', live, reader)
  while ((await build.advance(head)).position < head);
}

async function firstWrongOf(graph: DrawnGraph, told: Told, seed: number, reader: Asked, live: Database): Promise<string | null> {
  const said = modelOf(graph, told)
  const head = [
    `The graph of seed ${seed} (npm run prove:lineage -- --seed ${seed} --graphs 1 --store STORE):`,
    ...graph.events.map((event) => `  ${JSON.stringify(bodyOf(graph, event))}`),
  ]
  const exported = linesThatDiffer(linesOf(said), linesOf(told))
  if (exported !== '') return [...head, '- from the events, + by the export', exported].join('\n')
  for (const { says, asked, expected, bounds } of questionsAbout({ graph, told, said }, new Random(seed))) {
    const ask = (): Promise<readonly string[]> => asked(reader)
    const answer = await (bounds === undefined ? ask() : withBounds(live, bounds, ask)).catch((error: unknown) => [
      `failed: ${error instanceof Error ? (error.stack ?? '') : String(error)}`,
    ])
    if (answer.join('\n') === expected.join('\n')) continue
    return [...head, says, '- by plain search, + as answered', must(differing(expected, answer), 'they differ')].join('\n')
  }
  return null
}

/** What differs, also where it is only how often a line is there. */
function differing(expected: readonly string[], answer: readonly string[]): string {
  const lines = linesThatDiffer(expected.join('\n'), answer.join('\n'))
  return lines === '' ? `+ twice: ${answer.filter((line, i) => answer.indexOf(line) < i).join('\n')}` : lines
}

/** Links and columns of a model with the first time that each was said, and the runs that named each link. */
function linesOf({ links, columns }: Model): string {
  const named = new Map<string, Set<string>>()
  const first = new Map<string, string>()
  const note = (key: string, time: string): void => void (time < (first.get(key) ?? '9') && first.set(key, time))
  for (const l of links) {
    const key = `${l.job} ${l.side} ${l.dataset}`
    note(key, l.first)
    named.set(key, new Set([...(named.get(key) ?? []), ...l.runs]))
  }
  for (const c of columns) note(columnWords(c), c.first)
  return [...first].map(([key, time]) => `${key} from ${time} by ${[...(named.get(key) ?? [])].toSorted().join(', ')}`).join('\n')
}
