import type { Database, Executor, Row } from '../db/contract.ts'
import { compressBodies, decompressBodies } from './block.ts'

/** Bodies of one joined block, about. Larger blocks pack better and cost more to read one event from. */
const joinedBytes = 1 << 20
/** Blocks looked at in one step, so that a step stays short. */
const blocksMax = 400
/** Of PostgreSQL's advisory locks: any number, the same in every process of the program. */
const lockKey = 7_241_933_804

/**
 * Joins the oldest small neighbours that were not joined yet into one block; positions stay. Resolves to false when there was not
 * enough to join. `settle`: join also what is less than a whole block, such as before a backup or when the server has been quiet.
 */
export async function compactStep(db: Database, settle: boolean): Promise<boolean> {
  return db.transaction(async (tx) => {
    if (!(await isAlone(tx))) return false
    const from = Number((await tx.get<Row>('SELECT compacted_position FROM log_head WHERE id = 1'))?.['compacted_position'] ?? 0)
    const rows = await tx.all<Row>(
      'SELECT first_position, count, raw_bytes FROM block WHERE first_position > ? ORDER BY first_position LIMIT ?',
      [from, blocksMax],
    )
    const run = neighbours(rows)
    const raw = sum(run, 'raw_bytes')
    if (run.length === 0 || (raw < joinedBytes && run.length < blocksMax && !settle)) return false
    if (run.length > 1) await join(tx, run)
    const last = run.at(-1)
    const isWhole = raw >= joinedBytes / 2 || run.length >= blocksMax
    if (isWhole)
      await tx.run('UPDATE log_head SET compacted_position = ? WHERE id = 1', [
        Number(last?.['first_position']) + Number(last?.['count']) - 1,
      ])
    return isWhole || run.length > 1
  })
}

/**
 * Two processes that join at one time would each write what they saw, and the one that saw fewer blocks would write last. Appending goes
 * on meanwhile: it only adds blocks.
 */
async function isAlone(tx: Executor): Promise<boolean> {
  if (tx.dialect === 'sqlite') return true
  return (await tx.get<{ mine: boolean }>('SELECT pg_try_advisory_xact_lock(?) AS mine', [lockKey]))?.mine === true
}

/** The leading blocks that make about one joined block. */
function neighbours(rows: readonly Row[]): Row[] {
  const run: Row[] = []
  let raw = 0
  for (const row of rows) {
    if (run.length > 0 && raw + Number(row['raw_bytes']) > joinedBytes * 1.5) break
    run.push(row)
    raw += Number(row['raw_bytes'])
    if (raw >= joinedBytes) break
  }
  return run
}

async function join(tx: Executor, run: readonly Row[]): Promise<void> {
  const [first, last] = [Number(run[0]?.['first_position']), Number(run.at(-1)?.['first_position'])]
  const blocks = await tx.all<Row>('SELECT * FROM block WHERE first_position BETWEEN ? AND ? ORDER BY first_position', [first, last])
  const bodies = Buffer.concat(blocks.map((b) => decompressBodies(b['bodies'] as Uint8Array, Number(b['raw_bytes']))))
  const records = Buffer.concat(blocks.map((b) => b['records'] as Uint8Array))
  await tx.run('DELETE FROM block WHERE first_position > ? AND first_position <= ?', [first, last])
  await tx.run('UPDATE block SET count = ?, raw_bytes = ?, records = ?, bodies = ? WHERE first_position = ?', [
    sum(run, 'count'),
    bodies.length,
    records,
    compressBodies(bodies, 'small'),
    first,
  ])
}

const sum = (rows: readonly Row[], column: string): number => rows.reduce((n, row) => n + Number(row[column]), 0)
