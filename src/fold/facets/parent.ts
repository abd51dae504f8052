import { objectMember, stringMember } from '../../lib/json.ts'
import { encodeText } from '../../lib/text.ts'
import { identityOf } from '../../openlineage/event.ts'
import { nodeKey, runKey, seen } from '../changes.ts'
import type { RunRef } from '../changes.ts'
import type { FacetReader, Scope } from '../facet-reader.ts'
import { any, need, object, shown, text } from './shape.ts'

/** A run and its job; facets of theirs that are sent along are copies of what they say themselves. */
const reference = {
  run: need(object({ runId: need(text), facets: shown(any) })),
  job: need(object({ namespace: need(text), name: need(text), facets: shown(any) })),
}

/** ParentRunFacet 1-0-0 to 1-2-0. The parent need never send an event of its own: job and run are noted as named. */
export const parent: FacetReader = {
  container: 'run',
  key: 'parent',
  also: ['parentRun'],
  className: 'ParentRunFacet',
  versions: '1-0-0 to 1-2-0',
  yields: 'parent and root of the run, parent of the job',
  members: { ...reference, root: object(reference) },
  read(facet, scope) {
    const up = runRefOf(facet, scope)
    if (up === null) scope.warn('parent needs job.namespace, job.name and run.runId', '', 'bad_identifier')
    const top = runRefOf(facet['root'], scope)
    if (facet['root'] !== undefined && facet['root'] !== null && top === null)
      scope.warn('root needs job.namespace, job.name and run.runId', '/root', 'bad_identifier')
    if (up !== null) noteParent(up, scope)
    if (top !== null) noteRun(top, scope, 'root')
    return up === null ? null : `Child of ${up.job.name}`
  },
}

function noteParent(up: RunRef, scope: Scope): void {
  noteRun(up, scope, 'parent')
  if (scope.job === null || scope.rules.hidden.job(up.job)) return
  if (nodeKey(up.job) === nodeKey(scope.job)) scope.warn('A job cannot be its own parent; the run keeps the parent run', '', 'own_parent')
  else scope.changes.job(scope.job, { parent_key: scope.key, parent: nodeKey(up.job) })
}

function noteRun(ref: RunRef, scope: Scope, as: 'parent' | 'root'): void {
  // A hidden run hides no job: the parent of the job is shown all the same.
  scope.changes.job(ref.job, seen(scope.key))
  if (scope.rules.hidden.run(ref.job, ref.runId)) return
  scope.changes.run(ref, {})
  if (scope.run !== null && runKey(ref) !== runKey(scope.run)) scope.changes.run(scope.run, { [`${as}_key`]: scope.key, [as]: runKey(ref) })
}

function runRefOf(value: unknown, scope: Scope): RunRef | null {
  const job = identityOf(objectMember(value, 'job'))
  const runId = stringMember(objectMember(value, 'run'), 'runId')
  return job === null || runId === undefined || runId === '' ? null : { job: scope.jobId(job), runId: encodeText(runId) }
}
