import { expect, test } from 'vitest'
import { proved, testSeed } from './workers.ts'

const cases = 10_000

test(`${cases} histories more, from the seeds after those of law-2.test.ts`, async () => {
  const failures = await proved({ store: 'memory', cases, seed: testSeed + cases, threads: 1 })
  expect(failures.map((f) => f.says).join('\n\n')).toBe('')
}, 900_000)
