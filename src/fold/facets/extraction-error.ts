import { arrayMember } from '../../lib/json.ts'
import { counted, described } from './described.ts'
import { integer, listOf, need, object, shown, text } from './shape.ts'

/** ExtractionErrorRunFacet 1-0-0 to 1-1-2: the producer could not read all of its own lineage. The run itself may be well. */
export const extractionError = described(
  {
    container: 'run',
    key: 'extractionError',
    className: 'ExtractionErrorRunFacet',
    versions: '1-0-0 to 1-1-2',
    yields: 'that the lineage of the run may be incomplete, and why',
    members: {
      totalTasks: shown(need(integer)),
      failedTasks: shown(need(integer)),
      errors: shown(need(listOf(object({ errorMessage: need(text), stackTrace: text, task: text, taskNumber: integer })))),
    },
  },
  (facet, scope) => {
    const failed = scope.integer('failedTasks')
    const errors = counted(arrayMember(facet, 'errors').length, 'extraction error')
    return errors ?? (failed === null || failed === '0' ? null : `${failed} tasks without lineage`)
  },
)
