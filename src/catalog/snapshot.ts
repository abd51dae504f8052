import type { Database, Executor } from '../db/contract.ts'

/** Readers of one SQLite connection share its one transaction: who else asks meanwhile sees the same moment. */
const readers = new WeakMap<Database, number>()

/** Runs `work` on one moment of the database, whatever is written meanwhile. */
export async function inSnapshot<T>(db: Database, work: (db: Executor) => Promise<T>): Promise<T> {
  if (db.dialect === 'postgres') {
    return db.transaction(async (tx) => {
      await tx.run('SET TRANSACTION ISOLATION LEVEL REPEATABLE READ READ ONLY')
      return work(tx)
    })
  }
  const others = readers.get(db) ?? 0
  if (others === 0) await db.script('BEGIN')
  readers.set(db, others + 1)
  try {
    return await work(db)
  } finally {
    const left = (readers.get(db) ?? 1) - 1
    readers.set(db, left)
    if (left === 0) await db.script('COMMIT')
  }
}
