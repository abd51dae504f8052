import { arrayMember, isObject, stringMember } from '../../lib/json.ts'
import { counted, described } from './described.ts'
import { any, listOf, mapOf, need, object, shown, text } from './shape.ts'

/** TestRunFacet 1-0-0, 1-0-1: tests of a run, as dbt's. Skipped is not failed, and a failed test of severity warn leaves the run well. */
export const testRun = described(
  {
    container: 'run',
    key: 'test',
    className: 'TestRunFacet',
    versions: '1-0-0, 1-0-1',
    yields: 'tests of the run with their results',
    members: {
      tests: shown(
        need(
          listOf(
            object({
              name: need(text),
              status: need(text),
              severity: text,
              type: text,
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
  (facet) => {
    const tests = arrayMember(facet, 'tests').filter(isObject)
    const failed = tests.filter((t) => stringMember(t, 'status')?.toLowerCase() === 'fail').length
    const all = counted(tests.length, 'test')
    return all === null ? null : failed === 0 ? all : `${all}, ${failed} failed`
  },
)
