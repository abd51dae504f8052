/** Lines of `export catalog` in words, with the members that design promises and no others: tables of cases can be read at a glance. */
import { arrayMember, member, objectMember, stringMember } from '../../src/lib/json.ts'

/**
 * `job etl/load of etl/dag reads db/a writes db/b`, `run r1 of etl/load COMPLETE from 10:01 to 10:05`, and so on; null for kinds that
 * design does not name, which have tests of their own.
 */
export function lineWords(line: string): string | null {
  const value = JSON.parse(line) as unknown
  switch (stringMember(value, 'kind')) {
    case 'job':
      return jobWords(value)
    case 'dataset':
      return datasetWords(value)
    case 'run':
      return runWords(value)
    case 'columnEdge':
      return columnWords(value)
    case 'jobDependency':
      return dependencyWords(value)
    default:
      return null
  }
}

const nameIn = (value: unknown): string => `${stringMember(value, 'namespace')}/${stringMember(value, 'name')}`

function listed(word: string, values: readonly string[]): string {
  return values.length === 0 ? '' : ` ${word} ${values.join(', ')}`
}

function jobWords(job: unknown): string {
  const parent = objectMember(job, 'parent')
  const sides = listed('reads', arrayMember(job, 'inputs').map(nameIn)) + listed('writes', arrayMember(job, 'outputs').map(nameIn))
  return `job ${nameIn(job)}${parent === undefined ? '' : ` of ${nameIn(parent)}`}${sides}`
}

function datasetWords(dataset: unknown): string {
  const fields = arrayMember(dataset, 'fields').map((f) => ['name', 'type'].flatMap((key) => stringMember(f, key) ?? []).join(' '))
  return `dataset ${nameIn(dataset)}${listed('also', arrayMember(dataset, 'aliases').map(nameIn))}${listed('with', fields)}`
}

/** Times on the day of the tests are shown without it. */
const time = (word: string, value: unknown): string =>
  typeof value === 'string' ? ` ${word} ${value.replace(/^2026-11-20T(\d\d:\d\d)(?::00(?=Z))?(.*)Z$/, '$1$2')}` : ''

function runWords(run: unknown): string {
  const parent = stringMember(run, 'parent')
  const within = parent === undefined ? '' : ` in ${parent} of ${nameIn(member(run, 'parentJob'))}`
  const times = time('from', member(run, 'startedAt')) + time('to', member(run, 'endedAt'))
  return `run ${stringMember(run, 'runId')} of ${nameIn(member(run, 'job'))} ${stringMember(run, 'state')}${times}${within}`
}

/** `after etl/a runs etl/b, says etl/b FINISH_TO_START`. */
function dependencyWords(value: unknown): string {
  const words = ['type', 'sequence', 'status', 'condition'].flatMap((name) => stringMember(value, name) ?? [])
  const [up, down] = [nameIn(member(value, 'upstream')), nameIn(member(value, 'downstream'))]
  return [`after ${up} runs ${down}, says ${nameIn(member(value, 'job'))}`, ...words].join(' ')
}

function columnWords(edge: unknown): string {
  const job = objectMember(edge, 'job')
  const end = (of: unknown): string => `${nameIn(of)}.${stringMember(of, 'field') ?? '*'}`
  const how = ['type', 'subtype'].flatMap((name) => stringMember(edge, name) ?? []).join(' ')
  const words = [how, member(edge, 'masking') === true ? 'masked' : ''].filter((w) => w !== '').join(' ')
  const ends = `${end(member(edge, 'from'))} to ${end(member(edge, 'to'))}`
  return `column ${ends}${words === '' ? '' : ` ${words}`} by ${job === undefined ? 'none' : nameIn(job)}`
}
