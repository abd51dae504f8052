import { useEffect, useMemo, useState } from 'react'
import type { JsonDoc } from './json-doc.ts'
import { parseJson } from './json-parse.ts'

/** Bodies above this many characters are read in a worker. */
const WORKER_FROM = 200_000

/** The document of a text; null while a large one is being read. */
export function useJsonDoc(text: string): JsonDoc | null {
  const large = text.length > WORKER_FROM
  const small = useMemo(() => (large ? null : parseJson(text)), [large, text])
  const [read, setRead] = useState<{ readonly text: string; readonly doc: JsonDoc } | null>(null)
  useEffect(() => {
    if (!large) return
    const worker = new Worker(new URL('./json-worker.ts', import.meta.url), { type: 'module' })
    worker.addEventListener('message', (message: MessageEvent<JsonDoc>) => setRead({ text, doc: message.data }))
    worker.postMessage(text)
    return () => worker.terminate()
  }, [large, text])
  return small ?? (read?.text === text ? read.doc : null)
}
