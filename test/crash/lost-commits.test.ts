/** A power cut may take commits of the log that nobody was told of, and an operator may put back a copy. The catalog follows the log. */
import fs from 'node:fs'
import os from 'node:os'
import path from 'node:path'
import { expect, test } from 'vitest'
import { eventually } from '../harness/eventually.ts'
import { startHeadwater } from '../harness/server.ts'

const event = (name: string): string => JSON.stringify({ job: { namespace: 'lost', name }, eventTime: '2026-11-20T08:00:00Z' })

test('a catalog that holds more than the log is made anew from what the log has', async () => {
  const dataDir = fs.mkdtempSync(path.join(os.tmpdir(), 'headwater-lost-'))
  const copy = path.join(dataDir, 'copy')
  const logFiles = (dir: string): string[] => fs.readdirSync(dir).filter((f) => f.startsWith('log.db'))
  const server = await startHeadwater({ dataDir })
  const jobs = async (): Promise<string[]> =>
    (await server.cli(['export', 'catalog']))
      .split('\n')
      .filter(Boolean)
      .map((line) => JSON.parse(line) as { kind: string; name: string })
      .flatMap(({ kind, name }) => (kind === 'job' ? [name] : []))
  const shown = (...names: string[]) =>
    eventually(async () => (await jobs()).toSorted().join() === names.join(), { what: `jobs ${names.join(', ')}` })
  try {
    const { apiToken } = await server.addSource()
    expect((await server.post(apiToken, event('kept'))).status).toBe(201)
    await shown('kept')
    await server.kill()
    fs.mkdirSync(copy)
    for (const file of logFiles(dataDir)) fs.copyFileSync(path.join(dataDir, file), path.join(copy, file))

    await server.start()
    for (const name of ['lost', 'lost too']) expect((await server.post(apiToken, event(name))).status).toBe(201)
    await shown('kept', 'lost', 'lost too')
    await server.kill()
    for (const file of logFiles(dataDir)) fs.rmSync(path.join(dataDir, file))
    for (const file of logFiles(copy)) fs.copyFileSync(path.join(copy, file), path.join(dataDir, file))

    await server.start()
    await shown('kept')
    expect((await server.post(apiToken, event('new'))).status).toBe(201)
    await shown('kept', 'new')
  } finally {
    await server.kill()
    fs.rmSync(dataDir, { recursive: true, force: true })
  }
})
