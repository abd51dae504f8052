import { facetKeyHash } from '../../catalog/keys.ts'
import { inferenceDueTable } from '../../catalog/inference-tables.ts'
import { facetTable } from '../../catalog/tables.ts'
import type { Executor, Row } from '../../db/contract.ts'

/** What a batch changed that edges inferred from SQL follow from. */
export class Due {
  /** Jobs whose SQL is another one. */
  readonly sql = new Set<number>()
  /** Jobs of which something else changed; only those that have SQL matter. */
  readonly jobs = new Set<number>()
  /** Datasets whose name or schema changed. */
  readonly groups = new Set<number>()

  /** Marks them, for src/fold/inference. Facets of the batch must be written already. */
  async write(tx: Executor): Promise<void> {
    const others = [...this.jobs].filter((id) => !this.sql.has(id)).map((id) => ['job', id, facetKeyHash('sql')])
    const withSql = (await tx.load<Row>(facetTable, others)).map((row) => Number(row['owner_id']))
    const marks = (kind: string, refs: Iterable<number>): Row[] => [...refs].map((ref) => ({ kind, ref, after: 0 }))
    await tx.upsert(inferenceDueTable, [...marks('job', [...this.sql, ...withSql]), ...marks('group', this.groups)])
  }
}
