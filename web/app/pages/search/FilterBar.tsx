import type { SearchResult } from '../../../../src/contract/search.ts'
import { formatNumber } from '../../ui/Time.tsx'
import { FILTERS, withFilter, withoutFilter } from './filters.ts'
import { GROUPS } from './results.ts'
import type { Group } from './results.ts'

type Props = {
  readonly found: SearchResult | undefined
  readonly typed: string
  readonly only: Group | null
  readonly onOnly: (only: Group | null) => void
  readonly onType: (typed: string) => void
}

/** Filters that are on, what kinds were found and how many of each, and at the right the filters that may be typed. */
export function FilterBar({ found, typed, only, onOnly, onType }: Props) {
  const groups = typed.trim() === '' ? [] : (found?.groups ?? [])
  const filters = typed.trim() === '' ? [] : (found?.filters ?? [])
  return (
    <div className="fl">
      {filters.map((filter) => (
        <button
          key={JSON.stringify(filter)}
          type="button"
          className="chip on"
          aria-label={`Remove the filter ${filter.negated ? 'not ' : ''}${filter.key}: ${filter.value}`}
          onClick={() => onType(withoutFilter(typed, filter))}
        >
          {filter.negated ? 'not ' : ''}
          {filter.key}: {filter.value.slice(0, 40)} <b aria-hidden="true">×</b>
        </button>
      ))}
      {groups.length > 0 && (
        <span role="group" aria-label="What to show" className="row">
          <Kind title="All" on={only === null} onClick={() => onOnly(null)} />
          {GROUPS.map(({ kind, title }) => {
            const group = groups.find((g) => g.kind === kind)
            if (group === undefined) return null
            const count = `${formatNumber(group.count)}${group.atLeast ? '+' : ''}`
            return <Kind key={kind} title={title} count={count} on={only === kind} onClick={() => onOnly(only === kind ? null : kind)} />
          })}
        </span>
      )}
      <span role="group" aria-label="Add a filter" className="syn hide-m">
        {FILTERS.map((key) => (
          <button key={key} type="button" onClick={() => onType(withFilter(typed, key))} title={`Filter by ${key}`}>
            {key}:
          </button>
        ))}
      </span>
    </div>
  )
}

type KindProps = { readonly title: string; readonly count?: string; readonly on: boolean; readonly onClick: () => void }

const Kind = ({ title, count, on, onClick }: KindProps) => (
  <button type="button" className={on ? 'chip on' : 'chip'} aria-pressed={on} onClick={onClick}>
    {title} {count !== undefined && <b>{count}</b>}
  </button>
)

/** What to write instead, where a filter is none. */
export const Hints = ({ hints }: { readonly hints: readonly string[] }) =>
  hints.map((hint) => (
    <p key={hint} className="hint" role="note">
      {hint}
    </p>
  ))
