import type { Grouping } from '../../../../src/graph/groups.ts'
import type { MenuItem } from '../../ui/Menu.tsx'
import { parseSelector, type Term, termsText } from '../../graph/selector.ts'
import { depthItems, groupItems, lensItems } from './Toolbar.tsx'
import type { ExplorerState } from './url.ts'

interface Props {
  readonly state: ExplorerState
  readonly change: (next: Partial<ExplorerState>) => void
  readonly grouping: Grouping
  /** There is no room for groups and lenses in the bar. */
  readonly tight: boolean
  readonly phone: boolean
  readonly onTidy: () => void
  readonly onExpandAll: () => void
  readonly onFit: () => void
  readonly onHome: () => void
}

const WORDS = { upstream: 'Upstream only', both: 'Both directions', downstream: 'Downstream only' } as const

const DATASETS: Term = { kind: 'type', values: ['dataset'], not: false }
const onlyDatasets = (term: Term): boolean => JSON.stringify(term) === JSON.stringify(DATASETS)

/** Jobs are drawn, or taken out by a filter that stands in the one box. */
const jobsItem = ({ filter }: ExplorerState, change: Props['change']): MenuItem => {
  const { terms } = parseSelector(filter)
  const hidden = terms.some(onlyDatasets)
  const next = hidden ? terms.filter((term) => !onlyDatasets(term)) : [...terms, DATASETS]
  return { label: 'Show jobs', checked: !hidden, onSelect: () => change({ filter: termsText(next) }) }
}

/** The menu behind the dots, with what the bar has no room for. */
export const moreItems = ({ state, change, grouping, tight, phone, onTidy, onExpandAll, onFit, onHome }: Props): MenuItem[] => [
  { label: 'Show as a table', icon: 'list', hint: 'impact', onSelect: () => change({ table: true }) },
  { label: 'Tidy up', icon: 'sync', hint: 'place everything anew', onSelect: onTidy },
  { label: 'Expand all', icon: 'plus', hint: 'all hops', onSelect: onExpandAll },
  {
    label: 'Collapse all',
    icon: 'minus',
    disabled: state.sides.size + state.hops.size + state.shown.length === 0 && state.depth === 1,
    onSelect: () => change({ sides: new Map(), hops: new Map(), shown: [], depth: 1, groupsOpen: [] }),
  },
  { label: 'Close all columns', icon: 'columns', disabled: state.columns.length === 0, onSelect: () => change({ columns: [] }) },
  { line: true },
  jobsItem(state, change),
  { label: 'Fold steps into their job', checked: state.fold, onSelect: () => change({ fold: !state.fold }) },
  { label: 'Show control flow', checked: state.control, onSelect: () => change({ control: !state.control }) },
  { line: true },
  { label: 'Fit all', icon: 'fit', keys: ['f'], onSelect: onFit },
  { label: 'Back to the root', icon: 'target', keys: ['0'], onSelect: onHome },
  ...(tight
    ? [
        { line: true } as const,
        { title: 'Lens' },
        ...lensItems(state, change),
        { line: true } as const,
        ...groupItems(state, grouping, change),
      ]
    : []),
  ...(phone
    ? ([
        { line: true },
        { title: 'Depth' },
        ...depthItems(state, change),
        { line: true },
        ...(['upstream', 'both', 'downstream'] as const).map((direction) => ({
          label: WORDS[direction],
          checked: state.direction === direction,
          onSelect: () => change({ direction }),
        })),
      ] satisfies MenuItem[])
    : []),
]
