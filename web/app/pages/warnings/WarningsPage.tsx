import { getRouteApi } from '@tanstack/react-router'
import { paths } from '../../paths.ts'
import { useCrumbs } from '../../shell/crumbs.ts'
import { FilterBar, FilterChip } from '../../ui/Chip.tsx'
import { useGo } from '../../ui/Link.tsx'
import { PageHead } from '../../ui/PageHead.tsx'
import { useSources } from '../events/use-sources.ts'
import { WarningGroups } from './WarningGroups.tsx'
import '../sources/sources.css'

const route = getRouteApi('/settings/data/warnings')

/** Settings > Data > Warnings: of every source, and what no single source is to blame for. */
export function WarningsPage() {
  useCrumbs([{ label: 'Settings', to: paths.sources() }, { label: 'Data', to: paths.sources() }, { label: 'Warnings' }])
  const { source } = route.useSearch()
  const go = useGo()
  const sources = useSources()
  const set = (value: string | undefined): void => go(paths.warnings({ source: value }), { replace: true })
  return (
    <div className="page sources">
      <PageHead
        title="Warnings"
        lead="What is odd about what sources send, with samples and what to do. Nothing of it was refused: each event is kept, and what could be read of it is in the catalog."
      />
      <FilterBar onClear={source === undefined ? undefined : () => set(undefined)}>
        <FilterChip
          label="Source"
          value={source === undefined ? undefined : String(source)}
          choices={[...sources.values()].map((one) => ({ value: String(one.id), label: one.name }))}
          onChange={set}
        />
      </FilterBar>
      <WarningGroups key={source} {...(source === undefined ? {} : { source })} />
    </div>
  )
}
