/** When runs start, end and in which state, in every order in which their events may come. */
import { expect, test } from 'vitest'
import { at, jobNamed, parentOf, runEvent } from '../harness/events.ts'
import { golden, inEveryOrder } from '../harness/golden.ts'

const spark = { producer: 'https://github.com/OpenLineage/OpenLineage/tree/1.53.0/integration/spark' }
const sparkEngine = { facets: { processing_engine: { name: 'spark', version: '3.5.9' } } }
const typed = (processingType: string) => ({ jobFacets: { jobType: { processingType, integration: 'FLINK' } } })
const streaming = typed('STREAMING')

interface Case {
  readonly says: string
  readonly events: readonly object[]
  readonly runs: readonly string[]
}

const cases: readonly Case[] = [
  {
    says: 'START, RUNNING, COMPLETE',
    events: [runEvent('START', 1), runEvent('RUNNING', 2), runEvent('COMPLETE', 3)],
    runs: ['run r of etl/load COMPLETE from 10:01 to 10:03'],
  },
  { says: 'a START alone runs', events: [runEvent('START', 1)], runs: ['run r of etl/load RUNNING from 10:01'] },
  { says: 'a RUNNING alone runs', events: [runEvent('RUNNING', 1)], runs: ['run r of etl/load RUNNING from 10:01'] },
  { says: 'an OTHER alone is new, and no start', events: [runEvent('OTHER', 1)], runs: ['run r of etl/load NEW'] },
  { says: 'no eventType is like OTHER', events: [runEvent(undefined, 1)], runs: ['run r of etl/load NEW'] },
  {
    says: 'OTHER before the START and after the end changes nothing',
    events: [runEvent('OTHER', 0), runEvent('START', 1), runEvent('COMPLETE', 2), runEvent('OTHER', 3)],
    runs: ['run r of etl/load COMPLETE from 10:01 to 10:02'],
  },
  {
    says: 'no START at all: the first event that is no OTHER',
    events: [runEvent('OTHER', 0), runEvent('RUNNING', 1), runEvent('FAIL', 2)],
    runs: ['run r of etl/load FAIL from 10:01 to 10:02'],
  },
  { says: 'only an end', events: [runEvent('COMPLETE', 2)], runs: ['run r of etl/load COMPLETE from 10:02 to 10:02'] },
  {
    says: 'several STARTs: the earliest, whichever came first',
    events: [runEvent('START', 2), runEvent('START', 1), runEvent('START', 3), runEvent('COMPLETE', 4)],
    runs: ['run r of etl/load COMPLETE from 10:01 to 10:04'],
  },
  {
    says: 'a RUNNING before the START does not move the start',
    events: [runEvent('RUNNING', 0), runEvent('START', 1), runEvent('ABORT', 2)],
    runs: ['run r of etl/load ABORT from 10:01 to 10:02'],
  },
  {
    says: 'START after COMPLETE is noise in a batch job',
    events: [runEvent('START', 1), runEvent('COMPLETE', 2), runEvent('START', 3), runEvent('RUNNING', 4)],
    runs: ['run r of etl/load COMPLETE from 10:01 to 10:02'],
  },
  {
    says: 'a restart after FAIL that ends well',
    events: [runEvent('START', 1), runEvent('FAIL', 2), runEvent('RUNNING', 3), runEvent('COMPLETE', 4)],
    runs: ['run r of etl/load COMPLETE from 10:01 to 10:04'],
  },
  {
    says: 'set to success by hand after it failed',
    events: [runEvent('START', 1), runEvent('FAIL', 2), runEvent('COMPLETE', 3)],
    runs: ['run r of etl/load COMPLETE from 10:01 to 10:03'],
  },
  {
    says: 'set to success while it ran, and failed later',
    events: [runEvent('START', 1), runEvent('COMPLETE', 2), runEvent('FAIL', 3)],
    runs: ['run r of etl/load FAIL from 10:01 to 10:03'],
  },
  {
    says: 'ends at one instant: FAIL before ABORT before COMPLETE',
    events: [runEvent('COMPLETE', 2), runEvent('ABORT', 2), runEvent('FAIL', 2)],
    runs: ['run r of etl/load FAIL from 10:02 to 10:02'],
  },
  {
    says: 'START and COMPLETE at one instant',
    events: [runEvent('COMPLETE', 2), runEvent('START', 2)],
    runs: ['run r of etl/load COMPLETE from 10:02 to 10:02'],
  },
  {
    says: 'the same end twice, a second apart',
    events: [runEvent('COMPLETE', 2), runEvent('COMPLETE', 2, { eventTime: at(2, '.5') })],
    runs: ['run r of etl/load COMPLETE from 10:02 to 10:02:00.5'],
  },
  {
    says: 'the same run id in two jobs is two runs',
    events: [
      runEvent('START', 1),
      runEvent('FAIL', 2),
      runEvent('START', 3, { job: jobNamed('other') }),
      runEvent('COMPLETE', 4, { job: jobNamed('other') }),
    ],
    runs: ['run r of etl/load FAIL from 10:01 to 10:02', 'run r of etl/other COMPLETE from 10:03 to 10:04'],
  },
  {
    says: 'START and FAIL under different run ids are two runs',
    events: [runEvent('START', 1, { runId: 'a' }), runEvent('FAIL', 2, { runId: 'b' })],
    runs: ['run a of etl/load RUNNING from 10:01', 'run b of etl/load FAIL from 10:02 to 10:02'],
  },
  {
    says: 'a run id may be any text, and case counts',
    events: ['A1', 'a1', 'run id/1', ' '].map((runId, i) => runEvent('COMPLETE', i, { runId })),
    runs: [
      'run   of etl/load COMPLETE from 10:03 to 10:03',
      'run A1 of etl/load COMPLETE from 10:00 to 10:00',
      'run a1 of etl/load COMPLETE from 10:01 to 10:01',
      'run run id/1 of etl/load COMPLETE from 10:02 to 10:02',
    ],
  },
  {
    says: 'a streaming job reopens',
    events: [runEvent('START', 1, streaming), runEvent('FAIL', 2), runEvent('RUNNING', 3)],
    runs: ['run r of etl/load RUNNING from 10:01'],
  },
  {
    says: 'a streaming job reopens and ends again',
    events: [runEvent('START', 1, streaming), runEvent('FAIL', 2), runEvent('START', 3), runEvent('COMPLETE', 4)],
    runs: ['run r of etl/load COMPLETE from 10:01 to 10:04'],
  },
  {
    says: 'a job is streaming by what it says last, also of runs that had ended',
    events: [runEvent('COMPLETE', 1), runEvent('RUNNING', 2, typed('BATCH')), runEvent('RUNNING', 3, { ...streaming, runId: 'next' })],
    runs: ['run next of etl/load RUNNING from 10:03', 'run r of etl/load RUNNING from 10:01'],
  },
  {
    says: 'a service does not reopen: only STREAMING does',
    events: [runEvent('START', 1, typed('SERVICE')), runEvent('COMPLETE', 2), runEvent('RUNNING', 3)],
    runs: ['run r of etl/load COMPLETE from 10:01 to 10:02'],
  },
  {
    says: "Spark's FAIL stands against the COMPLETE that follows",
    events: [runEvent('START', 1, spark), runEvent('FAIL', 2, spark), runEvent('COMPLETE', 3, spark)],
    runs: ['run r of etl/load FAIL from 10:01 to 10:02'],
  },
  {
    says: 'Spark is also known by its engine, said by any event of the run',
    events: [runEvent('START', 1, sparkEngine), runEvent('FAIL', 2), runEvent('COMPLETE', 3)],
    runs: ['run r of etl/load FAIL from 10:01 to 10:02'],
  },
  {
    says: 'Spark: the last FAIL is the end',
    events: [runEvent('FAIL', 1, spark), runEvent('COMPLETE', 2, spark), runEvent('FAIL', 3, spark), runEvent('COMPLETE', 4, spark)],
    runs: ['run r of etl/load FAIL from 10:01 to 10:03'],
  },
  {
    says: 'only the run that failed keeps its FAIL, not the next of the same Spark job',
    events: [runEvent('FAIL', 1, { ...spark, runId: 'one' }), runEvent('COMPLETE', 2, { ...spark, runId: 'two' })],
    runs: ['run one of etl/load FAIL from 10:01 to 10:01', 'run two of etl/load COMPLETE from 10:02 to 10:02'],
  },
  {
    says: 'a run named as a parent is new until it speaks',
    events: [runEvent('START', 1, { facets: parentOf('dag', 'p') }), runEvent('COMPLETE', 2)],
    runs: ['run p of etl/dag NEW', 'run r of etl/load COMPLETE from 10:01 to 10:02 in p of etl/dag'],
  },
  {
    says: 'eventType in small letters',
    events: [runEvent('start', 1), runEvent('Complete', 2)],
    runs: ['run r of etl/load COMPLETE from 10:01 to 10:02'],
  },
]

test.each(cases)('$says', async ({ events, runs }) => {
  const catalogs = await inEveryOrder(events)
  expect(catalogs).toHaveLength(1)
  expect(catalogs[0]?.filter((line) => line.startsWith('run '))).toEqual(runs.toSorted())
  expect((await golden(events)).warnings).toEqual([])
})

test('an unknown eventType is read as OTHER, with a warning', async () => {
  const made = await golden([runEvent('DONE', 1), runEvent('START', 2), { ...runEvent('START', 3), eventType: 5 }])
  expect(made).toMatchObject({
    catalog: ['job etl/load', 'run r of etl/load RUNNING from 10:02'],
    warnings: ['/eventType', '/eventType'],
  })
})
