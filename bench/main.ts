/** `npm run bench [-- NAME…] [--quick]`: ingest, batches, visible, replay, runs, receipts, log-size, search, explorer, big; all of them without a name. */
import os from 'node:os'
import { benchBig, benchSearch } from './big/run.ts'
import { benchExplorer } from './explorer.ts'
import { benchBatches, benchIngest } from './ingest.ts'
import { benchReceipts } from './receipts.ts'
import { benchLogSize, benchReplay } from './replay.ts'
import { benchRuns } from './runs.ts'
import { benchVisible } from './visible.ts'

const args = process.argv.slice(2)
const quick = args.includes('--quick')
const names = args.filter((a) => !a.startsWith('--'))
/** For each question about an estate. */
const seconds = quick ? 0.5 : 3
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
if (wanted('search')) await benchSearch(quick ? 100_000 : 1_000_000, seconds)
if (wanted('explorer')) await benchExplorer(quick ? 3 : 9, quick ? 2 : 6)
if (wanted('big')) await benchBig(10_000, quick ? 100_000 : 1_000_000, seconds)
