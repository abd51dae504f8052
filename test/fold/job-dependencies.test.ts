/** JobDependenciesRunFacet: control flow beside data flow. */
import { expect, test } from 'vitest'
import { jobNamed, parentOf, runEvent } from '../harness/events.ts'
import { catalogOf } from '../harness/catalog.ts'
import { stores } from '../harness/databases.ts'
import { golden, inEveryOrder } from '../harness/golden.ts'

const after = (name: string, more: object = {}): object => ({ job: jobNamed(name), ...more })
const says = (upstream: unknown, downstream: unknown = [], more: object = {}) => ({
  facets: { jobDependencies: { upstream, downstream, ...more } },
})

test('jobs before and after, with their rules; no job is made of a name', async () => {
  const rules = { dependency_type: 'DIRECT', sequence_trigger_rule: 'FINISH_TO_START', status_trigger_rule: 'EXECUTE_ON_SUCCESS' }
  const made = await golden([runEvent('START', 1, says([after('a', rules)], [after('z')], { trigger_rule: 'ALL_DONE' }))])
  expect(made).toMatchObject({
    warnings: [],
    catalog: [
      'after etl/a runs etl/load, says etl/load DIRECT FINISH_TO_START EXECUTE_ON_SUCCESS ALL_DONE',
      'after etl/load runs etl/z, says etl/load ALL_DONE',
      'job etl/load',
      'run r of etl/load RUNNING from 10:01',
    ],
  })
})

test('said again it is the same, first and last seen follow the times of events; said differently it is another', async () => {
  const events = [1, 3, 2].map((minute) => runEvent('COMPLETE', minute, { runId: `r${minute}`, ...says([after('a')]) }))
  const [lines = [], ...others] = await inEveryOrder([
    ...events,
    runEvent('COMPLETE', 4, says([after('a', { dependency_type: 'DIRECT' })])),
  ])
  expect(others).toEqual([])
  expect(lines.slice(0, 2)).toEqual(['after etl/a runs etl/load, says etl/load', 'after etl/a runs etl/load, says etl/load DIRECT'])
  expect((await golden(events)).lines.find((line) => line['kind'] === 'jobDependency')).toMatchObject({
    firstSeen: '2026-11-20T10:01:00Z',
    lastSeen: '2026-11-20T10:03:00Z',
  })
})

test('a job is not before itself, and what names no job is warned of', async () => {
  const made = await golden([runEvent('COMPLETE', 1, says([after('load'), { run: { runId: 'x' } }, 'a'], { a: 1 }))])
  expect(made.catalog).toEqual(['job etl/load', 'run r of etl/load COMPLETE from 10:01 to 10:01'])
  const at = '/run/facets/jobDependencies'
  expect(made.warnings).toEqual([`${at}/upstream/1/job`, `${at}/upstream/2`, `${at}/downstream`])
})

test('a hidden job is in no dependency', async () => {
  const made = await golden(
    [runEvent('COMPLETE', 1, says([after('a'), after('noise')]))],
    [{ kind: 'hide', what: 'job', namespace: '*', name: 'noise', runId: null }],
  )
  expect(made.catalog[0]).toBe('after etl/a runs etl/load, says etl/load')
  expect(made.catalog).toHaveLength(3)
})

test.each(stores)('a job shows both what it says and what others say of it: $name', async ({ open }) => {
  const catalog = await catalogOf(await open())
  await catalog.add([
    runEvent('COMPLETE', 1, says([after('a')], [after('z')])),
    runEvent('FAIL', 2, { job: jobNamed('a'), runId: 'a', facets: parentOf('dag', 'd') }),
    runEvent('COMPLETE', 3, { job: jobNamed('next'), runId: 'n', ...says([after('load')]) }),
  ])
  const job = await catalog.reader.job({ namespace: 'etl', name: 'load', sources: [] })
  expect(job?.dependencies).toMatchObject({
    upstream: [{ job: { namespace: 'etl', name: 'a' }, known: true, lastState: 'FAIL', saidBy: 'this job' }],
    downstream: [
      { job: { name: 'next' }, known: true, lastState: 'COMPLETE', saidBy: 'the other job' },
      { job: { name: 'z' }, known: false, lastState: null, saidBy: 'this job' },
    ],
    truncated: false,
  })
  await catalog.close()
})
