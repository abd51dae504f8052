/** The thread that reads SQL, ended while it starts. In a process of its own, for what went wrong took the process with it. */
import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { expect, test } from 'vitest'

/** Ends it at twenty moments of a start that takes as long as the first one. One helper of V8 makes its part of the start longer. */
const script = `
  import { once } from 'node:events'
  import { setTimeout as pause } from 'node:timers/promises'
  import { Worker } from 'node:worker_threads'
  const start = () => new Worker(new URL(process.argv[1]), { execArgv: [] })
  const began = performance.now()
  const first = start()
  await once(first, 'message')
  const took = performance.now() - began
  await first.terminate()
  for (let i = 0; i < 20; i++) {
    const worker = start()
    await pause(took * (i + 0.5) / 20)
    await worker.terminate()
  }
`

test('the process outlives it', { timeout: 120_000 }, async () => {
  const file = new URL('sql-thread.ts', import.meta.url).href
  const child = spawn(process.execPath, ['--v8-pool-size=1', '--input-type=module', '-e', script, file], {
    stdio: ['ignore', 'ignore', 'pipe'],
  })
  let said = ''
  child.stderr.on('data', (chunk: Buffer) => (said += chunk.toString()))
  expect(await once(child, 'close'), said).toEqual([0, null])
})
