import fs from 'node:fs'
import os from 'node:os'
import path from 'node:path'
import { expect, test } from 'vitest'
import { openSqlite } from './sqlite.ts'
import { WalSync } from './wal-sync.ts'

test.each([[true], [false]])('a disk that has failed is not believed again (waited for aside: %s)', async (aside) => {
  const dir = fs.mkdtempSync(path.join(os.tmpdir(), 'headwater-wal-'))
  const file = path.join(dir, 'log.db-wal')
  const sync = new WalSync(file, () => aside)
  await expect(sync.settled()).rejects.toThrow('The disk failed')
  fs.writeFileSync(file, 'there again')
  expect(() => sync.check()).toThrow('The disk failed')
  await expect(sync.settled()).rejects.toThrow('start Headwater again')
  await sync.close()
  fs.rmSync(dir, { recursive: true })
})

test.each([[true], [false]])('commits go on while the disk is waited for, and each resolves (aside: %s)', async (aside) => {
  const dir = fs.mkdtempSync(path.join(os.tmpdir(), 'headwater-wal-'))
  const db = openSqlite(path.join(dir, 'a.db'), { synchronous: 'full', hasMore: () => aside })
  await db.script('CREATE TABLE t (x INTEGER)')
  const committed: number[] = []
  const all = Array.from({ length: 20 }, (_, i) =>
    db.transaction(
      async (tx) => {
        await tx.run('INSERT INTO t VALUES (?)', [i])
        return i
      },
      (n) => committed.push(n),
    ),
  )
  expect(await Promise.all(all)).toEqual(Array.from({ length: 20 }, (_, i) => i))
  expect(committed).toEqual(Array.from({ length: 20 }, (_, i) => i))
  await db.run('INSERT INTO t VALUES (20)')
  expect(await db.get('SELECT count(*) AS n FROM t')).toEqual({ n: 21 })
  await db.close()
  fs.rmSync(dir, { recursive: true })
})
