/**
 * `npm run prove -- [--cases N] [--seed K] [--store memory|sqlite|postgres] [--threads N]`: law 2 over generated histories, as many as you like.
 *
 * Case i has seed K + i - 1, so that whatever fails can be played alone. PostgreSQL: that of HEADWATER_TEST_PG_URL, else one of its own.
 */
import os from 'node:os'
import { parseArgs } from 'node:util'
import { findPostgres15 } from '../test/harness/find.ts'
import { startPostgres } from '../test/harness/postgres-server.ts'
import { proved } from '../test/property/workers.ts'
import type { StoreName } from '../test/property/stores.ts'
import { tenths } from './lib/progress.ts'
import { Tally } from './lib/tally.ts'

const stores: readonly StoreName[] = ['memory', 'sqlite', 'postgres']
const { values } = parseArgs({
  options: {
    cases: { type: 'string', default: '20000' },
    seed: { type: 'string', default: String(Date.now() % 1_000_000_000) },
    store: { type: 'string', default: 'memory' },
    threads: { type: 'string', default: String(os.availableParallelism()) },
  },
})
const store = stores.find((s) => s === values.store)
const [cases, seed, threads] = [values.cases, values.seed, values.threads].map(Number)
if (store === undefined || !cases || seed === undefined || !threads) throw new Error('See the head of tools/prove.ts for the options')

const given = process.env['HEADWATER_TEST_PG_URL']
const own = store === 'postgres' && given === undefined ? await startPostgres({ bin: findPostgres15() ?? undefined }) : null
const started = performance.now()
console.log(`${cases} cases from seed ${seed}, ${store}, ${threads} threads`)

const failures = await proved({
  cases,
  seed,
  store,
  threads: Math.min(threads, cases),
  url: own?.url ?? given,
  progress: tenths(cases),
})
await own?.stop()
for (const failure of failures) console.log(`\n${failure.says}`)
console.log(`${((performance.now() - started) / 1000).toFixed(0)} s`)
const tally = new Tally()
if (failures.length === 0) tally.add({ passed: cases, failed: 0 })
else tally.add({ passed: 0, failed: failures.length })
tally.end()
