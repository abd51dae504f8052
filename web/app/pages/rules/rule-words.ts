/** What a rule does, in plain words. */
import type { RuleBody, RuleOf } from '../../../../src/contract/rules.ts'
import { formatInstant } from '../../ui/Time.tsx'

export const KIND_TITLES: Readonly<Record<RuleBody['kind'], string>> = {
  scheme: 'Schemes of one storage',
  host: 'Hosts of one server',
  case: 'Letter case',
  trim: 'Partition paths',
  pattern: 'Pattern',
  same: 'One dataset',
  apart: 'Kept apart',
  prefix: 'Prefix of a source',
  hide: 'Hidden',
  leaveOut: 'Left out',
  switch: 'Switched off',
}

type Named = { readonly namespace: string; readonly name: string }
const full = ({ namespace, name }: Named): string => `${name} in ${namespace === '' ? 'the empty namespace' : namespace}`
const are = (many: readonly string[]): string => `${many.join(', ')} ${many.length === 1 ? 'is' : 'are'}`
const OF = { jobs: 'Jobs', datasets: 'Datasets', both: 'Jobs and datasets' } as const

/** Globs as people read them: without the backslashes that make a star a star. */
export const globText = (glob: string): string => glob.replace(/\\([\\*])/g, '$1')

/** The glob that matches this text alone. */
export const exactly = (text: string): string => text.replace(/[\\*]/g, '\\$&')

/** `sourceName`: the name of a source by its number. */
export function ruleWords(body: RuleBody, sourceName: (id: number) => string): string {
  switch (body.kind) {
    case 'scheme':
      return `${are(body.from)} the same storage as ${body.to}`
    case 'host':
      return `${are(body.hosts)} the server ${body.to}`
    case 'case':
      return `Names in ${globText(body.namespaces)} count in ${body.to === 'lower' ? 'lower' : 'upper'} case`
    case 'trim':
      return `Partition paths are cut off names in ${globText(body.namespaces)}: ${body.trimmers.join(', ')}`
    case 'pattern':
      return `In ${body.part}s of ${globText(body.namespaces)}, ${body.match} becomes ${body.replace === '' ? 'nothing' : body.replace}`
    case 'same':
      return `${full(body.dataset)} is ${full(body.as)}`
    case 'apart':
      return `${full(body.a)} is not ${full(body.b)}, whatever a symlink says`
    case 'prefix':
      return `${OF[body.of]} of ${sourceName(body.sourceId)} stand in namespaces that start with ${body.prefix}`
    case 'hide':
      return hideWords(body)
    case 'leaveOut':
      return leaveOutWords(body, sourceName)
    case 'switch':
      return body.rule
  }
}

function hideWords({ what, namespace, name, runId }: RuleOf<'hide'>): string {
  const place = globText(namespace)
  if (what === 'namespace') return `All jobs and datasets in ${place}`
  if (what === 'run') return `${runId === null ? 'All runs' : `Run ${runId}`} of ${name === null ? 'any job' : globText(name)} in ${place}`
  return `${what === 'job' ? 'Job' : 'Dataset'} ${name === null ? '*' : globText(name)} in ${place}`
}

function leaveOutWords({ sourceId, from, to }: RuleOf<'leaveOut'>, sourceName: (id: number) => string): string {
  const who = sourceId === null ? 'Events of all sources' : `Events of ${sourceName(sourceId)}`
  const times = [from === null ? '' : ` from ${formatInstant(from)}`, to === null ? '' : ` up to ${formatInstant(to)}`].join('')
  return who + times
}
