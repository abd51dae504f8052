import type { JobFacets } from '../../../../src/contract/catalog.ts'
import type { RunState } from '../../../../src/contract/common.ts'
import { FilterBar, FilterChip } from '../../ui/Chip.tsx'
import { SearchField } from '../../ui/SearchField.tsx'
import { STATE_WORDS } from '../../ui/StateBadge.tsx'
import { Segmented } from '../../ui/Tabs.tsx'
import { formatNumber, plural } from '../../ui/Time.tsx'
import { useSources } from '../events/use-sources.ts'
import { toolName } from '../format.ts'

export type JobsSearch = {
  readonly q?: string | undefined
  readonly namespace?: string | undefined
  readonly source?: number | undefined
  readonly integration?: string | undefined
  readonly state?: RunState | undefined
  readonly view?: 'roots' | 'all' | undefined
  readonly sort?: 'name' | 'lastRun' | undefined
  readonly open?: string | undefined
}

type Props = {
  readonly search: JobsSearch
  readonly facets: JobFacets | undefined
  readonly set: (change: Partial<JobsSearch>) => void
  readonly onClear: (() => void) | undefined
  readonly shown: number | null
  readonly filtered: boolean
}

/** `293 jobs, 61 without a parent` or `12 of 293 jobs, 281 hidden by filters`. */
function Counted({
  facets,
  shown,
  filtered,
  flat,
}: {
  readonly facets: JobFacets
  readonly shown: number | null
  readonly filtered: boolean
  readonly flat: boolean
}) {
  const { total } = facets
  if (filtered && shown !== null)
    return <>{`${formatNumber(shown)} of ${plural(total, 'job')} · ${formatNumber(Math.max(0, total - shown))} hidden by filters`}</>
  if (flat || shown === null) return <>{plural(total, 'job')}</>
  return <>{`${plural(total, 'job')} · ${formatNumber(shown)} without a parent`}</>
}

/** Search and filters, all in the address. A filter makes the list flat: a child may match where its parent does not. */
export function JobFilters({ search, facets, set, onClear, shown, filtered }: Props) {
  const sources = useSources()
  const states = facets?.states.map((one) => ({ value: one.value, label: STATE_WORDS[one.value], count: one.count })) ?? []
  return (
    <FilterBar
      onClear={onClear}
      right={
        <>
          <span className="s12 t3 hide-m" role="status">
            {facets !== undefined && <Counted facets={facets} shown={shown} filtered={filtered} flat={search.view === 'all'} />}
          </span>
          {!filtered && (
            <span className="hide-m">
              <Segmented
                label="Order of the list"
                value={search.view ?? 'roots'}
                onChange={(view) => set({ view: view === 'roots' ? undefined : view })}
                options={[
                  { value: 'roots', label: 'By parent' },
                  { value: 'all', label: 'Flat' },
                ]}
              />
            </span>
          )}
        </>
      }
    >
      <SearchField
        value={search.q ?? ''}
        onChange={(q) => set({ q: q === '' ? undefined : q })}
        placeholder="Filter jobs by name"
        width={280}
      />
      <FilterChip
        label="State"
        value={search.state}
        choices={states}
        onChange={(value) => set({ state: states.find((one) => one.value === value)?.value })}
      />
      <FilterChip
        label="Namespace"
        value={search.namespace}
        choices={facets?.namespaces ?? []}
        onChange={(namespace) => set({ namespace })}
      />
      <FilterChip
        label="Kind"
        value={search.integration}
        choices={facets?.integrations.map((one) => ({ ...one, label: toolName(one.value) })) ?? []}
        onChange={(integration) => set({ integration })}
      />
      <FilterChip
        label="Source"
        value={search.source === undefined ? undefined : String(search.source)}
        choices={[...sources.values()].map((one) => ({ value: String(one.id), label: one.name }))}
        onChange={(value) => set({ source: value === undefined ? undefined : Number(value) })}
      />
    </FilterBar>
  )
}
