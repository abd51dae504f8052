import { paths } from '../paths.ts'
import { NotFound } from '../ui/Regions.tsx'
import { useCrumbs } from './crumbs.ts'

export function NoSuchPage() {
  useCrumbs([{ label: 'Not found' }])
  return (
    <div className="page">
      <NotFound
        what="There is no page at this address"
        why="It may have been mistyped, or come from another version of Headwater."
        to={paths.home()}
        toLabel="Go to Home"
      />
    </div>
  )
}
