import { contentHash, identOf } from '../../catalog/keys.ts'
import { jobDependencyTable } from '../../catalog/tables.ts'
import type { Executor } from '../../db/contract.ts'
import { must } from '../../lib/assert.ts'
import { nodeKey } from '../changes.ts'
import type { Changes } from '../changes.ts'
import { seenRules } from '../merge.ts'
import type { Nodes } from './nodes.ts'
import { mergeByKey } from './rows.ts'

/** Control flow between jobs, each with when it was first and last said. */
export async function writeDependencies(tx: Executor, changes: Changes, nodes: Nodes): Promise<void> {
  const facts = [...changes.dependencies.values()].map(({ ref, fact }) => {
    const { job, side, other, type, sequence, status, condition } = ref
    const id = must(nodes.jobs.get(nodeKey(job)), 'whoever says it is noted as a job').row['id'] ?? 0
    const content = contentHash(JSON.stringify([type, sequence, status, condition]))
    return {
      key: [id, side, identOf(other.namespace, other.name), content],
      fact,
      blank: { namespace: other.namespace, name: other.name, type, sequence, status, condition },
    }
  })
  const merged = await mergeByKey(tx, jobDependencyTable, facts, seenRules)
  await tx.upsert(
    jobDependencyTable,
    merged.map((m) => m.row),
  )
}
