/**
 * The consumer scenarios of the OpenLineage compatibility tests: sent in order of file names, backwards, mixed and twice, each gives the
 * numbers that a correct consumer derives. Where the scenarios do not lie beside the clone, one test says so.
 */
import path from 'node:path'
import { expect, test } from 'vitest'
import type { Database } from '../../src/db/contract.ts'
import { CatalogBuild } from '../../src/fold/catalog-build.ts'
import { explainEvent } from '../../src/fold/receipt.ts'
import { corpusFolder, eventFiles } from '../harness/corpus.ts'
import { lineWords } from '../harness/line-words.ts'
import { World, exported, inMemory } from '../property/world.ts'

const arrival = Date.UTC(2026, 10, 20)

interface Numbers {
  readonly events: number
  readonly bytes: number
  readonly jobs: number
  readonly runs: number
  readonly withoutStart: number
  /** Distinct ids in inputs and outputs, before symlinks join them; the same for what follows. */
  readonly datasets: number
  readonly symlinkIds: number
  readonly datasetEdges: number
  readonly jobEdges: number
  readonly columnEdges: number
  /** Jobs that are parents, and how many of their runs were never seen. */
  readonly parents: number
  readonly unseenParents: number
}

const scenarios: Readonly<Record<string, Numbers>> = {
  CLL: {
    events: 9,
    bytes: 187_296,
    jobs: 4,
    runs: 4,
    withoutStart: 1,
    datasets: 3,
    symlinkIds: 3,
    datasetEdges: 2,
    jobEdges: 5,
    columnEdges: 10,
    parents: 1,
    unseenParents: 0,
  },
  airflow: {
    events: 32,
    bytes: 173_583,
    jobs: 16,
    runs: 16,
    withoutStart: 0,
    datasets: 13,
    symlinkIds: 0,
    datasetEdges: 12,
    jobEdges: 24,
    columnEdges: 16,
    parents: 3,
    unseenParents: 0,
  },
  simple_run_event: {
    events: 1,
    bytes: 613,
    jobs: 1,
    runs: 1,
    withoutStart: 1,
    datasets: 2,
    symlinkIds: 0,
    datasetEdges: 1,
    jobEdges: 2,
    columnEdges: 0,
    parents: 0,
    unseenParents: 0,
  },
  spark_dataproc_simple_producer_test: {
    events: 4,
    bytes: 29_969,
    jobs: 1,
    runs: 1,
    withoutStart: 0,
    datasets: 2,
    symlinkIds: 2,
    datasetEdges: 1,
    jobEdges: 2,
    columnEdges: 2,
    parents: 1,
    unseenParents: 1,
  },
}

const folder = corpusFolder('compatibility')
const bodiesOf = (name: string): string[] => eventFiles(path.join(folder ?? '', name, 'events'))
/** No scenario, or all. */
const found = folder === null ? [] : Object.entries(scenarios)

test.each(found)('%s: the numbers of a correct consumer, in any order', async (name, expected) => {
  const bodies = bodiesOf(name)
  const mixed = bodies.toSorted((a, b) => (mark(a) < mark(b) ? -1 : 1))
  const texts = new Set<string>()
  for (const order of [bodies, bodies.toReversed(), mixed, [...mixed, ...bodies]]) {
    const { numbers, text } = await derived(order)
    expect(numbers).toEqual(expected)
    texts.add(text)
  }
  expect(texts.size).toBe(1)
  expect(bodies.flatMap(warningsOf)).toEqual([])
  for (const line of runLines([...texts][0] ?? '')) expect(line).toContain('COMPLETE')
})

const simple = found.filter(([name]) => name === 'simple_run_event')
test.each(simple)('%s: run and producer that are no UUID and no URI are taken as they are', async (name) => {
  const { text } = await derived(bodiesOf(name))
  expect(
    text
      .split('\n')
      .flatMap((line) => lineWords(line) ?? [])
      .toSorted(),
  ).toEqual([
    'dataset bigquery/test.table.input',
    'dataset bigquery/test.table.output',
    'job job_namespace/job_name reads bigquery/test.table.input writes bigquery/test.table.output',
    'run run_id of job_namespace/job_name COMPLETE from 2023-04-04T13:21:16.098Z to 2023-04-04T13:21:16.098Z',
  ])
})

const missing = folder === null ? ['the scenarios do not lie beside this clone'] : []
test.each(missing)('left out: %s', () => expect(found).toEqual([]))

/** Some order that is neither that of the names nor of time, and always the same. */
const mark = (body: string): number => [...body].reduce((sum, c) => (sum * 31 + (c.codePointAt(0) ?? 0)) % 1_000_003, 7)

const warningsOf = (body: string): string[] =>
  explainEvent({ position: 1, sourceId: 1, receivedAt: arrival, hash: '0'.repeat(64), body: Buffer.from(body) }, true)
    .lines.filter((line) => line.use === 'warning')
    .map((line) => `${line.pointer} ${line.says}`)

/** Runs that sent events; those only named are NEW. */
const runLines = (text: string): string[] =>
  text
    .split('\n')
    .flatMap((line) => lineWords(line) ?? [])
    .filter((line) => line.startsWith('run ') && !line.includes(' NEW'))

async function derived(order: readonly string[]): Promise<{ numbers: Numbers; text: string }> {
  const world = await World.make(inMemory)
  const db = await world.emptyCatalog()
  const build = await CatalogBuild.open('scenario', db, world.log)
  for (const body of order) {
    await world.append([{ body, sourceId: 1, receivedAt: arrival }])
    while ((await build.advance(await world.log.head())).events > 0);
  }
  const text = await exported(db)
  const result = { numbers: await numbersIn(db), text }
  await Promise.all([build.close(), world.close()])
  return result
}

async function numbersIn(db: Database): Promise<Numbers> {
  const count = async (sql: string): Promise<number> => Number((await db.get<{ n: number }>(`SELECT count(*) AS n FROM (${sql}) AS x`))?.n)
  const seen = 'FROM run WHERE last_event IS NOT NULL'
  const { bytes } = (await db.get<{ bytes: number }>('SELECT sum(bytes) AS bytes FROM event')) ?? { bytes: 0 }
  return {
    events: await count('SELECT 1 FROM event'),
    bytes: Number(bytes),
    jobs: await count(`SELECT DISTINCT job_id ${seen}`),
    runs: await count(`SELECT 1 ${seen}`),
    withoutStart: await count(`SELECT 1 ${seen} AND first_start IS NULL`),
    datasets: await count('SELECT DISTINCT dataset_id FROM edge'),
    symlinkIds: await count('SELECT DISTINCT target_id FROM symlink'),
    datasetEdges: await count(
      `SELECT DISTINCT i.dataset_id, o.dataset_id AS to_id FROM run_dataset i JOIN run_dataset o ON o.run_id = i.run_id
       WHERE i.direction = 0 AND o.direction = 1 AND i.dataset_id <> o.dataset_id`,
    ),
    jobEdges: await count('SELECT 1 FROM edge'),
    columnEdges: await count('SELECT DISTINCT from_id, from_field, to_id, to_field FROM column_edge WHERE to_field IS NOT NULL'),
    parents: await count('SELECT DISTINCT parent_id FROM job WHERE parent_id > 0'),
    unseenParents: await count('SELECT id FROM run WHERE last_event IS NULL'),
  }
}
