import type { Comparison } from '../../../../../src/contract/lineage.ts'
import { Icon } from '../../../ui/Icon.tsx'
import { formatInstant, plural } from '../../../ui/Time.tsx'
import type { Change } from '../use-actions.ts'
import type { Loaded } from '../use-graph.ts'
import { countWords } from './days.ts'

/** What came and went in figures, and how to leave the comparison. */
export function ComparePill({
  since,
  compared,
  change,
}: {
  readonly since: string
  readonly compared: Loaded['compared']
  readonly change: Change
}) {
  return (
    <span className="pill on cmp" role="status">
      <Icon name="diff" className="ink" />
      {compared.answer.data === undefined ? 'Comparing' : words(compared.answer.data)}
      <span className="t3">since {formatInstant(since)}</span>
      <button
        type="button"
        className="plain"
        aria-label="Leave the comparison"
        title="Leave the comparison"
        onClick={() => change({ before: null })}
      >
        <Icon name="x" className="ink" />
      </button>
    </span>
  )
}

const words = ({ nodes, edges, columns, truncated }: Comparison): string => {
  const count = (all: readonly { readonly change: string }[], change: string): number => all.filter((x) => x.change === change).length
  const [nodesAdded, nodesGone] = [count(nodes, 'added'), count(nodes, 'removed')]
  const rest = countWords({
    edgesAdded: count(edges, 'added'),
    edgesGone: count(edges, 'removed'),
    columnsAdded: count(columns, 'added'),
    columnsGone: count(columns, 'removed'),
  })
  const own = [nodesAdded > 0 && `+${plural(nodesAdded, 'node')}`, nodesGone > 0 && `−${plural(nodesGone, 'node')}`].filter(Boolean)
  const all = [rest, ...own].filter(Boolean).join(', ')
  if (all === '') return truncated ? 'Nothing changed in what was read' : 'Nothing changed'
  return truncated ? `At least ${all}` : all
}
