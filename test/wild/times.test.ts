/** Times as senders write them, and what becomes of events whose clock is wrong. */
import { expect, test } from 'vitest'
import { at, runEvent, schemaOf, table } from '../harness/events.ts'
import { golden, inEveryOrder } from '../harness/golden.ts'

test.each([
  ['nanoseconds of Flink', '2026-11-20T10:01:00.472698302Z', '10:01:00.472698302'],
  ['seven digits of .NET', '2026-11-20T10:01:00.1234567Z', '10:01:00.1234567'],
  ['more digits than nanoseconds', '2026-11-20T10:01:00.1234567891234Z', '10:01:00.123456789'],
  ['as many digits as it needs', '2026-11-20T10:01:11.2Z', '10:01:11.2'],
  ['no fraction, no seconds', '2026-11-20T10:01Z', '10:01'],
  ['no zone is UTC', '2026-11-20T10:01:00.655141', '10:01:00.655141'],
  ['a blank instead of T', '2026-11-20 10:01:00', '10:01'],
  ['small letters', '2026-11-20t10:01:00z', '10:01'],
  ['blanks around it', ' 2026-11-20T10:01:00Z ', '10:01'],
  ['a comma', '2026-11-20T10:01:00,5Z', '10:01:00.5'],
  ['Z and a named zone', '2026-11-20T10:01:00Z[Europe/London]', '10:01'],
  ['an offset and a named zone', '2026-11-20T12:01:00+02:00[Europe/Athens]', '10:01'],
  ['an offset to the east', '2026-11-20T15:46:00+05:45', '10:01'],
  ['an offset to the west, on the day before', '2026-11-19T22:01:00-12:00', '10:01'],
  ['an offset without a colon', '2026-11-20T12:01:00+0200', '10:01'],
  ['an offset of hours', '2026-11-20T12:01:00+02', '10:01'],
  ['a leap second', '2026-11-20T10:00:60Z', '10:01'],
  ['the end of a day', '2026-11-19T24:00:00Z', '00:00'],
  ['a day', '2026-11-20', '00:00'],
])('%s', async (_, eventTime, shown) => {
  const made = await golden([runEvent('COMPLETE', 1, { eventTime })])
  expect(made).toMatchObject({ catalog: ['job etl/load', `run r of etl/load COMPLETE from ${shown} to ${shown}`], warnings: [] })
})

test.each([
  ['text', 'yesterday'],
  ['empty', ''],
  ['null', null],
  ['missing', undefined],
  ['a number', 1_795_000_000_000],
  ['an object', { seconds: 5 }],
  ['a month that is none', '2026-13-01T00:00:00Z'],
  ['a day that is none', '2026-02-30T00:00:00Z'],
  ['an hour that is none', '2026-11-20T25:00:00Z'],
  ['after the end of the day', '2026-11-20T24:00:01Z'],
  ['an offset that is none', '2026-11-20T10:00:00+99:99'],
  ['a year with a sign', '+12026-11-20T10:00:00Z'],
  ['beyond the year 9999', '9999-12-31T23:59:59-12:00'],
  ['a very long text', '2026-11-20T10:01:00.' + '1'.repeat(200) + 'Z'],
])('unreadable: %s', async (_, eventTime) => {
  const alone = runEvent('FAIL', 1, { eventTime, outputs: [table('t', schemaOf('wrong'))] })
  expect(await golden([alone])).toMatchObject({
    catalog: ['dataset db/t with wrong int', 'job etl/load writes db/t', 'run r of etl/load FAIL'],
    warnings: ['/eventTime'],
  })
  const [first, ...others] = await inEveryOrder([
    alone,
    runEvent('START', 1),
    runEvent('COMPLETE', 2, { outputs: [table('t', schemaOf('right'))] }),
  ])
  expect(others).toEqual([])
  expect(first).toEqual(['dataset db/t with right int', 'job etl/load writes db/t', 'run r of etl/load COMPLETE from 10:01 to 10:02'])
})

