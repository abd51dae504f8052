import type { Table } from '../db/table.ts'

/** Column lineage as it was said. The conventions are those of tables.ts. */

/** A column edge. `job_id` 0: said by a DatasetEvent. `from_field`, `to_field` null: the whole dataset. Hashes are of the field, '' for null. */
export const columnEdgeTable: Table = {
  name: 'column_edge',
  columns: {
    id: 'int',
    ident: 'text',
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
    masking: 'int',
    first_key: 'text',
  },
  key: ['id'],
  // A walk reads its indexes alone, from end to end.
  indexes: ['ident unique', 'to_group, to_hash, from_group, from_hash, job_id', 'from_group, from_hash, to_group, to_hash, job_id'],
}

/**
 * A distinct content of a column lineage facet of (job, dataset). Events repeat the same content; then only `last_key` moves, whatever
 * the number of its edges. An edge was last seen when the latest set with it was.
 */
export const columnSetTable: Table = {
  name: 'column_set',
  columns: { id: 'int', ident: 'text', job_id: 'int', dataset_id: 'int', first_key: 'text', last_key: 'text', position: 'int' },
  key: ['id'],
  indexes: ['ident unique', 'job_id, dataset_id'],
}

export const columnSetEdgeTable: Table = {
  name: 'column_set_edge',
  columns: { edge_id: 'int', set_id: 'int', description: 'text' },
  key: ['edge_id', 'set_id'],
  indexes: ['set_id'],
}

export const columnTables: readonly Table[] = [columnEdgeTable, columnSetTable, columnSetEdgeTable]
