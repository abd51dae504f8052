import { useState } from 'react'
import { getRouteApi } from '@tanstack/react-router'
import type { DatasetFacets, DatasetItem } from '../../../../src/contract/catalog.ts'
import { itemsOf, useApi, useApiPages } from '../../api/query.ts'
import { paths } from '../../paths.ts'
import { useCrumbs } from '../../shell/crumbs.ts'
import { Button, ButtonLink } from '../../ui/Button.tsx'
import { FilterBar, FilterChip } from '../../ui/Chip.tsx'
import { EntityName } from '../../ui/EntityName.tsx'
import { useGo } from '../../ui/Link.tsx'
import { Empty, ErrorRegion, Loading } from '../../ui/Regions.tsx'
import { SearchField } from '../../ui/SearchField.tsx'
import { MoreRows, Table } from '../../ui/Table.tsx'
import type { Column } from '../../ui/Table.tsx'
import { Time, formatNumber, plural } from '../../ui/Time.tsx'
import { useSources } from '../events/use-sources.ts'
import { tagText } from '../job/TagList.tsx'
import './datasets.css'

const route = getRouteApi('/datasets')
const PAGE = 100
const EVERY = 15_000

const count = (value: number) => (value === 0 ? <span className="t3">0</span> : formatNumber(value))
const COLUMNS: readonly Column<DatasetItem>[] = [
  { key: 'name', head: 'Dataset', sort: 'name', cell: (dataset) => <EntityName {...dataset} to={paths.dataset(dataset)} copy /> },
  {
    key: 'namespace',
    head: 'Namespace',
    width: 210,
    from: 960,
    cell: (dataset) => <bdi className="t2">{dataset.namespace === '' ? 'empty' : dataset.namespace}</bdi>,
    title: (dataset) => dataset.namespace,
  },
  {
    key: 'written',
    head: 'Last written',
    width: 112,
    sort: 'lastWritten',
    cell: (dataset) => (dataset.lastWrittenAt === null ? <span className="t3">not seen</span> : <Time iso={dataset.lastWrittenAt} />),
  },
  { key: 'fields', head: 'Fields', width: 64, num: true, from: 720, cell: (dataset) => count(dataset.fieldCount) },
  { key: 'producers', head: 'Producers', width: 90, num: true, from: 960, cell: (dataset) => count(dataset.producers) },
  { key: 'consumers', head: 'Consumers', width: 96, num: true, from: 960, cell: (dataset) => count(dataset.consumers) },
  {
    key: 'tags',
    head: 'Tags',
    width: 130,
    from: 1200,
    cell: (dataset) =>
      dataset.tags
        .filter((tag) => tag.field === null)
        .slice(0, 2)
        .map((tag) => (
          <bdi className="tag in-row" key={`${tag.key} ${tag.value}`}>
            {tagText(tag)}
          </bdi>
        )),
  },
  {
    key: 'owner',
    head: 'Owner',
    width: 122,
    from: 1200,
    cell: (dataset) => <bdi>{dataset.owners.map((owner) => owner.name).join(', ')}</bdi>,
    title: (dataset) => dataset.owners.map((owner) => owner.name).join(', '),
  },
]

type Search = {
  readonly q?: string | undefined
  readonly namespace?: string | undefined
  readonly source?: number | undefined
  readonly sort?: 'name' | 'lastWritten' | undefined
}

/** All datasets, with who writes and reads them. */
export function DatasetsPage() {
  useCrumbs([{ label: 'Datasets' }])
  const search: Search = route.useSearch()
  const go = useGo()
  const sources = useSources()
  const set = (change: Partial<Search>): void => go(paths.datasets({ ...search, ...change }), { replace: true })
  const { q, namespace, source } = search
  const filtered = [q, namespace, source].some((value) => value !== undefined && value !== '')
  const facets = useApi<DatasetFacets>('/api/v2/datasets/facets', undefined, { every: EVERY })
  // Asking again reads every page that is open: whoever reads on, reads in peace.
  const [further, setFurther] = useState(false)
  const list = useApiPages<DatasetItem>(
    '/api/v2/datasets',
    { q, namespace, source, sort: search.sort ?? 'lastWritten', limit: PAGE },
    { every: further ? false : EVERY, keep: true },
  )
  const rows = itemsOf(list)
  const last = list.data?.pages.at(-1)
  const clear = filtered ? () => go(paths.datasets({ sort: search.sort }), { replace: true }) : undefined
  const total = facets.data?.total
  const shown = last?.total ?? null
  const counted =
    total === undefined
      ? ''
      : filtered && shown !== null
        ? `${formatNumber(shown)} of ${plural(total, 'dataset')} · ${formatNumber(Math.max(0, total - shown))} hidden by filters`
        : plural(total, 'dataset')
  return (
    <div className="page full datasets">
      <h1 className="sr">Datasets</h1>
      <FilterBar
        onClear={clear}
        right={
          <span className="s12 t3 hide-m" role="status">
            {counted}
          </span>
        }
      >
        <SearchField
          value={q ?? ''}
          onChange={(value) => set({ q: value === '' ? undefined : value })}
          placeholder="Filter datasets by name"
          width={280}
        />
        <FilterChip
          label="Namespace"
          value={namespace}
          choices={facets.data?.namespaces ?? []}
          onChange={(value) => set({ namespace: value })}
        />
        <FilterChip
          label="Source"
          value={source === undefined ? undefined : String(source)}
          choices={[...sources.values()].map((one) => ({ value: String(one.id), label: one.name }))}
          onChange={(value) => set({ source: value === undefined ? undefined : Number(value) })}
        />
      </FilterBar>
      {list.error !== null && <ErrorRegion error={list.error} retry={() => void list.refetch()} />}
      {list.data === undefined && list.error === null && <Loading rows={16} what="the datasets" />}
      {list.data !== undefined && rows.length === 0 && <None onClear={clear} total={total} />}
      {rows.length > 0 && (
        <>
          <Table
            columns={COLUMNS}
            rows={rows}
            rowKey={(dataset) => `${dataset.namespace}\n${dataset.name}`}
            label="Datasets"
            sortedBy={search.sort ?? 'lastWritten'}
            sortedDown={search.sort !== 'name'}
            onSort={(sort) => set({ sort: sort === 'name' ? 'name' : 'lastWritten' })}
          />
          <MoreRows
            shown={rows.length}
            total={shown}
            totalAtLeast={last?.totalAtLeast ?? null}
            noun="datasets"
            hasMore={list.hasNextPage}
            busy={list.isFetchingNextPage}
            onMore={() => {
              setFurther(true)
              void list.fetchNextPage()
            }}
          />
        </>
      )}
    </div>
  )
}

function None({ onClear, total }: { readonly onClear: (() => void) | undefined; readonly total: number | undefined }) {
  if (onClear !== undefined) {
    return (
      <Empty
        title="No dataset matches these filters"
        why={total === undefined ? undefined : `${formatNumber(total)} ${total === 1 ? 'dataset is' : 'datasets are'} hidden by them.`}
      >
        <Button small onClick={onClear}>
          Clear all filters
        </Button>
      </Empty>
    )
  }
  return (
    <Empty
      title="No datasets yet"
      why="A dataset appears with the first event that lists it among its inputs or outputs. Connect a data source, or look at the events that have arrived."
    >
      <ButtonLink small to={paths.addSource()}>
        Connect a data source
      </ButtonLink>
      <ButtonLink small kind="quiet" to={paths.events()}>
        See the events
      </ButtonLink>
    </Empty>
  )
}
