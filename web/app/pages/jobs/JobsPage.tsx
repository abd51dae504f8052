import { getRouteApi } from '@tanstack/react-router'
import { useEffect, useMemo, useState } from 'react'
import type { KeyboardEvent, ReactNode } from 'react'
import type { JobFacets, JobItem } from '../../../../src/contract/catalog.ts'
import { itemsOf, useApi, useApiPages } from '../../api/query.ts'
import { paths } from '../../paths.ts'
import { useCrumbs } from '../../shell/crumbs.ts'
import { Button, ButtonLink } from '../../ui/Button.tsx'
import { useGo } from '../../ui/Link.tsx'
import { Empty, ErrorRegion, Loading } from '../../ui/Regions.tsx'
import { MoreRows, Table } from '../../ui/Table.tsx'
import { formatNumber } from '../../ui/Time.tsx'
import { JobCounters } from './JobCounters.tsx'
import { JobFilters } from './JobFilters.tsx'
import type { JobsSearch } from './JobFilters.tsx'
import { useJobColumns } from './job-columns.tsx'
import { firstOpen, jobKey, listRows, namesTwice, readOpen, writeOpen } from './job-rows.ts'
import type { JobKey, ListRow } from './job-rows.ts'
import { SelectionBar } from './SelectionBar.tsx'
import { useChildren } from './use-children.ts'
import './jobs.css'

const route = getRouteApi('/jobs')
const PAGE = 100
const EVERY = 15_000
const NONE: ReadonlySet<JobKey> = new Set()

const isFiltered = (search: JobsSearch): boolean =>
  [search.q, search.namespace, search.source, search.integration, search.state].some((value) => value !== undefined && value !== '')

/** Which jobs are unfolded: as the address says, else those that need a person. */
function useOpen(search: JobsSearch, roots: readonly JobItem[], set: (change: Partial<JobsSearch>) => void) {
  const said = useMemo(() => readOpen(search.open), [search.open])
  const [first, setFirst] = useState<ReadonlySet<JobKey> | null>(null)
  // The first answer decides once: a later one must not fold and unfold rows by itself.
  useEffect(() => {
    if (first === null && roots.length > 0) setFirst(firstOpen(roots))
  }, [first, roots])
  const open = said ?? first ?? NONE
  const toggle = (job: JobItem): void => {
    const next = new Set(open)
    const key = jobKey(job)
    if (!next.delete(key)) next.add(key)
    set({ open: writeOpen(next) })
  }
  return { open, toggle }
}

/** All jobs, children under their parent, with what each says of its last run. */
export function JobsPage() {
  useCrumbs([{ label: 'Jobs' }])
  const search: JobsSearch = route.useSearch()
  const go = useGo()
  const set = (change: Partial<JobsSearch>): void => go(paths.jobs({ ...search, ...change }), { replace: true })
  const filtered = isFiltered(search)
  const flat = filtered || search.view === 'all'
  const facets = useApi<JobFacets>('/api/v2/jobs/facets', undefined, { every: EVERY })
  const { q, namespace, source, integration, state } = search
  // Asking again reads every page that is open: whoever reads on, reads in peace.
  const [further, setFurther] = useState(false)
  const list = useApiPages<JobItem>(
    '/api/v2/jobs',
    { q, namespace, source, integration, state, view: flat ? 'all' : 'roots', fold: true, sort: search.sort ?? 'lastRun', limit: PAGE },
    { every: further ? false : EVERY, keep: true },
  )
  const roots = itemsOf(list)
  const { open, toggle } = useOpen(search, roots, set)
  const children = useChildren(flat ? NONE : open)
  const rows = listRows(roots, flat ? NONE : open, flat ? new Map() : children)
  const clear = filtered ? () => go(paths.jobs({ view: search.view, sort: search.sort }), { replace: true }) : undefined
  const last = list.data?.pages.at(-1)
  const shown = { roots: roots.length, total: last?.total ?? null, atLeast: last?.totalAtLeast ?? null }
  return (
    <div className="page full jobs">
      <h1 className="sr">Jobs</h1>
      <JobCounters facets={facets.data} state={state} onState={(next) => set({ state: next })} />
      <JobFilters search={search} facets={facets.data} set={set} onClear={clear} shown={shown.total} filtered={filtered} />
      {list.error !== null && <ErrorRegion error={list.error} retry={() => void list.refetch()} />}
      {list.data === undefined && list.error === null && <Loading rows={16} what="the jobs" />}
      {list.data !== undefined && (
        <JobList
          rows={rows}
          flat={flat}
          search={search}
          set={set}
          toggle={toggle}
          empty={<NoJobs filtered={filtered} onClear={clear} total={facets.data?.total} />}
        >
          <MoreRows
            shown={shown.roots}
            total={shown.total}
            totalAtLeast={shown.atLeast}
            noun={flat ? 'jobs' : 'jobs without a parent'}
            hasMore={list.hasNextPage}
            busy={list.isFetchingNextPage}
            onMore={() => {
              setFurther(true)
              void list.fetchNextPage()
            }}
          />
        </JobList>
      )}
    </div>
  )
}

