import { expect, test } from 'vitest'
import type { RunLineage } from '../../../../src/contract/run-lineage.ts'
import { linkRows } from './run-links.ts'

const named = (runId: string) => ({ runId, job: { namespace: 'n', name: 'j' } })
const node = (runId: string, depth: number) => ({ ...named(runId), state: 'COMPLETE' as const, startedAt: null, endedAt: null, depth })
const link = (from: string, to: string) => ({
  from: named(from),
  to: named(to),
  dataset: { namespace: 'db', name: 't' },
  by: 'time' as const,
  version: null,
  writtenAt: null,
})

test('runs stand on their own side, the nearest first', () => {
  const found: RunLineage = {
    root: named('root'),
    runs: [node('root', 0), node('far', -2), node('near', -1), node('after', 1)],
    links: [link('far', 'near'), link('near', 'root'), link('root', 'after')],
    unknown: [],
    truncated: false,
  }
  expect(linkRows(found, 'upstream').map((r) => r.run.runId)).toEqual(['near', 'far'])
  expect(linkRows(found, 'downstream').map((r) => r.run.runId)).toEqual(['after'])
})
