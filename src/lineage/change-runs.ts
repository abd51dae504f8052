import { decoded } from '../catalog/names.ts'
import type { Executor } from '../db/contract.ts'
import type { ChangeAt } from './change-spans.ts'

/** Runs before a moment among which the one that said something is looked for. */
const runsLooked = 20

interface Asked {
  readonly n: number
  readonly run_id: string | null
}

/** By place in the list, the run that said it first, or the one that left it out. */
export async function runsOf(db: Executor, changes: readonly ChangeAt[]): Promise<Map<number, string>> {
  const asked = changes.flatMap(({ span, change, at }, i) =>
    span.saidBy === 0 || change === 'gone' ? [] : [[i, span.saidBy, at, span.direction, span.dataset]],
  )
  const added = await db.all<Asked>(addedSql(db), [JSON.stringify(asked)])
  return new Map([
    ...added.flatMap((r) => (r.run_id === null ? [] : [[Number(r.n), decoded(r.run_id) ?? ''] as const])),
    ...changes.flatMap(({ leftOutBy }, i) => (leftOutBy === undefined ? [] : [[i, leftOutBy] as const])),
  ])
}

const part = (db: Executor, i: number, as: 'bigint' | 'text'): string =>
  db.dialect === 'sqlite' ? `(k.value ->> ${i})` : `(k.value ->> ${i})::${as}`
const each = (db: Executor): string => (db.dialect === 'sqlite' ? 'json_each(?) AS k' : 'jsonb_array_elements(?::jsonb) AS k(value)')

function addedSql(db: Executor): string {
  const runs = `SELECT r.id, r.run_id, r.started FROM run r WHERE r.job_id = ${part(db, 1, 'bigint')} AND r.started <= ${part(db, 2, 'text')} ORDER BY r.started DESC, r.id DESC LIMIT ${runsLooked}`
  const names = `SELECT 1 FROM run_dataset d JOIN dataset m ON m.id = d.dataset_id WHERE d.run_id = f.id AND d.direction = ${part(db, 3, 'bigint')} AND m.group_id = ${part(db, 4, 'bigint')}`
  return `SELECT ${part(db, 0, 'bigint')} AS n, (SELECT f.run_id FROM (${runs}) AS f WHERE EXISTS (${names}) ORDER BY f.started DESC, f.id DESC LIMIT 1) AS run_id FROM ${each(db)}`
}