test('nanoseconds order events, not the length of their text', async () => {
  const times = [at(1, '.2'), at(1, '.19'), at(1, '.200000001'), at(1)]
  const [first, ...others] = await inEveryOrder(
    times.map((eventTime, i) => runEvent('RUNNING', 1, { eventTime, outputs: [table('t', schemaOf(`from_${i}`))] })),
  )
  expect(others).toEqual([])
  expect(first).toEqual(['dataset db/t with from_2 int', 'job etl/load writes db/t', 'run r of etl/load RUNNING from 10:01'])
})

test('one instant in four ways of writing it is one instant', async () => {
  const times = ['2026-11-20T12:01:00+02:00', '2026-11-20T10:01:00.000000000Z', '2026-11-20 10:01', at(1)]
  const made = await golden(times.map((eventTime, i) => runEvent('COMPLETE', 1, { eventTime, runId: `r${i}` })))
  expect(made.catalog.slice(1)).toEqual(times.map((_, i) => `run r${i} of etl/load COMPLETE from 10:01 to 10:01`))
})

test.each([
  ['a year ahead', '2027-11-20T10:00:00Z'],
  ['a day and a minute ahead', '2026-11-21T12:01:00Z'],
])('a clock %s gives way to every believable one, and is shown as stated when alone', async (_, eventTime) => {
  const ahead = runEvent('FAIL', 1, { eventTime, outputs: [table('t', schemaOf('wrong'))] })
  const right = [runEvent('START', 1), runEvent('COMPLETE', 2, { outputs: [table('t', schemaOf('right'))] })]
  const [first, ...others] = await inEveryOrder([ahead, ...right])
  expect(others).toEqual([])
  expect(first).toEqual(['dataset db/t with right int', 'job etl/load writes db/t', 'run r of etl/load COMPLETE from 10:01 to 10:02'])
  const alone = await golden([ahead])
  expect(alone.warnings).toEqual(['/eventTime'])
  expect(alone.catalog.at(-1)).toBe(`run r of etl/load FAIL from ${eventTime} to ${eventTime}`)
})

test.each([
  ['less than a day ahead', '2026-11-21T11:59:00Z', ['/eventTime']],
  ['a day behind', '2026-11-19T10:00:00Z', []],
  ['a year behind', '2025-11-20T10:00:00Z', []],
])('a clock %s is believed', async (_, eventTime, warnings) => {
  const made = await golden([runEvent('FAIL', 1, { eventTime })])
  expect(made.warnings).toEqual(warnings)
  expect(made.catalog.at(-1)).toBe(`run r of etl/load FAIL from ${eventTime} to ${eventTime}`)
})

test('two clocks that are both ahead are ordered among themselves by what they state', async () => {
  const [first, ...others] = await inEveryOrder([
    runEvent('COMPLETE', 1, { eventTime: '2027-11-20T10:00:00Z' }),
    runEvent('FAIL', 1, { eventTime: '2027-11-20T09:00:00Z' }),
    runEvent('ABORT', 1, { eventTime: 'soon' }),
  ])
  expect(others).toEqual([])
  expect(first?.at(-1)).toBe('run r of etl/load COMPLETE from 2027-11-20T09:00:00Z to 2027-11-20T10:00:00Z')
})

test('nominal times: odd ones are left out with a warning', async () => {
  const nominal = (nominalStartTime: unknown, nominalEndTime?: unknown) => ({
    facets: { nominalTime: { nominalStartTime, nominalEndTime } },
  })
  const made = await golden([
    runEvent('START', 1, nominal('2026-11-20T00:00:00+01:00', '2026-11-20T00:00:00Z')),
    runEvent('RUNNING', 2, nominal('soon')),
    runEvent('COMPLETE', 3, nominal('2026-11-20T00:00:00Z', '2026-11-19T00:00:00Z')),
  ])
  expect(made.warnings).toEqual(['/run/facets/nominalTime/nominalStartTime', '/run/facets/nominalTime/nominalEndTime'])
})
