import { exportCatalog } from '../../src/catalog/export.ts'
import type { Database } from '../../src/db/contract.ts'
import { Inferrer } from '../../src/fold/inference/inferrer.ts'
import { sqlReader } from '../../src/sql/sql-reader.ts'

interface Inference {
  /** Sources that are switched off. */
  off: number[]
  readonly inferrer: Inferrer
  /** Works out all that is due in a catalog. */
  settle(database: Database): Promise<void>
  close(): Promise<void>
}

/** Reads SQL as the program does, in a thread. */
export function inference(): Inference {
  const inferrer = new Inferrer(sqlReader(), async () => made.off)
  const made: Inference = { off: [], inferrer, settle: (database) => inferrer.settle(database), close: () => inferrer.close() }
  return made
}

interface Line {
  readonly kind: string
  readonly job: { readonly name: string }
  readonly from: { readonly name: string; readonly field: string }
  readonly to: { readonly name: string; readonly field: string | null }
  readonly subtype: string
}

/** `job: table.field > table.field SUBTYPE`, a line for each inferred edge; `*` is the whole dataset. */
export async function inferredLines(database: Database): Promise<string[]> {
  const lines = await Array.fromAsync(exportCatalog({ catalog: database, inferred: true }))
  return lines
    .map((line) => JSON.parse(line) as Line)
    .filter((line) => line.kind === 'inferredColumnEdge')
    .map(({ job, from, to, subtype }) => `${job.name}: ${from.name}.${from.field} > ${to.name}.${to.field ?? '*'} ${subtype}`)
    .toSorted()
}
