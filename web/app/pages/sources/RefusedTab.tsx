import type { RejectionGroups } from '../../../../src/contract/rejections.ts'
import type { Source } from '../../../../src/contract/sources.ts'
import { useApi } from '../../api/query.ts'
import { paths } from '../../paths.ts'
import { Link } from '../../ui/Link.tsx'
import { Empty } from '../../ui/Regions.tsx'
import { plural } from '../../ui/Time.tsx'
import { RefusedCauses } from './RefusedCauses.tsx'

/** A mistyped token belongs to no source: whoever misses requests here finds them there. */
function OfNobody() {
  const answer = useApi<RejectionGroups>('/api/v2/rejections/groups', { source: 'none' }, { every: 30_000 })
  const kept = (answer.data?.items ?? []).reduce((sum, group) => sum + group.kept, 0)
  if (kept === 0) return null
  return (
    <p className="s12 t2 ofnobody">
      A request whose token is missing or mistyped belongs to no source.{' '}
      <Link to={paths.refused({ source: 'none' })}>See {plural(kept, 'request')} of no known source</Link>
    </p>
  )
}

/** What was refused of one source. */
export function RefusedTab({ source }: { readonly source: Source }) {
  return (
    <>
      <RefusedCauses
        title="Refused requests"
        source={source.id}
        empty={
          <Empty
            title={source.refused === 0 ? 'Nothing was refused' : 'No refused request is kept any more'}
            why="A request that is refused appears here with its cause and what to do, even when its sender saw only a number."
          />
        }
      />
      <OfNobody />
    </>
  )
}
