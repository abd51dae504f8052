import type { ReaderHandlers } from '../../src/api/reader.ts'
import { must } from '../../src/lib/assert.ts'
import type { Ask } from './questions.ts'
import * as of from './shape.ts'
import type { Shape } from './shape.ts'

const sources = [
  { id: 1, name: 'one' },
  { id: 2, name: 'two' },
]
const limit = 60
const found =
  (question: (i: number) => string): Ask =>
  async (reader: ReaderHandlers, i: number) =>
    (await reader.search({ q: question(i), limit, sources })).hits.length

/** What people type into the box: each way of finding, each filter, each kind. `i` spreads them. */
export function searchQuestions(shape: Shape): Record<string, Ask> {
  const names = (i: number): string => of.datasetName((i * 7_919_317) % shape.datasets)
  const last = (name: string): string => must(name.split('.').at(-1), 'a name has a part')
  const pick = (list: readonly string[], i: number): string => must(list[i % list.length], 'a list has words')
  const subject = (i: number): string => pick(of.subjects, i)
  const part = (i: number): string => pick(of.shapes, i)
  const questions: Readonly<Record<string, (i: number) => string>> = {
    'the whole name': names,
    'the last part of a name': (i) => last(names(i)),
    'start of a name': (i) => names(i).slice(0, 4 + (i % 12)),
    'start of a word': (i) => subject(i).slice(0, 4),
    'two common words': (i) => `${subject(i)} ${part(i)}`,
    'three words of a name': (i) => names(i).split(/[._]/).slice(1, 4).join(' '),
    'a letter': (i) => pick('abcdefghijklmnopqrstuvwxyz0123456789'.split(''), i),
    'two letters': (i) => subject(i).slice(0, 2),
    'within a word': (i) => subject(i).slice(1, 5),
    'over the edge of words': (i) => `${subject(i).slice(2)}_${part(i).slice(0, 3)}`,
    'within a number': (i) => String(1_000 + ((i * 7_919) % 8_999)),
    'within a rare number': (i) => String(100_000 + ((i * 7_919) % 899_999)).slice(1),
    'a letter wrong': (i) => subject(i).replace(/^(.)(.)(.)/, '$1$3$2'),
    'a letter wrong beside a number': (i) => last(names(i)).replace(/^(.)(.)(.)/, '$1$3$2'),
    'all words wrong': (i) => `${subject(i).replace(/^(.)(.)(.)/, '$1$3$2')} ${part(i).slice(0, -2)}x${part(i).slice(-1)}`,
    'a long word, two letters wrong': (i) => pick(['wahrehuose', 'custommrs', 'enrichdde', 'archvied', 'camapigsn', 'subscirptoin'], i),
    'column of a dataset': (i) => `${subject(i)} ${pick(of.fieldNames, i)}`,
    'words of texts': (i) => `auditors ${pick(['region', 'ledger', 'amounts', 'refreshed', 'nightly'], i)}`,
    'a word of a text and of a name': (i) => `auditors ${subject(i)}`,
    'with a rare owner': (i) => `orders owner:person.${i}`,
    'with a common owner': (i) => `${subject(i)} owner:team-${i % 40}`,
    'without a tag': (i) => `${subject(i)} ${part(i)} -tag:domain-${(i % 7) * 10}`,
    'with common filters': (i) => `${subject(i)} state:complete source:two`,
    'with a namespace': (i) => `${subject(i)} ns:warehouse-${i % of.namespaces}.example.com`,
    'with many namespaces': (i) => `${subject(i)} ns:warehouse`,
    'filters alone': (i) => `state:failed ns:warehouse-${i % of.namespaces}.example.com`,
    'common filters alone': (i) => `source:one owner:team-${i % 40}`,
    'a common tag alone': (i) => `tag:domain-${(i % 7) * 10}`,
    'a common tag beside a word': (i) => `${subject(i)} tag:domain-${(i % 7) * 10}`,
    'a run id': (i) => `run-${100 + ((i * 7_919) % 8_999)}`,
    'an id that nothing has': (i) => `qxzvw${i}kjhq`,
    'words written together': (i) => last(names(i)).replaceAll('_', ''),
    'two words written together': (i) => `${subject(i)}${part(i)}`,
    'failed runs': () => 'type:run state:failed',
    'failed runs of a namespace': (i) => `type:run state:failed ns:warehouse-${i % of.namespaces}.example.com`,
    'runs of jobs with a word': (i) => `type:run ${subject(i)}`,
    'runs of a common owner': (i) => `type:run owner:team-${i % 40}`,
    'all owners': () => 'type:owner',
    'the latest datasets without a word': (i) => `type:dataset -${subject(i)}`,
    'a sentence': (i) => `${subject(i)} that were ${part(i)} for the ${subject(i + 5)} of ${part(i + 3)} stores with id ${i}`,
  }
  const kinds = ['job', 'dataset', 'column', 'facet', 'namespace', 'owner', 'tag'] as const
  const words: Readonly<Record<(typeof kinds)[number], (i: number) => string>> = {
    job: (i) => subject(i),
    dataset: (i) => part(i),
    column: (i) => pick(of.fieldNames, i).slice(0, 5),
    facet: (i) => pick(['acme', 'amount', 'status', 'customer'], i),
    namespace: (i) => `warehouse-${i % of.namespaces}`,
    owner: (i) => pick(['team', 'person', `team-${i % 40}`], i),
    tag: (i) => `domain-${i % 7}`,
  }
  const ofKinds = kinds.map((kind) => [`only ${kind}s`, (i: number) => `type:${kind} ${words[kind](i)}`] as const)
  return Object.fromEntries([...Object.entries(questions), ...ofKinds].map(([name, ask]) => [`search, ${name}`, found(ask)]))
}
