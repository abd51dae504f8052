import { arrayMember, objectMember, stringMember } from '../../lib/json.ts'
import { encodeText, truncate } from '../../lib/text.ts'
import { identityOf } from '../../openlineage/event.ts'
import { nodeKey } from '../changes.ts'
import type { FacetReader, Scope } from '../facet-reader.ts'
import { joined } from './described.ts'
import { listOf, need, object, shown, text } from './shape.ts'

const dependencies = listOf(
  object({
    job: need(object({ namespace: need(text), name: need(text) })),
    run: shown(object({ runId: need(text) })),
    dependency_type: text,
    sequence_trigger_rule: text,
    status_trigger_rule: text,
  }),
)

/** Jobs of one facet that are read; more are warned of. */
const listMax = 1_000

/**
 * JobDependenciesRunFacet 1-0-0, 1-0-1: what runs before and after, which is not what data flows. The other jobs need not exist: no job is made
 * of them.
 */
export const jobDependencies: FacetReader = {
  container: 'run',
  key: 'jobDependencies',
  className: 'JobDependenciesRunFacet',
  versions: '1-0-0, 1-0-1',
  yields: 'control flow: jobs that run before and after, with the rules',
  members: { upstream: dependencies, downstream: dependencies, trigger_rule: text },
  read(facet, scope) {
    const condition = short(facet, 'trigger_rule')
    const before = readSide(arrayMember(facet, 'upstream'), 0, condition, scope)
    const after = readSide(arrayMember(facet, 'downstream'), 1, condition, scope)
    return joined(before === 0 ? undefined : `after ${before}`, after === 0 ? undefined : `before ${after}`)
  },
}

function readSide(list: readonly unknown[], side: 0 | 1, condition: string | null, scope: Scope): number {
  const name = side === 0 ? 'upstream' : 'downstream'
  if (list.length > listMax) scope.warn(`More than ${listMax} jobs; the rest was left out`, `/${name}/${listMax}`, 'too_many')
  let read = 0
  for (const [i, item] of list.slice(0, listMax).entries()) {
    const id = identityOf(objectMember(item, 'job'))
    if (id === null) scope.warn('job needs a namespace and a name', `/${name}/${i}`, 'bad_identifier')
    else if (scope.job !== null) read += note(scope.jobId(id), item, side, condition, scope)
  }
  return read
}

function note(other: { namespace: string; name: string }, item: unknown, side: 0 | 1, condition: string | null, scope: Scope): number {
  if (scope.job === null || nodeKey(other) === nodeKey(scope.job)) return 0
  const type = short(item, 'dependency_type') ?? short(item, 'type')
  const [sequence, status] = [short(item, 'sequence_trigger_rule'), short(item, 'status_trigger_rule')]
  scope.changes.dependency({ job: scope.job, side, other, type, sequence, status, condition }, scope.key)
  return 1
}

function short(value: unknown, name: string): string | null {
  const said = stringMember(value, name)
  return said === undefined || said === '' ? null : encodeText(truncate(said, 200))
}
