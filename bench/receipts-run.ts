/** `node receipts-run.ts FOLDER`: replays the log of the folder into a new catalog and prints events a second of processor: neighbours on the machine do not count. */
import fs from 'node:fs'
import path from 'node:path'
import { createCatalogSql, catalogVersion, checkpointTable } from '../src/catalog/tables.ts'
import { openSqlite } from '../src/db/sqlite.ts'
import { CatalogBuild } from '../src/fold/catalog-build.ts'
import { LogReader } from '../src/log/reader.ts'

const [folder = ''] = process.argv.slice(2)
const file = path.join(folder, 'catalog.db')
const logDb = openSqlite(path.join(folder, 'log.db'), { readOnly: true })
const db = openSqlite(file, { synchronous: 'off', cacheKb: 65_536 })
await db.script(createCatalogSql('sqlite'))
await db.upsert(checkpointTable, [{ id: 1, version: catalogVersion, position: 0 }])
const log = new LogReader(logDb)
const build = await CatalogBuild.open('bench', db, log)
const head = await log.head()

const before = process.cpuUsage()
while ((await build.advance(head)).position < head);
const { user, system } = process.cpuUsage(before)
console.log(head / ((user + system) / 1e6))

await build.close()
await logDb.close()
for (const end of ['', '-wal', '-shm']) fs.rmSync(file + end, { force: true })
