import { contentHash, fieldHash, identOf, namespaceIdent, sortName } from '../../src/catalog/keys.ts'
import { catalogVersion } from '../../src/catalog/tables.ts'
import { instantOfMs } from '../../src/openlineage/time.ts'
import { defaultRules } from '../../src/rules/rules.ts'
import * as of from './shape.ts'
import type { Shape } from './shape.ts'
import type { Part } from './stores.ts'
import { columnDescription } from './texts.ts'

/** Every hundredth dataset goes by a second name. */
const aliasEvery = 100
const idOfAlias = (shape: Shape, i: number): number => shape.datasets + i / aliasEvery + 1
const schemaHash = (i: number): string => `schema${i}`

/** Namespaces, jobs, datasets and what is said of them. */
export const nodeParts = (shape: Shape): Part[] => [
  { table: 'checkpoint', columns: ['id', 'version', 'position', 'rules'], rows: [[1, catalogVersion, 0, defaultRules.text]] },
  { table: 'namespace', columns: ['id', 'ident', 'namespace', 'jobs', 'datasets'], rows: namespaceRows(shape) },
  {
    table: 'dataset',
    columns:
      'id ident namespace_id namespace name first_key last_key group_id called_table replaced schema_key schema_hash written_key'.split(
        ' ',
      ),
    rows: datasetRows(shape),
  },
  {
    table: 'dataset_group',
    columns: 'id canonical_id namespace_id name_sort size last_key written_key written schema_key schema_dataset_id schema_hash'.split(' '),
    rows: groupRows(shape),
  },
  { table: 'symlink', columns: ['dataset_id', 'target_id', 'type', 'first_key', 'last_key'], rows: symlinkRows(shape) },
  {
    table: 'schema_version',
    columns: ['dataset_id', 'hash', 'first_key', 'last_key', 'position', 'field_count', 'fields'],
    rows: schemaRows(shape),
  },
  { table: 'field', columns: ['dataset_id', 'path_hash', 'path', 'name_sort'], rows: fieldRows(shape) },
  {
    table: 'job',
    columns:
      'id ident namespace_id namespace name name_sort first_key last_key parent_key parent_id type_key processing_type integration job_type kin is_part last_run_id good_run_id last_state last_started usual_ms'.split(
        ' ',
      ),
    rows: jobRows(shape),
  },
  { table: 'job_source', columns: ['job_id', 'source_id', 'first_key', 'last_key'], rows: sourceRows(shape) },
  {
    table: 'facet_name',
    columns: 'id ident container key name_sort events jobs datasets runs first_key last_key position'.split(' '),
    rows: facetNameRows(),
  },
]

function* namespaceRows({ jobs, dags, datasets }: Shape): Generator<(string | number)[]> {
  for (const [i, name] of namespaceNames.entries()) {
    const held = name === lake ? [0, 0] : [Math.ceil((jobs + dags) / of.namespaces), Math.ceil(datasets / of.namespaces)]
    yield [i + 1, namespaceIdent(name), name, ...held]
  }
}

const lake = 's3://lake'
/** By id, which begins with 1. */
export const namespaceNames = [...Array.from({ length: of.namespaces }, (_, i) => of.namespaceOf(i)), lake]

/** The second names. */
export function* aliases(shape: Shape): Generator<{ readonly id: number; readonly i: number; readonly name: string }> {
  for (let i = 0; i < shape.datasets; i += aliasEvery)
    yield { id: idOfAlias(shape, i), i, name: `warehouse/${of.datasetName(i).replaceAll('.', '/')}` }
}

function* datasetRows(shape: Shape): Generator<(string | number | null)[]> {
  const row = (id: number, namespace: number, name: string, i: number) => {
    const [first, last] = [of.keyAt(of.firstTime(of.jobOf(i))), of.keyAt(of.lastTime(of.jobOf(i)))]
    const called = namespaceNames[namespace - 1] ?? ''
    return [id, identOf(called, name), namespace, called, name, first, last, i + 1, 1, 0, last, schemaHash(i), last]
  }
  for (let i = 0; i < shape.datasets; i++) yield row(i + 1, (i % of.namespaces) + 1, of.datasetName(i), i)
  for (const { id, i, name } of aliases(shape)) yield row(id, namespaceNames.length, name, i)
}

