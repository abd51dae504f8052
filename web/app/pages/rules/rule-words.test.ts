import { expect, test } from 'vitest'
import type { RuleBody } from '../../../../src/contract/rules.ts'
import { exactly as exactlyOfRules } from '../../../../src/rules/glob.ts'
import { exactly, ruleWords } from './rule-words.ts'

const hide = (what: 'job' | 'dataset' | 'namespace' | 'run', name: string | null, runId: string | null = null): RuleBody => ({
  kind: 'hide',
  what,
  namespace: 'a\\*',
  name,
  runId,
})
const says: readonly [RuleBody, string][] = [
  [{ kind: 'scheme', from: ['gcs', 'gfs'], to: 'gs' }, 'gcs, gfs are the same storage as gs'],
  [{ kind: 'host', hosts: ['10.0.0.5'], to: 'db' }, '10.0.0.5 is the server db'],
  [{ kind: 'case', namespaces: 'db*', to: 'upper' }, 'Names in db* count in upper case'],
  [{ kind: 'pattern', namespaces: '*', part: 'name', match: '_\\d+$', replace: '' }, 'In names of *, _\\d+$ becomes nothing'],
  [{ kind: 'same', dataset: { namespace: '', name: 'x' }, as: { namespace: 'n', name: 'y' } }, 'x in the empty namespace is y in n'],
  [{ kind: 'prefix', sourceId: 7, prefix: 'eu/', of: 'both' }, 'Jobs and datasets of source 7 stand in namespaces that start with eu/'],
  [hide('job', 'j\\\\'), 'Job j\\ in a*'],
  [hide('namespace', null), 'All jobs and datasets in a*'],
  [hide('run', null, 'r1'), 'Run r1 of any job in a*'],
  [{ kind: 'leaveOut', sourceId: null, from: null, to: null }, 'Events of all sources'],
]
test.each(says)('%j', (body, words) => expect(ruleWords(body, (id) => `source ${id}`)).toBe(words))

test.each(['a*b', 'a\\b', '\\*', 'plain'])('a glob for %s alone, as the program writes it', (text) =>
  expect(exactly(text)).toBe(exactlyOfRules(text)),
)
