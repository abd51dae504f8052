/** From an event's acknowledgement to its edge in an answer about lineage, while others send 1,000 events a second. */
import fs from 'node:fs'
import { performance } from 'node:perf_hooks'
import { load, report, round, startProgram, tempDir } from './programs.ts'
import type { Program } from './programs.ts'

const eventsPerSecond = 1_000
const probeEveryMs = 100
const namespace = 'visible'

export async function benchVisible(seconds: number): Promise<void> {
  const dataDir = tempDir()
  const program = await startProgram(dataDir)
  const { apiToken } = await program.api<{ apiToken: string }>('POST', '/api/v2/sources', { name: 'bench' })
  const sending = load(program.port, apiToken, 2_000, 64, seconds + 4, { rate: eventsPerSecond })
  await pause(2_000)
  const waits: Promise<number>[] = []
  for (let n = 0; n < (seconds * 1_000) / probeEveryMs; n++) {
    waits.push(waitFor(program, apiToken, n))
    await pause(probeEveryMs)
  }
  const sorted = (await Promise.all(waits)).toSorted((a, b) => a - b)
  const { perSecond } = await sending
  await program.stop()
  fs.rmSync(dataDir, { recursive: true })
  const at = (share: number): number => round(sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))] ?? 0, 0)
  report('visible', [{ 'events/s': round(perSecond, 0), probes: sorted.length, 'p50 ms': at(0.5), 'p99 ms': at(0.99), 'max ms': at(1) }])
}

/** Sends a job with one input and one output and asks for the output's lineage until the job is in it; milliseconds from the answer. */
async function waitFor(program: Program, token: string, n: number): Promise<number> {
  const event = {
    eventTime: '2026-11-20T08:00:00Z',
    eventType: 'COMPLETE',
    run: { runId: `0198b7e1-90aa-7c11-b2f0-${String(n).padStart(12, '0')}` },
    job: { namespace, name: `job_${n}` },
    inputs: [{ namespace, name: `in_${n}` }],
    outputs: [{ namespace, name: `out_${n}` }],
  }
  const answer = await fetch(`http://127.0.0.1:${program.port}/api/v1/lineage`, {
    method: 'POST',
    headers: { authorization: `Bearer ${token}`, 'content-type': 'application/json' },
    body: JSON.stringify(event),
  })
  if (answer.status !== 201) throw new Error(`A probe was answered ${answer.status}`)
  const acknowledged = performance.now()
  const question = new URLSearchParams({ type: 'dataset', namespace, name: `out_${n}`, direction: 'upstream' })
  for (;;) {
    const found = await program.api<{ edges: unknown[] }>('GET', `/api/v2/lineage?${question.toString()}`).catch(notYet)
    if (found !== null && found.edges.length > 0) return performance.now() - acknowledged
    await pause(10)
  }
}

const notYet = (error: Error): null => {
  if (error.message.includes(' 404 ')) return null
  throw error
}

const pause = (ms: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, ms))
