import type { FacetValue } from '../../../../src/contract/common.ts'
import { Code } from '../../ui/Code.tsx'
import { Section } from '../../ui/PageHead.tsx'
import { Empty } from '../../ui/Regions.tsx'
import { plural } from '../../ui/Time.tsx'
import { sourceCodeIn } from './job-facts.ts'
import { findFacet } from './known.ts'
import { Said } from './Said.tsx'
import './panels.css'

/** The code of the job as its producer last sent it. */
export function SourceCodeTab({ facets }: { readonly facets: readonly FacetValue[] }) {
  const facet = findFacet(facets, 'sourceCode')
  const source = sourceCodeIn(facet)
  if (facet === null || source === null) return <Empty title="No code" why="No event has brought a sourceCode facet of this job." />
  const lines = plural(source.code.split('\n').length, 'line')
  return (
    <div className="first-sec">
      <Section title="Source code" count={source.language === null ? lines : `${source.language}, ${lines}`} end={<Said facet={facet} />}>
        <div className="source-code">
          <Code code={source.code} language={source.colours} label="the source code" />
        </div>
      </Section>
    </div>
  )
}
