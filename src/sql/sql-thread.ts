import { parentPort } from 'node:worker_threads'
import { must } from '../lib/assert.ts'
import { inferColumns } from './infer.ts'
import type { SqlRequest } from './infer.ts'
import { polyglot } from './polyglot.ts'
import type { EndRequest } from './sql-reader.ts'

/** The thread that reads SQL: one request, one answer. It has no database and no network. */
const port = must(parentPort, 'this file runs in a thread')
port.on('message', (request: SqlRequest | EndRequest) => {
  if ('type' in request) port.close()
  else port.postMessage({ type: 'answer', answer: inferColumns(polyglot, request) })
})
port.postMessage({ type: 'ready' })