type ListProps = {
  readonly rows: readonly ListRow[]
  readonly flat: boolean
  readonly search: JobsSearch
  readonly set: (change: Partial<JobsSearch>) => void
  readonly toggle: (job: JobItem) => void
  readonly empty: ReactNode
  readonly children: ReactNode
}

/** The rows with their own keys: right and left unfold and fold, `x` selects. `j`, `k`, Enter and `c` are the kit's. */
function JobList({ rows, flat, search, set, toggle, empty, children }: ListProps) {
  const [selected, setSelected] = useState<ReadonlySet<string>>(new Set())
  const columns = useJobColumns({ flat, toggle, twice: namesTwice(rows) })
  const select = (key: string): void => {
    const next = new Set(selected)
    if (!next.delete(key)) next.add(key)
    setSelected(next)
  }
  const onKeyDown = (event: KeyboardEvent): void => {
    const target = event.target
    if (!(target instanceof HTMLElement) || target.tagName !== 'TR' || event.ctrlKey || event.metaKey || event.altKey) return
    const row = rows[Number(target.dataset['row'])]
    if (row === undefined || row.kind !== 'job') return
    const unfold = (event.key === 'ArrowRight' && !row.open) || (event.key === 'ArrowLeft' && row.open)
    if (unfold && row.job.children > 0 && !flat) toggle(row.job)
    else if (event.key === 'x') select(row.key)
    else return
    event.preventDefault()
  }
  const chosen = rows.flatMap((row) => (row.kind === 'job' && selected.has(row.key) ? [row.job] : []))
  if (rows.length === 0) return empty
  return (
    <div className={flat ? 'jobs-list flat' : 'jobs-list'} onKeyDown={onKeyDown}>
      <Table
        columns={columns}
        rows={rows}
        rowKey={(row) => row.key}
        label="Jobs"
        sortedBy={search.sort ?? 'lastRun'}
        sortedDown={search.sort !== 'name'}
        onSort={(sort) => set({ sort: sort === 'name' ? 'name' : 'lastRun' })}
        isSelected={(row) => selected.has(row.key)}
        rowClass={(row) => (row.depth > 0 ? `kid d${Math.min(row.depth, 4)}` : undefined)}
      />
      {children}
      <SelectionBar jobs={chosen} onClear={() => setSelected(new Set())} />
    </div>
  )
}

/** Why there is nothing, and what to do. */
function NoJobs({
  filtered,
  onClear,
  total,
}: {
  readonly filtered: boolean
  readonly onClear: (() => void) | undefined
  readonly total: number | undefined
}) {
  if (filtered) {
    return (
      <Empty
        title="No job matches these filters"
        why={total === undefined ? undefined : `${formatNumber(total)} ${total === 1 ? 'job is' : 'jobs are'} hidden by them.`}
      >
        {onClear !== undefined && (
          <Button small onClick={onClear}>
            Clear all filters
          </Button>
        )}
      </Empty>
    )
  }
  return (
    <Empty
      title="No jobs yet"
      why="A job appears with the first event that names it. Connect a data source, or look at the events that have arrived."
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
