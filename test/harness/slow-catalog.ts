import fs from 'node:fs'
import path from 'node:path'
import { DatabaseSync } from 'node:sqlite'

/** Well below the ten seconds after which the program stops waiting for its file. */
const heldMs = 1_000
/** Longer than SQLite sleeps between two looks at a lock, so that a waiting writer gets its turn. */
const openMs = 150

/**
 * Makes a sync as slow as on a big catalog, however fast the machine: takes the write lock of the catalog's file, lets one transaction through
 * about every second, until the returned function is called. Embedded store only.
 */
export function slowCatalog(dataDir: string): () => void {
  const file = fs.readdirSync(dataDir).find((f) => /^catalog-\d+\.db$/.test(f))
  if (file === undefined) throw new Error(`no catalog in ${dataDir}`)
  const db = new DatabaseSync(path.join(dataDir, file), { timeout: 0 })
  let timer: NodeJS.Timeout
  const take = (): void => {
    if (!began(db)) timer = setTimeout(take, 5)
    else timer = setTimeout(letThrough, heldMs)
  }
  const letThrough = (): void => {
    db.exec('ROLLBACK')
    timer = setTimeout(take, openMs)
  }
  take()
  return () => {
    clearTimeout(timer)
    db.close()
  }
}

function began(db: DatabaseSync): boolean {
  try {
    db.exec('BEGIN IMMEDIATE')
    return true
  } catch (error) {
    if (/locked/.test(String(error))) return false
    throw error
  }
}
