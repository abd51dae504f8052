import { useState } from 'react'
import type { FacetValue } from '../../../../src/contract/common.ts'
import { Code } from '../../ui/Code.tsx'
import { Icon } from '../../ui/Icon.tsx'
import { Note } from '../../ui/PageHead.tsx'
import { extractionIn, extractionWords, whereWords } from './extraction.ts'
import type { ExtractionProblem } from './extraction.ts'
import { findFacet } from './known.ts'
import { Missing } from './Said.tsx'
import './panels.css'

function Problem({ problem }: { readonly problem: ExtractionProblem }) {
  const where = whereWords(problem)
  return (
    <li>
      {where !== null && <span className="t3">{where}: </span>}
      <bdi>{problem.message}</bdi>
      {problem.task !== null && <Code code={problem.task} language="sql" label="the task that could not be read" wrap />}
      {problem.stack !== null && <Code code={problem.stack} label="the stack of the error" />}
    </li>
  )
}

/** A warning, not a failure: the run may have worked while the producer could not read all that it did. */
export function ExtractionNote({ facets }: { readonly facets: readonly FacetValue[] }) {
  const [open, setOpen] = useState(false)
  const facet = findFacet(facets, 'extractionError')
  const extraction = extractionIn(facet)
  if (extraction === null) return null
  const { problems } = extraction
  const [first] = problems.items
  return (
    <div className="extraction">
      <Note state="ABORT" icon={<Icon name="warn" />}>
        <b>The lineage of this run may be incomplete.</b> {extractionWords(extraction)}
        {first === undefined ? '.' : ': '}
        {first !== undefined && !open && <bdi>{first.message}</bdi>}
        {first !== undefined && (
          <>
            {' '}
            <button type="button" className="plain link" aria-expanded={open} onClick={() => setOpen(!open)}>
              {open ? 'Show less' : problems.items.length > 1 ? `Show all ${problems.items.length}` : 'Show more'}
            </button>
          </>
        )}
        {open && (
          <ul className="problems">
            {problems.items.map((problem, i) => (
              <Problem key={i} problem={problem} />
            ))}
          </ul>
        )}
        {open && <Missing of={problems} facet={facet} />}
      </Note>
    </div>
  )
}
