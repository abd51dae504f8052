import type { JobDetail } from '../../../../src/contract/catalog.ts'
import { Code } from '../../ui/Code.tsx'
import { Icon } from '../../ui/Icon.tsx'
import { Note } from '../../ui/PageHead.tsx'
import { plural } from '../../ui/Time.tsx'

/** What came of reading column lineage out of the SQL. */
function Inferred({ inference }: { readonly inference: NonNullable<JobDetail['inference']> }) {
  const { edges, problem, dialect } = inference
  const found = edges === 0 ? 'No column lineage' : `${plural(edges, 'column edge')}, shown dotted,`
  return (
    <Note icon={<Icon name={problem === null ? 'info' : 'warn'} />}>
      {found} {edges === 1 || edges === 0 ? 'was' : 'were'} inferred from this SQL, read as {dialect}, because the job says no columns
      itself.
      {problem !== null && <> Some of it could not be read: {problem}.</>}
    </Note>
  )
}

/** The SQL of a job, with what was read out of it. */
export function SqlTab({ sql, inference }: { readonly sql: string; readonly inference: JobDetail['inference'] }) {
  return (
    <>
      {inference !== null && <Inferred inference={inference} />}
      <Code code={sql} language="sql" label="the SQL" />
    </>
  )
}
