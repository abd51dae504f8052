import type { Source } from '../../../../src/contract/sources.ts'
import { paths } from '../../paths.ts'
import { Link } from '../../ui/Link.tsx'
import { WarningGroups } from '../warnings/WarningGroups.tsx'

/** What is odd about what this source sends. */
export function WarningsTab({ source }: { readonly source: Source }) {
  return (
    <>
      <WarningGroups source={source.id} />
      <p className="s12 t2 ofnobody">
        <Link to={paths.warnings()}>Warnings of all sources</Link>
      </p>
    </>
  )
}
