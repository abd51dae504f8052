import type { Executor, Row, SqlValue } from '../db/contract.ts'
import { quoted } from '../db/table.ts'
import type { Table } from '../db/table.ts'
import type { Identity } from '../openlineage/event.ts'
import type { ExportLine } from './export-line.ts'
import { assertionTable, facetNameTable, facetVersionTable, pointTable, renameTable } from './history-tables.ts'
import { partsOf } from './job-versions.ts'
import { datasetNames, decoded, jobNames, shownKey } from './names.ts'
import { runNames } from './run-items.ts'
import { runTable, schemaTable } from './tables.ts'

/** Lines of what is remembered over time. Datasets stand under the raw ids that it was said of. */

const chunkSize = 250

const text = (row: Row, column: string): string | null => decoded((row[column] ?? null) as string | null)
const at = (row: Row, column: string): string | null => shownKey((row[column] ?? null) as string | null)
const num = (row: Row, column: string): number => Number(row[column] ?? 0)

/** All rows of a table in the order of its key, in chunks. */
async function* chunksOf(db: Executor, table: Table): AsyncGenerator<Row[]> {
  const order = `ORDER BY ${quoted(table.key)} LIMIT ${chunkSize}`
  const after = `(${quoted(table.key)}) > (${table.key.map(() => '?').join(', ')})`
  for (let last: SqlValue[] | null = null; ;) {
    const rows: Row[] = await db.all<Row>(`SELECT * FROM "${table.name}" ${last === null ? '' : `WHERE ${after}`} ${order}`, last ?? [])
    const end = rows.at(-1)
    if (end === undefined) return
    yield rows
    last = table.key.map((k) => end[k] ?? null)
  }
}

const idsIn = (rows: readonly Row[], column: string): number[] => rows.map((r) => num(r, column))
const seenIn = (row: Row) => ({ firstSeen: at(row, 'first_key'), lastSeen: at(row, 'last_key') })

async function* facetVersionLines(db: Executor): AsyncGenerator<ExportLine[]> {
  for await (const rows of chunksOf(db, facetVersionTable)) {
    const own = (kind: string): number[] =>
      idsIn(
        rows.filter((r) => r['owner'] === kind),
        'owner_id',
      )
    const names: Record<string, Map<number, Identity>> = {
      job: await jobNames(db, own('job')),
      dataset: await datasetNames(db, own('dataset')),
    }
    yield rows.map((row) => ({
      value: {
        kind: 'facetVersion',
        owner: row['owner'],
        ...names[String(row['owner'])]?.get(num(row, 'owner_id')),
        key: text(row, 'key'),
        hash: row['hash'],
        ...seenIn(row),
      },
    }))
  }
}

async function* schemaVersionLines(db: Executor): AsyncGenerator<ExportLine[]> {
  for await (const rows of chunksOf(db, schemaTable)) {
    const names = await datasetNames(db, idsIn(rows, 'dataset_id'))
    yield rows.map((row) => ({
      value: {
        kind: 'schemaVersion',
        ...names.get(num(row, 'dataset_id')),
        hash: row['hash'],
        fieldCount: row['field_count'],
        ...seenIn(row),
      },
    }))
  }
}

async function* assertionLines(db: Executor): AsyncGenerator<ExportLine[]> {
  for await (const rows of chunksOf(db, assertionTable)) {
    const names = await datasetNames(db, idsIn(rows, 'dataset_id'))
    const runs = await runNames(db, idsIn(rows, 'run_id'))
    yield rows.map((row) => ({
      value: {
        kind: 'assertion',
        dataset: names.get(num(row, 'dataset_id')) ?? null,
        name: text(row, 'name'),
        assertion: text(row, 'assertion'),
        column: text(row, 'column_name'),
        outcome: row['outcome'],
        severity: text(row, 'severity'),
        expected: text(row, 'expected'),
        actual: text(row, 'actual'),
        run: runs.get(num(row, 'run_id')) ?? null,
        lastFailed: at(row, 'failed_key'),
        lastPassed: at(row, 'passed_key'),
        ...seenIn(row),
      },
    }))
  }
}

async function* pointLines(db: Executor): AsyncGenerator<ExportLine[]> {
  for await (const rows of chunksOf(db, pointTable)) {
    const names = await datasetNames(db, idsIn(rows, 'dataset_id'))
    const runs = await runNames(db, idsIn(rows, 'run_id'))
    yield rows.map((row) => ({
      value: {
        kind: 'point',
        dataset: names.get(num(row, 'dataset_id')) ?? null,
        series: row['series'],
        run: runs.get(num(row, 'run_id')) ?? null,
        at: at(row, 'at_key'),
        value: text(row, 'value'),
      },
    }))
  }
}

/** What makes the version of the job in each run; none for a run that named nothing of it. */
async function* runVersionLines(db: Executor): AsyncGenerator<ExportLine[]> {
  for await (const rows of chunksOf(db, runTable)) {
    const ids = idsIn(rows, 'id')
    const [runs, parts] = [await runNames(db, ids), await partsOf(db, ids)]
    const said = ids.filter((id) => {
      const part = parts.get(id)
      return part !== undefined && part.inputs.length + part.outputs.length + part.code.length > 0
    })
    yield said.map((id) => ({ value: { kind: 'runVersion', ...runs.get(id), ...parts.get(id) } }))
  }
}

async function* renameLines(db: Executor): AsyncGenerator<ExportLine[]> {
  for await (const rows of chunksOf(db, renameTable)) {
    const names = await datasetNames(db, idsIn(rows, 'dataset_id'))
    yield rows.map((row) => ({
      value: {
        kind: 'rename',
        from: { namespace: text(row, 'namespace'), name: text(row, 'name') },
        to: names.get(num(row, 'dataset_id')) ?? null,
        ...seenIn(row),
      },
    }))
  }
}

/** Without the number of events: the same event from two sources is two. */
async function* facetNameLines(db: Executor): AsyncGenerator<ExportLine[]> {
  for await (const rows of chunksOf(db, facetNameTable))
    yield rows.map((row) => ({
      value: {
        kind: 'facetName',
        container: row['container'],
        key: text(row, 'key'),
        jobs: row['jobs'],
        datasets: row['datasets'],
        runs: row['runs'],
        producer: text(row, 'producer'),
        schemaUrl: text(row, 'schema_url'),
        ...seenIn(row),
      },
    }))
}

export const historyLines = [
  facetVersionLines,
  schemaVersionLines,
  assertionLines,
  pointLines,
  runVersionLines,
  renameLines,
  facetNameLines,
]
