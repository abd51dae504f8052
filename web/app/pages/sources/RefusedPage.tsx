import { getRouteApi } from '@tanstack/react-router'
import { paths } from '../../paths.ts'
import { useCrumbs } from '../../shell/crumbs.ts'
import { FilterBar, FilterChip } from '../../ui/Chip.tsx'
import { useGo } from '../../ui/Link.tsx'
import { PageHead } from '../../ui/PageHead.tsx'
import { Empty } from '../../ui/Regions.tsx'
import { useSources } from '../events/use-sources.ts'
import { RefusedCauses } from './RefusedCauses.tsx'
import './sources.css'

const route = getRouteApi('/settings/data/refused')

/** Settings > Data > Refused: of every source, and of those who are none. */
export function RefusedPage() {
  useCrumbs([{ label: 'Settings', to: paths.sources() }, { label: 'Data', to: paths.sources() }, { label: 'Refused' }])
  const { source } = route.useSearch()
  const go = useGo()
  const sources = useSources()
  const set = (value: string | undefined): void => go(paths.refused({ source: value }), { replace: true })
  const chosen = source === undefined ? undefined : source === 'none' ? ('none' as const) : Number(source)
  return (
    <div className="page sources">
      <PageHead
        title="Refused requests"
        lead="Everything that was not taken in, by cause. Those of no known source came with a token that is missing, mistyped or unknown here, or were refused before it was looked at."
      />
      <FilterBar onClear={source === undefined ? undefined : () => set(undefined)}>
        <FilterChip
          label="Source"
          value={source}
          choices={[
            { value: 'none', label: 'no known source' },
            ...[...sources.values()].map((one) => ({ value: String(one.id), label: one.name })),
          ]}
          onChange={set}
        />
      </FilterBar>
      <RefusedCauses
        key={source}
        title={source === 'none' ? 'Of no known source' : 'By cause'}
        source={chosen}
        names={sources}
        empty={
          <Empty
            title="Nothing was refused"
            why="A request that is refused appears here with its cause and what to do, even when its sender saw only a number."
          />
        }
      />
    </div>
  )
}
