import { parentPort, workerData } from 'node:worker_threads'
import { must } from '../../../src/lib/assert.ts'
import { openDatabases } from '../stores.ts'
import { firstWrong } from './prove.ts'
import type { Task } from './workers.ts'

const port = must(parentPort, 'this runs in a thread')
const { store, url, ...range } = workerData as Task

const databases = await openDatabases(store, url)
const failure = await firstWrong(databases, { ...range, said: (done) => port.postMessage(done) })
if (failure !== null) port.postMessage(failure)
await databases.close()
