/** `npm run bench [-- NAME…] [--quick]`: ingest, batches, visible, replay, runs, receipts, log-size, search, read; all of them without a name. */
import { spawn } from 'node:child_process'
import fs from 'node:fs'
import os from 'node:os'
import path from 'node:path'
import { benchBatches, benchIngest } from './ingest.ts'
import { tempDir } from './programs.ts'
import { benchReceipts } from './receipts.ts'
import { benchLogSize, benchReplay } from './replay.ts'
import { benchRuns } from './runs.ts'
import { benchSearch } from './search.ts'
import { benchVisible } from './visible.ts'

const args = process.argv.slice(2)
const quick = args.includes('--quick')
const names = args.filter((a) => !a.startsWith('--'))
const wanted = (name: string): boolean => names.length === 0 || names.includes(name)

console.log(
  `${os.cpus().length} cores, ${os.cpus()[0]?.model ?? 'unknown processor'}, Node ${process.version}, load ${os.loadavg()[0]?.toFixed(1)}`,
)
if (wanted('ingest')) await benchIngest(quick ? 5 : 30, quick ? 1 : 3)
if (wanted('batches')) await benchBatches(quick ? 5 : 15)
if (wanted('visible')) await benchVisible(quick ? 5 : 20)
if (wanted('replay')) await benchReplay(quick ? 20_000 : 100_000)
if (wanted('runs')) await benchRuns(quick ? [10, 1_000, 10_000] : [10, 1_000, 100_000])
if (wanted('receipts')) await benchReceipts(quick ? 5_000 : 30_000, quick ? 3 : 5)
if (wanted('log-size')) await benchLogSize()
if (wanted('search')) await benchSearch(quick ? 50_000 : 1_000_000, 100)
if (wanted('read')) await benchRead(quick ? 10_000 : 100_000)

/** Questions on a generated estate: made by one program, measured by another, so that the making leaves nothing in memory. */
async function benchRead(datasets: number): Promise<void> {
  const dir = tempDir()
  const file = path.join(dir, 'estate.db')
  await node('estate.ts', file, String(datasets))
  await node('read.ts', file)
  fs.rmSync(dir, { recursive: true })
}

function node(script: string, ...scriptArgs: string[]): Promise<void> {
  return new Promise((resolve, reject) => {
    const child = spawn(process.execPath, [path.join(import.meta.dirname, script), ...scriptArgs], { stdio: 'inherit' })
    child.once('exit', (code) => (code === 0 ? resolve() : reject(new Error(`${script} ended with ${code}`))))
  })
}
