import type { Table } from '../db/table.ts'

/** What warnings and findings are made of. Conventions as in tables.ts. */

/**
 * Kinds of warnings (src/catalog/warning-kinds.ts) that events of a source had: how many events, the first and last of them, and where it was
 * seen: JSON [{key, position, pointer, says} …], the largest by order key.
 */
export const warningTable: Table = {
  name: 'warning',
  columns: { source_id: 'int', code: 'text', events: 'int', first_key: 'text', last_key: 'text', samples: 'text' },
  key: ['source_id', 'code'],
}

/**
 * Counts over all events of a source, for findings: `kind` 'client' by client and version, 'late' by delay (src/fold/tallies.ts), 'sent' by
 * what the runs named.
 */
export const sourceTallyTable: Table = {
  name: 'source_tally',
  columns: { source_id: 'int', kind: 'text', name: 'text', events: 'int', first_key: 'text', last_key: 'text' },
  key: ['source_id', 'kind', 'name'],
}

/** Jobs that more than one source names. */
export const jobCollisionTable: Table = { name: 'job_collision', columns: { job_id: 'int' }, key: ['job_id'] }

/** Ends of column edges that no schema of their id has. `path_hash` as in `fieldHash`. */
export const looseColumnTable: Table = {
  name: 'loose_column',
  columns: { dataset_id: 'int', path_hash: 'text', path: 'text' },
  key: ['dataset_id', 'path_hash'],
}

export const warningTables: readonly Table[] = [warningTable, sourceTallyTable, jobCollisionTable, looseColumnTable]
