import { setImmediate } from 'node:timers/promises'
import type { Database, Executor } from '../db/contract.ts'
import { canonicalJson } from '../lib/canonical-json.ts'
import { earlier } from '../openlineage/order-key.ts'
import { columnEdgeLines } from './export-columns.ts'
import { inferredEdgeLines } from './export-inferred.ts'
import { historyLines } from './export-history.ts'
import { dependencyLines } from './export-dependencies.ts'
import { datasetLines, jobLines, runLines } from './export-nodes.ts'
import { LineSorter } from './line-sorter.ts'
import { shownKey } from './names.ts'
import { inSnapshot } from './snapshot.ts'

/**
 * The catalog as NDJSON that depends on the set of events and the rules only: no arrival times, ids or positions; lines sorted by UTF-8
 * bytes, members by name. One snapshot is read whole before the first line comes; the thread is let go between chunks. `inferred`:
 * with the column edges inferred from SQL, which are worked out a little later than the rest.
 */
export async function* exportCatalog({ catalog, inferred = false }: { catalog: Database; inferred?: boolean }): AsyncGenerator<string> {
  const lines = new LineSorter()
  try {
    await inSnapshot(catalog, (db) => gather(db, lines, inferred))
    yield* lines.sorted()
  } finally {
    lines.close()
  }
}

async function gather(db: Executor, lines: LineSorter, inferred: boolean): Promise<void> {
  const merging = new LineSorter()
  const kinds = [jobLines, datasetLines, runLines, columnEdgeLines, dependencyLines, ...historyLines]
  try {
    for (const kind of inferred ? [...kinds, inferredEdgeLines] : kinds) {
      for await (const chunk of kind(db)) {
        for (const { value, firstKey } of chunk) {
          if (firstKey === undefined) lines.add(canonicalJson(value))
          else merging.add(`${canonicalJson(value)}\t${firstKey ?? ''}`)
        }
        await setImmediate()
      }
    }
    await merge(merging, lines)
  } finally {
    merging.close()
  }
}

/** Makes one line of those that canonical names made equal. A tab, which is in no JSON text, stands before the key of each. */
async function merge(from: LineSorter, into: LineSorter): Promise<void> {
  let current: string | null = null
  let first: string | null = null
  let n = 0
  const flush = (): void => {
    if (current !== null) into.add(canonicalJson({ ...JSON.parse(current), firstSeen: shownKey(first) }))
  }
  for (const marked of from.sorted()) {
    const [line = '', mark = ''] = marked.split('\t')
    if (line !== current) {
      flush()
      current = line
      first = null
    }
    first = earlier(first, mark === '' ? null : mark)
    if (++n % 10_000 === 0) await setImmediate()
  }
  flush()
}
