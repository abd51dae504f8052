import { must } from '../../src/lib/assert.ts'
import { hashOf } from './nodes.ts'
import * as of from './shape.ts'
import type { Shape } from './shape.ts'
import type { Part } from './stores.ts'

/** Columns of the inputs that each column is made of. */
const edgesPerField = 2
const edgesPerDataset = of.fieldsPerDataset * edgesPerField

/** Edges between jobs and datasets, and between columns. */
export const linkParts = (shape: Shape): Part[] => [
  { table: 'edge', columns: ['job_id', 'direction', 'dataset_id', 'group_id', 'first_key', 'last_key', 'runs'], rows: edgeRows(shape) },
  {
    table: 'column_edge',
    columns: 'id ident job_id from_id from_group from_field from_hash to_id to_group to_field to_hash type subtype masking first_key'.split(
      ' ',
    ),
    rows: columnRows(shape),
  },
  { table: 'column_set', columns: ['id', 'ident', 'job_id', 'dataset_id', 'first_key', 'last_key', 'position'], rows: setRows(shape) },
  { table: 'column_set_edge', columns: ['edge_id', 'set_id'], rows: memberRows(shape) },
]

function* edgeRows(shape: Shape): Generator<(string | number)[]> {
  for (let j = 0; j < shape.jobs; j++) {
    const [first, last] = [of.keyAt(of.firstTime(j)), of.keyAt(of.lastTime(j))]
    for (const i of shape.inputsOf(j)) yield [j + 1, 0, i + 1, i + 1, first, last, 1]
    for (const i of outputsOf(j)) yield [j + 1, 1, i + 1, i + 1, first, last, i % of.outputsPerJob === 0 ? of.runsPerJob : 1]
  }
}

const outputsOf = (j: number): number[] => Array.from({ length: of.outputsPerJob }, (_, k) => j * of.outputsPerJob + k)

/** Each column is made of one column of an input and filtered by another. */
function* columnRows(shape: Shape): Generator<(string | number | null)[]> {
  for (let j = 1; j < shape.jobs; j++) {
    const [inputs, key] = [shape.inputsOf(j), of.keyAt(of.firstTime(j))]
    for (const i of outputsOf(j)) {
      for (let n = 0; n < edgesPerDataset; n++) {
        const [k, second] = [Math.floor(n / edgesPerField), n % edgesPerField]
        const from = must(inputs[of.mix(i, n) % inputs.length], 'a job but the first has inputs')
        const [source, target] = [of.fieldName(from, (k + second) % of.fieldsPerDataset), of.fieldName(i, k)]
        const id = i * edgesPerDataset + n + 1
        yield [
          id,
          id.toString(16).padStart(32, '0'),
          j + 1,
          from + 1,
          from + 1,
          source,
          hashOf(source),
          i + 1,
          i + 1,
          target,
          hashOf(target),
          second === 0 ? 'DIRECT' : 'INDIRECT',
          second === 0 ? 'IDENTITY' : 'FILTER',
          0,
          key,
        ]
      }
    }
  }
}

function* setRows(shape: Shape): Generator<(string | number)[]> {
  for (let j = 1; j < shape.jobs; j++) {
    const [first, last] = [of.keyAt(of.firstTime(j)), of.keyAt(of.lastTime(j))]
    for (const i of outputsOf(j)) yield [i + 1, (i + 1).toString(16).padStart(32, '0'), j + 1, i + 1, first, last, i + 1]
  }
}

function* memberRows(shape: Shape): Generator<number[]> {
  for (let i = of.outputsPerJob; i < shape.jobs * of.outputsPerJob; i++)
    for (let n = 0; n < edgesPerDataset; n++) yield [i * edgesPerDataset + n + 1, i + 1]
}
