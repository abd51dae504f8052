import { getRouteApi } from '@tanstack/react-router'
import type { SearchResult } from '../../../../src/contract/search.ts'
import { useApi } from '../../api/query.ts'
import { paths } from '../../paths.ts'
import { useCrumbs } from '../../shell/crumbs.ts'
import { Link, useGo } from '../../ui/Link.tsx'
import { PageHead, Section } from '../../ui/PageHead.tsx'
import { Empty, Region } from '../../ui/Regions.tsx'
import { SearchField } from '../../ui/SearchField.tsx'
import { StateBadge } from '../../ui/StateBadge.tsx'
import { FilterBar, Hints } from './FilterBar.tsx'
import { RowName, RowWhy, Tile } from './PaletteRow.tsx'
import { GROUPS, rowsOf } from './results.ts'
import type { Group, ResultRow } from './results.ts'
import './search.css'

const LIMIT = 100
const EACH = 20

const route = getRouteApi('/search')

/** All that a question finds, by kind; the address is the question. */
export function SearchPage() {
  useCrumbs([{ label: 'Search' }])
  const { q = '', only } = route.useSearch()
  const go = useGo()
  const shown = GROUPS.find((group) => group.kind === only)?.kind ?? null
  const ask = (next: { q?: string; only?: Group | null }): void =>
    go(paths.search({ q: next.q ?? q, only: next.only === undefined ? (only ?? null) : next.only }), { replace: true })
  const answer = useApi<SearchResult>('/api/v2/search', { q, limit: LIMIT }, { enabled: q.trim() !== '', keep: true })
  return (
    <div className="page found">
      <PageHead
        title="Search"
        lead="Names, descriptions and SQL of everything in the catalog. Filters are type: ns: owner: tag: source: and state: with a value after them, alone or beside words: type:run state:failed; -owner:ada leaves out what is hers."
      />
      <SearchField value={q} onChange={(next) => ask({ q: next, only: null })} placeholder="Search everything" width={420} />
      {q.trim() === '' ? (
        <Empty title="Nothing is asked yet." why="Type a part of a name, a word of a description, or a filter such as state:failed." />
      ) : (
        <>
          <FilterBar
            found={answer.data}
            typed={q}
            only={shown}
            onOnly={(kind) => ask({ only: kind })}
            onType={(next) => ask({ q: next, only: null })}
          />
          <Region answer={answer} what="the results">
            {(found) => <Results found={found} only={shown} onOnly={(kind) => ask({ only: kind })} />}
          </Region>
        </>
      )}
    </div>
  )
}

function Results({
  found,
  only,
  onOnly,
}: {
  readonly found: SearchResult
  readonly only: Group | null
  readonly onOnly: (kind: Group) => void
}) {
  const rows = rowsOf(found.hits, found.q)
  const hints = found.hints ?? []
  return (
    <>
      {rows.length > 0 && <Hints hints={hints} />}
      {rows.length === 0 && (
        <Empty
          title={`Nothing is found by “${found.q.slice(0, 80)}”.`}
          why={hints.length > 0 ? hints.join(' ') : 'A letter or two may be wrong; whole words of descriptions and SQL must be right.'}
        />
      )}
      {GROUPS.filter((group) => only === null || group.kind === only).map(({ kind, title }) => {
        const of = rows.filter((row) => row.kind === kind)
        const group = found.groups?.find((g) => g.kind === kind)
        const some = only === null ? of.slice(0, EACH) : of
        return some.length === 0 ? null : (
          <Section key={kind} title={title} count={countOf(some.length, group)}>
            <ul className="found-list" data-hw-rows="">
              {some.map((row) => (
                <Row key={row.key} row={row} />
              ))}
            </ul>
            {some.length < of.length && (
              <button type="button" className="plain link" onClick={() => onOnly(kind)}>
                Show more {title.toLowerCase()}
              </button>
            )}
          </Section>
        )
      })}
    </>
  )
}

function countOf(shown: number, group: { readonly count: number; readonly atLeast: boolean } | undefined): string {
  const count = group?.count ?? shown
  const all = `${count.toLocaleString('en-US')}${group?.atLeast === true ? ' or more' : ''}`
  return shown < count ? `${shown} of ${all}` : all
}

const Row = ({ row }: { readonly row: ResultRow }) => (
  <li>
    <Link to={row.to} data-row="">
      <span className="ti">
        <Tile row={row} />
      </span>
      <RowName row={row} />
      <span className="rt">
        {row.state !== null && <StateBadge state={row.state} />}
        {row.type !== null && <span className={row.kind === 'field' ? 'mono' : undefined}>{row.type.slice(0, 40)}</span>}
      </span>
      <RowWhy row={row} />
    </Link>
  </li>
)
