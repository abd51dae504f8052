import type { Table } from '../db/table.ts'

/** What the catalog remembers over time beside the latest of everything. Conventions as in tables.ts; every row merges in any order. */

/**
 * A distinct content of a facet of a job (`owner` 'job') or of a dataset id ('dataset'), `_producer` and `_schemaURL` aside. `position`:
 * the earliest event that said it; its row in `event` has run and source. `value`: canonical JSON where it is short, else read from there.
 */
export const facetVersionTable: Table = {
  name: 'facet_version',
  columns: {
    owner: 'text',
    owner_id: 'int',
    key_hash: 'text',
    hash: 'text',
    key: 'text',
    first_key: 'text',
    last_key: 'text',
    position: 'int',
    value: 'text',
  },
  key: ['owner', 'owner_id', 'key_hash', 'hash'],
  clustered: false,
  indexes: ['owner, owner_id, key_hash, first_key'],
}

/**
 * One point of a series of a dataset id: what one run last said; `moment` is the order key where an event has no run (`run_id` 0).
 * `series`: 'metrics', or the hash of an assertion. `value`: measures as JSON with numbers as text, or the outcome.
 */
export const pointTable: Table = {
  name: 'series_point',
  columns: {
    dataset_id: 'int',
    series: 'text',
    run_id: 'int',
    moment: 'text',
    at_key: 'text',
    position: 'int',
    value: 'text',
  },
  key: ['dataset_id', 'series', 'run_id', 'moment'],
  clustered: false,
  indexes: ['dataset_id, series, at_key'],
}

/** An assertion about a dataset id, with its last outcome. `hash` is of name, kind and column. `run_id` 0: said without a run. */
export const assertionTable: Table = {
  name: 'assertion',
  columns: {
    dataset_id: 'int',
    hash: 'text',
    name: 'text',
    assertion: 'text',
    column_name: 'text',
    first_key: 'text',
    last_key: 'text',
    position: 'int',
    run_id: 'int',
    outcome: 'text',
    severity: 'text',
    expected: 'text',
    actual: 'text',
    failed_key: 'text',
    passed_key: 'text',
  },
  key: ['dataset_id', 'hash'],
  clustered: false,
  indexes: ['dataset_id, last_key'],
}

/** The code that a run's events last named: a content hash by facet (sql, sourceCode, sourceCodeLocation). */
export const runCodeTable: Table = {
  name: 'run_code',
  columns: { run_id: 'int', key: 'text', at_key: 'text', content: 'text' },
  key: ['run_id', 'key'],
}

/** A dataset id that was named otherwise before. `previous_ident` is as `dataset.ident`; such a dataset need not be in the catalog. */
export const renameTable: Table = {
  name: 'dataset_rename',
  columns: {
    dataset_id: 'int',
    previous_ident: 'text',
    namespace: 'text',
    name: 'text',
    first_key: 'text',
    last_key: 'text',
    position: 'int',
  },
  key: ['dataset_id', 'previous_ident'],
  clustered: false,
  indexes: ['previous_ident'],
}

/**
 * A facet that no reader takes, by container and key. `events` counts events that carry it; `jobs`, `datasets` (ids), `runs` count the
 * rows of facet_carrier. `producer`, `schema_url` as the latest gave them.
 */
export const facetNameTable: Table = {
  name: 'facet_name',
  columns: {
    id: 'int',
    ident: 'text',
    container: 'text',
    key: 'text',
    name_sort: 'text',
    events: 'int',
    jobs: 'int',
    datasets: 'int',
    runs: 'int',
    first_key: 'text',
    last_key: 'text',
    producer: 'text',
    schema_url: 'text',
    position: 'int',
  },
  key: ['id'],
  indexes: ['ident unique', 'name_sort, id', 'events, id'],
}

/** Who carries such a facet. `kind` 'job', 'dataset' or 'run'; `ref` its id. */
export const facetCarrierTable: Table = {
  name: 'facet_carrier',
  columns: { name_id: 'int', kind: 'text', ref: 'int' },
  key: ['name_id', 'kind', 'ref'],
}

export const historyTables: readonly Table[] = [
  facetVersionTable,
  pointTable,
  assertionTable,
  runCodeTable,
  renameTable,
  facetNameTable,
  facetCarrierTable,
]
