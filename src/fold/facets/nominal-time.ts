import { formatInstant, parseInstant } from '../../openlineage/time.ts'
import type { FacetReader } from '../facet-reader.ts'
import { need, time } from './shape.ts'

/** NominalTimeRunFacet 1-0-0, 1-0-1: the window that a scheduled run stands for; the end is exclusive. */
export const nominalTime: FacetReader = {
  container: 'run',
  key: 'nominalTime',
  className: 'NominalTimeRunFacet',
  versions: '1-0-0, 1-0-1',
  yields: 'nominal start and end of the run',
  members: { nominalStartTime: need(time), nominalEndTime: time },
  read(facet, scope) {
    const start = parseInstant(facet['nominalStartTime'])
    if (start === null) {
      scope.warn('nominalStartTime is no time', '/nominalStartTime', 'facet_member_type')
      return null
    }
    const stated = facet['nominalEndTime']
    let end = parseInstant(stated)
    if (stated !== undefined && stated !== null && end === null)
      scope.warn('nominalEndTime is no time; left out', '/nominalEndTime', 'facet_member_type')
    if (end !== null && end < start) {
      scope.warn('nominalEndTime is before nominalStartTime; kept the start, left out the end', '/nominalEndTime', 'bad_window')
      end = null
    }
    if (scope.run !== null) scope.changes.run(scope.run, { nominal_key: scope.key, nominal_start: start, nominal_end: end })
    return `For ${formatInstant(start)}`
  },
}