function* groupRows(shape: Shape): Generator<(string | number)[]> {
  for (let i = 0; i < shape.datasets; i++) {
    const last = of.keyAt(of.lastTime(of.jobOf(i)))
    const size = i % aliasEvery === 0 ? 2 : 1
    yield [
      i + 1,
      i + 1,
      (i % of.namespaces) + 1,
      sortName(of.datasetName(i)),
      size,
      last,
      last,
      last.slice(1, 22),
      last,
      i + 1,
      schemaHash(i),
    ]
  }
}

function* symlinkRows(shape: Shape): Generator<(string | number)[]> {
  for (const { id, i } of aliases(shape))
    yield [id, i + 1, 'TABLE', of.keyAt(of.firstTime(of.jobOf(i))), of.keyAt(of.lastTime(of.jobOf(i)))]
}

const fieldsOf = (i: number): string[] => Array.from({ length: of.fieldsPerDataset }, (_, k) => of.fieldName(i, k))

function* schemaRows(shape: Shape): Generator<(string | number)[]> {
  for (let i = 0; i < shape.datasets; i++) {
    const fields = JSON.stringify(fieldsOf(i).map((f, k) => [f, 'varchar', k === 0 ? columnDescription(i) : null]))
    yield [
      i + 1,
      schemaHash(i),
      of.keyAt(of.firstTime(of.jobOf(i))),
      of.keyAt(of.lastTime(of.jobOf(i))),
      i + 1,
      of.fieldsPerDataset,
      fields,
    ]
  }
}

/** In the order of the key, or each insert is a page of its own. */
function* fieldRows(shape: Shape): Generator<(string | number)[]> {
  for (let i = 0; i < shape.datasets; i++) {
    const fields = fieldsOf(i).map((path) => [hashOf(path), path] as const)
    for (const [hash, path] of fields.sort((a, b) => (a[0] < b[0] ? -1 : 1))) yield [i + 1, hash, path, path]
  }
}

const hashes = new Map<string, string>()
/** Remembered: there are few names of fields and many fields. */
export function hashOf(field: string): string {
  const known = hashes.get(field) ?? fieldHash(field)
  hashes.set(field, known)
  return known
}

/** Tasks, then the DAGs that they are in. */
function* jobRows(shape: Shape): Generator<(string | number | null)[]> {
  const row = (id: number, name: string, dag: number, j: number, parent: number) => {
    const [namespace, first, last] = [of.namespaceOf(dag), of.keyAt(of.firstTime(j)), of.keyAt(of.lastTime(j))]
    const kind = parent === 0 ? 'DAG' : 'TASK'
    return [
      id,
      identOf(namespace, name),
      (dag % of.namespaces) + 1,
      namespace,
      name,
      sortName(name),
      first,
      last,
      last,
      parent,
      last,
      'BATCH',
      ['airflow', 'spark', 'dbt'][dag % 3] ?? null,
      kind,
      '',
      0,
      id * of.runsPerJob,
      goodRun(id, j),
      of.stateOf(j),
      instantOfMs(of.lastTime(j)),
      60_000,
    ]
  }
  for (let j = 0; j < shape.jobs; j++) yield row(j + 1, shape.jobName(j), shape.dagOf(j), j, shape.jobs + 1 + shape.dagOf(j))
  for (let d = 0; d < shape.dags; d++) yield row(shape.jobs + d + 1, shape.dagName(d), d, d, 0)
}

const goodRun = (id: number, j: number): number => id * of.runsPerJob - (of.stateOf(j) === 'COMPLETE' ? 0 : 1)

function* sourceRows(shape: Shape): Generator<(string | number)[]> {
  for (let j = 0; j < shape.jobs + shape.dags; j++) yield [j + 1, j % 5 === 0 ? 2 : 1, of.keyAt(of.firstTime(j)), of.keyAt(of.lastTime(j))]
}

const facetsKnown = 300
export const facetNames = Array.from({ length: facetsKnown }, (_, i) => `acme_${of.fieldName(i, 0)}_${of.fieldName(i, i)}Facet${i}`)

function* facetNameRows(): Generator<(string | number)[]> {
  for (const [i, key] of facetNames.entries()) {
    const at = of.keyAt(of.estateEnd)
    yield [i + 1, contentHash(`run\0${key}`), 'run', key, sortName(key), 1_000 - i, 0, 0, 1_000 - i, at, at, 1]
  }
}
