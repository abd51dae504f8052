import { arrayMember } from '../../lib/json.ts'
import { counted, described, joined } from './described.ts'
import { listOf, need, object, shown, text } from './shape.ts'

const dependencies = listOf(
  object({
    job: need(object({ namespace: need(text), name: need(text) })),
    run: object({ runId: need(text) }),
    dependency_type: text,
    sequence_trigger_rule: text,
    status_trigger_rule: text,
  }),
)

/** JobDependenciesRunFacet 1-0-0, 1-0-1: what runs before and after, which is not what data flows. */
export const jobDependencies = described(
  {
    container: 'run',
    key: 'jobDependencies',
    className: 'JobDependenciesRunFacet',
    versions: '1-0-0, 1-0-1',
    yields: 'jobs that run before and after, with the rules',
    members: { upstream: shown(dependencies), downstream: shown(dependencies), trigger_rule: shown(text) },
  },
  (facet) =>
    joined(
      counted(arrayMember(facet, 'upstream').length, 'job') === null ? undefined : `after ${arrayMember(facet, 'upstream').length}`,
      counted(arrayMember(facet, 'downstream').length, 'job') === null ? undefined : `before ${arrayMember(facet, 'downstream').length}`,
    ),
)
