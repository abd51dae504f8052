import type { Table } from '../db/table.ts'

/**
 * Column edges worked out from SQL (src/fold/inference), apart from what producers say. They follow from the rest of the catalog and from which
 * sources are switched off, once `inference_due` is empty. Conventions as in tables.ts.
 */

/**
 * What may have changed for SQL: `kind` 'job', 'group' (all jobs that read or write it) or 'source' (all jobs that it names). `after`: of those
 * jobs the ones up to this id are marked already.
 */
export const inferenceDueTable: Table = {
  name: 'inference_due',
  columns: { kind: 'text', ref: 'int', after: 'int' },
  key: ['kind', 'ref'],
}

/** What the SQL of a job was read with: `content` is a hash of all that its edges follow from. `problem`: why some of it was not read; `unread`: 1 where there is one. */
export const inferenceTable: Table = {
  name: 'inference',
  columns: { job_id: 'int', content: 'text', dialect: 'text', edges: 'int', problem: 'text', unread: 'int' },
  key: ['job_id'],
  indexes: ['unread, job_id'],
}

/** As in `column_edge`. Both ids are ones that the job itself names. */
export const inferredEdgeTable: Table = {
  name: 'inferred_edge',
  columns: {
    job_id: 'int',
    from_id: 'int',
    from_group: 'int',
    from_field: 'text',
    from_hash: 'text',
    to_id: 'int',
    to_group: 'int',
    to_field: 'text',
    to_hash: 'text',
    type: 'text',
    subtype: 'text',
  },
  key: ['job_id', 'to_id', 'to_hash', 'from_id', 'from_hash', 'type', 'subtype'],
  clustered: false,
  indexes: ['to_group, to_hash', 'from_group, from_hash'],
}

/** Sources whose SQL this catalog does not read. */
export const inferenceOffTable: Table = { name: 'inference_off', columns: { source_id: 'int' }, key: ['source_id'] }

export const inferenceTables: readonly Table[] = [inferenceDueTable, inferenceTable, inferredEdgeTable, inferenceOffTable]
