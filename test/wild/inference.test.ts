/**
 * What SQL alone tells, held against what producers said and what their programs do. Column lineage is taken out of the recorded events; what
 * is then inferred is compared with it. Figures: docs/decisions/0017-columns-from-sql.md.
 */
import fs from 'node:fs'
import path from 'node:path'
import { afterAll, describe, expect, test } from 'vitest'
import { exportCatalog } from '../../src/catalog/export.ts'
import { must } from '../../src/lib/assert.ts'
import { catalogOf } from '../harness/catalog.ts'
import { corpusFolder, recordedEvents } from '../harness/corpus.ts'
import { sqlite } from '../harness/databases.ts'
import { inference } from '../harness/inference.ts'

interface End {
  readonly namespace: string
  readonly name: string
  readonly field: string | null
}
interface Edge {
  readonly kind: string
  readonly job: { readonly name: string } | null
  readonly from: End
  readonly to: End
  readonly type: string | null
}

const reading = inference()
afterAll(() => reading.close())

const withoutColumns = (body: string): string =>
  JSON.stringify(JSON.parse(body), (key, value: unknown) => (key === 'columnLineage' ? undefined : value))

/** Edges of a catalog made of these events, said and inferred, and the problems of reading. */
async function edgesOf(bodies: readonly string[]): Promise<{ edges: Edge[]; problems: string[]; read: Set<string> }> {
  const catalog = await catalogOf(await sqlite.open())
  await catalog.add(bodies)
  await reading.settle(catalog.database)
  const lines = await Array.fromAsync(exportCatalog({ catalog: catalog.database, inferred: true }))
  const rows = await catalog.database.all<{ name: string; problem: string | null }>(
    'SELECT j.name, i.problem FROM inference i JOIN job j ON j.id = i.job_id',
  )
  await catalog.close()
  return {
    edges: lines.map((line) => JSON.parse(line) as Edge).filter((e) => e.kind === 'columnEdge' || e.kind === 'inferredColumnEdge'),
    problems: rows.flatMap((r) => r.problem ?? []),
    read: new Set(rows.map((r) => r.name)),
  }
}

const textOf = ({ from, to }: Pick<Edge, 'from' | 'to'>): string => JSON.stringify([from, to].map((e) => [e.namespace, e.name, e.field]))
const tableOf = ({ namespace, name }: End): string => JSON.stringify([namespace, name])

/** Of the inferred edges into tables that `truth` knows: how many of them are true, and how many of the true ones there are. */
function scores(inferred: readonly Edge[], truth: readonly Pick<Edge, 'from' | 'to'>[]) {
  const known = new Set(truth.map((e) => tableOf(e.to)))
  const true_ = new Set(truth.map(textOf))
  const found = new Set(inferred.filter((e) => known.has(tableOf(e.to))).map(textOf))
  const right = [...found].filter((e) => true_.has(e)).length
  return { found: found.size, true: true_.size, precision: right / found.size, recall: right / true_.size }
}

async function compared(name: string, folder: string) {
  const bodies = recordedEvents(folder)
  const said = await edgesOf(bodies)
  const { edges, problems, read } = await edgesOf(bodies.map(withoutColumns))
  const inferred = edges.filter((e) => e.kind === 'inferredColumnEdge' && e.type === 'DIRECT')
  const saidDirect = said.edges.filter((e) => e.kind === 'columnEdge' && e.type !== 'INDIRECT' && e.job !== null && read.has(e.job.name))
  const against = scores(inferred, saidDirect)
  console.log(`${name}: ${read.size} jobs read, ${problems.length} with a problem; against what was said`, against)
  return { inferred, problems, against }
}

const folders = (['dbt', 'airflow', 'airflow-2.10', 'spark'] as const).map((name) => ({ name, folder: corpusFolder(name) ?? '' }))

describe.skipIf(folders.some((f) => f.folder === ''))('recorded events', () => {
  const folderOf = (name: string): string =>
    must(
      folders.find((f) => f.name === name),
      'all are listed',
    ).folder

  // What is missing was said by SQL of before; the catalog has the last.
  test('dbt: all that is inferred was said, and the most of what was said is inferred', { timeout: 300_000 }, async () => {
    const { problems, against } = await compared('dbt', folderOf('dbt'))
    expect(problems).toEqual([])
    expect(against.precision).toBe(1)
    expect(against.recall).toBeGreaterThan(0.85)
  })

  test('Airflow: what is inferred is what the programs do, better than what was said', { timeout: 300_000 }, async () => {
    const folder = folderOf('airflow')
    const { inferred, problems } = await compared('airflow', folder)
    const programs = JSON.parse(fs.readFileSync(path.join(folder, 'programs.json'), 'utf8')) as {
      jobs: { columns: (Pick<Edge, 'from' | 'to'> & { kind: string })[] }[]
    }
    const all = programs.jobs.flatMap((j) => j.columns).filter((c) => c.kind === 'direct')
    const wanted = new Set(inferred.map((e) => tableOf(e.to)))
    const truth = all.filter((c) => wanted.has(tableOf(c.to)))
    const against = scores(inferred, truth)
    console.log('airflow: against the programs', against)
    // What is missing: three columns that a MERGE takes over into themselves.
    expect(against).toEqual({ found: 80, true: 83, precision: 1, recall: 80 / 83 })
    expect(problems).toEqual([])
  })

  test('Spark and an older Airflow: nothing is inferred that was not said', { timeout: 300_000 }, async () => {
    for (const name of ['airflow-2.10', 'spark']) {
      const { problems, against } = await compared(name, folderOf(name))
      expect(problems).toEqual([])
      expect(against.precision).toBe(1)
    }
  })
})
