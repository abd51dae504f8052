/** How programs end: at any moment of a start, and when the reader of what they print has enough. */
import { execFile, spawn } from 'node:child_process'
import { once } from 'node:events'
import fs from 'node:fs'
import os from 'node:os'
import path from 'node:path'
import { promisify } from 'node:util'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { generateDemo } from '../../src/demo/generate.ts'
import { program, startHeadwater } from '../harness/server.ts'
import type { Headwater } from '../harness/server.ts'

const run = promisify(execFile)
const folder = fs.mkdtempSync(path.join(os.tmpdir(), 'headwater-ending-'))
afterAll(() => fs.rmSync(folder, { recursive: true, force: true }))

interface Ended {
  /** The exit code, or the name of the signal that ended it. */
  readonly by: number | string | null
  readonly said: string
}

/** Starts the demo, sends it a signal after a while, and waits for its end. */
async function ended(dataDir: string, signal: 'SIGTERM' | 'SIGINT', afterMs: number): Promise<Ended> {
  const child = spawn(program, ['demo', '--json', '--port', '0', '--data-dir', dataDir], { stdio: ['ignore', 'ignore', 'pipe'] })
  let said = ''
  child.stderr.on('data', (chunk: Buffer) => (said += chunk.toString()))
  const timer = setTimeout(() => child.kill(signal), afterMs)
  const [code, by] = (await once(child, 'close')) as [number | null, string | null]
  clearTimeout(timer)
  return { by: by ?? code, said }
}

/** In the log of a folder on which nothing runs. */
const eventsIn = async (dataDir: string): Promise<number> =>
  (await run(program, ['export', 'events', '--data-dir', dataDir], { maxBuffer: 1 << 28 })).stdout.split('\n').length - 1

test('a demo that is ended at any moment of its start ends well, keeps what it has, and goes on with it', async () => {
  const dataDir = path.join(folder, 'demo')
  let before = 0
  for (let i = 0; i < 10; i++) {
    const signal = i % 2 === 0 ? 'SIGTERM' : 'SIGINT'
    const afterMs = Math.round(((i * 7) % 10) * 400 + Math.random() * 400)
    const { by, said } = await ended(dataDir, signal, afterMs)
    // Before the program listens for signals they end it as they end any program.
    expect([0, signal], `${signal} after ${afterMs} ms: ${said}`).toContain(by)
    expect(said).toBe('')
    if (i % 5 !== 4 || !fs.existsSync(path.join(dataDir, 'log.db'))) continue
    const now = await eventsIn(dataDir)
    expect(now).toBeGreaterThanOrEqual(before)
    before = now
  }
  expect(before).toBeGreaterThan(0)
})

describe('a reader that has enough', () => {
  let headwater: Headwater
  beforeAll(async () => {
    headwater = await startHeadwater({ dataDir: path.join(folder, 'cut') })
    await headwater.addSource('files')
    const bodies = [...generateDemo({ now: new Date(Date.now() - 60_000), seed: 3, days: 2 })].map((event) => event.body)
    await headwater.cli(['import', '-', '--source', 'files'], { input: `${bodies.join('\n')}\n` })
    await headwater.cli(['sync', '--wait'])
  })
  afterAll(() => headwater.stop())

  /** Runs a command in front of `head -1`; its own exit code and all that was said beside the answer. */
  async function cut(command: string): Promise<Ended> {
    const script = `{ "$0" ${command} --data-dir "$1"; echo "$?" >&3; } 3>"$1/code" | head -1 > "$1/head"`
    const { stderr } = await run('sh', ['-c', script, program, headwater.dataDir])
    expect(fs.readFileSync(path.join(headwater.dataDir, 'head'), 'utf8')).toMatch(/^.+\n$/)
    return { by: Number(fs.readFileSync(path.join(headwater.dataDir, 'code'), 'utf8')), said: stderr }
  }
  const commands = ['export events', 'export events --json', 'export catalog', 'events tail -n 500']

  test.each(commands)('ends %s quietly, while the server runs', async (command) => {
    expect(await cut(command)).toEqual({ by: 0, said: '' })
  })

  test.each(commands)('ends %s quietly with the server that it started for itself', async (command) => {
    await headwater.stop()
    expect(await cut(command)).toEqual({ by: 0, said: '' })
    // Nothing was left open.
    expect(fs.readdirSync(headwater.dataDir).filter((name) => /^(lock|.*-wal)$/.test(name))).toEqual([])
    await headwater.start()
  })

  test('a disk that is full is no such reader', async () => {
    const full = run('sh', ['-c', '"$0" export events --data-dir "$1" > /dev/full', program, headwater.dataDir])
    await expect(full).rejects.toMatchObject({ code: 1, stderr: expect.stringContaining('The disk is full') })
  })
})

test('a port that is taken ends a start with a reason and nothing left open', async () => {
  const taken = await startHeadwater({ dataDir: path.join(folder, 'taken') })
  const dataDir = path.join(folder, 'late')
  const late = run(program, ['serve', '--port', String(taken.port), '--data-dir', dataDir])
  await expect(late).rejects.toMatchObject({ code: 1, stderr: expect.stringContaining('The port is taken') })
  expect(fs.readdirSync(dataDir).filter((name) => /^(lock|.*-wal)$/.test(name))).toEqual([])
  expect(await taken.stop()).toBe(0)
})
