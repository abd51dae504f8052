import { arrayMember, isObject, member } from '../../lib/json.ts'
import { noteAssertions } from './quality-facts.ts'
import { counted, described } from './described.ts'
import { any, boolean, listOf, mapOf, need, object, shown, text } from './shape.ts'

/**
 * DataQualityAssertionsDatasetFacet 1-0-0 to 1-1-0. Its schema calls it an input facet, its name a dataset facet; dbt sends it as both at
 * once, which is one statement.
 */
export const qualityAssertions = described(
  {
    container: 'dataset',
    key: 'dataQualityAssertions',
    className: 'DataQualityAssertionsDatasetFacet',
    versions: '1-0-0 to 1-1-0',
    yields: 'assertions about the dataset and whether they hold; their history',
    members: {
      assertions: shown(
        need(
          listOf(
            object({
              assertion: need(text),
              success: need(boolean),
              column: text,
              severity: text,
              name: text,
              description: text,
              expected: text,
              actual: text,
              content: text,
              contentType: text,
              params: mapOf(any),
            }),
          ),
        ),
      ),
    },
  },
  (facet, scope) => {
    noteAssertions(facet, scope)
    const list = arrayMember(facet, 'assertions').filter(isObject)
    const failed = list.filter((a) => member(a, 'success') === false).length
    const all = counted(list.length, 'assertion')
    return all === null ? null : failed === 0 ? all : `${all}, ${failed} not met`
  },
)
