/** What search reads, apart from the rest: how it is stored is a matter of search alone. */
import { wordsOf } from '../../src/catalog/keys.ts'
import * as of from './shape.ts'
import type { Shape } from './shape.ts'
import type { Part } from './stores.ts'

export const wordParts = (shape: Shape): Part[] => [{ table: 'word', columns: ['word', 'kind', 'ref'], rows: wordRows(shape) }]

/** In the order of the key. */
function* wordRows(shape: Shape): Generator<(string | number)[]> {
  const refs = { dataset: new Map<string, number[]>(), job: new Map<string, number[]>() }
  const note = (kind: 'dataset' | 'job', name: string, ref: number): void => {
    for (const word of wordsOf(name)) {
      const known = refs[kind].get(word)
      if (known === undefined) refs[kind].set(word, [ref])
      else known.push(ref)
    }
  }
  for (let i = 0; i < shape.datasets; i++) note('dataset', of.datasetName(i), i + 1)
  for (let j = 0; j < shape.jobs; j++) note('job', shape.jobName(j), j + 1)
  for (let d = 0; d < shape.dags; d++) note('job', shape.dagName(d), shape.jobs + d + 1)
  for (const word of [...new Set([...refs.dataset.keys(), ...refs.job.keys()])].sort())
    for (const kind of ['dataset', 'job'] as const) for (const ref of refs[kind].get(word) ?? []) yield [word, kind, ref]
}
