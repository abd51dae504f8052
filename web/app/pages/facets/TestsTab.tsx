import type { FacetValue } from '../../../../src/contract/common.ts'
import { Section } from '../../ui/PageHead.tsx'
import { Empty } from '../../ui/Regions.tsx'
import { plural } from '../../ui/Time.tsx'
import { ChecksTable } from './ChecksTable.tsx'
import { outcomeWords, testsIn } from './checks.ts'
import { findFacet } from './known.ts'
import { Missing, Said } from './Said.tsx'

/** The results of the tests that ran in this run, the worst first. */
export function TestsTab({ facets }: { readonly facets: readonly FacetValue[] }) {
  const facet = findFacet(facets, 'test')
  const checks = testsIn(facet)
  if (facet === null || checks === null) return <Empty title="No tests" why="No event of this run has brought a test facet." />
  return (
    <div className="first-sec">
      <Section
        title="Tests"
        count={checks.total === 0 ? 'none that can be read' : `${plural(checks.total, 'test')}: ${outcomeWords(checks)}`}
        end={<Said facet={facet} />}
      >
        {checks.total === 0 ? (
          <Empty title="No test ran" why="The facet lists no test that can be read." />
        ) : (
          <ChecksTable checks={checks.items} label="Tests of this run" />
        )}
        <Missing of={checks} facet={facet} />
      </Section>
    </div>
  )
}
