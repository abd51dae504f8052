/** `headwater demo`, as somebody who has nothing yet starts it. */
import { spawn } from 'node:child_process'
import { once } from 'node:events'
import fs from 'node:fs'
import os from 'node:os'
import path from 'node:path'
import { createInterface } from 'node:readline'
import { expect, test } from 'vitest'
import { must } from '../../src/lib/assert.ts'
import { program } from '../harness/server.ts'

type Greeting = { url: string; setupLink: string; column: { namespace: string; name: string; field: string; link: string } }

async function start(dataDir: string): Promise<{ greeting: Greeting; stop: () => Promise<number | null> }> {
  const child = spawn(program, ['demo', '--json', '--port', '0', '--data-dir', dataDir], { stdio: ['ignore', 'pipe', 'inherit'] })
  const [line] = (await once(createInterface(must(child.stdout, 'it is piped')), 'line')) as [string]
  const stop = async (): Promise<number | null> => {
    const gone = once(child, 'exit')
    child.kill('SIGTERM')
    await gone
    return child.exitCode
  }
  return { greeting: JSON.parse(line) as Greeting, stop }
}

test('the demo comes up with an estate in it, and again with the same', async () => {
  const dataDir = fs.mkdtempSync(path.join(os.tmpdir(), 'headwater-demo-'))
  try {
    const counts: unknown[] = []
    for (let time = 0; time < 2; time++) {
      const { greeting, stop } = await start(dataDir)
      expect(greeting.setupLink.startsWith(`${greeting.url}/invite?token=`)).toBe(true)
      expect(new URL(greeting.column.link).searchParams.get('field')).toBe(greeting.column.field)
      const { token } = JSON.parse(fs.readFileSync(path.join(dataDir, 'server.json'), 'utf8')) as { token: string }
      const query = new URLSearchParams({ type: 'dataset', ...greeting.column, direction: 'upstream', depth: '20' })
      query.delete('link')
      const answer = await fetch(`${greeting.url}/api/v2/lineage?${String(query)}`, { headers: { authorization: `Bearer ${token}` } })
      const { columns } = (await answer.json()) as { columns: unknown[] }
      counts.push(columns.length)
      expect(await stop()).toBe(0)
    }
    expect(counts[0]).toBeGreaterThan(8)
    expect(counts[1]).toBe(counts[0])
  } finally {
    fs.rmSync(dataDir, { recursive: true, force: true })
  }
})
