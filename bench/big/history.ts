import { identOf, runIdent } from '../../src/catalog/keys.ts'
import { instantOfMs } from '../../src/openlineage/time.ts'
import * as of from './shape.ts'
import type { Shape } from './shape.ts'
import type { Part } from './stores.ts'

/** Runs and their events. What a run read and wrote is there for the last run of each job; of the others one dataset. */
export const historyParts = (shape: Shape): Part[] => [
  {
    table: 'run',
    columns:
      'id ident job_id run_id first_start first_any last_active end_complete end_abort end_fail first_event last_event spark nominal_key nominal_start parent_key parent_run root_key root_run error_key error engine_key engine_name engine_version tries_of sent_again started ended ended_streaming state state_streaming first_named told'.split(
        ' ',
      ),
    rows: runRows(shape),
  },
  { table: 'run_dataset', columns: ['run_id', 'direction', 'dataset_id', 'said_key', 'stats_key', 'row_count'], rows: sideRows(shape) },
  {
    table: 'event',
    columns: 'position kind event_type event_time received_at source_id job_id run_id dataset_id bytes warnings flags'.split(' '),
    rows: eventRows(shape),
  },
]

/** Run `k` of job `j`; 0 is the first. */
const timeOf = (j: number, k: number): number => of.lastTime(j) - (of.runsPerJob - 1 - k) * of.dayMs
const idOf = (j: number, k: number): number => j * of.runsPerJob + k + 1
const stateOf = (j: number, k: number): string => (k === of.runsPerJob - 1 ? of.stateOf(j) : 'COMPLETE')

function* runs({ jobs, dags }: Shape): Generator<[job: number, run: number]> {
  for (let j = 0; j < jobs + dags; j++) for (let k = 0; k < of.runsPerJob; k++) yield [j, k]
}

function* runRows(shape: Shape): Generator<(string | number | null)[]> {
  for (const [j, k] of runs(shape)) {
    const dag = j < shape.jobs ? shape.dagOf(j) : j - shape.jobs
    const ident = identOf(of.namespaceOf(dag), j < shape.jobs ? shape.jobName(j) : shape.dagName(dag))
    const [at, state, runId] = [timeOf(j, k), stateOf(j, k), `run-${idOf(j, k)}`]
    const key = of.keyAt(at)
    const end = (of: string): string | null => (state === of ? key : null)
    const ended = state === 'RUNNING' ? '' : instantOfMs(at + 60_000)
    const parent = j < shape.jobs ? idOf(shape.jobs + dag, k) : 0
    yield [
      idOf(j, k),
      runIdent(ident, runId),
      j + 1,
      runId,
      key,
      key,
      key,
      end('COMPLETE'),
      end('ABORT'),
      end('FAIL'),
      key,
      key,
      0,
      key,
      instantOfMs(at),
      key,
      parent,
      key,
      parent,
      end('FAIL'),
      state === 'FAIL' ? 'Relation does not exist\nat line 3' : null,
      key,
      'Airflow',
      '3.3.2',
      null,
      0,
      instantOfMs(at),
      ended,
      ended,
      state,
      state,
      key,
      state === 'COMPLETE' ? instantOfMs(at) : '',
    ]
  }
}

function* sideRows(shape: Shape): Generator<(string | number | null)[]> {
  for (const [j, k] of runs(shape)) {
    if (j >= shape.jobs) return
    const key = of.keyAt(timeOf(j, k))
    if (k === of.runsPerJob - 1) for (const i of shape.inputsOf(j)) yield [idOf(j, k), 0, i + 1, key, null, null]
    const outputs = k === of.runsPerJob - 1 ? of.outputsPerJob : 1
    for (let n = 0; n < outputs; n++) yield [idOf(j, k), 1, j * of.outputsPerJob + n + 1, key, key, '1000']
  }
}

function* eventRows(shape: Shape): Generator<(string | number)[]> {
  for (const [j, k] of runs(shape)) {
    const [id, at] = [idOf(j, k), timeOf(j, k)]
    yield [id, 'RunEvent', 'COMPLETE', new Date(at).toISOString(), at, j % 5 === 0 ? 2 : 1, j + 1, id, 0, 2_000, 0, 0]
  }
}
