import { createTableSql } from '../db/table.ts'
import type { Table } from '../db/table.ts'
import { columnTables } from './column-tables.ts'
import { historyTables } from './history-tables.ts'
import { searchTables } from './search-tables.ts'
import { inferenceTables } from './inference-tables.ts'
import { warningTables } from './warning-tables.ts'

/**
 * The catalog: derived from the event log by src/fold, read by src/catalog and src/lineage, thrown away and rebuilt at will.
 *
 * Conventions. `…_key` columns hold order keys (src/openlineage/order-key.ts): characters 2 to 22 are the instant. `ident` is the start
 * of a SHA-256 of the natural key, because names may be longer than an index row. `…_hash` likewise. Text is stored as
 * `encodeText` gives it. `name_sort` is the start of the lower-case name. No id leaves the catalog: `export catalog` is free of them.
 */

/** Raise when the meaning of a table or of the fold changes: the catalog is then rebuilt from the log at start. */
export const catalogVersion = 15

/** One row: what this catalog is, by which rules (src/rules), and how far it is. `position`: all events of continuous sources up to it are in. */
export const checkpointTable: Table = {
  name: 'checkpoint',
  columns: { id: 'int', version: 'int', position: 'int', rules: 'text' },
  key: ['id'],
}

/** Sources that are synced by hand, with the position up to which their events are in. */
export const sourceCheckpointTable: Table = {
  name: 'source_checkpoint',
  columns: { source_id: 'int', position: 'int' },
  key: ['source_id'],
}

/** Namespaces of jobs and datasets, with how many of each (canonical names only). */
export const namespaceTable: Table = {
  name: 'namespace',
  columns: { id: 'int', ident: 'text', namespace: 'text', jobs: 'int', datasets: 'int' },
  key: ['id'],
  indexes: ['ident unique', 'jobs', 'datasets'],
}

/**
 * A job. `parent_id` 0: none known. `last_*` describe its latest run by start (see src/fold/writer/jobs.ts) and are null before the first.
 * `first_key`, `last_key`: earliest and latest event that names it.
 */
export const jobTable: Table = {
  name: 'job',
  columns: {
    id: 'int',
    ident: 'text',
    namespace_id: 'int',
    namespace: 'text',
    name: 'text',
    name_sort: 'text',
    first_key: 'text',
    last_key: 'text',
    parent_key: 'text',
    parent_id: 'int',
    type_key: 'text',
    processing_type: 'text',
    integration: 'text',
    job_type: 'text',
    traits_key: 'text',
    /** Hash of what the job is one way of running, '' none; `kin_name` is its text. */
    kin: 'text',
    kin_name: 'text',
    /** 1: a step within its parent (src/producers), shown under it. */
    is_part: 'int',
    last_run_id: 'int',
    last_state: 'text',
    /** The latest run that ended well and named any dataset; 0: none. */
    good_run_id: 'int',
    /** Instant text, '' before the first run: sorts. */
    last_started: 'text',
    /** Longest duration, in ms, of its last runs that ended; null before the first. */
    usual_ms: 'int',
  },
  key: ['id'],
  indexes: [
    'ident unique',
    'name_sort, id',
    'last_started, id',
    'namespace_id, name_sort, id',
    'namespace_id, last_started, id',
    'parent_id, name_sort, id',
    'parent_id, last_started, id',
    'last_state, last_started, id',
    'integration, last_started, id',
    'kin, last_started, id',
  ],
}

/** Which sources name a job. Two or more are a collision worth showing. */
export const jobSourceTable: Table = {
  name: 'job_source',
  columns: { job_id: 'int', source_id: 'int', first_key: 'text', last_key: 'text' },
  key: ['job_id', 'source_id'],
  indexes: ['source_id, job_id'],
}

/**
 * Control flow, as a run of `job_id` says it: the other job runs before (`side` 0) or after (1). The other job is text: it need not be known.
 * `content` is a hash of what is said of the dependency. `condition`: when the job that says it runs at all.
 */
export const jobDependencyTable: Table = {
  name: 'job_dependency',
  columns: {
    job_id: 'int',
    side: 'int',
    other_ident: 'text',
    content: 'text',
    namespace: 'text',
    name: 'text',
    type: 'text',
    sequence: 'text',
    status: 'text',
    condition: 'text',
    first_key: 'text',
    last_key: 'text',
  },
  key: ['job_id', 'side', 'other_ident', 'content'],
  clustered: false,
  indexes: ['other_ident, side, job_id'],
}

