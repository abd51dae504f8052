import { parentPort, workerData } from 'node:worker_threads'
import { must } from '../../src/lib/assert.ts'
import { firstFailure } from './prove.ts'
import { allHistories } from './generator.ts'
import { Stand } from './stand.ts'
import { openDatabases } from './stores.ts'
import type { Task } from './workers.ts'

const port = must(parentPort, 'this runs in a thread')
const { seed, cases, stride, store, url } = workerData as Task

// The expected catalog is always made in memory, so that the stores are compared with one another too.
const plain = await Stand.make(await openDatabases('memory'))
const tried = store === 'memory' ? plain : await Stand.make(await openDatabases(store, url))
const failure = await firstFailure({ seed, cases, stride, said: (done) => port.postMessage(done) }, allHistories, plain, tried)
if (failure !== null) port.postMessage(failure)
await tried.close()
if (tried !== plain) await plain.close()
