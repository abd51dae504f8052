/** D6: a full disk. What was acknowledged stays, the rest is told to come again, and nobody has to restart anything. */
import { execFileSync } from 'node:child_process'
import { randomBytes } from 'node:crypto'
import fs from 'node:fs'
import os from 'node:os'
import path from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import type { Rejection } from '../../src/contract/rejections.ts'
import { must } from '../../src/lib/assert.ts'
import { eventually } from '../harness/eventually.ts'
import { startHeadwater } from '../harness/server.ts'
import type { Headwater } from '../harness/server.ts'

const folder = fs.mkdtempSync(path.join(os.tmpdir(), 'headwater-full-'))
const canMount = mount()

function mount(): boolean {
  try {
    execFileSync('mount', ['-t', 'tmpfs', '-o', 'size=64m', 'tmpfs', folder], { stdio: 'ignore' })
    return true
  } catch {
    fs.rmdirSync(folder)
    return false
  }
}

describe.skipIf(!canMount)('on a file system of 64 MB (needs root, to mount it)', () => {
  const ballast = path.join(folder, 'ballast')
  let server: Headwater
  let token = ''
  let reader = ''
  let last = 0
  const acknowledged: string[] = []

  beforeAll(async () => {
    server = await startHeadwater({ dataDir: path.join(folder, 'data') })
    token = (await server.addSource()).apiToken
    reader = await server.createToken()
  })
  afterAll(async () => {
    await server.stop()
    execFileSync('umount', ['-l', folder])
    fs.rmdirSync(folder)
  })

  /** Another program's file takes the rest. */
  function leaveFree(bytes: number): void {
    const { bavail, bsize } = fs.statfsSync(folder)
    fs.writeFileSync(ballast, Buffer.alloc(bavail * bsize - bytes))
  }

  /** Sends one event that does not pack, and remembers it where it was acknowledged. */
  async function send(bytes: number): Promise<Response> {
    const name = `job-${++last}`
    const answer = await server.post(
      token,
      JSON.stringify({ job: { namespace: 'full', name }, pad: randomBytes(bytes / 2).toString('hex') }),
    )
    if (answer.status === 201) acknowledged.push(name)
    return answer
  }
  const read = (url: string): Promise<Response> => fetch(server.url + url, { headers: { authorization: `Bearer ${reader}` } })

  /** Sends until nothing at all finds room. */
  async function fill(): Promise<Response> {
    for (let bytes = 200_000; ;) {
      const answer = await send(bytes)
      if (answer.status === 201) continue
      if (bytes < 200) return answer
      bytes = Math.floor(bytes / 4)
    }
  }

  /** A request that was refused for the disk is kept as soon as there is room, and can be taken in once more. */
  async function retryOne(): Promise<void> {
    const waiting = await eventually(async () => {
      const { items } = (await (await read('/api/v2/rejections?limit=100')).json()) as { items: Rejection[] }
      return items.find((r) => r.code === 'storage_failed' && r.retriedAt === null)
    })
    expect(waiting).toMatchObject({ status: 503, retriable: true })
    const answer = await fetch(`${server.url}/api/v2/rejections/${waiting.id}/retry`, {
      method: 'POST',
      headers: { authorization: `Bearer ${reader}` },
    })
    expect(await answer.json()).toMatchObject({ status: 201, code: null, position: expect.any(Number) as number })
  }

  async function expectAllThere(): Promise<void> {
    const bodies = (await server.cli(['export', 'events'])).trimEnd().split('\n')
    const names = bodies.map((line) => (JSON.parse(line) as { job: { name: string } }).job.name)
    expect(new Set(names).size).toBe(names.length)
    const missing = acknowledged.filter((name) => !names.includes(name))
    expect(missing).toEqual([])
  }

  test.each([['the first time'], ['once more']])(
    '503 while it is full, %s; reads go on, nothing acknowledged is lost, and it goes on by itself',
    async () => {
      leaveFree(3 << 20)
      for (let i = 0; i < 5; i++) expect((await send(1_000)).status).toBe(201)
      const refused = await fill()
      expect([refused.status, refused.headers.get('retry-after'), await refused.json()]).toEqual([
        503,
        '4',
        expect.objectContaining({ code: 'storage_failed' }),
      ])
      expect(acknowledged.length).toBeGreaterThan(10)
      for (const url of ['/api/v2/jobs', '/api/v2/sources', '/api/v2/rejections', '/healthz', '/'])
        expect([url, (await read(url)).status]).toEqual([url, 200])
      const many = await Promise.all(Array.from({ length: 20 }, () => send(50_000)))
      for (const answer of many) expect([201, 503]).toContain(answer.status)
      await expectAllThere()

      fs.rmSync(ballast)
      const freed = performance.now()
      await eventually(async () => (await send(1_000)).status === 201, { timeoutMs: 10_000, what: 'taken again' })
      expect(performance.now() - freed).toBeLessThan(5_000)
      await expectAllThere()
      // The catalog, which lies on the same disk, comes to the end of the log by itself too.
      await eventually(async () => {
        const { items } = (await (await read(`/api/v2/jobs?namespace=full&q=${must(acknowledged.at(-1), 'sent')}&limit=5`)).json()) as {
          items: unknown[]
        }
        return items.length > 0
      })
      await server.cli(['sync', '--wait'])
      await retryOne()
      expect(server.output).not.toContain('"level":60')
    },
  )

  test('what was acknowledged is there after a restart', async () => {
    await server.kill()
    await server.start()
    await expectAllThere()
    const lines = (await server.cli(['export', 'catalog'])).trimEnd().split('\n')
    const jobs = new Set(
      lines
        .map((line) => JSON.parse(line) as { kind: string; name: string })
        .filter((l) => l.kind === 'job')
        .map((l) => l.name),
    )
    expect(acknowledged.filter((name) => !jobs.has(name))).toEqual([])
  })
})
