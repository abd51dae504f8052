import { arrayMember } from '../../lib/json.ts'
import { counted, described } from './described.ts'
import { listOf, need, object, shown, text } from './shape.ts'

/** EnvironmentVariablesRunFacet 1-0-0. */
export const environmentVariables = described(
  {
    container: 'run',
    key: 'environmentVariables',
    className: 'EnvironmentVariablesRunFacet',
    versions: '1-0-0',
    yields: 'environment of the run; values that look secret are masked',
    members: { environmentVariables: shown(need(listOf(object({ name: need(text), value: need(text) })))) },
  },
  (facet) => counted(arrayMember(facet, 'environmentVariables').length, 'variable'),
)
