import { arrayMember } from '../../lib/json.ts'
import { counted, described } from './described.ts'
import { listOf, need, object, shown, text } from './shape.ts'

/** ExecutionParametersRunFacet 1-0-0. */
export const executionParameters = described(
  {
    container: 'run',
    key: 'executionParameters',
    className: 'ExecutionParametersRunFacet',
    versions: '1-0-0',
    yields: 'parameters of the run',
    members: { parameters: shown(listOf(object({ key: need(text), name: text, description: text, value: text }))) },
  },
  (facet) => counted(arrayMember(facet, 'parameters').length, 'parameter'),
)
