import type { Database, Executor } from '../db/contract.ts'

/** Readers of one SQLite connection share its one transaction: who else asks meanwhile sees the same moment. */
interface Shared {
  readers: number
  readonly begun: Promise<void>
}
const snapshots = new WeakMap<Database, Shared>()

/** Runs `work` on one moment of the database, whatever is written meanwhile. */
export async function inSnapshot<T>(db: Database, work: (db: Executor) => Promise<T>): Promise<T> {
  if (db.dialect === 'postgres') {
    return db.transaction(async (tx) => {
      await tx.run('SET TRANSACTION ISOLATION LEVEL REPEATABLE READ READ ONLY')
      return work(tx)
    })
  }
  const shared = snapshots.get(db) ?? { readers: 0, begun: db.script('BEGIN') }
  snapshots.set(db, shared)
  shared.readers++
  try {
    await shared.begun
    return await work(db)
  } finally {
    if (--shared.readers === 0) {
      snapshots.delete(db)
      await db.script('COMMIT')
    }
  }
}
