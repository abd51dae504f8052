/** D4: between the arrival of an event and its 201 the log's write-ahead file is made durable. Seen from outside, by strace. */
import { spawn } from 'node:child_process'
import type { ChildProcess } from 'node:child_process'
import { once } from 'node:events'
import fs from 'node:fs'
import os from 'node:os'
import path from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { must } from '../../src/lib/assert.ts'
import { eventually } from '../harness/eventually.ts'
import { findProgram } from '../harness/find.ts'
import { startHeadwater } from '../harness/server.ts'
import type { Headwater } from '../harness/server.ts'

const strace = findProgram('strace')

/** One finished system call: the lines of the trace at which it began and ended. */
interface Call {
  readonly began: number
  readonly ended: number
  /** Arguments and result, file descriptors with what they are. */
  readonly text: string
}

/** `strace -f` splits a call that others interrupt in `<unfinished ...>` and `<... name resumed>`. */
function callsOf(trace: string): Call[] {
  const open = new Map<string, { began: number; text: string }>()
  return trace.split('\n').flatMap((line, at): Call[] => {
    const [, pid = '', text = ''] = /^(\d+) +(.*)$/.exec(line) ?? []
    if (text.endsWith('<unfinished ...>')) {
      open.set(pid, { began: at, text: text.slice(0, -'<unfinished ...>'.length) })
      return []
    }
    const resumed = /^<\.\.\. \w+ resumed>(.*)$/s.exec(text)
    const start = resumed === null ? undefined : open.get(pid)
    if (resumed === null) return [{ began: at, ended: at, text }]
    return start === undefined ? [] : [{ began: start.began, ended: at, text: start.text + (resumed[1] ?? '') }]
  })
}

describe.skipIf(strace === null)('with strace (apt-get install strace)', () => {
  let server: Headwater
  let token = ''
  let tracer: ChildProcess
  const file = path.join(os.tmpdir(), `headwater-trace-${process.pid}.txt`)

  beforeAll(async () => {
    server = await startHeadwater()
    token = (await server.addSource()).apiToken
    const args = [
      '-f',
      '-y',
      '-s',
      '120',
      '-e',
      'trace=read,write,writev,fsync,fdatasync',
      '-o',
      file,
      '-p',
      String(must(server.pid, 'it runs')),
    ]
    tracer = spawn(must(strace, 'looked for'), args, { stdio: ['ignore', 'ignore', 'pipe'] })
    let said = ''
    must(tracer.stderr, 'it is piped').on('data', (chunk: Buffer) => (said += chunk.toString()))
    await eventually(() => said.includes('attached'), { what: 'strace attached' })
    await eventually(async () => (await fetch(`${server.url}/healthz`)).ok && fs.readFileSync(file, 'utf8').includes('/healthz'))
  })
  afterAll(async () => {
    tracer.kill('SIGINT')
    await server.stop()
    fs.rmSync(file, { force: true })
  })

  const send = async (n: number, endpoint = '/api/v1/lineage'): Promise<void> => {
    const event = JSON.stringify({ job: { namespace: 'durable', name: `job-${n}` } })
    const answer = await fetch(`${server.url}${endpoint}?n=${n}.`, {
      method: 'POST',
      headers: { authorization: `Bearer ${token}`, 'content-type': 'application/json' },
      body: endpoint.endsWith('batch') ? `[${event}]` : event,
    })
    expect(answer.status).toBe(endpoint.endsWith('batch') ? 200 : 201)
    await answer.arrayBuffer()
  }

  test('one after the other, many at once, and batches', async () => {
    for (let n = 0; n < 10; n++) await send(n)
    await Promise.all(Array.from({ length: 40 }, (_, i) => send(10 + i)))
    for (let n = 50; n < 55; n++) await send(n, '/api/v1/lineage/batch')
    const stopped = once(tracer, 'exit')
    tracer.kill('SIGINT')
    await stopped
    const calls = callsOf(fs.readFileSync(file, 'utf8'))
    const syncs = calls.filter((c) => /^f(?:data)?sync\(\d+<[^>]*\/log\.db-wal>/.test(c.text) && c.text.endsWith('= 0'))
    expect(syncs.length).toBeGreaterThanOrEqual(16)
    for (let n = 0; n < 55; n++) {
      const arrived = must(
        calls.find((c) => c.text.startsWith('read(') && c.text.includes(`?n=${n}. HTTP`)),
        `the read of request ${n}`,
      )
      const socket = must(/^read\((\d+<[^>]*>)/.exec(arrived.text)?.[1], 'a descriptor')
      const isAnswer = (c: Call): boolean =>
        c.began > arrived.ended && c.text.includes(socket) && /^writev?\(.*HTTP\/1\.1 20[01]/.test(c.text)
      const answered = must(calls.find(isAnswer), `the answer to request ${n}`)
      const between = syncs.filter((s) => s.began > arrived.began && s.ended < answered.began)
      expect([n, between.length > 0]).toEqual([n, true])
    }
  })
})
