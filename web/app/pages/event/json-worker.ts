/** Reads a large body off the page's thread; the columns come back without a copy. */
import { buffersOf, parseJson } from './json-parse.ts'

declare const self: DedicatedWorkerGlobalScope

self.addEventListener('message', (message: MessageEvent<string>) => {
  const doc = parseJson(message.data)
  self.postMessage(doc, buffersOf(doc))
})
