/**
 * `npm run prove:lineage -- [--graphs N] [--seed K] [--store memory|sqlite|postgres] [--threads N]`: lineage, impact and causes of random graphs
 * against a plain search over the exported catalog.
 *
 * Graph i has seed K + i - 1, so that whatever is wrong can be asked again alone. PostgreSQL: that of HEADWATER_TEST_PG_URL, else one of its own.
 */
import os from 'node:os'
import { parseArgs } from 'node:util'
import { findPostgres15 } from '../test/harness/find.ts'
import { startPostgres } from '../test/harness/postgres-server.ts'
import { lineageProved } from '../test/property/lineage/workers.ts'
import type { StoreName } from '../test/property/stores.ts'
import { tenths } from './lib/progress.ts'
import { Tally } from './lib/tally.ts'

const stores: readonly StoreName[] = ['memory', 'sqlite', 'postgres']
const { values } = parseArgs({
  options: {
    graphs: { type: 'string', default: '20000' },
    seed: { type: 'string', default: String(Date.now() % 1_000_000_000) },
    store: { type: 'string', default: 'memory' },
    threads: { type: 'string', default: String(os.availableParallelism()) },
  },
})
const store = stores.find((s) => s === values.store)
const [graphs, seed, threads] = [values.graphs, values.seed, values.threads].map(Number)
if (store === undefined || !graphs || seed === undefined || !threads)
  throw new Error('See the head of tools/prove-lineage.ts for the options')

const given = process.env['HEADWATER_TEST_PG_URL']
const own = store === 'postgres' && given === undefined ? await startPostgres({ bin: findPostgres15() ?? undefined }) : null
console.log(`${graphs} graphs from seed ${seed}, ${store}, ${threads} threads`)
const progress = tenths(graphs)
const failures = await lineageProved({ graphs, seed, store, threads: Math.min(threads, graphs), url: own?.url ?? given, progress })
await own?.stop()
for (const failure of failures) console.log(`\n${failure.says}`)
const tally = new Tally()
tally.add(failures.length === 0 ? { passed: graphs, failed: 0 } : { passed: 0, failed: failures.length })
tally.end()
