import { expect, test } from 'vitest'
import { createLogger } from './logger.ts'
import { createMetrics } from './metrics.ts'

test('log lines are JSON with a time and the level by name, and hold no secrets wherever they stand', () => {
  const lines: string[] = []
  const logger = createLogger({ level: 'info', destination: { write: (line) => void lines.push(line) } })
  logger.debug('not shown')
  logger.info(
    {
      requestId: 'r1',
      authorization: 'Bearer canary-1',
      headers: { cookie: 'canary-2', 'set-cookie': 'canary-3' },
      person: { password: 'canary-4' },
    },
    'request',
  )
  logger.error({ err: new Error('connect postgresql://hw:canary-5@db/x') }, 'failed with Bearer canary-6')
  expect(lines).toHaveLength(2)
  expect(JSON.parse(lines[0] ?? '')).toMatchObject({
    level: 'info',
    time: expect.stringMatching(/^\d{4}-.*Z$/),
    requestId: 'r1',
    msg: 'request',
  })
  expect(JSON.parse(lines[1] ?? '')).toMatchObject({ level: 'error', err: { type: 'Error' } })
  expect(lines.join('')).not.toContain('canary')
})

test('control characters of a sender cannot forge a line', () => {
  const lines: string[] = []
  createLogger({ level: 'info', destination: { write: (line) => void lines.push(line) } }).info(
    { path: '/x\n{"level":"fatal"}' },
    'a\u001b[31m\nb',
  )
  for (const forged of ['\n', '\u001b']) expect(lines[0]?.trimEnd()).not.toContain(forged)
})

test('metrics have names and units that Prometheus expects, and are read just before they are given', async () => {
  const metrics = createMetrics({ processMetrics: false })
  metrics.events.inc({ source: '1', answer: 'accepted' }, 3)
  metrics.beforeScrape(() => metrics.logHead.set(41))
  metrics.beforeScrape(async () => Promise.reject(new Error('the store is away')))
  const text = await metrics.text()
  expect(text).toContain('headwater_events_total{source="1",answer="accepted"} 3')
  expect(text).toContain('headwater_log_head 41')
  const names = [...text.matchAll(/^# TYPE (\S+) (\S+)$/gm)]
  expect(names.length).toBeGreaterThan(10)
  for (const [, name, kind] of names) {
    expect(name).toMatch(/^headwater_[a-z_]+$/)
    if (kind === 'counter') expect(name).toMatch(/_total$/)
    if (kind === 'histogram') expect(name).toMatch(/_seconds$/)
  }
})

test('two servers in one process have figures of their own', () => {
  expect(() => [createMetrics(), createMetrics()]).not.toThrow()
})