/**
 * A run, identified by (job, runId). The keys of its events by meaning are kept, so that no later event needs an earlier one again.
 * `parent_run`, `root_run`: ids of runs, 0 none. `started`, `ended`: instants as shown ('' unknown). `state`, `state_streaming`: what the
 * run's state is if its job is no STREAMING job, or is one.
 */
export const runTable: Table = {
  name: 'run',
  columns: {
    id: 'int',
    ident: 'text',
    job_id: 'int',
    run_id: 'text',
    first_start: 'text',
    first_any: 'text',
    last_active: 'text',
    end_complete: 'text',
    end_abort: 'text',
    end_fail: 'text',
    first_event: 'text',
    last_event: 'text',
    /** The first event in which the run names a dataset that it reads or writes. */
    first_named: 'text',
    /** Of events that hold complete lists (src/fold/snapshot.ts) the last that names any input, and any output. */
    whole_inputs: 'text',
    whole_outputs: 'text',
    /** 1 when Spark's integration speaks of this run: its FAIL stands, whatever COMPLETE follows. */
    spark: 'int',
    nominal_key: 'text',
    nominal_start: 'text',
    nominal_end: 'text',
    parent_key: 'text',
    parent_run: 'int',
    root_key: 'text',
    root_run: 'int',
    error_key: 'text',
    error: 'text',
    /** Position of the event that holds the whole error, with its stack. */
    error_position: 'int',
    engine_key: 'text',
    engine_name: 'text',
    engine_version: 'text',
    traits_key: 'text',
    /** Hash of the task instance of which the run is a try, which try it is, and of which instance of a mapped task; null unknown. */
    tries_of: 'text',
    try_number: 'int',
    map_index: 'int',
    /** 1: the producer sends what it sent before under other run ids. */
    sent_again: 'int',
    started: 'text',
    ended: 'text',
    ended_streaming: 'text',
    state: 'text',
    state_streaming: 'text',
    /** `started` of a run that ended well and named any dataset, else '': what it said is what its job does, while a run that names nothing says nothing. */
    told: 'text',
  },
  key: ['id'],
  indexes: [
    'ident unique',
    'job_id, started, id',
    'job_id, started, run_id',
    'started, id, job_id',
    'parent_run, id',
    'state, started, id, job_id',
    'tries_of, try_number, id',
    'run_id',
    "job_id, told, run_id where told <> ''",
  ],
}

/**
 * What a run read (`direction` 0) and wrote (1), under the raw id, with statistics where they were sent. Decimal text: values may pass 2^53.
 * `said_key`: the last event that names it.
 */
export const runDatasetTable: Table = {
  name: 'run_dataset',
  columns: {
    run_id: 'int',
    direction: 'int',
    dataset_id: 'int',
    said_key: 'text',
    stats_key: 'text',
    row_count: 'text',
    bytes: 'text',
    file_count: 'text',
  },
  key: ['run_id', 'direction', 'dataset_id'],
  indexes: ['dataset_id, direction, run_id', 'dataset_id, direction, stats_key'],
}

/**
 * One id (namespace, name) of a dataset, as producers spelt it. `group_id`: the dataset that it is one id of. `called_table` 1: a live
 * symlink calls this id TABLE. `replaced` 1: the rules put another id in its place. `symlinks_end`: the latest `_deleted` of its symlinks facet; claims before it are void.
 */
export const datasetTable: Table = {
  name: 'dataset',
  columns: {
    id: 'int',
    ident: 'text',
    namespace_id: 'int',
    namespace: 'text',
    name: 'text',
    first_key: 'text',
    last_key: 'text',
    group_id: 'int',
    called_table: 'int',
    replaced: 'int',
    symlinks_end: 'text',
    schema_key: 'text',
    schema_hash: 'text',
    written_key: 'text',
  },
  key: ['id'],
  indexes: ['ident unique', 'group_id, id'],
}

/** A dataset: one or more ids that symlinks join. `id` is the id of one member; `canonical_id` the one whose name is shown. `written` is an instant. */
export const groupTable: Table = {
  name: 'dataset_group',
  columns: {
    id: 'int',
    canonical_id: 'int',
    namespace_id: 'int',
    name_sort: 'text',
    size: 'int',
    last_key: 'text',
    written_key: 'text',
    written: 'text',
    schema_key: 'text',
    schema_dataset_id: 'int',
    schema_hash: 'text',
  },
  key: ['id'],
  indexes: ['name_sort, id', 'written, id', 'namespace_id, name_sort, id', 'namespace_id, written, id', 'schema_key'],
}

