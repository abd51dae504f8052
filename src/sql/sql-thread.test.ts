/** The thread that reads SQL, ended while it starts. In a process of its own, for what went wrong took the process with it. */
import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { expect, test } from 'vitest'

const script = `
  import { Worker } from 'node:worker_threads'
  import { setTimeout as pause } from 'node:timers/promises'
  for (let i = 0; i < 16; i++) {
    const worker = new Worker(new URL(process.argv[1]), { execArgv: [] })
    await pause(100 + Math.random() * 500)
    await worker.terminate()
  }
`

test('the process outlives it', { timeout: 60_000 }, async () => {
  const file = new URL('sql-thread.ts', import.meta.url).href
  const child = spawn(process.execPath, ['--input-type=module', '-e', script, file], { stdio: ['ignore', 'ignore', 'pipe'] })
  let said = ''
  child.stderr.on('data', (chunk: Buffer) => (said += chunk.toString()))
  expect(await once(child, 'close'), said).toEqual([0, null])
})