/** A symlinks facet's claim that `dataset_id` is also `target_id`. Live while `last_key` is after the claimer's `symlinks_end`. */
export const symlinkTable: Table = {
  name: 'symlink',
  columns: { dataset_id: 'int', target_id: 'int', type: 'text', first_key: 'text', last_key: 'text' },
  key: ['dataset_id', 'target_id', 'type'],
  indexes: ['target_id'],
}

/** A distinct set of fields of one id. `fields`: JSON [[path, type|null, description|null] …]. `position`: an event that said it. */
export const schemaTable: Table = {
  name: 'schema_version',
  columns: { dataset_id: 'int', hash: 'text', first_key: 'text', last_key: 'text', position: 'int', field_count: 'int', fields: 'text' },
  key: ['dataset_id', 'hash'],
  clustered: false,
  indexes: ['first_key'],
}

/** Every field that some schema of an id ever had, for search by field name. `path_hash` as in `fieldHash`. */
export const fieldTable: Table = {
  name: 'field',
  columns: { dataset_id: 'int', path_hash: 'text', path: 'text', name_sort: 'text' },
  key: ['dataset_id', 'path_hash'],
  indexes: ['name_sort, dataset_id'],
}

/**
 * A job reads (`direction` 0) or writes (1) an id. `group_id` follows the id's group, so that a dataset's edges are one index range,
 * with their first times (the last move with each event). `runs`: how many runs of the job are in run_dataset with this id and side.
 */
export const edgeTable: Table = {
  name: 'edge',
  columns: { job_id: 'int', direction: 'int', dataset_id: 'int', group_id: 'int', first_key: 'text', last_key: 'text', runs: 'int' },
  key: ['job_id', 'direction', 'dataset_id'],
  indexes: ['group_id, direction, job_id, first_key'],
}

/**
 * The latest facet by key of a job (`owner` 'job') or of a dataset id ('dataset'). `value`: JSON where the catalog uses it, null where
 * it is stored only and read from the event at `position`. `deleted` 1: `_deleted` was said last.
 */
export const facetTable: Table = {
  name: 'facet',
  columns: {
    owner: 'text',
    owner_id: 'int',
    key_hash: 'text',
    key: 'text',
    order_key: 'text',
    position: 'int',
    value: 'text',
    deleted: 'int',
  },
  key: ['owner', 'owner_id', 'key_hash'],
  clustered: false,
  indexes: ['owner, key_hash, owner_id'],
}

/** One row an event in the catalog. `job_id`, `run_id`, `dataset_id`: 0 where it has none. `flags`: 1 not folded (too deep), 2 test event, 4 left out by a rule. */
export const eventTable: Table = {
  name: 'event',
  columns: {
    position: 'int',
    kind: 'text',
    event_type: 'text',
    event_time: 'text',
    received_at: 'int',
    source_id: 'int',
    job_id: 'int',
    run_id: 'int',
    dataset_id: 'int',
    bytes: 'int',
    warnings: 'int',
    flags: 'int',
  },
  key: ['position'],
  indexes: ['run_id, position', 'job_id, position', 'source_id, position', 'dataset_id, position'],
}

/** Words of names, for search, and `=` with the last part of a name. `kind` 'job', 'dataset', 'namespace' or 'facet'; `ref` an id of that kind. */
export const wordTable: Table = { name: 'word', columns: { word: 'text', kind: 'text', ref: 'int' }, key: ['word', 'kind', 'ref'] }

export const catalogTables: readonly Table[] = [
  checkpointTable,
  sourceCheckpointTable,
  namespaceTable,
  jobTable,
  jobSourceTable,
  jobDependencyTable,
  runTable,
  runDatasetTable,
  datasetTable,
  groupTable,
  symlinkTable,
  schemaTable,
  fieldTable,
  edgeTable,
  ...columnTables,
  facetTable,
  eventTable,
  ...warningTables,
  wordTable,
  ...searchTables,
  ...historyTables,
  ...inferenceTables,
]

export const createCatalogSql = (dialect: 'sqlite' | 'postgres'): string => catalogTables.map((t) => createTableSql(t, dialect)).join(';\n')
